"""Moving a symbiosis from stage to stage: by one tap on the board, or on its page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.actions.stages import correct_stage, fail_symbiosis, hold_symbiosis, move_symbiosis, resume_symbiosis
from marketplace.errors import RefusedError
from marketplace.forms.worksheets import CorrectionForm, FailForm, HoldForm, MoveForm, ResumeForm
from marketplace.views.worksheets import carried_out, followed_or_404


@login_required
@require_POST
def symbiosis_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move it, then show again where the tap was: the board, as it was filtered, or its page."""
    symbiosis = followed_or_404(request, pk)
    form = MoveForm(request.POST, symbiosis=symbiosis)
    if not form.is_valid():
        messages.error(request, _("Choose the stage to move to."))
        return redirect("symbiosis-detail", pk=pk)
    try:
        moved = move_symbiosis(symbiosis, by=request.user, now=timezone.now(), **form.cleaned_data)
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Now at “%(stage)s”.") % {"stage": moved.get_stage_display()})
    return redirect("symbiosis-list") if request.POST.get("back") == "board" else redirect("symbiosis-detail", pk=pk)


@login_required
@require_POST
def symbiosis_correct(request: HttpRequest, pk: int) -> HttpResponse:
    return carried_out(request, pk, CorrectionForm, correct_stage, done=_("Taken back. The log says why."))


@login_required
@require_POST
def symbiosis_hold(request: HttpRequest, pk: int) -> HttpResponse:
    return carried_out(request, pk, HoldForm, hold_symbiosis, done=_("On hold. It can go on from where it was."))


@login_required
@require_POST
def symbiosis_fail(request: HttpRequest, pk: int) -> HttpResponse:
    return carried_out(request, pk, FailForm, fail_symbiosis, done=_("Ended, with what stood in the way."))


@login_required
@require_POST
def symbiosis_resume(request: HttpRequest, pk: int) -> HttpResponse:
    return carried_out(request, pk, ResumeForm, resume_symbiosis, done=_("It goes on from where it was."))
