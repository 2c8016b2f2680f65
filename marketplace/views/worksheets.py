"""What a coordinator writes down about a symbiosis, and whom they hand it over to."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.actions.attachments import attach_file, remove_attachment
from marketplace.actions.barriers import note_barrier, remove_barrier, return_barrier
from marketplace.actions.logs import involve_person, log_contact, remove_entry, write_note
from marketplace.actions.next_steps import hand_over_symbiosis, plan_symbiosis
from marketplace.errors import RefusedError, require
from marketplace.forms.worksheets import (
    BarrierForm,
    BarrierStateForm,
    ContactForm,
    FileForm,
    HandOverForm,
    NoteForm,
    PersonForm,
    PlanForm,
)
from marketplace.models import Barrier, Symbiosis
from marketplace.permissions import can_follow_up
from marketplace.queries.symbioses import visible_symbioses
from marketplace.queries.worksheets import CONTACT, FILE, NOTE, PERSON
from marketplace.views.form_answers import is_carried_out
from marketplace.views.symbioses import symbiosis_page

Act = Callable[..., object]


def followed_or_404(request: HttpRequest, pk: int) -> Symbiosis:
    """Return a symbiosis to work on: 404 for whoever may not see it, 403 for whoever only may see it."""
    symbiosis = get_object_or_404(visible_symbioses(request.user), pk=pk)
    may = can_follow_up(request.user, symbiosis)
    require(may, _("Only its owner and the coordinators of its area can follow this up."))
    return symbiosis


def carried_out(request: HttpRequest, pk: int, form_class: type[Form], act: Act, *, done: str) -> HttpResponse:
    """Carry out what a form of the worksheet asks; where something is not right, it stands there as it was typed.

    act: takes the symbiosis, and by keyword `by`, `now` and what the form holds.
    """
    symbiosis = followed_or_404(request, pk)
    form = form_class(request.POST, request.FILES, symbiosis=symbiosis)
    if not form.is_valid() or not is_carried_out(
        form, lambda: act(symbiosis, by=request.user, now=timezone.now(), **form.cleaned_data)
    ):
        return symbiosis_page(request, pk, work_form=form)
    messages.success(request, done)
    # Who has handed it over may no longer see it.
    still_visible = visible_symbioses(request.user).filter(pk=pk).exists()
    return redirect("symbiosis-detail", pk=pk) if still_visible else redirect("symbiosis-list")


def _plan(symbiosis: Symbiosis, *, by, now, **facts: object) -> Symbiosis:
    return plan_symbiosis(symbiosis, facts=facts, by=by, now=now)


def _note_barrier(symbiosis: Symbiosis, *, barrier: str, **facts: object) -> Barrier:
    return note_barrier(symbiosis, code=barrier, **facts)


@login_required
@require_POST
def symbiosis_plan(request: HttpRequest, pk: int) -> HttpResponse:
    return carried_out(request, pk, PlanForm, _plan, done=_("Kept."))


@login_required
@require_POST
def symbiosis_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    return carried_out(request, pk, HandOverForm, hand_over_symbiosis, done=_("Handed over. Your colleague is told."))


@login_required
@require_POST
def symbiosis_note(request: HttpRequest, pk: int) -> HttpResponse:
    return carried_out(request, pk, NoteForm, write_note, done=_("Note kept."))


@login_required
@require_POST
def symbiosis_contact(request: HttpRequest, pk: int) -> HttpResponse:
    return carried_out(request, pk, ContactForm, log_contact, done=_("Contact kept."))


@login_required
@require_POST
def symbiosis_person(request: HttpRequest, pk: int) -> HttpResponse:
    return carried_out(request, pk, PersonForm, involve_person, done=_("Person kept."))


@login_required
@require_POST
def symbiosis_file_new(request: HttpRequest, pk: int) -> HttpResponse:
    return carried_out(request, pk, FileForm, attach_file, done=_("File kept."))


@login_required
@require_POST
def symbiosis_barrier(request: HttpRequest, pk: int) -> HttpResponse:
    return carried_out(request, pk, BarrierForm, _note_barrier, done=_("Barrier noted."))


@login_required
@require_POST
def barrier_state(request: HttpRequest, pk: int, barrier_pk: int) -> HttpResponse:
    symbiosis = followed_or_404(request, pk)
    barrier = get_object_or_404(symbiosis.barriers, pk=barrier_pk)
    form = BarrierStateForm(request.POST, symbiosis=symbiosis)
    if not form.is_valid():
        messages.error(request, _("Say whether the barrier is removed or in the way again."))
        return redirect("symbiosis-detail", pk=pk)
    act = remove_barrier if form.cleaned_data["state"] == Barrier.State.REMOVED else return_barrier
    try:
        act(barrier, by=request.user, now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    return redirect("symbiosis-detail", pk=pk)


@login_required
@require_POST
def symbiosis_entry_remove(request: HttpRequest, pk: int, kind: str, entry_pk: int) -> HttpResponse:
    symbiosis = followed_or_404(request, pk)
    entries = {
        NOTE: symbiosis.notes,
        CONTACT: symbiosis.contact_entries,
        PERSON: symbiosis.involved_people,
        FILE: symbiosis.attachments,
    }
    if kind not in entries:
        raise Http404
    entry = get_object_or_404(entries[kind], pk=entry_pk)
    act = remove_attachment if kind == FILE else remove_entry
    act(entry, by=request.user, now=timezone.now())
    messages.success(request, _("Removed."))
    return redirect("symbiosis-detail", pk=pk)
