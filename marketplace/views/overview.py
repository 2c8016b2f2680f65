"""The coordinator's overview, as a page and as files."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.documents.overview import FIGURES, overview_csv, overview_workbook
from marketplace.forms.overview import OverviewForm
from marketplace.permissions import is_coordinator
from marketplace.queries.map_drawing import region_map
from marketplace.queries.overview import Figure, Table, TableRow, figure_text, overview
from marketplace.views.import_files import attachment

ON_THE_PAGE = 60  # rows of a table, the rest is in the file


@login_required
@require_safe
def overview_page(request: HttpRequest) -> HttpResponse:
    form = _form(request)
    found = overview(form.scope())
    files = [(FIGURES, _("Figures")), *((sheet.code, sheet.title) for sheet in found.sheets.values())]
    context = {
        "form": form,
        "query": urlencode(form.query),
        "files": files,
        "map": region_map(),
        "spots": found.spots,
        "labels": found.labels,
        "sources": found.sources,
        "is_empty": not any(sheet.rows for sheet in found.sheets.values()),
        "movement": _shown(found.movement),
        "funnel": _shown([found.funnel]),
        "supply": _shown(found.supply),
        "alone": _shown(found.alone),
        "potential": _shown(found.potential),
        "coverage": _shown([found.municipalities]),
    }
    return render(request, "overview/page.html", context)


@login_required
@require_safe
def overview_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Give the workbook of everything, or one of its sheets as CSV."""
    found = overview(_form(request).scope())
    if (code, kind) == ("overview", "xlsx"):
        return attachment(overview_workbook(found), kind=kind, name=_("materialtorget-overview"))
    if kind != "csv" or code not in (FIGURES, *found.sheets):
        raise Http404
    return attachment(overview_csv(found, code), kind=kind, name=f"{_('materialtorget-overview')}-{code}")


def _form(request: HttpRequest) -> OverviewForm:
    if not is_coordinator(request.user):
        raise PermissionDenied(_("The overview is for coordinators."))
    return OverviewForm(request.GET.dict(), viewer=request.user, now=timezone.now())


def _shown(tables: Iterable[Table]) -> list[dict[str, object]]:
    """Return tables as components/table.html shows them, each with its chart; without those of no rows."""
    return [
        {
            "code": table.code,
            "caption": table.caption,
            "heads": [{"label": head, "numeric": _is_numeric(table, at)} for at, head in enumerate(table.heads)],
            "rows": [_cells(row) for row in table.rows[:ON_THE_PAGE]],
            "chart": table.chart,
            "is_long": table.is_long,
            "note": table.note,
            "more": max(0, len(table.rows) - ON_THE_PAGE),
        }
        for table in tables
        if table.rows
    ]


def _is_numeric(table: Table, at: int) -> bool:
    return at > 0 and any(isinstance(row.cells[at - 1], Figure) for row in table.rows)


def _cells(row: TableRow) -> list[dict[str, object]]:
    return [{"text": row.label, "url": row.url}, *map(_cell, row.cells)]


def _cell(cell: Figure | str) -> dict[str, object]:
    if isinstance(cell, Figure):
        return {"text": figure_text(cell), "numeric": True, "is_figure": True}
    return {"text": cell, "numeric": cell == "–"}
