"""Pages of imports: uploading a file, telling its columns, looking through its rows, importing, undoing."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from marketplace.actions.staged_imports import (
    discard_import,
    map_columns,
    start_import,
    take_back_import,
    upload_import,
)
from marketplace.errors import RefusedError
from marketplace.follow_ups import check_import, run_import, undo_import
from marketplace.forms.imports.mapping import MappingForm
from marketplace.forms.imports.uploads import UploadForm, is_all_known
from marketplace.models import Import
from marketplace.queries.firms import inside_firms
from marketplace.queries.imports import (
    import_rows_of,
    is_filter,
    recent_imports,
    row_cards,
    row_counts,
    visible_imports,
)
from marketplace.queries.opened import note_opened
from marketplace.views.form_answers import answer_status, is_carried_out, sent
from marketplace.wording.imports import row_tabs

ON_A_PAGE = 25
AT_ONCE = 100  # rows that are read or imported while the browser waits; more are a worker's


@login_required
@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file of listings for a firm."""
    firm = get_object_or_404(inside_firms(request.user), pk=pk)
    note_opened(firm.pk)
    form = UploadForm(sent(request), request.FILES or None, firm=firm)
    if form.is_valid():
        staged, rows = form.staged()
        kept: list[Import] = []
        if is_carried_out(form, lambda: kept.append(_upload(request, staged, rows))):
            return _after_upload(request, kept[0])
    context = {"form": form, "firm": firm, "recent": recent_imports(request.user, firm)}
    return render(request, "imports/new.html", context, status=answer_status(form))


def _upload(request: HttpRequest, staged: Import, rows: list) -> Import:
    return upload_import(staged, rows=rows, by=request.user, now=timezone.now())


def _after_upload(request: HttpRequest, staged: Import) -> HttpResponse:
    if staged.state != Import.State.UPLOADED:
        messages.info(request, _("This file was uploaded before: here it is."))
        return redirect("import-detail", pk=staged.pk)
    if not is_all_known(staged):
        return redirect("import-columns", pk=staged.pk)
    told = {"columns": staged.columns, "unit": staged.unit, "rhythm": staged.rhythm}
    map_columns(staged, **told, by=request.user, now=timezone.now())
    _at_once(staged, check_import)
    return redirect("import-detail", pk=staged.pk)


@login_required
@require_http_methods(["GET", "POST"])
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what each column of a file is."""
    staged = get_object_or_404(visible_imports(request.user), pk=pk)
    if staged.state not in (Import.State.UPLOADED, Import.State.READY):
        return redirect("import-detail", pk=pk)
    form = MappingForm(sent(request), staged=staged)
    if form.is_valid() and is_carried_out(
        form, lambda: map_columns(staged, **form.told(), by=request.user, now=timezone.now())
    ):
        _at_once(staged, check_import)
        return redirect("import-detail", pk=pk)
    return render(request, "imports/columns.html", {"form": form, "staged": staged}, status=answer_status(form))


@login_required
@require_safe
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far an import is: what was understood, what is being done, or what became of it."""
    staged = get_object_or_404(visible_imports(request.user), pk=pk)
    if staged.state == Import.State.UPLOADED:
        return redirect("import-columns", pk=pk)
    is_at_work = staged.state in Import.AT_WORK
    if request.htmx:
        # Asked every other second by the page that shows the progress: once it is over, that page is another.
        return render(request, "imports/_progress.html", {"staged": staged}) if is_at_work else _anew()
    context: dict[str, object] = {"staged": staged, "is_at_work": is_at_work}
    return render(request, "imports/detail.html", context if is_at_work else context | _rows(request, staged))


def _anew() -> HttpResponse:
    return HttpResponseClientRefresh()


def _rows(request: HttpRequest, staged: Import) -> dict[str, object]:
    which = request.GET.get("rows", "")
    counts = row_counts(staged)
    page = Paginator(import_rows_of(staged, which=which), ON_A_PAGE).get_page(request.GET.get("page"))
    return {
        "counts": counts,
        "page": page,
        "cards": row_cards(page.object_list, staged=staged),
        "tabs": row_tabs(counts, chosen=which if is_filter(which) else "all"),
        "query": f"rows={which}" if is_filter(which) else "",
        "is_ready": staged.state == Import.State.READY,
        "to_import": counts["ready"] + counts["draft"],
    }


@login_required
@require_POST
def import_start(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, start_import, run_import)


@login_required
@require_POST
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, take_back_import, undo_import)


def _step(request: HttpRequest, pk: int, step: Callable[..., Import], work: Callable[..., None]) -> HttpResponse:
    staged = get_object_or_404(visible_imports(request.user), pk=pk)
    try:
        staged = step(staged, by=request.user, now=timezone.now())
        _at_once(staged, work)
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("import-detail", pk=pk)


@login_required
@require_POST
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    staged = get_object_or_404(visible_imports(request.user), pk=pk)
    try:
        discard_import(staged, by=request.user, now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, refusal.message)
        return redirect("import-detail", pk=pk)
    messages.success(request, _("“%(file)s” is put aside. Nothing of it was imported.") % {"file": staged.file_name})
    return redirect("import-new", pk=staged.firm_id)


def _at_once(staged: Import, work: Callable[..., None]) -> None:
    """Do what a worker would, where that takes less time than waiting for one. It finds nothing left to do."""
    if staged.total <= AT_ONCE:
        fresh = Import.objects.select_related("firm", "site", "uploaded_by", "started_by").get(pk=staged.pk)
        if fresh.state in Import.AT_WORK:
            work(fresh, by=None, now=timezone.now())
