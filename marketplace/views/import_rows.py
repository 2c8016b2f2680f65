"""Pages of one row of an import: correcting it, leaving it out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.actions.import_checks import check_row
from marketplace.actions.staged_imports import correct_row, leave_out_row
from marketplace.errors import RefusedError
from marketplace.forms.imports import StagedReader
from marketplace.forms.imports.corrections import CorrectionForm
from marketplace.models import Import, ImportRow
from marketplace.queries.imports import row_cards, visible_rows
from marketplace.views.form_answers import is_carried_out, sent
from marketplace.views.imports import ON_A_PAGE


@login_required
@require_http_methods(["GET", "POST"])
def import_row(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct one row before it is imported."""
    row = get_object_or_404(visible_rows(request.user), pk=pk)
    staged = row.staged
    if staged.state != Import.State.READY:
        return redirect("import-detail", pk=staged.pk)
    reader = StagedReader(staged)
    form = CorrectionForm(sent(request), row=row, reader=reader)
    if form.is_valid() and is_carried_out(form, lambda: _correct(request, row, form, reader)):
        messages.success(request, _("Row %(number)s was read anew.") % {"number": row.number})
        return redirect(_place_in_list(row))
    context = {"form": form, "row": row, "staged": staged, "card": row_cards([row], staged=staged)[0]}
    return render(request, "imports/row.html", context, status=422 if form.is_bound else 200)


def _correct(request: HttpRequest, row: ImportRow, form: CorrectionForm, reader: StagedReader) -> None:
    now = timezone.now()
    corrected = correct_row(row, fixes=form.fixes(), by=request.user, now=now)
    corrected.staged = row.staged
    check_row(corrected, reader=reader, now=now)


@login_required
@require_POST
def import_row_leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a row out, or take it in again."""
    row = get_object_or_404(visible_rows(request.user), pk=pk)
    try:
        is_left_out = request.POST.get("is_left_out") == "1"
        leave_out_row(row, is_left_out=is_left_out, by=request.user, now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    return redirect(_place_in_list(row))


def _place_in_list(row: ImportRow) -> str:
    """Return the address of the row in the list of all rows, where a reader finds it again."""
    before = row.staged.rows.filter(number__lt=row.number).count()
    return f"{reverse('import-detail', args=[row.staged_id])}?page={before // ON_A_PAGE + 1}#row-{row.number}"
