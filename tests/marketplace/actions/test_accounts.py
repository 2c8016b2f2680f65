"""Language, name, and leaving for good."""

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError

from marketplace.actions.accounts import (
    change_profile,
    choose_language,
    delete_account,
    forget_unconfirmed,
    ownerless_after,
)
from marketplace.actions.claims import ask_claim
from marketplace.actions.firms import verify_firm
from marketplace.actions.invitations import accept_invitation, invite_colleague
from marketplace.actions.notices_firms import tell_owners_of_claim
from marketplace.errors import RefusedError
from marketplace.models import Claim, Coordinator, Event, Firm, Invitation, Listing, Membership, Notice, User
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_offer, make_site, make_user

pytestmark = pytest.mark.django_db


def leave(user, **successors):
    delete_account(user, successors=successors.get("successors", {}), by=user, now=NOON)


def test_choose_language_keeps_it_and_refuses_others():
    user = make_user(language="sv")

    choose_language(user, language="nb")

    assert User.objects.get(pk=user.pk).language == "nb"
    with pytest.raises(ValueError, match="da"):
        choose_language(user, language="da")


def test_change_profile_keeps_name_and_phone():
    user = make_user()

    change_profile(user, name=" Anna ", phone="063-12 34 56")

    user.refresh_from_db()
    assert (user.name, user.phone) == ("Anna", "063-12 34 56")
    with pytest.raises(ValidationError):
        change_profile(user, name="Anna", phone="1" * 41)


def test_delete_account_leaves_nothing_of_the_person():
    user = make_user(name="Anna Ås", email="anna@example.org", phone="063-12 34 56", password="long-enough")

    leave(user)

    user = User.objects.get(pk=user.pk)
    assert (user.name, user.phone, user.is_active, user.deleted_at) == ("", "", False, NOON)
    assert not user.has_usable_password()
    assert "anna" not in user.email
    assert str(user) == "a deleted account"
    assert not EmailAddress.objects.filter(user=user).exists()


def test_delete_account_keeps_the_history_without_a_name():
    firm, coordinator = make_site().firm, make_coordinator(name="Anna Ås", email="anna@example.org")
    make_coordinator(is_lead=True)
    verify_firm(firm, checks=["known"], by=coordinator, now=NOON)

    leave(coordinator)

    firm.refresh_from_db()
    assert str(firm.verified_by) == "a deleted account"
    assert not Coordinator.objects.filter(user=coordinator).exists()
    kept = json.dumps(list(Event.objects.values("kind", "changes", "by__name", "by__email")), default=str)
    assert "Anna" not in kept
    assert "anna@" not in kept
    assert Event.objects.filter(kind=Event.Kind.ACCOUNT_DELETED).count() == 1


def test_delete_account_takes_what_others_were_told_about_the_person():
    firm, person = make_firm(), make_user(name="Anna Ås")
    make_member(firm)
    claim = ask_claim(firm, by=person, now=NOON)
    tell_owners_of_claim(claim, by=None, now=NOON)
    assert Notice.objects.get().values["name"] == "Anna Ås"

    leave(person)

    assert not Notice.objects.exists()
    assert not Claim.objects.exists()


def test_delete_account_forgets_invitations_to_and_withdraws_those_from_the_person():
    firm = make_firm()
    owner, person = make_member(firm), make_user()
    invitation = invite_colleague(firm, email=person.email, by=owner, now=NOON)
    accept_invitation(invitation, by=person, now=NOON)
    sent = invite_colleague(firm, email="new@example.org", by=owner, now=NOON)

    leave(person)
    leave(owner)

    assert Invitation.objects.get() == sent
    assert Invitation.objects.get().withdrawn_at == NOON


def test_delete_account_hands_the_firm_over():
    offer = make_offer()
    owner, member = make_member(offer.firm), make_member(offer.firm, role="member")
    assert ownerless_after(owner) == [offer.firm]

    leave(owner, successors={offer.firm_id: member.pk})

    assert member.membership_set.get().role == Membership.Role.OWNER
    assert not owner.membership_set.exists()
    offer.refresh_from_db()
    assert offer.state == Listing.State.PUBLISHED


def test_delete_account_of_the_last_owner_withdraws_the_listings():
    offer = make_offer()
    done = make_offer(site=offer.site, state=Listing.State.FULFILLED)
    owner = make_member(offer.firm)

    leave(owner)

    offer.refresh_from_db()
    done.refresh_from_db()
    assert (offer.state, done.state) == (Listing.State.WITHDRAWN, Listing.State.FULFILLED)
    assert Event.objects.filter(kind=Event.Kind.LISTING_WITHDRAWN).count() == 1


def test_delete_account_of_one_of_two_owners_leaves_the_listings():
    offer = make_offer()
    owner, _other = make_member(offer.firm), make_member(offer.firm)
    assert ownerless_after(owner) == []

    leave(owner)

    offer.refresh_from_db()
    assert offer.state == Listing.State.PUBLISHED


def test_delete_account_hands_over_only_to_a_member():
    firm = make_firm()
    owner, stranger = make_member(firm), make_user()

    with pytest.raises(RefusedError, match="must belong"):
        leave(owner, successors={firm.pk: stranger.pk})

    owner.refresh_from_db()
    assert owner.is_active


def test_delete_account_of_a_sole_trader_empties_the_firm():
    firm = make_firm(name="Anna Ås Trä", org_number="", org_number_hash="a" * 64)
    make_site(firm, address="Byvägen 1", name="Hemma", locality="Ås", latitude=63.25)

    leave(make_member(firm))

    firm = Firm.objects.get()
    site = firm.sites.get()
    assert (firm.name, firm.org_number_hash) == ("A closed firm", "")
    assert (site.address, site.name, site.locality, site.location_precision) == ("", "", "", "municipality")
    assert site.latitude != 63.25


def test_delete_account_refuses_the_only_lead_coordinator():
    lead = make_coordinator(is_lead=True)

    with pytest.raises(RefusedError, match="only lead"):
        leave(lead)


def test_delete_account_is_ones_own_alone_and_safe_to_repeat():
    user = make_user()
    for person in (make_user(), make_coordinator(is_lead=True)):
        with pytest.raises(PermissionDenied):
            delete_account(user, successors={}, by=person, now=NOON)

    leave(user)
    leave(user)

    assert Event.objects.filter(kind=Event.Kind.ACCOUNT_DELETED).count() == 1


def make_unconfirmed(*, days):
    person = make_member()
    EmailAddress.objects.filter(user=person).update(verified=False)
    User.objects.filter(pk=person.pk).update(joined_at=NOON - timedelta(days=days))
    return person


def test_forget_unconfirmed_frees_the_number_after_a_week():
    old, new = make_unconfirmed(days=8), make_unconfirmed(days=6)

    assert forget_unconfirmed(now=NOON) == 1

    assert list(User.objects.all()) == [new]
    assert list(Firm.objects.all()) == [new.membership_set.get().firm]
    assert not User.objects.filter(pk=old.pk).exists()


def test_forget_unconfirmed_keeps_whom_it_knows_and_what_others_use():
    confirmed = make_unconfirmed(days=8)
    EmailAddress.objects.filter(user=confirmed).update(verified=True)
    shared = make_unconfirmed(days=8).membership_set.get().firm
    colleague = make_member(shared)
    logged_in = make_unconfirmed(days=8)
    User.objects.filter(pk=logged_in.pk).update(last_login=NOON)

    forget_unconfirmed(now=NOON)

    assert set(User.objects.all()) == {confirmed, colleague, logged_in}
    assert Firm.objects.filter(pk=shared.pk).exists()
