"""Pages on which a listing is posted or changed: one line of words, what was understood of it, the form."""

from datetime import datetime
from urllib.parse import urlencode

from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.actions.interests import show_interest
from marketplace.actions.listings import change_listing, publish_listing, save_draft, set_properties
from marketplace.actions.sites import add_site
from marketplace.actions.statements import correct_listing
from marketplace.errors import RefusedError
from marketplace.forms.listings import ListingForm, firm_choices
from marketplace.forms.statements import CorrectionFields
from marketplace.forms.understood import LineForm, UnderstoodForm
from marketplace.models import Firm, Listing, User
from marketplace.permissions import can_edit_firm, can_write_on_behalf
from marketplace.queries.answering import answered_card, answering_facts
from marketplace.queries.listing_cards import ListingCard
from marketplace.queries.listings import editable_listings
from marketplace.queries.opened import note_opened
from marketplace.queries.statements import last_speaker
from marketplace.queries.understanding import LONGEST_LINE, understand_line
from marketplace.views.form_answers import answer_status, sent

UNDERSTAND = "understand"  # what the button of the one box asks


@login_required
@require_http_methods(["GET", "POST"])
def listing_new(request: HttpRequest) -> HttpResponse:
    """Ask for one line, show what was understood of it, and post what the person has made of that.

    In answer to a listing (`about`) no line is asked for: what that one is stands in the form.
    """
    firms = firm_choices(request.user)
    if not firms:
        messages.info(request, _("Posting needs a firm: tell us yours first."))
        return redirect("my-firm")
    firm, side = _chosen_firm(request, firms), _chosen_side(request)
    answered = answered_card(request.user, request.GET.get("about", ""), side=side)
    context = {"firm": firm, "firms": firms, "side": side, "answered": answered}
    line = LineForm(sent(request), auto_id="line_%s", initial={"text": request.GET.get("line", "")[:LONGEST_LINE]})
    if not line.is_valid() and (line.is_bound or not (answered or "by_hand" in request.GET)):
        return render(request, "listings/line.html", {**context, "line": line}, status=answer_status(line))
    is_line_only = request.POST.get("then") == UNDERSTAND
    form = _understood_form(request, None if is_line_only else sent(request), line=line, firm=firm, side=side)
    if answered and not form.understanding.text:
        form.initial |= answering_facts(answered)
    if form.is_valid():
        saved = _save(request, form)
        if saved is not None:
            _ask_about(request, answered, own=form.instance)
            return redirect(saved)
    words = {"line": form.understanding.text} if form.understanding.text else {"by_hand": 1}
    words |= {"about": answered.pk} if answered else {}
    here = f"{request.path}?{urlencode({'side': side, 'firm': firm.pk, **words})}"
    context |= {
        "site_new_url": _site_new_url(firm, here),
        "form": form,
        "line": LineForm(initial={"text": form.understanding.text}, auto_id="line_%s"),
    }
    return render(request, "listings/form.html", context, status=answer_status(form))


@login_required
@require_POST
@rate_limit(action="understand")
def listing_understand(request: HttpRequest) -> HttpResponse:
    """Answer with what a line says so far, while it is typed. Nothing is kept."""
    firms = firm_choices(request.user)
    if not firms:
        raise Http404
    line = LineForm(request.POST, auto_id="line_%s")
    context = {"line": line}
    if line.is_valid() and line.cleaned_data["text"]:
        firm, side = _chosen_firm(request, firms), _chosen_side(request)
        context["form"] = _understood_form(request, None, line=line, firm=firm, side=side)
    return render(request, "listings/_understood.html", context)


def _site_new_url(firm: Firm, here: str) -> str:
    """Return where a site is added for a listing, which its reader comes back to."""
    return f"{reverse('site-new', args=[firm.pk])}?{urlencode({'next': here})}"


def _chosen_firm(request: HttpRequest, firms: list[Firm]) -> Firm:
    return next((each for each in firms if str(each.pk) == request.GET.get("firm")), firms[0])


def _chosen_side(request: HttpRequest) -> str:
    return request.GET.get("side") if request.GET.get("side") in Listing.Side.values else Listing.Side.OFFER


