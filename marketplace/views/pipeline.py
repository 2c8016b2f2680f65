"""The coordinator's symbioses, as a board by stage and as a table."""

from datetime import datetime
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.forms.pipeline import PipelineFilterForm
from marketplace.models import Membership, Symbiosis
from marketplace.queries.pipeline import (
    ORDERS,
    PipelineRow,
    board,
    idle_count,
    pipeline,
    pipeline_rows,
    sorted_pipeline,
)

ON_A_PAGE = 30
BOARD, TABLE = "board", "table"


def pipeline_page(request: HttpRequest) -> HttpResponse:
    """Answer with the board, or with the table."""
    form = PipelineFilterForm(request.GET, viewer=request.user)
    now = timezone.now()
    view = TABLE if request.GET.get("view") == TABLE else BOARD
    filters = {name: value for name in form.fields if (value := request.GET.get(name))}
    context = {
        "form": form,
        "is_filtered": bool(filters),
        "view": view,
        "tabs": _tabs(request, view=view, filters=filters),
    }
    shown = (
        _table(request, form, filters=filters, now=now) if view == TABLE else _board(request, form, filters, now=now)
    )
    return render(request, f"symbioses/{view}.html", context | shown)


def _tabs(request: HttpRequest, *, view: str, filters: dict[str, str]) -> list[dict[str, object]]:
    tabs = [
        {"label": _("Board"), "url": f"?{urlencode(filters)}", "active": view == BOARD},
        {"label": _("Table"), "url": f"?{urlencode({'view': TABLE, **filters})}", "active": view == TABLE},
    ]
    if Membership.objects.filter(user=request.user).exists():
        tabs.append({"label": _("My firms’"), "url": "?view=firms", "active": False})
    return tabs


def _board(
    request: HttpRequest, form: PipelineFilterForm, filters: dict[str, str], *, now: datetime
) -> dict[str, object]:
    chosen = form.chosen()
    columns = board(request.user, chosen=chosen, now=now)

    return {
        "columns": [
            (column, f"?{urlencode({**filters, 'view': TABLE, 'stage': column.stage})}")
            for column in columns
            if column.count or column.stage not in Symbiosis.OVER
            if not chosen.stage or chosen.stage == column.stage
        ],
        "idle_count": idle_count(pipeline(request.user, chosen=chosen, now=now)),
        "table_url": f"?{urlencode({**filters, 'view': TABLE})}",
        "is_empty": not any(column.count for column in columns),
    }


def _table(
    request: HttpRequest, form: PipelineFilterForm, *, filters: dict[str, str], now: datetime
) -> dict[str, object]:
    order = request.GET.get("sort", "")
    symbioses = sorted_pipeline(pipeline(request.user, chosen=form.chosen(), now=now), by=order)
    page = Paginator(symbioses, ON_A_PAGE).get_page(request.GET.get("page"))
    kept = {"view": TABLE, **filters}
    return {
        "page": page,
        "query": urlencode({**kept, "sort": order} if order.removeprefix("-") in ORDERS else kept),
        "heads": _heads(order, kept=kept),
        "rows": [_cells(row) for row in pipeline_rows(page, now=now)],
    }


def _heads(order: str, *, kept: dict[str, str]) -> list[dict[str, object]]:
    heads = [("", _("Symbiosis")), ("stage", _("Stage")), ("owner", _("Owner")), ("", _("Next step"))]
    heads += [("due", _("On which day")), ("active", _("Last active")), ("", _("Where"))]
    return [_head(name, label, order=order, kept=kept) for name, label in heads]


def _head(name: str, label: str, *, order: str, kept: dict[str, str]) -> dict[str, object]:
    if not name:
        return {"label": label}
    other = f"-{name}" if order == name else name
    direction = {name: "ascending", f"-{name}": "descending"}.get(order, "")
    return {"label": label, "url": f"?{urlencode({**kept, 'sort': other})}", "direction": direction}


def _cells(row: PipelineRow) -> list[dict[str, object]]:
    day = date_format(row.next_step_date, "SHORT_DATE_FORMAT") if row.next_step_date else "–"
    active = date_format(timezone.localtime(row.active_at), "SHORT_DATE_FORMAT")
    return [
        {"text": row.title, "url": row.url},
        {"text": f"{row.stage_label}: {row.barrier}" if row.barrier else row.stage_label},
        {"text": row.owner_name or _("nobody")},
        {"text": row.next_step or "–"},
        {"text": _("%(day)s, overdue") % {"day": day} if row.is_overdue else day, "tag": row.is_overdue and "stop"},
        {"text": f"{active}, {idle_text(row.idle_days)}" if row.idle_days else active, "tag": row.idle_days and "wait"},
        {"text": row.places},
    ]


def idle_text(days: int) -> str:
    """Return for how long nothing has happened, in words."""
    return ngettext("idle for %(days)d day", "idle for %(days)d days", days) % {"days": days}
