"""Registering, changing, verifying and hiding a firm."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from marketplace.actions.firms import change_firm, hide_firm, register_firm, show_firm, verify_firm
from marketplace.models import Event, Firm, FirmBlock, Membership, Site
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_site, make_user

pytestmark = pytest.mark.django_db


def unsaved_firm(**fields):
    return Firm(**{"name": "Ås Såg", "country": "SE", "org_number": "5566778899", "nace": "16", **fields})


def unsaved_site(**fields):
    return Site(**{"municipality": "SE-2309", "latitude": 63.3, "longitude": 14.4, **fields})


def make_outsiders(firm):
    """Return one of each kind of person who may not touch the firm."""
    return [make_user(), make_member(), make_coordinator(("NO-5001",)), make_member(firm, role="member")]


def test_register_firm_saves_firm_site_and_owner():
    person = make_user()

    firm = register_firm(unsaved_firm(), site=unsaved_site(), by=person, now=NOON)

    assert firm.membership_set.get().role == Membership.Role.OWNER
    assert firm.membership_set.get().user == person
    assert firm.sites.get().municipality == "SE-2309"
    assert not firm.is_verified
    event = Event.objects.get()
    assert (event.kind, event.subject, event.by, event.at) == (Event.Kind.FIRM_REGISTERED, firm, person, NOON)


def test_register_firm_by_the_marketplace_has_no_owner():
    assert not register_firm(unsaved_firm(), by=None, now=NOON).membership_set.exists()


@pytest.mark.parametrize("fields", [{"org_number": "5566778899"}, {"org_number": "", "org_number_hash": "a" * 64}])
def test_register_firm_refuses_a_number_that_is_taken(fields):
    register_firm(unsaved_firm(**fields), by=None, now=NOON)

    with pytest.raises(ValidationError, match="already here"):
        register_firm(unsaved_firm(**fields), by=make_user(), now=NOON)

    assert Firm.objects.count() == 1


def test_register_firm_keeps_either_number_or_hash():
    with pytest.raises(ValidationError, match="never kept in the open"):
        register_firm(unsaved_firm(org_number_hash="a" * 64), by=None, now=NOON)


def test_register_firm_applies_blocks_typed_before():
    blocker = make_firm()
    FirmBlock.objects.create(firm=blocker, name="ås  SÅG", at=NOON)

    firm = register_firm(unsaved_firm(), by=None, now=NOON)

    assert blocker.blocks.get().blocked == firm


def test_change_firm_records_old_and_new():
    firm = make_firm(name="Ås Såg")
    owner = make_member(firm)

    change_firm(firm, facts={"name": "Ås Sågverk", "country": "NO", "nace": firm.nace}, by=owner, now=NOON)

    firm.refresh_from_db()
    assert (firm.name, firm.country) == ("Ås Sågverk", "SE")
    assert Event.objects.get().changes == {"name": ["Ås Såg", "Ås Sågverk"]}


def test_change_firm_without_a_change_records_nothing():
    firm = make_firm()

    change_firm(firm, facts={"name": firm.name}, by=make_member(firm), now=NOON)

    assert not Event.objects.exists()


def test_change_firm_is_open_to_a_coordinator_of_its_area():
    firm = make_site(municipality="NO-5038").firm

    change_firm(firm, facts={"name": "Verdal Sag"}, by=make_coordinator(("NO-5038",)), now=NOON)

    assert Firm.objects.get(pk=firm.pk).name == "Verdal Sag"


def test_change_firm_refuses_everybody_else():
    firm = make_site().firm

    for person in make_outsiders(firm):
        with pytest.raises(PermissionDenied):
            change_firm(firm, facts={"name": "Mine"}, by=person, now=NOON)


def test_verify_firm_says_who_when_and_how():
    firm, coordinator = make_site().firm, make_coordinator()

    verify_firm(firm, checks=["called", "register"], by=coordinator, now=NOON)

    firm.refresh_from_db()
    assert (firm.verified_by, firm.verified_at) == (coordinator, NOON)
    assert firm.verification_checks == ["register", "called"]
    assert Event.objects.get().changes["verification_checks"] == [[], ["register", "called"]]


def test_verify_firm_twice_keeps_the_first():
    firm, first = make_site().firm, make_coordinator()
    verify_firm(firm, checks=["called"], by=first, now=NOON)

    verify_firm(firm, checks=["known"], by=make_coordinator(), now=NOON)

    firm.refresh_from_db()
    assert (firm.verified_by, firm.verification_checks) == (first, ["called"])
    assert Event.objects.count() == 1


@pytest.mark.parametrize("checks", [[], ["guessed"]])
def test_verify_firm_wants_to_know_what_was_checked(checks):
    with pytest.raises(ValidationError, match="what you checked"):
        verify_firm(make_site().firm, checks=checks, by=make_coordinator(), now=NOON)


def test_verify_firm_refuses_owners_outsiders_and_a_coordinator_of_its_own():
    firm = make_site().firm
    own_coordinator = make_coordinator()
    Membership.objects.create(user=own_coordinator, firm=firm)

    for person in [*make_outsiders(firm), make_member(firm), own_coordinator]:
        with pytest.raises(PermissionDenied):
            verify_firm(firm, checks=["called"], by=person, now=NOON)


def test_hide_firm_and_show_firm_record_why():
    firm, coordinator = make_site().firm, make_coordinator()

    hide_firm(firm, reason=" Not a firm. ", by=coordinator, now=NOON)

    firm.refresh_from_db()
    assert firm.hidden_at == NOON
    assert Event.objects.get().changes["reason"] == ["", "Not a firm."]

    show_firm(firm, by=coordinator, now=NOON)

    firm.refresh_from_db()
    assert firm.hidden_at is None
    assert Event.objects.filter(kind=Event.Kind.FIRM_SHOWN).count() == 1


def test_hide_firm_and_show_firm_twice_record_once():
    firm, coordinator = make_site().firm, make_coordinator()
    show_firm(firm, by=coordinator, now=NOON)
    for _time in range(2):
        hide_firm(firm, reason="Spam", by=coordinator, now=NOON)

    assert [event.kind for event in Event.objects.all()] == [Event.Kind.FIRM_HIDDEN]


def test_hide_firm_wants_a_reason():
    with pytest.raises(ValidationError, match="Say why"):
        hide_firm(make_site().firm, reason=" ", by=make_coordinator(), now=NOON)


def test_hide_firm_and_show_firm_refuse_others():
    firm = make_site().firm

    for person in [*make_outsiders(firm), make_member(firm)]:
        with pytest.raises(PermissionDenied):
            hide_firm(firm, reason="Spam", by=person, now=NOON)
        with pytest.raises(PermissionDenied):
            show_firm(firm, by=person, now=NOON)
