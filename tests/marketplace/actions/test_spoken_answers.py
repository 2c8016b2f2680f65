"""What a firm answers by phone: written down by a coordinator, undone, and counted when it can no longer be."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from marketplace.actions.spoken_answers import count_answers, take_back_answer, write_answer
from marketplace.actions.statements import forget_speaker, new_statement
from marketplace.actions.symbioses import answer_introduction
from marketplace.errors import AlreadyAnsweredError, RefusedError, WrongStateError
from marketplace.models import Event, Firm, Listing, Membership, Notice, Party, SpokenAnswer, Statement, Symbiosis
from marketplace.queries.symbioses import symbiosis_card, visible_symbioses
from tests.factories import NOON, make_coordinator, make_member, make_need, make_symbiosis, make_user
from tests.worker import work_off

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=1)
LATER = NOON + timedelta(minutes=5)
Kind = Event.Kind


def asked():
    """Return a symbiosis that waits for both firms, and the coordinator who follows it up."""
    symbiosis = make_symbiosis()
    Firm.objects.update(verified_at=NOON, verified_by=make_user())
    Listing.objects.update(is_confirmed=True)
    return symbiosis, make_coordinator(is_lead=True)


def said(party, *, key="call", **facts):
    told = {"spoken_by": "Karin Ås", "email": "karin@sagen.example", "phone": "070-174 06 05", "language": "sv"}
    return new_statement(key=key, firm=party.listing.firm, **{**told, "said_on": NOON.date(), **facts})


def write(party, coordinator, *, consents=True, key=None, now=NOON, **facts):
    call = said(party, key=key or f"call {party.pk}")
    return write_answer(party, said=call, consents=consents, by=coordinator, now=now, **facts)


def parties(symbiosis):
    return list(symbiosis.parties.order_by("pk"))


def answers(symbiosis):
    return list(Party.objects.filter(symbiosis=symbiosis).order_by("pk").values_list("answer", flat=True))


def test_write_answer_keeps_who_said_it_when_and_who_wrote_it():
    symbiosis, coordinator = asked()
    party = parties(symbiosis)[0]

    spoken = write(party, coordinator)

    call = spoken.statement
    assert (call.spoken_by, call.said_on, call.written_by) == ("Karin Ås", NOON.date(), coordinator)
    assert (spoken.said, spoken.state) == ("yes", "waiting")
    event = Event.objects.get(kind=Kind.ANSWER_WRITTEN)
    assert (event.subject, event.by) == (symbiosis, coordinator)
    assert event.changes == {"spoken_answer": [None, spoken.pk], "answer": ["unanswered", "yes"]}


def test_a_spoken_yes_counts_when_it_can_no_longer_be_undone():
    symbiosis, coordinator = asked()
    write(parties(symbiosis)[0], coordinator)

    work_off(now=SOON)
    before = answers(symbiosis)
    work_off(now=LATER)
    count_answers(symbiosis, by=None, now=LATER)

    assert (before, answers(symbiosis)) == (["unanswered", "unanswered"], ["yes", "unanswered"])
    assert SpokenAnswer.objects.get().state == "counted"
    assert Event.objects.filter(kind=Kind.PARTY_ANSWERED).count() == 1


def test_two_spoken_yes_introduce_the_firms_and_open_who_spoke():
    symbiosis, coordinator = asked()
    for party in parties(symbiosis):
        write(party, coordinator)

    work_off(now=LATER)

    symbiosis.refresh_from_db()
    assert (symbiosis.stage, symbiosis.introduced_at) == ("discussion", LATER)
    card = symbiosis_card(visible_symbioses(coordinator).get(), viewer=coordinator)
    assert [contact.phone for contact in card.parties[0].contacts] == ["070-174 06 05"]


def test_a_spoken_yes_names_nobody_before_it_counts():
    symbiosis, coordinator = asked()
    giver, receiver = parties(symbiosis)
    sven = make_member(receiver.listing.firm, name="Sven Bonde")
    answer_introduction(receiver, by=sven, now=NOON, consents=True)

    write(giver, coordinator)

    card = symbiosis_card(visible_symbioses(sven).get(), viewer=sven)
    assert (card.parties[0].card.firm_name, card.parties[0].contacts) == ("", [])


def test_a_spoken_no_ends_it_with_its_barrier():
    symbiosis, coordinator = asked()
    write(parties(symbiosis)[0], coordinator, consents=False, barrier="price", note="for 40 € a tonne")

    work_off(now=LATER)

    symbiosis.refresh_from_db()
    assert (symbiosis.stage, symbiosis.barrier, symbiosis.barrier_note) == ("failed", "price", "for 40 € a tonne")


def test_write_answer_sent_twice_is_written_once():
    symbiosis, coordinator = asked()
    party = parties(symbiosis)[0]

    first, again = write(party, coordinator), write(party, coordinator)

    assert (first, Statement.objects.count()) == (again, 1)
    assert Event.objects.filter(kind=Kind.ANSWER_WRITTEN).count() == 1


def test_write_answer_refuses_a_second_one_while_the_first_waits():
    symbiosis, coordinator = asked()
    party = parties(symbiosis)[0]
    write(party, coordinator)

    with pytest.raises(AlreadyAnsweredError):
        write(party, coordinator, consents=False, key="another call")


def test_write_answer_refuses_what_the_firm_has_answered_itself():
    symbiosis, coordinator = asked()
    party = parties(symbiosis)[0]
    answer_introduction(party, by=make_member(party.listing.firm), now=NOON, consents=True)

    with pytest.raises(AlreadyAnsweredError):
        write(party, coordinator, consents=False)


@pytest.mark.parametrize("who", ["member", "stranger", "coordinator elsewhere", "coordinator of the firm"])
def test_write_answer_refuses_who_does_not_follow_it_up(who):
    symbiosis, coordinator = asked()
    party = parties(symbiosis)[0]
    person = {
        "member": lambda: make_member(party.listing.firm),
        "stranger": make_user,
        "coordinator elsewhere": lambda: make_coordinator(("NO-5001",)),
        "coordinator of the firm": lambda: coordinator,
    }[who]()
    if who == "coordinator of the firm":
        Membership.objects.create(user=coordinator, firm=party.listing.firm)

    with pytest.raises(PermissionDenied):
        write(party, person)

    assert not Statement.objects.exists()


def test_write_answer_refuses_a_yes_of_unverified_firms():
    symbiosis, coordinator = asked()
    Firm.objects.update(verified_at=None, verified_by=None)

    with pytest.raises(RefusedError) as refusal:
        write(parties(symbiosis)[0], coordinator)

    assert refusal.value.code == "not_confirmed"


def test_write_answer_refuses_where_there_is_nothing_to_answer():
    symbiosis, coordinator = asked()
    Symbiosis.objects.update(stage="failed", barrier="price")

    with pytest.raises(RefusedError) as refusal:
        write(parties(symbiosis)[0], coordinator)

    assert refusal.value.code == "not_asked"


def test_write_answer_refuses_a_call_that_is_still_to_come():
    symbiosis, coordinator = asked()
    party = parties(symbiosis)[0]

    with pytest.raises(ValidationError, match="still to come"):
        write_answer(
            party,
            said=said(party, said_on=NOON.date() + timedelta(days=1)),
            consents=True,
            by=coordinator,
            now=NOON,
        )


def test_a_firm_with_members_is_told_what_was_written_in_its_name():
    symbiosis, coordinator = asked()
    party = parties(symbiosis)[0]
    karin = make_member(party.listing.firm)

    spoken = write(party, coordinator)
    work_off(now=SOON)

    notice = Notice.objects.get(code=Notice.Code.ANSWER_WRITTEN)
    assert (notice.user, notice.values["said"]) == (karin, "yes")
    assert (spoken.statement.email, spoken.statement.phone) == ("", "")


def test_take_back_answer_before_it_counts_leaves_the_firm_unanswered():
    symbiosis, coordinator = asked()
    party = parties(symbiosis)[0]
    spoken = write(party, coordinator, consents=False)

    take_back_answer(spoken, by=coordinator, now=SOON)
    take_back_answer(spoken, by=coordinator, now=SOON)
    work_off(now=LATER)

    symbiosis.refresh_from_db()
    assert (symbiosis.stage, answers(symbiosis)) == ("idea", ["unanswered", "unanswered"])
    assert Event.objects.filter(kind=Kind.ANSWER_TAKEN_BACK).count() == 1
    assert write(party, coordinator, key="the right call").said == "yes"


def test_take_back_answer_makes_a_yes_that_counted_unanswered_while_the_other_has_not_answered():
    symbiosis, coordinator = asked()
    spoken = write(parties(symbiosis)[0], coordinator)
    work_off(now=LATER)

    take_back_answer(spoken, by=coordinator, now=LATER)

    assert answers(symbiosis) == ["unanswered", "unanswered"]


def test_take_back_answer_refuses_once_the_firms_are_introduced():
    symbiosis, coordinator = asked()
    spoken, _other = [write(party, coordinator) for party in parties(symbiosis)]
    work_off(now=LATER)

    with pytest.raises(WrongStateError, match="have been told"):
        take_back_answer(spoken, by=coordinator, now=LATER)


def test_take_back_answer_refuses_who_does_not_follow_it_up():
    symbiosis, coordinator = asked()
    spoken = write(parties(symbiosis)[0], coordinator)

    with pytest.raises(PermissionDenied):
        take_back_answer(spoken, by=make_user(), now=SOON)


@pytest.mark.parametrize("why", ["answered itself", "asked anew", "hidden", "on hold"])
def test_a_spoken_answer_is_overtaken_by_what_happened_meanwhile(why):
    symbiosis, coordinator = asked()
    party = parties(symbiosis)[0]
    spoken = write(party, coordinator)
    if why == "answered itself":
        answer_introduction(party, by=make_member(party.listing.firm), now=SOON, consents=True)
    if why == "asked anew":
        Party.objects.update(round=2)
    if why == "hidden":
        Firm.objects.update(hidden_at=SOON)
    if why == "on hold":
        Symbiosis.objects.update(stage="on_hold", stage_before_hold="idea", barrier="price")

    work_off(now=LATER)

    spoken.refresh_from_db()
    assert spoken.state == "overtaken"
    assert answers(symbiosis)[0] == ("yes" if why == "answered itself" else "unanswered")


def test_a_speaker_of_another_firm_does_not_answer():
    symbiosis, coordinator = asked()
    giver, receiver = parties(symbiosis)
    spoken = write(giver, coordinator)

    with pytest.raises(PermissionDenied):
        answer_introduction(receiver, by=None, speaker=spoken.statement, now=NOON, consents=True)


def test_forget_speaker_erases_the_number_too():
    symbiosis, coordinator = asked()
    spoken = write(parties(symbiosis)[0], coordinator)

    forget_speaker(spoken.statement, by=None, now=LATER)

    call = Statement.objects.get()
    assert (call.spoken_by, call.email, call.phone) == ("", "", "")


def test_a_call_about_another_need_does_not_reach_this_symbiosis():
    symbiosis, coordinator = asked()
    other = make_symbiosis(need=make_need())
    write(parties(symbiosis)[0], coordinator)

    count_answers(other, by=None, now=LATER)

    assert SpokenAnswer.objects.get().state == "waiting"
