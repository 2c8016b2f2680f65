"""A symbiosis with its parties, and the firms' answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.actions.symbioses import answer_introduction, ask_party
from marketplace.errors import RefusedError
from marketplace.forms.spoken_answers import SpokenAnswerForm
from marketplace.forms.suggestions import AnswerForm, AskForm
from marketplace.forms.worksheets import worksheet_forms
from marketplace.models import Party, Role, Statement, Symbiosis, User
from marketplace.permissions import can_answer, can_ask_party, is_coordinator
from marketplace.queries.border_cards import BorderView, border_view
from marketplace.queries.consent_links import read_consent_token
from marketplace.queries.exchanges import Side, exchange_way
from marketplace.queries.legal_facts import LawSide
from marketplace.queries.parties import PartyCard
from marketplace.queries.potentials import potential
from marketplace.queries.symbioses import (
    SymbiosisCard,
    named_people,
    own_symbioses,
    symbioses_of,
    symbiosis_card,
    symbiosis_card_of,
    symbiosis_cards,
    symbiosis_history,
    visible_symbioses,
)
from marketplace.queries.worksheets import symbiosis_worksheet
from marketplace.views.form_answers import answer_status, sent
from marketplace.views.pipeline import pipeline_page
from marketplace.views.statement_links import invite_by_link
from marketplace.wording.events import event_lines


@login_required
@require_safe
def symbiosis_list(request: HttpRequest) -> HttpResponse:
    """Show coordinators what they follow up, everybody else the symbioses of their firms."""
    if is_coordinator(request.user) and request.GET.get("view") != "firms":
        return pipeline_page(request)
    cards = symbiosis_cards(own_symbioses(request.user)[:100], viewer=request.user)
    return render(request, "symbioses/list.html", {"cards": cards})


@login_required
@require_safe
def symbiosis_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return symbiosis_page(request, pk)


def symbiosis_page(
    request: HttpRequest,
    pk: int,
    *,
    answer_form: Form | None = None,
    work_form: Form | None = None,
    spoken_form: SpokenAnswerForm | None = None,
) -> HttpResponse:
    """Answer with one symbiosis; with a form that was not right, filled in as it was sent."""
    symbiosis = get_object_or_404(visible_symbioses(request.user), pk=pk)
    card = symbiosis_card(symbiosis, viewer=request.user)
    work = symbiosis_worksheet(symbiosis, viewer=request.user, now=timezone.now())
    listings = {party.role: party.listing for party in symbiosis.parties.all()}
    giver, receiver = Side(listings[Role.GIVER], card.strip.giver), Side(listings[Role.RECEIVER], card.strip.receiver)
    named = named_people(symbiosis, viewer=request.user)
    context = {
        "card": card,
        "work": work,
        "forms": worksheet_forms(symbiosis, today=timezone.localdate(), sent=work_form) if work else {},
        "calls": _calls(symbiosis, card, sent_form=spoken_form) if work else [],
        "exchange": exchange_way(giver, receiver, on=timezone.localdate()),
        "potential": potential(card.strip.giver, card.strip.receiver, km=card.strip.km),
        "border": _border(symbiosis, card, viewer=request.user, supposed=request.GET.get("receiver", "")),
        "border_ask": ""
        if symbiosis.stage == Symbiosis.Stage.FAILED
        else reverse("symbiosis-ask", args=[symbiosis.pk]),
        "form": answer_form or AnswerForm(),
        "events": event_lines(symbiosis_history(symbiosis, viewer=request.user), named=named),
    }
    status = 422 if answer_form or work_form or spoken_form else 200
    return render(request, "symbioses/detail.html", context, status=status)


def _calls(
    symbiosis: Symbiosis, card: SymbiosisCard, *, sent_form: SpokenAnswerForm | None
) -> list[tuple[PartyCard, SpokenAnswerForm | None]]:
    """Return the parties, those that have still to answer with the form for what they say by phone."""
    today, forms = timezone.localdate(), {sent_form.party.pk: sent_form} if sent_form else {}
    is_asked = symbiosis.stage == Symbiosis.Stage.IDEA
    return [
        (shown, forms.get(party.pk) or SpokenAnswerForm(party=party, today=today))
        if is_asked and party.answer == Party.Answer.UNANSWERED
        else (shown, None)
        for party, shown in zip(symbiosis.parties.all(), card.parties, strict=True)
    ]


def _law_side(party: Party, shown: PartyCard, *, viewer: User) -> LawSide:
    return LawSide(
        party.listing,
        shown.card.is_open,
        may_answer=shown.is_mine,
        names_people=shown.is_mine or bool(shown.contacts),
        may_ask=can_ask_party(viewer, party),
    )


def _border(symbiosis: Symbiosis, card: SymbiosisCard, *, viewer: User, supposed: str = "") -> BorderView | None:
    """Return what the law asks, as the reader may know each side."""
    shown = {party.pk: party for party in card.parties}
    sides = {party.role: _law_side(party, shown[party.pk], viewer=viewer) for party in symbiosis.parties.all()}
    return border_view(sides[Role.GIVER], sides[Role.RECEIVER], as_of=timezone.localdate(), supposed=supposed)


@login_required
@require_POST
def party_answer(request: HttpRequest, pk: int) -> HttpResponse:
    symbioses = visible_symbioses(request.user)
    party = get_object_or_404(Party.objects.filter(symbiosis__in=symbioses.values("pk")), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return symbiosis_page(request, party.symbiosis_id, answer_form=form)
    _answer(request, party, form, by=request.user)
    return redirect("symbiosis-detail", pk=party.symbiosis_id)


@login_required
@require_POST
def symbiosis_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a party's firm for one fact of the law."""
    symbiosis = get_object_or_404(visible_symbioses(request.user), pk=pk)
    form = AskForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose which fact to ask for."))
        return redirect("symbiosis-detail", pk=pk)
    party = get_object_or_404(Party, symbiosis=symbiosis, listing=form.cleaned_data["listing"])
    try:
        ask_party(party, by=request.user, now=timezone.now(), fact=form.cleaned_data["fact"])
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Asked. The card changes when the fact is there."))
    return redirect("symbiosis-detail", pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consent_link(request: HttpRequest, token: str) -> HttpResponse:
    """Answer by the signed link of a mail, without logging in. Opening it changes nothing; the button does."""
    try:
        party, answerer = read_consent_token(token)
    except BadSignature:
        return render(request, "symbioses/link_over.html", status=410)
    if isinstance(answerer, Statement):
        return _answer_of_speaker(request, party, answerer, token=token)
    if not can_answer(answerer, party):
        raise PermissionDenied(_("You no longer belong to this firm."))
    form = AnswerForm(sent(request))
    if form.is_valid():
        _answer(request, party, form, by=answerer)
        return redirect(request.path)
    symbiosis = get_object_or_404(visible_symbioses(answerer), pk=party.symbiosis_id)
    card = symbiosis_card(symbiosis, viewer=answerer)
    border = _border(symbiosis, card, viewer=answerer)
    context = {"card": card, "border": border, "form": form, "person": answerer, "token": token}
    return render(request, "symbioses/answer.html", context, status=answer_status(form))


def _answer_of_speaker(request: HttpRequest, party: Party, speaker: Statement, *, token: str) -> HttpResponse:
    """Let who spoke for a firm by phone answer for it: nobody there has an account, so the page shows all of it."""
    if request.method == "POST" and request.POST.get("then") == "invite":
        invite_by_link(request, speaker)
        return redirect(request.path)
    form = AnswerForm(sent(request))
    if form.is_valid():
        _answer(request, party, form, by=None, speaker=speaker)
        return redirect(request.path)
    symbiosis = get_object_or_404(symbioses_of(party.listing.firm), pk=party.symbiosis_id)
    card = symbiosis_card_of(symbiosis, firm=party.listing.firm)
    border = _border(symbiosis, card, viewer=AnonymousUser())
    context = {"card": card, "border": border, "form": form, "speaker": speaker, "token": token}
    return render(request, "symbioses/answer.html", context, status=answer_status(form))


def _answer(
    request: HttpRequest, party: Party, form: AnswerForm, *, by: User | None, speaker: Statement | None = None
) -> None:
    answers = form.cleaned_data
    try:
        answer_introduction(
            party,
            by=by,
            speaker=speaker,
            now=timezone.now(),
            consents=answers["answer"] == "yes",
            barrier=answers["barrier"],
            note=answers["note"],
        )
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Thank you, your answer is noted."))
