"""Asking to belong to a firm, and the answer."""

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.actions.claims import answer_claim, ask_claim
from marketplace.errors import RefusedError, WrongStateError
from marketplace.models import Claim, Event, Membership
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_site, make_user

pytestmark = pytest.mark.django_db


def test_ask_claim_twice_asks_once():
    firm, person = make_firm(), make_user()

    assert ask_claim(firm, by=person, now=NOON) == ask_claim(firm, by=person, now=NOON)

    event = Event.objects.get()
    assert (event.kind, event.subject, event.by) == (Event.Kind.CLAIM_ASKED, Claim.objects.get(), person)
    assert not person.membership_set.exists()


def test_ask_claim_refuses_a_member():
    member = make_member()

    with pytest.raises(RefusedError, match="already"):
        ask_claim(member.membership_set.get().firm, by=member, now=NOON)


def test_answer_claim_of_an_owner_makes_a_member():
    firm, person = make_firm(), make_user()
    owner = make_member(firm)
    claim = ask_claim(firm, by=person, now=NOON)

    answer_claim(claim, is_granted=True, by=owner, now=NOON)

    claim.refresh_from_db()
    assert (claim.state, claim.answered_by, claim.answered_at) == (Claim.State.GRANTED, owner, NOON)
    assert person.membership_set.get().role == Membership.Role.MEMBER
    assert Event.objects.latest("pk").changes == {"state": ["asked", "granted"]}


def test_answer_claim_of_a_coordinator_makes_the_first_owner():
    firm, person = make_site().firm, make_user()
    claim = ask_claim(firm, by=person, now=NOON)

    answer_claim(claim, is_granted=True, by=make_coordinator(), now=NOON)

    assert person.membership_set.get().role == Membership.Role.OWNER


def test_answer_claim_no_leaves_the_person_outside_and_free_to_ask_again():
    firm, person = make_firm(), make_user()
    claim = ask_claim(firm, by=person, now=NOON)

    answer_claim(claim, is_granted=False, by=make_coordinator(is_lead=True), now=NOON)

    assert not person.membership_set.exists()
    assert ask_claim(firm, by=person, now=NOON) != claim


def test_answer_claim_twice_answers_once_and_refuses_another_answer():
    firm, person = make_firm(), make_user()
    owner, other = make_member(firm), make_member(firm)
    claim = ask_claim(firm, by=person, now=NOON)
    for _time in range(2):
        answer_claim(claim, is_granted=True, by=owner, now=NOON)

    with pytest.raises(WrongStateError):
        answer_claim(claim, is_granted=False, by=other, now=NOON)

    assert Event.objects.filter(kind=Event.Kind.CLAIM_ANSWERED).count() == 1


def test_answer_claim_refuses_everybody_else():
    firm, person = make_site().firm, make_user()
    make_member(firm)
    claim = ask_claim(firm, by=person, now=NOON)

    outsiders = [person, make_user(), make_member(), make_member(firm, role="member"), make_coordinator()]
    for outsider in outsiders:
        with pytest.raises(PermissionDenied):
            answer_claim(claim, is_granted=True, by=outsider, now=NOON)


def test_answer_claim_refuses_a_coordinator_elsewhere_and_ones_own():
    firm, claimant = make_site().firm, make_coordinator()
    claim = ask_claim(firm, by=claimant, now=NOON)

    for person in [claimant, make_coordinator(("NO-5001",))]:
        with pytest.raises(PermissionDenied):
            answer_claim(claim, is_granted=True, by=person, now=NOON)
