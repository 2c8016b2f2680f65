"""Every code that a border card can hold has words in each language, and no fact is asked that nobody can answer."""

import csv
from datetime import date

import pytest
from django.conf import settings
from django.utils import translation

from marketplace.wording.border import (
    citation_text,
    code_kind_text,
    code_text,
    confidence_text,
    due_text,
    made_by_text,
    mode_text,
    presumed_text,
    regime_text,
    status_short,
    status_text,
)
from marketplace.wording.border_notes import note_text
from marketplace.wording.law_choices import CHOICES
from marketplace.wording.law_questions import FIELD_QUESTIONS, QUESTIONS, Kind, law_answer_text, law_question
from matching.compliance import CodeKind, Facts, Mode, Regime, Status, StatusClaim
from matching.compliance.cases import case_columns
from matching.knowledge import Confidence, load_knowledge
from tests.matching.compliance.made import card_of

LAW = load_knowledge().law
LANGUAGES = pytest.mark.parametrize("language", ["sv", "nb", "en"])
# Asked of nobody: a listing always lies somewhere, and how big a firm is stands on its page.
ANSWERED_ELSEWHERE = {"origin_country", "dest_country", "size"}
CASES = settings.BASE_DIR / "tests" / "matching" / "compliance" / "cases.csv"


def every_card():
    with CASES.open(encoding="utf-8", newline="") as file:
        return [card_of(row["facts"], day=date.fromisoformat(row["as_of"])) for row in csv.DictReader(file)]


@LANGUAGES
def test_statuses_regimes_and_modes_have_words(language):
    with translation.override(language):
        told = [status_short(status, regime) for status in Status for regime in (*Regime, None)]
        told += [status_text(status, regime) for status in Status for regime in (*Regime, None)]
        told += [regime_text(regime) for regime in Regime]
        told += [mode_text(mode) for mode in Mode]
        told += [confidence_text(confidence) for confidence in Confidence]
        told += [code_kind_text(kind) for kind in CodeKind]

    assert all(told)


def test_words_for_a_status_give_no_verdict():
    told = " ".join(f"{status_short(status, None)} {status_text(status, None)}" for status in Status).casefold()

    assert not any(word in told for word in ("allowed", "legal", "approved", "forbidden", "lawful"))


@LANGUAGES
def test_papers_say_who_makes_them_and_by_when(language):
    with translation.override(language):
        told = [(made_by_text(paper), due_text(paper)) for paper in LAW.papers.values()]

    assert all(all(pair) for pair in told)


def test_due_text_counts_working_days():
    assert due_text(LAW.papers["P-ANNEXVII"]) == "2 working days before the load leaves"
    assert due_text(LAW.papers["P-AVFALLSREG"]) == "within 2 working days after the load leaves"
    assert due_text(LAW.papers["P-PIC"]) == "weeks before the load leaves"


@LANGUAGES
def test_every_note_of_the_rules_is_a_sentence(language):
    with translation.override(language):
        told = {note: note_text(note) for rule in LAW.rules for note in rule.notes}

    assert [note for note, text in told.items() if not text.endswith(".")] == []


def test_every_place_in_the_law_names_its_act():
    places = {place.strip() for row in (*LAW.rules, *LAW.papers.values()) for place in row.source.split(";")}

    assert [place for place in places if citation_text(place)[0] == place] == []
    assert citation_text("wsr annex III I(g)")[0].endswith(", annex III I(g)")
    assert citation_text("mb 15:24")[0].endswith(", 15 kap. 24 §")
    assert citation_text("avff 6 kap 1-5")[0].endswith(", 6 kap. 1–5 §")
    assert citation_text("mpf 29 kap")[0].endswith(", 29 kap.")


def test_every_fact_that_a_card_can_ask_for_has_a_question():
    cards = [
        *every_card(),
        *(card_of(origin_country="SE", dest_country="NO", status_claim=each) for each in StatusClaim),
    ]
    told = {ask for card in cards for ask in card.asks}
    told |= {ask for card in cards for rule in card.open_rules for ask in rule.asks}
    asked = {ask.removeprefix("FACT:") for ask in told if ask.startswith("FACT:")}

    silent = {fact for fact in asked if law_question(fact) is None and fact not in FIELD_QUESTIONS}
    assert silent <= ANSWERED_ELSEWHERE
    assert len(asked) > 30


@LANGUAGES
@pytest.mark.parametrize("code", QUESTIONS)
def test_every_question_fills_a_fact_and_its_answers_can_be_read(code, language):
    question = QUESTIONS[code]
    values = {Kind.YES_NO: ["yes", "no"], Kind.NUMBER: ["2.5"], Kind.CODE: ["B3020"]}.get(
        question.kind, [value for value, _label in question.choices]
    )

    with translation.override(language):
        assert str(question.text).endswith("?")
        assert all(law_answer_text(code, value) for value in values)
    facts = [Facts(**{code: case_columns()[code](value)}) for value in values]
    assert all(getattr(fact, code) is not None for fact in facts)


def test_choices_belong_to_questions():
    assert CHOICES.keys() <= QUESTIONS.keys()


def test_presumed_text_names_what_people_would_miss():
    assert presumed_text(("arranger_country", "hazardous", "wood_packaging")) == "hazardous waste, wooden packaging"
    assert presumed_text(("consignee_country",)) == ""


def test_code_text_writes_codes_as_people_read_them():
    assert code_text(CodeKind.HS, "230330") == "2303.30"
    assert code_text(CodeKind.HS, "3915") == "3915"
    assert code_text(CodeKind.ABP_KIND, "hide") == "hides and skins"
    assert code_text(CodeKind.LIST_ENTRY, "unlisted") == "in no list: consent is needed"
    assert code_text(CodeKind.SWEDISH_PERMIT, "90.110", level="C") == "90.110 (notification)"
    assert code_text(CodeKind.SWEDISH_PERMIT, "", level="B") == "permit"
