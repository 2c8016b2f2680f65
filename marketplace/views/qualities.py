"""One measured quality of a listing: asked for where it would change who fits."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marketplace.actions.listings import tell_property
from marketplace.forms.qualities import QualityCodeForm, QualityForm
from marketplace.models import Listing
from marketplace.queries.listing_cards import listing_card
from marketplace.queries.listings import editable_listings


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def listing_quality(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for one quality of a listing, and take the answer."""
    listing = get_object_or_404(editable_listings(request.user), pk=pk)
    asked = QualityCodeForm(request.POST or request.GET)
    if not asked.is_valid():
        raise BadRequest(_("Nobody asks that of this listing."))
    code = asked.cleaned_data["code"]
    if request.method != "POST":
        return _page(request, listing, QualityForm(code=code))
    form = QualityForm(request.POST, code=code)
    if not form.is_valid():
        return _page(request, listing, form, status=422)
    try:
        tell_property(listing, by=request.user, now=timezone.now(), value=form.cleaned_data["value"])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Noted. Who fits is being worked out anew."))
    return redirect("listing-detail", pk)


def _page(request: HttpRequest, listing: Listing, form: QualityForm, *, status: int = 200) -> HttpResponse:
    return render(request, "listings/quality.html", {"card": listing_card(listing), "form": form}, status=status)
