"""Symbioses: whose they are, and what each side sees of the other before and after consent."""

import pytest

from marketplace.models import Party, Symbiosis
from marketplace.queries.symbioses import named_people, symbiosis_card, symbiosis_cards, visible_symbioses
from tests.factories import (
    NOON,
    make_coordinator,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_symbiosis,
    make_user,
)

pytestmark = pytest.mark.django_db
Stage = Symbiosis.Stage


def card_for(viewer):
    return symbiosis_card(visible_symbioses(viewer).get(), viewer=viewer)


def made(**fields):
    """Return a symbiosis of two firms with addresses, and a member of each."""
    offer = make_offer(site=make_site(address="Sågvägen 7"), title="Prima granbark")
    need = make_need(site=make_site(address="Gårdsvegen 9", municipality="NO-5038"), title="Strø til 140 kyr")
    symbiosis = make_symbiosis(offer, need, **fields)
    return symbiosis, make_member(offer.firm, phone="070"), make_member(need.firm, phone="+47 4")


def answer(symbiosis, role, answer):
    Party.objects.filter(symbiosis=symbiosis, role=role).update(answer=answer, answered_at=NOON)


def test_visible_symbioses_are_those_of_ones_firm_or_area():
    symbiosis, giver, receiver = made()
    seen = [giver, receiver, make_coordinator(("SE-2309",)), make_coordinator(("NO-5038",))]

    for viewer in (*seen, make_coordinator((), is_lead=True)):
        assert list(visible_symbioses(viewer)) == [symbiosis]
    for viewer in (make_user(), make_member(), make_coordinator(("NO-5001",))):
        assert not visible_symbioses(viewer).exists()


def test_visible_symbioses_come_newest_first():
    first, second = make_symbiosis(), make_symbiosis()

    assert list(visible_symbioses(make_coordinator())) == [first, second]


@pytest.mark.parametrize("answers", [(), ("giver",), ("receiver",)])
def test_symbiosis_card_keeps_the_other_side_blind_until_both_said_yes(answers):
    symbiosis, giver, receiver = made()
    for role in answers:
        answer(symbiosis, role, Party.Answer.YES)

    card = card_for(giver)

    other = next(party for party in card.parties if not party.is_mine)
    assert (other.contacts, other.address, other.answer, other.answered_at) == ([], "", "", None)
    assert (other.card.title, other.card.firm_name) == ("Bark", "")
    for secret in ("Gårdsvegen", "Strø", receiver.name, receiver.email, "+47 4"):
        assert secret not in str(card)


def test_symbiosis_card_opens_contacts_and_addresses_when_both_said_yes():
    symbiosis, giver, receiver = made(answer=Party.Answer.YES, stage=Stage.DISCUSSION, introduced_at=NOON)

    card = card_for(giver)

    other = next(party for party in card.parties if not party.is_mine)
    assert [(contact.name, contact.email, contact.phone) for contact in other.contacts] == [
        (receiver.name, receiver.email, "+47 4")
    ]
    assert other.address == "Gårdsvegen 9, Krokom"
    assert card.is_introduced
    assert symbiosis.pk == card.pk


def test_symbiosis_card_leaves_out_people_who_are_gone():
    _symbiosis, giver, receiver = made(answer=Party.Answer.YES, stage=Stage.DISCUSSION, introduced_at=NOON)
    receiver.is_active = False
    receiver.save()

    other = next(party for party in card_for(giver).parties if not party.is_mine)

    assert other.contacts == []


def test_symbiosis_card_asks_only_whoever_has_not_answered():
    symbiosis, giver, receiver = made()
    answer(symbiosis, "giver", Party.Answer.YES)

    can_answer = [[party.can_answer for party in card_for(viewer).parties] for viewer in (giver, receiver)]

    assert can_answer == [[False, False], [False, True]]


def test_symbiosis_card_opens_everything_to_the_coordinator_but_nothing_in_a_matter_of_their_own():
    symbiosis, _giver, receiver = made()
    coordinator = make_coordinator(("SE-2309",))
    involved = make_coordinator(("SE-2309",))
    involved.membership_set.create(firm=symbiosis.parties.get(role="giver").listing.firm)

    assert receiver.email in str(card_for(coordinator))
    assert receiver.email not in str(card_for(involved))


def test_symbiosis_card_keeps_the_note_of_a_no_for_the_coordinator():
    barrier = {"stage": Stage.FAILED, "barrier": "price", "barrier_note": "De betalar aldrig"}
    _symbiosis, giver, _receiver = made(**barrier)

    assert (card_for(giver).barrier, card_for(giver).barrier_note) == ("price", "")
    assert card_for(make_coordinator()).barrier_note == "De betalar aldrig"


@pytest.mark.parametrize(
    ("stage", "states"),
    [
        (Stage.IDEA, ["now", "next", "next", "next", "next"]),
        (Stage.NEGOTIATION, ["done", "done", "now", "next", "next"]),
        (Stage.FAILED, ["done", "failed"]),
        (Stage.ON_HOLD, ["done", "held"]),
    ],
)
def test_symbiosis_card_tells_how_far_it_has_come(stage, states):
    _symbiosis, giver, _receiver = made(stage=stage)

    assert [each["state"] for each in card_for(giver).stages] == states


def test_named_people_are_ones_own_and_the_coordinators_until_both_said_yes():
    symbiosis, giver, receiver = made()
    coordinator = symbiosis.suggestion.reviewed_by

    assert named_people(visible_symbioses(giver).get(), viewer=giver) == {giver.pk, coordinator.pk}
    answer(symbiosis, "giver", Party.Answer.YES)
    answer(symbiosis, "receiver", Party.Answer.YES)
    assert named_people(visible_symbioses(giver).get(), viewer=giver) == {giver.pk, receiver.pk, coordinator.pk}


def test_symbiosis_cards_are_one_per_symbiosis():
    make_symbiosis(), make_symbiosis()
    coordinator = make_coordinator()

    assert len(symbiosis_cards(visible_symbioses(coordinator), viewer=coordinator)) == 2
