"""Roles and leaving."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from marketplace.actions.members import LastOwnerError, change_role, remove_member
from marketplace.models import Event, Membership
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_site

pytestmark = pytest.mark.django_db
OWNER, MEMBER = Membership.Role.OWNER, Membership.Role.MEMBER


def membership_of(person):
    return person.membership_set.get()


def test_change_role_makes_an_owner():
    firm = make_firm()
    owner, member = make_member(firm), make_member(firm, role=MEMBER)

    change_role(membership_of(member), role=OWNER, by=owner, now=NOON)

    assert membership_of(member).role == OWNER
    assert Event.objects.get().changes == {"role": ["member", "owner"], "user": [member.pk, member.pk]}


def test_change_role_keeps_one_owner():
    firm = make_firm()
    first, second = make_member(firm), make_member(firm)
    change_role(membership_of(first), role=MEMBER, by=second, now=NOON)

    with pytest.raises(LastOwnerError):
        change_role(membership_of(second), role=MEMBER, by=second, now=NOON)


def test_change_role_twice_records_once_and_refuses_unknown_roles():
    owner = make_member()

    change_role(membership_of(owner), role=OWNER, by=owner, now=NOON)
    other = make_member(membership_of(owner).firm)

    assert not Event.objects.exists()
    with pytest.raises(ValidationError):
        change_role(membership_of(other), role="king", by=owner, now=NOON)


def test_change_role_refuses_everybody_else():
    firm = make_site().firm
    make_member(firm)
    member = make_member(firm, role=MEMBER)

    for person in [member, make_member(), make_coordinator()]:
        with pytest.raises(PermissionDenied):
            change_role(membership_of(member), role=OWNER, by=person, now=NOON)


def test_remove_member_by_an_owner():
    firm = make_firm()
    owner, member = make_member(firm), make_member(firm, role=MEMBER)

    remove_member(membership_of(member), by=owner, now=NOON)

    assert not member.membership_set.exists()
    event = Event.objects.get()
    assert (event.kind, event.subject) == (Event.Kind.MEMBER_REMOVED, firm)
    assert event.changes == {"user": [member.pk, None], "role": ["member", None]}


def test_remove_member_lets_everybody_leave_but_the_last_owner():
    firm = make_firm()
    owner, member = make_member(firm), make_member(firm, role=MEMBER)

    remove_member(membership_of(member), by=member, now=NOON)

    with pytest.raises(LastOwnerError):
        remove_member(membership_of(owner), by=owner, now=NOON)


def test_remove_member_refuses_everybody_else():
    firm = make_site().firm
    owner, member = make_member(firm), make_member(firm, role=MEMBER)

    for person in [member, make_member(), make_coordinator()]:
        with pytest.raises(PermissionDenied):
            remove_member(membership_of(owner), by=person, now=NOON)
