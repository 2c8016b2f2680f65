"""Signing up, logging in, one's language and one's data, page by page."""

import json
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from marketplace.actions.invitations import invite_colleague
from marketplace.demo_people import DEMO_PEOPLE, LOGIN_WORD
from marketplace.models import Claim, Event, Firm, Membership, User
from marketplace.queries.invitations import invitation_token
from tests.factories import PASSWORD, make_firm, make_member, make_user

pytestmark = pytest.mark.django_db
FILLED = {
    "email": "anna@example.org",
    "password1": PASSWORD,
    "name": "Anna Ås",
    "language": "sv",
    "country": "SE",
    "org_number": "556677-8899",
    "firm_name": "Ås Såg AB",
    "nace": "16",
    "place": "Krokom",
}


def sign_up(client, **typed):
    return client.post(reverse("account_signup"), {**FILLED, **typed}, follow=True)


def log_in(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True)


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


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_login_goes_on_in_the_persons_language(client, language):
    user = make_user(password=PASSWORD, language=language)

    page = log_in(client, user)

    assert client.cookies["django_language"].value == language
    assert f'<html lang="{language}">' in page.content.decode()


def test_login_says_what_to_do_about_a_wrong_password(client):
    user = make_user(password=PASSWORD)

    page = client.post(reverse("account_login"), {"login": user.email, "password": "wrong"})

    assert "E-mail or password is not right" in page.content.decode()
    assert user.email in page.content.decode()


@pytest.mark.parametrize("is_demo", [True, False])
def test_login_offers_the_demo_people_in_the_demo_alone(client, settings, is_demo):
    settings.DEMO = is_demo

    text = client.get(reverse("account_login")).content.decode()

    assert all((person.email in text) is is_demo for person in DEMO_PEOPLE)
    assert (LOGIN_WORD in text) is is_demo


def test_set_language_keeps_it_for_the_person(client):
    user = make_user(language="sv")
    client.force_login(user)

    client.post(reverse("set_language"), {"language": "nb", "next": "/"})

    user.refresh_from_db()
    assert user.language == "nb"
    assert client.cookies["django_language"].value == "nb"


def test_set_language_takes_no_other_language_and_no_stranger_along(client):
    user = make_user(language="sv")
    client.post(reverse("set_language"), {"language": "nb", "next": "/"})
    client.force_login(user)

    client.post(reverse("set_language"), {"language": "xx", "next": "/"})

    user.refresh_from_db()
    assert user.language == "sv"
    assert client.get(reverse("set_language")).status_code == 405


def test_password_reset_writes_in_the_persons_language(client, monkeypatch):
    asked = []
    monkeypatch.setattr("marketplace.views.accounts.translation.override", _Noting(asked))
    user = make_user(password=PASSWORD, language="nb")

    client.post(reverse("account_reset_password"), {"email": user.email})

    assert asked == ["nb"]
    assert reverse("account_reset_password") in mail.outbox[0].body


class _Noting:
    """Stand in for translation.override, noting which languages were asked for."""

    def __init__(self, asked):
        self.asked = asked

    def __call__(self, language):
        self.asked.append(language)
        return self

    def __enter__(self):
        return self

    def __exit__(self, *details):
        return False


def test_profile_changes_name_phone_and_language(client):
    user = make_user()
    client.force_login(user)

    client.post(reverse("account-profile"), {"name": "Anna", "phone": "+46 63 12 34 56", "language": "nb"})

    user.refresh_from_db()
    assert (user.name, user.phone, user.language) == ("Anna", "+46 63 12 34 56", "nb")


def test_profile_wants_a_name(client):
    client.force_login(make_user())

    page = client.post(reverse("account-profile"), {"name": "", "language": "nb"})

    assert page.status_code == 422


def test_export_sends_ones_own_data_and_no_number(client):
    sign_up(client, org_number="880320-0016", is_sole_trader="on")
    client.force_login(User.objects.get())

    answer = client.get(reverse("account-export"))

    data = json.loads(answer.content)
    assert data["account"]["email"] == "anna@example.org"
    assert data["firms"] == [{"firm__name": "Ås Såg AB", "role": "owner"}]
    assert "880320" not in answer.content.decode()
    assert Firm.objects.get().org_number_hash not in answer.content.decode()
    assert "attachment" in answer["Content-Disposition"]


def test_delete_asks_for_the_password_again_and_then_empties_the_account(client):
    user = make_user(password=PASSWORD, name="Anna Ås")
    client.force_login(user)
    page = client.get(reverse("account-delete"))
    assert page.url.startswith(reverse("account_reauthenticate"))

    client.post(page.url, {"password": PASSWORD})
    page = client.post(reverse("account-delete"), {"is_sure": "on"}, follow=True)

    user.refresh_from_db()
    assert (user.name, user.is_active) == ("", False)
    assert not page.context["user"].is_authenticated


def test_delete_wants_to_be_sure(client):
    user = make_user(password=PASSWORD)
    log_in(client, user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = client.post(reverse("account-delete"), {})

    assert page.status_code == 422
    user.refresh_from_db()
    assert user.is_active


@pytest.mark.parametrize("name", ["account-profile", "account-data", "account-export", "account-delete"])
def test_account_pages_want_a_login(client, name):
    assert client.get(reverse(name)).url.startswith(reverse("account_login"))
