"""Pages of sites: adding and changing one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marketplace.actions.sites import add_site, change_site
from marketplace.forms.firms import SiteForm
from marketplace.models import Site
from marketplace.queries.firms import editable_firms, editable_sites
from marketplace.views.form_answers import answer_status, is_carried_out, sent


@login_required
@require_http_methods(["GET", "POST"])
def site_new(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_object_or_404(editable_firms(request.user), pk=pk)
    form = SiteForm(sent(request))
    if form.is_valid():
        site = Site(firm=firm, **form.facts())
        if is_carried_out(form, lambda: add_site(site, by=request.user, now=timezone.now())):
            messages.success(request, _("Saved."))
            return redirect("firm-detail", pk=pk)
    return render(request, "firms/site.html", {"form": form, "firm": firm}, status=answer_status(form))


@login_required
@require_http_methods(["GET", "POST"])
def site_edit(request: HttpRequest, pk: int) -> HttpResponse:
    site = get_object_or_404(editable_sites(request.user), pk=pk)
    form = SiteForm(sent(request), initial=SiteForm.facts_of(site))
    if form.is_valid():
        facts = form.facts()
        if is_carried_out(form, lambda: change_site(site, facts=facts, by=request.user, now=timezone.now())):
            messages.success(request, _("Saved."))
            return redirect("firm-detail", pk=site.firm_id)
    context = {"form": form, "firm": site.firm, "site": site}
    return render(request, "firms/site.html", context, status=answer_status(form))
