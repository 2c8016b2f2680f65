"""Pages of members: who belongs to a firm, invitations and claims."""

from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marketplace.actions.claims import answer_claim
from marketplace.actions.invitations import invite_colleague, withdraw_invitation
from marketplace.actions.members import change_role, remove_member
from marketplace.errors import RefusedError
from marketplace.forms.members import ClaimAnswerForm, InvitationForm, RoleForm
from marketplace.permissions import can_invite
from marketplace.queries.firm_pages import firm_page
from marketplace.queries.firms import inside_firms
from marketplace.queries.members import (
    answerable_claims,
    own_claims,
    visible_claims,
    visible_invitations,
    visible_memberships,
)
from marketplace.queries.opened import note_opened
from marketplace.views.form_answers import answer_status, is_carried_out, sent


@login_required
@require_GET
def firm_members(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_object_or_404(inside_firms(request.user), pk=pk)
    context = {"page": firm_page(request.user, firm), "form": InvitationForm(), "roles": RoleForm()}
    return render(request, "firms/members.html", context)


@login_required
@require_POST
def member_role(request: HttpRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(visible_memberships(request.user), pk=pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        role = form.cleaned_data["role"]
        is_carried_out(form, lambda: change_role(membership, role=role, by=request.user, now=timezone.now()))
    _say(request, form)
    return redirect("firm-members", pk=membership.firm_id)


@login_required
@require_POST
def member_remove(request: HttpRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(visible_memberships(request.user), pk=pk)
    try:
        remove_member(membership, by=request.user, now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, refusal.message)
        return redirect("firm-members", pk=membership.firm_id)
    if membership.user == request.user:
        messages.success(request, _("You no longer belong to %(firm)s.") % {"firm": membership.firm})
        return redirect("my-firm")
    messages.success(request, _("%(name)s no longer belongs to the firm.") % {"name": membership.user})
    return redirect("firm-members", pk=membership.firm_id)


@login_required
@rate_limit(action="invite")
@require_http_methods(["GET", "POST"])
def invitation_new(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_object_or_404(inside_firms(request.user), pk=pk)
    note_opened(firm.pk)
    form = InvitationForm(sent(request))
    if form.is_valid():
        email = form.cleaned_data["email"]
        if is_carried_out(form, lambda: invite_colleague(firm, email=email, by=request.user, now=timezone.now())):
            messages.success(request, _("We send an invitation to %(email)s. It holds for 14 days.") % {"email": email})
            return redirect("firm-members", pk=pk)
    context = {"form": form, "firm": firm, "may_invite": can_invite(request.user, firm)}
    return render(request, "firms/invite.html", context, status=answer_status(form))


@login_required
@require_POST
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(visible_invitations(request.user), pk=pk)
    try:
        withdraw_invitation(invitation, by=request.user, now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The invitation is taken back; its link no longer works."))
    return redirect("firm-members", pk=invitation.firm_id)


@login_required
@require_GET
def claim_list(request: HttpRequest) -> HttpResponse:
    """List who wants to join the viewer's firms, and what the viewer waits for."""
    context = {"claims": answerable_claims(request.user), "own_claims": own_claims(request.user)}
    return render(request, "firms/claims.html", context)


@login_required
@require_POST
def claim_answer(request: HttpRequest, pk: int) -> HttpResponse:
    claim = get_object_or_404(visible_claims(request.user), pk=pk)
    form = ClaimAnswerForm(request.POST)
    if form.is_valid():
        is_granted = form.cleaned_data["answer"] == "yes"
        is_carried_out(form, lambda: answer_claim(claim, is_granted=is_granted, by=request.user, now=timezone.now()))
    _say(request, form)
    return redirect("claim-list")


def _say(request: HttpRequest, form: RoleForm | ClaimAnswerForm) -> None:
    """Tell on the next page whether the form's action was carried out."""
    if not form.errors:
        messages.success(request, _("Done."))
    for sentences in form.errors.values():
        messages.error(request, " ".join(sentences))
