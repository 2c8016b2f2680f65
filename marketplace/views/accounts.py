"""Where allauth's pages meet ours; one's own data; the language."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.decorators import reauthentication_required
from allauth.account.views import LoginView as AllauthLoginView
from allauth.account.views import SignupView as AllauthSignupView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required, login_required
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.i18n import set_language as django_set_language

from marketplace.actions.accounts import change_profile, choose_language, delete_account, ownerless_after
from marketplace.actions.invitations import accept_invitation
from marketplace.demo_people import DEMO_PEOPLE, LOGIN_WORD
from marketplace.errors import RefusedError
from marketplace.forms.accounts import DeletionForm, ProfileForm
from marketplace.models import User
from marketplace.permissions import is_coordinator
from marketplace.queries.accounts import personal_data
from marketplace.views.form_answers import answer_status, is_carried_out, sent
from marketplace.views.invitations import SESSION_KEY, invitation_in
from marketplace.views.joining import join_or_claim, say_that_firm_is_here


class AccountAdapter(DefaultAccountAdapter):
    """allauth's behaviour, with our words, each person's language, and a firm at sign-up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy(
            "E-mail or password is not right. Check both, or ask for a new password."
        ),
        "incorrect_password": gettext_lazy("This is not your password. Try again, or ask for a new one."),
        "incorrect_code": gettext_lazy("This is not the code that we sent. Check it, or ask for a new one."),
        "too_many_login_attempts": gettext_lazy("Too many attempts. Wait five minutes, then try again."),
        "rate_limited": gettext_lazy("Too many requests. Wait a few minutes, then try again."),
        "email_taken": gettext_lazy("This address has an account already. Log in with it, or use another address."),
        "same_as_current": gettext_lazy("This is what you have now. Type something new."),
    }

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        """Save a new person, and the firm: registered, claimed or joined by invitation."""
        user.name, user.language = form.cleaned_data["name"], form.cleaned_data["language"]
        user = super().save_user(request, user, form, commit)
        if form.invitation is None:
            join_or_claim(request, form, by=user)
            return user
        try:
            accept_invitation(form.invitation, by=user, now=timezone.now())
        except RefusedError as refusal:
            messages.warning(request, refusal.message)
        request.session.pop(SESSION_KEY, None)
        return user

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        """Go on in the language that the person has chosen."""
        translation.activate(user.language)
        response = super().post_login(request, user, **details)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, **_cookie_options())
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead a coordinator without a firm to the queue: on a page of firms nothing would wait for them."""
        has_firm = request.user.membership_set.exists()
        if is_coordinator(request.user) and not has_firm:
            return reverse("suggestion-queue")
        return super().get_login_redirect_url(request)

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """Write a mail in the language of the person who gets it."""
        person = context.get("user") or User.objects.filter(email=email.lower()).first()
        with translation.override(getattr(person, "language", translation.get_language())):
            return super().render_mail(template_prefix, email, context, headers)

    def format_email_subject(self, subject: str) -> str:
        return subject


class LoginView(AllauthLoginView):
    """allauth's log-in; the demo offers its people."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        demo = {"demo_people": DEMO_PEOPLE, "demo_word": LOGIN_WORD} if settings.DEMO else {}
        return {**super().get_context_data(**context), **demo}


class SignupView(AllauthSignupView):
    """allauth's sign-up; who comes by an invitation is asked for no firm."""

    @method_decorator(sensitive_post_parameters("password1", "org_number"))
    def dispatch(self, request: HttpRequest, *arguments: Any, **keywords: Any) -> HttpResponse:
        if "own-firm" in request.GET:
            request.session.pop(SESSION_KEY, None)
        return super().dispatch(request, *arguments, **keywords)

    def form_valid(self, form: Form) -> HttpResponse:
        if form.account_already_exists and form.invitation is None:
            # As to who is new: else the number of a firm that is here would tell who has an account.
            say_that_firm_is_here(self.request, form)
        try:
            return super().form_valid(form)
        except IntegrityError:
            form.full_clean()  # the same form came twice at once: looking again, it finds the account there
            return super().form_valid(form)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "invitation": invitation_in(self.request)}


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language as Django does, and keep it for the person's mail."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        choose_language(request.user, language=language)
    return django_set_language(request)


@login_required
@require_http_methods(["GET", "POST"])
def account_profile(request: HttpRequest) -> HttpResponse:
    user = request.user
    form = ProfileForm(sent(request), initial={"name": user.name, "phone": user.phone, "language": user.language})
    if form.is_valid():
        facts = form.cleaned_data
        if is_carried_out(form, lambda: change_profile(user, name=facts["name"], phone=facts["phone"])):
            choose_language(user, language=facts["language"])
            translation.activate(user.language)
            messages.success(request, _("Saved."))
            response = redirect("account-profile")
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, **_cookie_options())
            return response
    return render(request, "account/profile.html", {"form": form}, status=answer_status(form))


@login_required
@require_GET
def account_data(request: HttpRequest) -> HttpResponse:
    """Show what one can do with one's own data."""
    return render(request, "account/data.html", {"firms": ownerless_after(request.user)})


@login_required
@never_cache
@require_GET
def account_export(request: HttpRequest) -> HttpResponse:
    """Send everything that is kept about a person as a file."""
    response = JsonResponse(personal_data(request.user), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="materialtorget.json"'
    return response


@login_required
@reauthentication_required
@require_http_methods(["GET", "POST"])
def account_delete(request: HttpRequest) -> HttpResponse:
    user = request.user
    form = DeletionForm(sent(request), user=user, firms=ownerless_after(user))
    if form.is_valid():
        chosen = form.successors()
        if is_carried_out(form, lambda: delete_account(user, successors=chosen, by=user, now=timezone.now())):
            logout(request)
            messages.success(request, _("Your account is deleted. Thank you for the time you were here."))
            return redirect("home")
    return render(request, "account/delete.html", {"form": form}, status=answer_status(form))


def _cookie_options() -> dict[str, object]:
    """Return the options with which Django's own language switch sets its cookie."""
    names = ["age", "path", "domain", "secure", "httponly", "samesite"]
    options = {name: getattr(settings, f"LANGUAGE_COOKIE_{name.upper()}") for name in names}
    options["max_age"] = options.pop("age")
    return options
