"""Pages of sites: adding and changing one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from geo.place_records import PlaceError, Precision
from marketplace.actions.sites import add_site, change_site
from marketplace.forms.sites import SiteForm
from marketplace.models import Site
from marketplace.queries.firms import editable_firms, editable_sites
from marketplace.queries.geocoding import find_address
from marketplace.queries.opened import note_opened
from marketplace.views.form_answers import answer_status, is_carried_out, safe_address, sent
from marketplace.wording.places import address_sentence


@login_required
@require_http_methods(["GET", "POST"])
def site_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a site, and go on to the page that sent its reader here, such as a listing that lies elsewhere."""
    firm = get_object_or_404(editable_firms(request.user), pk=pk)
    note_opened(firm.pk)
    context = {
        "firm": firm,
        "back": safe_address(request, request.GET.get("next", "")) or reverse("firm-detail", args=[pk]),
    }
    if "find_address" in request.POST:
        return render(request, "firms/site.html", {**context, "form": _with_address(request)})
    form = SiteForm(sent(request))
    if form.is_valid():
        site = Site(firm=firm, **form.facts())
        if is_carried_out(form, lambda: add_site(site, by=request.user, now=timezone.now())):
            messages.success(request, _("Saved."))
            return redirect(context["back"])
    return render(request, "firms/site.html", {**context, "form": form}, status=answer_status(form))


@login_required
@require_http_methods(["GET", "POST"])
def site_edit(request: HttpRequest, pk: int) -> HttpResponse:
    site = get_object_or_404(editable_sites(request.user), pk=pk)
    note_opened(site.firm_id)
    context = {"firm": site.firm, "site": site, "back": reverse("firm-detail", args=[site.firm_id])}
    if "find_address" in request.POST:
        return render(request, "firms/site.html", {**context, "form": _with_address(request)})
    form = SiteForm(sent(request), initial=SiteForm.facts_of(site))
    if form.is_valid():
        facts = form.facts()
        if is_carried_out(form, lambda: change_site(site, facts=facts, by=request.user, now=timezone.now())):
            messages.success(request, _("Saved."))
            return redirect(context["back"])
    return render(request, "firms/site.html", {**context, "form": form}, status=answer_status(form))


def _with_address(request: HttpRequest) -> SiteForm:
    """Return the form as it was sent, with the point of its address if the geocoder knows it; nothing is saved."""
    typed = request.POST.dict()
    address = ", ".join(filter(None, [typed.get("address", "").strip(), typed.get("place", "").strip()]))
    try:
        found = find_address(address)
    except PlaceError as error:
        messages.warning(request, address_sentence(error))
    else:
        if found.precision == Precision.PIN:
            typed |= {"latitude": f"{found.latitude:.5f}", "longitude": f"{found.longitude:.5f}"}
            messages.success(request, _("Found: %(label)s. Save if the point is right.") % {"label": found.label})
        else:
            told = _("Found only %(label)s. Set the point on the map, or leave it at the place.")
            messages.warning(request, told % {"label": found.label})
    return SiteForm(initial=typed)
