"""Pages of firms: one firm, registering, changing, verifying, hiding, blocking."""

from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marketplace.actions.blocks import block_firm, unblock_firm
from marketplace.actions.firms import change_firm, hide_firm, show_firm, verify_firm
from marketplace.forms.firms import BlockForm, FirmFields, FirmForm, HidingForm, VerificationForm
from marketplace.permissions import is_coordinator
from marketplace.queries.firm_pages import firm_card, firm_page, waiting_rows
from marketplace.queries.firms import editable_firms, inside_firms, visible_firms
from marketplace.queries.members import own_claims
from marketplace.queries.opened import note_opened
from marketplace.views.form_answers import answer_status, is_carried_out, safe_address, sent
from marketplace.views.joining import join_or_claim


@require_GET
def firm_detail(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_object_or_404(visible_firms(request.user), pk=pk)
    context = {"card": firm_card(firm), "page": firm_page(request.user, firm)}
    return render(request, "firms/detail.html", context)


@sensitive_post_parameters("org_number")
@login_required
@rate_limit(action="register_firm")
@require_http_methods(["GET", "POST"])
def firm_new(request: HttpRequest) -> HttpResponse:
    """Register a firm, for a person who has an account."""
    form = FirmFields(sent(request))
    if form.is_valid():
        firm = join_or_claim(request, form, by=request.user)
        return redirect("firm-detail", pk=firm.pk) if firm else redirect("my-firm")
    context = {"form": form, "claims": own_claims(request.user)}
    return render(request, "firms/new.html", context, status=answer_status(form))


@login_required
@require_http_methods(["GET", "POST"])
def firm_edit(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_object_or_404(editable_firms(request.user), pk=pk)
    note_opened(firm.pk)
    form = FirmForm(sent(request), instance=firm)
    if form.is_valid():
        facts = form.cleaned_data
        if is_carried_out(form, lambda: change_firm(firm, facts=facts, by=request.user, now=timezone.now())):
            messages.success(request, _("Saved."))
            return redirect("firm-detail", pk=pk)
    return render(request, "firms/edit.html", {"form": form, "firm": firm}, status=answer_status(form))


@login_required
@require_GET
def firm_waiting(request: HttpRequest) -> HttpResponse:
    """List the firms that wait for this coordinator to verify them."""
    if not is_coordinator(request.user):
        raise Http404
    context = {"rows": waiting_rows(request.user)}
    return render(request, "firms/waiting.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def firm_verify(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_object_or_404(inside_firms(request.user), pk=pk)
    back = safe_address(request, request.GET.get("next", "")) or reverse("firm-waiting")
    form = VerificationForm(sent(request))
    if form.is_valid():
        checks = form.cleaned_data["checks"]
        if is_carried_out(form, lambda: verify_firm(firm, checks=checks, by=request.user, now=timezone.now())):
            messages.success(request, _("%(firm)s is verified.") % {"firm": firm})
            return redirect(back)
    context = {"form": form, "back": back, "page": firm_page(request.user, firm)}
    return render(request, "firms/verify.html", context, status=answer_status(form))


@login_required
@require_http_methods(["GET", "POST"])
def firm_hide(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_object_or_404(inside_firms(request.user), pk=pk)
    note_opened(firm.pk)
    form = HidingForm(sent(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if is_carried_out(form, lambda: hide_firm(firm, reason=reason, by=request.user, now=timezone.now())):
            messages.success(request, _("%(firm)s and its listings are hidden.") % {"firm": firm})
            return redirect("firm-detail", pk=pk)
    return render(request, "firms/hide.html", {"form": form, "firm": firm}, status=answer_status(form))


@login_required
@require_POST
def firm_show(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_object_or_404(inside_firms(request.user), pk=pk)
    show_firm(firm, by=request.user, now=timezone.now())
    messages.success(request, _("%(firm)s can be seen again.") % {"firm": firm})
    return redirect("firm-detail", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def firm_block(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_object_or_404(editable_firms(request.user), pk=pk)
    form = BlockForm(sent(request))
    if form.is_valid():
        name = form.cleaned_data["name"]
        if is_carried_out(form, lambda: block_firm(firm, name=name, by=request.user, now=timezone.now())):
            messages.success(request, _("You are never matched with “%(name)s”.") % {"name": name})
            return redirect("firm-block", pk=pk)
    context = {"form": form, "firm": firm, "page": firm_page(request.user, firm)}
    return render(request, "firms/block.html", context, status=answer_status(form))


@login_required
@require_POST
def firm_unblock(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_object_or_404(editable_firms(request.user), pk=pk)
    unblock_firm(firm, name=request.POST.get("name", ""), by=request.user, now=timezone.now())
    messages.success(request, _("Done."))
    return redirect("firm-block", pk=pk)
