"""Signing up, by itself and by invitation, page by page."""

import json
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from marketplace.actions.invitations import invite_colleague
from marketplace.models import Claim, Event, Firm, Membership, User
from marketplace.queries.invitations import invitation_token
from tests.factories import PASSWORD, make_firm, make_member
from tests.marketplace.signing_up import FILLED, sign_up

pytestmark = pytest.mark.django_db


def code_of(message):
    return re.search(r"^[A-Z0-9-]{6,12}$", message.body, re.MULTILINE).group(0)


def test_signup_makes_person_firm_and_site_and_confirms_by_code(client):
    page = sign_up(client)

    firm = Firm.objects.get()
    assert firm.membership_set.get().role == Membership.Role.OWNER
    assert firm.sites.get().municipality == "SE-2309"
    user = User.objects.get()
    assert (user.name, user.language, user.email) == ("Anna Ås", "sv", "anna@example.org")
    assert page.redirect_chain[-1][0] == reverse("account_email_verification_sent")

    code = code_of(mail.outbox[0])
    page = client.post(reverse("account_email_verification_sent"), {"code": code}, follow=True)

    assert page.redirect_chain[-1][0] == reverse("my-firm")
    assert page.context["user"] == user


def test_signup_sends_the_code_anew_when_asked(client):
    page = sign_up(client)
    first = code_of(mail.outbox[0])
    assert 'value="resend"' in page.content.decode()
    cache.clear()  # one mail to an address in ten seconds

    client.post(reverse("account_email_verification_sent"), {"action": "resend"}, follow=True)
    code = code_of(mail.outbox[-1])
    page = client.post(reverse("account_email_verification_sent"), {"code": code}, follow=True)

    assert code != first
    assert page.redirect_chain[-1][0] == reverse("my-firm")


def test_signup_again_makes_no_second_account_or_firm(client):
    sign_up(client)
    client.logout()
    cache.clear()  # one mail to an address in ten seconds

    sign_up(client)

    assert (User.objects.count(), Firm.objects.count(), Claim.objects.count()) == (1, 1, 0)
    assert mail.outbox[-1].subject == "Du har redan ett konto"  # in the language that she chose


def test_signup_with_a_number_that_is_here_asks_its_owner_and_tells_only_the_name(client):
    firm = make_firm(org_number="5566778899", name="Hidden Timber", nace="47")
    owner = make_member(firm)

    page = sign_up(client, firm_name="Something else")

    claim = Claim.objects.get()
    assert (claim.firm, claim.user.email) == (firm, "anna@example.org")
    assert Firm.objects.count() == 1
    assert not claim.user.membership_set.exists()
    text = page.content.decode()
    assert "Hidden Timber is here already" in text
    assert owner.name not in text
    assert owner.email not in text


def test_signup_as_sole_trader_keeps_the_number_nowhere(client, caplog):
    sign_up(client, org_number="880320-0016", is_sole_trader="on")

    firm = Firm.objects.get()
    assert (firm.org_number, firm.is_sole_trader) == ("", True)
    kept = json.dumps(list(Firm.objects.values()) + list(Event.objects.values()), default=str)
    for form in ("8803200016", "880320-0016", "198803200016"):
        assert form not in kept
        assert form not in caplog.text


def test_signup_a_second_time_as_the_same_sole_trader_asks_the_first(client):
    sign_up(client, org_number="880320-0016", is_sole_trader="on")
    client.logout()

    sign_up(client, org_number="19880320-0016", email="other@example.org")

    assert Firm.objects.count() == 1
    assert Claim.objects.get().user.email == "other@example.org"


def test_signup_with_mistakes_loses_nothing_but_the_password(client):
    page = sign_up(client, org_number="556677-8898", place="Qwertyuiop", municipality="SE-2321")

    text = page.content.decode()
    for typed in ("anna@example.org", "Anna Ås", "556677-8898", "Ås Såg AB", "Qwertyuiop"):
        assert f'value="{typed}"' in text
    assert '<option value="SE-2321" selected' in text
    assert '<option value="16" selected' in text
    assert PASSWORD not in text
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["short", "password1234"])
def test_signup_refuses_weak_passwords(client, password):
    sign_up(client, password1=password)

    assert not User.objects.exists()


def test_signup_by_invitation_needs_neither_firm_nor_code(client):
    firm = make_firm()
    invitation = invite_colleague(firm, email="anna@example.org", by=make_member(firm), now=timezone.now())
    client.get(reverse("invitation-accept", args=[invitation_token(invitation)]))
    page = client.get(reverse("account_signup"))
    assert "org_number" not in page.context["form"].fields
    assert 'value="anna@example.org"' in page.content.decode()

    typed = {name: FILLED[name] for name in ("email", "password1", "name", "language")}
    page = client.post(reverse("account_signup"), typed, follow=True)

    assert page.redirect_chain[-1][0] == reverse("my-firm")
    assert User.objects.get(email="anna@example.org").membership_set.get().firm == firm
    invitation.refresh_from_db()
    assert invitation.accepted_by.email == "anna@example.org"


def test_signup_by_invitation_keeps_to_the_invited_address(client):
    firm = make_firm()
    invitation = invite_colleague(firm, email="anna@example.org", by=make_member(firm), now=timezone.now())
    client.get(reverse("invitation-accept", args=[invitation_token(invitation)]))

    typed = {name: FILLED[name] for name in ("password1", "name", "language")}
    address = f"{reverse('account_signup')}?email=other@example.org"
    client.post(address, {**typed, "email": "other@example.org"}, follow=True)

    assert firm.membership_set.get(role="member").user.email == "anna@example.org"
    assert not User.objects.filter(email="other@example.org").exists()


def test_signup_can_leave_the_invitation_for_another_firm(client):
    firm = make_firm()
    invitation = invite_colleague(firm, email="anna@example.org", by=make_member(firm), now=timezone.now())
    client.get(reverse("invitation-accept", args=[invitation_token(invitation)]))

    page = client.get(reverse("account_signup"), {"own-firm": "1"})

    assert "org_number" in page.context["form"].fields
