"""What to ask next, and the questions of a dossier."""

from matching.compliance import Facts, Permit, Status
from matching.compliance.questions import dossier_criteria, questions
from tests.matching.compliance.made import KNOWLEDGE, TODAY, card_of, facts_of

CARDBOARD = "status_claim=waste; ewc_code=150101; origin_country=SE; dest_country=NO; operation_code=R3"


def asked(text):
    return questions(facts_of(text), card_of(text), knowledge=KNOWLEDGE, as_of=TODAY)


def test_questions_tell_what_each_answer_brings():
    (question,) = asked(f"{CARDBOARD}; quantity_kg=1000")

    assert question.fact == "receiver_permit"
    assert question.outcomes == {
        Permit.YES: Status.PAPERS,
        Permit.NO: Status.BLOCKED,
        Permit.NOT_REQUIRED: Status.PAPERS,
    }


def test_questions_leave_a_number_open():
    weight = asked(f"{CARDBOARD}; receiver_permit=yes")

    assert [(question.fact, dict(question.outcomes)) for question in weight] == [("quantity_kg", {})]
    assert weight[0].best == Status.ASK.rank


def test_questions_put_the_one_that_settles_it_first():
    wood = asked("ewc_code=170201; treated_wood=none; origin_country=NO; dest_country=NO; receiver_permit=yes")

    assert [question.best for question in wood] == sorted(question.best for question in wood)
    assert {question.fact for question in wood} == {"status_claim", "hazardous"}
    (hazard,) = [question for question in wood if question.fact == "hazardous"]
    assert set(hazard.outcomes) == {True, False}


def test_questions_are_for_firms_and_not_for_authorities():
    assert asked(f"{CARDBOARD}; receiver_permit=yes; quantity_kg=1000; contamination_pct=9") == ()


def test_dossier_criteria_are_those_of_the_countries():
    def counted(dossier, origin, destination):
        facts = Facts(origin_country=origin, dest_country=destination)
        return len(dossier_criteria(KNOWLEDGE.law, dossier=dossier, facts=facts))

    assert [counted("byproduct", *pair) for pair in (("SE", "SE"), ("NO", "NO"), ("SE", "NO"))] == [4, 5, 9]
    assert counted("reuse", "SE", "NO") == 5
