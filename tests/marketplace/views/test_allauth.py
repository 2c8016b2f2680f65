"""allauth's pages and mails: every one in our frame and words, what remains of its own translated."""

from gettext import GNUTranslations
from pathlib import Path

import allauth
import pytest
from allauth.account import adapter as allauth_adapter
from allauth.account import app_settings, forms
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from marketplace.views.accounts import AccountAdapter
from tests.factories import PASSWORD, make_user

THEIRS = Path(allauth.__file__).parent / "templates"
OURS = Path(settings.BASE_DIR) / "templates"
# What the settings leave no way to: numbers of telephones, passkeys, links instead of codes, codes instead of links.
UNREACHABLE = {
    *["confirm_phone_verification_code.html", "phone_change.html", "base_manage_phone.html"],
    *["messages/phone_verification_sent.txt", "messages/phone_verified.txt", "signup_by_passkey.html"],
    *["email_confirm.html", "email_change.html", "confirm_password_reset_code.html"],
    *["email/password_reset_code_message.txt", "email/password_reset_code_subject.txt"],
    # Frames of pages that we have written ourselves:
    *["base_entrance.html", "base_manage.html", "base_manage_email.html", "base_manage_password.html"],
    "base_reauthenticate.html",
}


def templates_of(folder):
    return {str(path.relative_to(folder / "account")) for path in (folder / "account").rglob("*.*")}


def test_every_reachable_template_is_ours():
    assert templates_of(THEIRS) - templates_of(OURS) == UNREACHABLE


def test_the_settings_leave_no_way_to_the_rest():
    assert app_settings.EMAIL_VERIFICATION_BY_CODE_ENABLED
    assert not app_settings.PASSWORD_RESET_BY_CODE_ENABLED
    assert not app_settings.CHANGE_EMAIL
    assert "phone" not in app_settings.SIGNUP_FIELDS
    assert not app_settings.LOGIN_BY_CODE_ENABLED


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_what_forms_of_allauth_say_is_translated(language):
    with (Path(allauth.__file__).parent / f"locale/{language}/LC_MESSAGES/django.mo").open("rb") as file:
        catalogue = GNUTranslations(file)
    with translation.override("en"):
        said = {str(field.label) for form in _forms() for field in form.base_fields.values() if field.label}
        said |= {
            str(sentence)
            for code, sentence in allauth_adapter.DefaultAccountAdapter.error_messages.items()
            if AccountAdapter.error_messages[code] == sentence and not code.startswith("username")
        }

    assert {sentence for sentence in said if catalogue.gettext(sentence) == sentence} == set()


def _forms():
    return [
        forms.AddEmailForm,
        forms.ChangePasswordForm,
        forms.ConfirmEmailVerificationCodeForm,
        forms.LoginForm,
        forms.ReauthenticateForm,
        forms.ResetPasswordForm,
        forms.ResetPasswordKeyForm,
        forms.SetPasswordForm,
    ]


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_inactive",
    ],
)
@pytest.mark.django_db
def test_entrance_pages_are_in_our_frame(client, name, language):
    client.cookies["django_language"] = language

    page = client.get(reverse(name))

    _assert_our_frame(page, language)


@pytest.mark.parametrize(
    "name", ["account_email", "account_change_password", "account_reauthenticate", "account_logout"]
)
@pytest.mark.django_db
def test_pages_of_an_account_are_in_our_frame(client, name):
    client.force_login(make_user(password=PASSWORD))

    _assert_our_frame(client.get(reverse(name)), "en")


@pytest.mark.django_db
def test_page_to_set_a_first_password_is_in_our_frame(client):
    client.force_login(make_user())

    _assert_our_frame(client.get(reverse("account_set_password")), "en")


@pytest.mark.django_db
def test_a_used_link_for_a_new_password_says_what_to_do(client):
    page = client.get(reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "used"}))

    _assert_our_frame(page, "en")
    assert reverse("account_reset_password") in page.content.decode()


@pytest.mark.django_db
def test_sign_up_can_be_closed(client, monkeypatch):
    monkeypatch.setattr(AccountAdapter, "is_open_for_signup", lambda adapter, request: False)

    page = client.get(reverse("account_signup"))

    _assert_our_frame(page, "en")
    assert "closed" in page.content.decode()


@pytest.mark.django_db
def test_an_address_can_be_added_confirmed_and_removed(client):
    user = make_user(password=PASSWORD)
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = client.post(reverse("account_email"), {"action_add": "", "email": "new@example.org"}, follow=True)

    _assert_our_frame(page, "en")
    assert "We have sent a code to new@example.org" in page.content.decode()


@pytest.mark.parametrize("name", sorted(name for name in templates_of(OURS) if name.startswith("email/")))
def test_mails_are_plain_sentences(name):
    context = {
        "email": "anna@example.org",
        "code": "ABC-DEF",
        "password_reset_url": "http://testserver/reset",
        "signup_url": "http://testserver/signup",
        "from_email": "old@example.org",
        "to_email": "new@example.org",
        "deleted_email": "old@example.org",
    }

    text = get_template(f"account/{name}").render(context)

    assert text.strip()
    assert "successfully" not in text.lower()
    assert "!" not in text
    if name.endswith("_message.txt") and not name.endswith("base_message.txt"):
        assert text.startswith("Hello,")
    if name.endswith("_subject.txt"):
        assert len(text.strip().splitlines()) == 1


def _assert_our_frame(page, language):
    text = page.content.decode()
    assert page.status_code == 200
    assert f'<html lang="{language}">' in text
    assert '<main id="main"' in text
    assert text.count("<h1>") == 1
    assert "<title>" in text
    assert "<title> ·" not in text
