"""A firm's first run: tick what it has and needs, publish it together, see the first matches; its first steps."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.actions.welcome import close_checklist, note_match_seen, publish_ticked
from marketplace.forms.stated_rows import listing_of
from marketplace.forms.welcome import LOOK, WelcomeForm, WelcomeRow, meant_rows, welcome_rows
from marketplace.models import Firm, Listing
from marketplace.queries.listing_cards import listing_cards
from marketplace.queries.listings import own_listings
from marketplace.queries.welcome import first_matches, own_firms, posted_kinds
from marketplace.views.form_answers import is_carried_out, sent


@login_required
@require_http_methods(["GET", "POST"])
def firm_welcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what firms of a kind usually have and need; publish what is ticked. Nothing typed is lost on the way."""
    firm = get_object_or_404(own_firms(request.user), pk=pk)
    form = WelcomeForm(sent(request), firm=firm)
    rows = welcome_rows(sent(request), sector=form.chosen_sector, posted=posted_kinds(firm))
    is_sent = request.method == "POST" and request.POST.get("then") != LOOK
    if is_sent and _publish(request, firm, form=form, rows=rows):
        return redirect("firm-first-matches", pk=pk)
    context = {
        "firm": firm,
        "form": form,
        "offers": [row for row in rows if row.side == Listing.Side.OFFER],
        "needs": [row for row in rows if row.side == Listing.Side.NEED],
        "posted": listing_cards(own_listings(request.user).filter(firm=firm)),
        "is_sent": is_sent,
    }
    return render(request, "welcome/tick.html", context, status=422 if is_sent else 200)


def _publish(request: HttpRequest, firm: Firm, *, form: WelcomeForm, rows: list[WelcomeRow]) -> bool:
    """Publish what is ticked; return whether that is done. What is not right stands on the form and beside its row."""
    meant, language = meant_rows(rows), request.LANGUAGE_CODE[:2]
    if form.is_valid() and not meant:
        form.add_error(None, _("Tick at least one thing that you have or could use."))
    if any(row.errors for row in meant):
        form.add_error(None, _("Something is missing: see the rows below."))
    if not form.is_valid():
        return False
    listings = [listing_of(row, firm=firm, written_in=language) for row in meant]
    facts = {"site": form.cleaned_data["site"], "listings": listings, "by": request.user, "now": timezone.now()}
    if not is_carried_out(form, lambda: publish_ticked(firm, **facts)):
        return False
    count = len(listings)
    messages.success(
        request, ngettext("One listing is published.", "%(count)s listings are published.", count) % {"count": count}
    )
    return True


@login_required
@never_cache
@require_safe
def firm_first_matches(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the firm's listings lead to so far: matches, or where such things have been done."""
    firm = get_object_or_404(own_firms(request.user), pk=pk)
    found = first_matches(firm, viewer=request.user, as_of=timezone.localdate())
    if found.pairs:
        note_match_seen(firm, by=request.user, now=timezone.now())
    return render(request, "welcome/matches.html", {"firm": firm, "found": found})


@login_required
@require_POST
def firm_checklist_close(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_object_or_404(own_firms(request.user), pk=pk)
    close_checklist(firm, by=request.user, now=timezone.now())
    messages.success(request, _("Put away."))
    return redirect("my-firm")
