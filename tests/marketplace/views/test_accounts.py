"""Logging in, one's language and one's data, page by page."""

import json

import pytest
from django.core import mail
from django.urls import reverse

from marketplace.demo_people import DEMO_PEOPLE, LOGIN_WORD
from marketplace.models import Firm, Membership, User
from tests.factories import PASSWORD, make_coordinator, make_firm, make_user
from tests.marketplace.signing_up import sign_up

pytestmark = pytest.mark.django_db


def log_in(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True)


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


@pytest.mark.parametrize(("has_firm", "place"), [(False, "suggestion-queue"), (True, "my-firm")])
def test_login_leads_a_coordinator_without_a_firm_to_the_queue(client, has_firm, place):
    user = make_coordinator(password=PASSWORD)
    if has_firm:
        Membership.objects.create(user=user, firm=make_firm())

    page = log_in(client, user)

    assert page.redirect_chain[-1][0] == reverse(place)


def test_login_leads_everybody_else_to_their_firm_and_who_was_sent_to_log_in_back(client):
    user = make_coordinator(password=PASSWORD)

    answer = client.post(
        f"{reverse('account_login')}?next=/materials/",
        {"login": user.email, "password": PASSWORD, "next": "/materials/"},
    )

    assert answer.url == "/materials/"
    client.logout()
    assert log_in(client, make_user(password=PASSWORD)).redirect_chain[-1][0] == reverse("my-firm")
