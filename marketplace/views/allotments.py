"""The open suggestions with each tonne counted once."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.permissions import is_coordinator
from marketplace.queries.allotments import MOST, AllottedRow, Rest, allotments

Cells = list[dict[str, object]]


@login_required
@require_safe
def allotment_list(request: HttpRequest) -> HttpResponse:
    if not is_coordinator(request.user):
        raise PermissionDenied(_("The queue is for coordinators."))
    found = allotments(request.user)
    context = {
        "heads": [
            {"label": _("Suggestion")},
            {"label": _("Left for it"), "numeric": True},
            {"label": _("Fit"), "numeric": True},
            {"label": _("State")},
        ],
        "rows": [_suggestion_cells(row) for row in found.rows],
        "rest_heads": [
            {"label": _("Listing")},
            {"label": _("Left"), "numeric": True},
            {"label": _("Of"), "numeric": True},
        ],
        "offers": _rest_cells(found.offers),
        "needs": _rest_cells(found.needs),
        "most": MOST if found.is_cut else None,
    }
    return render(request, "suggestions/allotments.html", context)


def _suggestion_cells(row: AllottedRow) -> Cells:
    amount = _("nothing") if row.is_left_out else row.amount or "–"
    return [
        {"text": row.title, "url": row.url},
        {"text": amount, "numeric": True},
        {"text": row.percent, "numeric": True},
        {"text": row.state_label},
    ]


def _rest_cells(rests: Iterable[Rest]) -> list[Cells]:
    return [
        [
            {"text": each.title, "url": each.url},
            {"text": each.amount, "numeric": True},
            {"text": each.whole, "numeric": True},
        ]
        for each in rests
    ]
