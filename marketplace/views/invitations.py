"""The page behind an invitation's link, for people with and without an account."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.actions.invitations import accept_invitation
from marketplace.models import Invitation
from marketplace.queries.invitations import InvitationOverError, open_invitation

SESSION_KEY = "invitation"


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    try:
        invitation = open_invitation(token, now=timezone.now())
        if request.method == "POST" and request.user.is_authenticated:
            accept_invitation(invitation, by=request.user, now=timezone.now())
            request.session.pop(SESSION_KEY, None)
            messages.success(request, _("You belong to %(firm)s now.") % {"firm": invitation.firm})
            return redirect("firm-detail", pk=invitation.firm_id)
    except InvitationOverError as over:
        return render(request, "firms/invitation_over.html", {"sentence": over.message}, status=410)
    if not request.user.is_authenticated:
        # Who follows the link reads the mail of this address: signing up with it needs no code.
        request.session[SESSION_KEY] = token
        get_adapter(request).stash_verified_email(request, invitation.email)
    return render(request, "firms/invitation.html", {"invitation": invitation})


def invitation_in(request: HttpRequest) -> Invitation | None:
    """Return the invitation whose link was followed in this session, if it still holds."""
    if not (token := request.session.get(SESSION_KEY)):
        return None
    try:
        return open_invitation(token, now=timezone.now())
    except InvitationOverError:
        del request.session[SESSION_KEY]
        return None