def _understood_form(
    request: HttpRequest, data: QueryDict | None, *, line: LineForm, firm: Firm, side: str
) -> UnderstoodForm:
    """Return the form of a new listing, filled in from the line or, where `data` was sent, with that."""
    text, reader = line.cleaned_data["text"] if line.is_bound else "", request.LANGUAGE_CODE[:2]
    understanding = understand_line(text, side=side, firm=firm, language=reader, on=timezone.localdate())
    return UnderstoodForm(
        data,
        instance=Listing(firm=firm, side=side, language=understanding.language),
        firm=firm,
        initial={"currency": "NOK" if firm.country == "NO" else "SEK"},
        understanding=understanding,
        may_add_site=can_edit_firm(request.user, firm),
    )


@login_required
@require_http_methods(["GET", "POST"])
def listing_edit(request: HttpRequest, pk: int) -> HttpResponse:
    listing = get_object_or_404(editable_listings(request.user), pk=pk)
    note_opened(listing.firm_id)
    form = ListingForm(sent(request), instance=listing, firm=listing.firm)
    said = _said(request, listing)
    if form.is_valid() & (said is None or said.is_valid()):
        saved = _save(request, form, said=said)
        if saved is not None:
            return redirect(saved)
    context = {"form": form, "side": listing.side, "firm": listing.firm, "listing": listing, "said": said}
    context["site_new_url"] = _site_new_url(listing.firm, request.path)
    status = max(answer_status(each) for each in (form, said) if each is not None)
    return render(request, "listings/form.html", context, status=status)


def _said(request: HttpRequest, listing: Listing) -> CorrectionFields | None:
    """Return the fields on whose word it is corrected, for a coordinator from outside; a draft nobody has seen yet."""
    if listing.state == Listing.State.DRAFT or not can_write_on_behalf(request.user, listing.firm):
        return None
    initial = {"said_on": timezone.localdate(), **last_speaker(listing.firm)}
    return CorrectionFields(sent(request), firm=listing.firm, initial=initial)


def _save(request: HttpRequest, form: ListingForm, *, said: CorrectionFields | None = None) -> str | None:
    """Save through the actions; what they refuse stands beside the field, and nothing typed is lost.

    All or nothing: a draft left behind by a refused publication would be there twice after the second try.
    """
    is_new, now = form.instance.pk is None, timezone.now()
    publishes = request.POST.get("then") == "publish" and form.instance.state != Listing.State.PUBLISHED
    try:
        with transaction.atomic():
            if is_new:
                listing = _save_new(form, by=request.user, now=now)
            elif said is not None:
                facts, statement = form.cleaned_data, said.said()
                listing = correct_listing(form.instance, facts=facts, said=statement, by=request.user, now=now)
            else:
                listing = change_listing(form.instance, by=request.user, now=now, facts=form.cleaned_data)
            if publishes:
                publish_listing(listing, by=request.user, now=now)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    except RefusedError as refusal:
        form.add_error(None, refusal.message)
        return None
    messages.success(request, _("Published. Matches appear here within a minute.") if publishes else _("Saved."))
    return reverse("listing-detail", args=[listing.pk])


def _ask_about(request: HttpRequest, answered: ListingCard | None, *, own: Listing) -> None:
    """Ask a coordinator about the listing that a new one answers; the new one stands, whatever comes of that."""
    own.refresh_from_db(fields=["state"])
    if answered is None or own.state != Listing.State.PUBLISHED:
        return
    other = Listing.objects.select_related("firm").get(pk=answered.pk)
    try:
        show_interest(other, own=own, by=request.user, now=timezone.now())
    except RefusedError as refusal:
        messages.warning(request, _("No coordinator was asked: %(why)s") % {"why": refusal.message})
    else:
        messages.success(request, _("A coordinator is asked about the two."))


def _save_new(form: UnderstoodForm, *, by: User, now: datetime) -> Listing:
    """Save a draft with what was told of its quality, and before it the place that was picked as a new site."""
    if form.new_site:
        form.instance.site = add_site(form.new_site, by=by, now=now)
    listing = save_draft(form.instance, by=by, now=now)
    if qualities := form.told_qualities():
        set_properties(listing, qualities, by=by, now=now)
    return listing
