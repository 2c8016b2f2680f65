"""Corrections of the knowledge tables: coordinators propose and review them, leads take the patch along."""

import gc
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.actions.table_corrections import (
    approve_correction,
    propose_correction,
    propose_term,
    reject_correction,
    withdraw_correction,
)
from marketplace.errors import RefusedError
from marketplace.forms.table_corrections import CorrectionForm, TermForm
from marketplace.models import TableCorrection
from marketplace.permissions import is_coordinator, is_lead
from marketplace.queries.knowledge import current_knowledge, tables_in_force, warm_up
from marketplace.queries.table_corrections import (
    CORRECTABLE,
    SHOWN,
    correction_rows,
    corrections_patch,
    current_row,
    visible_table_corrections,
)
from marketplace.queries.unclaimed_words import unclaimed_words
from marketplace.views.form_answers import answer_status, is_carried_out, sent
from marketplace.wording.table_corrections import row_name, table_name

_STEPS: dict[str, Callable[..., TableCorrection]] = {
    "approve": approve_correction,
    "reject": reject_correction,
    "withdraw": withdraw_correction,
}


class CorrectionsMiddleware:
    """Let each answer use one set of tables, and look whether somebody has changed what is laid over them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with tables_in_force(as_of=timezone.localdate(), beside=True):
            return self.get_response(request)


def read_tables() -> None:
    """Read the tables as they are corrected by now, so that the first answers of this process need not."""
    with tables_in_force(as_of=timezone.localdate()):
        warm_up()
    connection.close()
    gc.freeze()  # they stay: to look through them for garbage takes a quarter of a second, in the midst of an answer


def _for_coordinators(request: HttpRequest) -> None:
    if not is_coordinator(request.user):
        raise PermissionDenied(_("The tables are corrected by coordinators."))


@login_required
@require_safe
def correction_list(request: HttpRequest) -> HttpResponse:
    _for_coordinators(request)
    found = visible_table_corrections(request.user)
    rows = correction_rows(found[:SHOWN], viewer=request.user)
    return render(request, "corrections/list.html", {"rows": rows, "may_take_patch": is_lead(request.user)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correction_new(request: HttpRequest) -> HttpResponse:
    """Propose a correction of one row, which the address names."""
    _for_coordinators(request)
    table, row = request.GET.get("table", ""), request.GET.get("row", "")
    cells = current_row(table, row) if table in CORRECTABLE else None
    if cells is None:
        raise Http404
    start = {"valid_from": timezone.localdate(), "column": request.GET.get("column", "")}
    form = CorrectionForm(sent(request), table=table, row=row, cells=cells, initial=start)
    if form.is_valid() and is_carried_out(
        form, lambda: propose_correction(form.instance, by=request.user, now=timezone.now())
    ):
        messages.success(request, _("Proposed. Another coordinator reviews it."))
        return redirect("correction-list")
    context = {"form": form, "what": table_name(table), "name": row_name(table, row)}
    return render(request, "corrections/new.html", context, status=answer_status(form))


@login_required
@require_POST
def correction_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    correction = get_object_or_404(visible_table_corrections(request.user), pk=pk)
    if step not in _STEPS:
        raise Http404
    try:
        _STEPS[step](correction, by=request.user, now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Done."))
    return redirect("correction-list")


@login_required
@require_safe
def correction_patch(request: HttpRequest) -> HttpResponse:
    """Give what is in force as a patch to the shipped tables."""
    if not is_lead(request.user):
        raise Http404
    patch = corrections_patch(as_of=timezone.localdate())
    answer = HttpResponse(patch, content_type="text/x-diff; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="corrections.patch"'
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def word_list(request: HttpRequest) -> HttpResponse:
    """Show the words that no material or use claims, and take one as a new word for one of them."""
    _for_coordinators(request)
    form = TermForm(sent(request))
    if form.is_valid():
        facts = form.facts(today=timezone.localdate())
        if is_carried_out(form, lambda: propose_term(**facts, by=request.user, now=timezone.now())):
            messages.success(request, _("Proposed. Another coordinator reviews it."))
            return redirect("word-list")
    found = unclaimed_words(request.user)
    context = {"form": form, "found": found, "version": current_knowledge().version}
    return render(request, "corrections/words.html", context, status=answer_status(form))
