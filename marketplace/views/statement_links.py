"""The page behind the signed link of a firm: what was written after its call, to confirm, correct or refuse."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.actions.statement_answers import answer_statement
from marketplace.actions.statements import forget_speaker, invite_speaker
from marketplace.errors import RefusedError
from marketplace.forms.statement_answers import StatementAnswersForm
from marketplace.models import Statement
from marketplace.queries.statement_links import StatementLink, StatementLinkOverError, open_statement_link
from marketplace.queries.statements import has_members, statement_card, statement_to_answer
from marketplace.views.form_answers import answer_status, is_carried_out, sent


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def statement_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Answer by the signed link of a mail, without logging in. Opening it changes nothing; the buttons do."""
    try:
        link = open_statement_link(token, now=timezone.now())
    except StatementLinkOverError as over:
        return render(request, "statements/link_over.html", {"sentence": over.message}, status=410)
    if request.method == "POST" and request.POST.get("then") in _BESIDE:
        _BESIDE[request.POST["then"]](request, link)
        return redirect(request.path)
    statement = statement_to_answer(link.statement)
    card = statement_card(statement)
    form = StatementAnswersForm(sent(request), card=card)
    if form.is_valid():
        answers = form.answers()
        if is_carried_out(
            form, lambda: answer_statement(statement, answers=answers, by=link.person, now=timezone.now())
        ):
            messages.success(request, _("Thank you, your answers are noted."))
            return redirect(request.path)
    context = {
        "card": card,
        "form": form,
        "person": link.person,
        "may_invite": not link.person and bool(card.email) and not has_members(statement.firm),
    }
    return render(request, "statements/answer.html", context, status=answer_status(form))


def _forget(request: HttpRequest, link: StatementLink) -> None:
    if link.person is None:  # a member erases theirs with the account
        forget_speaker(link.statement, by=None, now=timezone.now())
        messages.success(request, _("Your name and address are erased."))


def _invite(request: HttpRequest, link: StatementLink) -> None:
    if link.person is None:
        invite_by_link(request, link.statement)


def invite_by_link(request: HttpRequest, statement: Statement) -> None:
    """Invite who holds the link to an account, and say so."""
    try:
        invite_speaker(statement, now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("You get an invitation by mail."))


_BESIDE = {"forget": _forget, "invite": _invite}
