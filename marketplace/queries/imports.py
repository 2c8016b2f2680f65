"""Imports as a viewer may see them, and what their pages show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from marketplace.models import Event, Firm, FollowUp, Import, ImportRow
from marketplace.permissions import Viewer
from marketplace.queries.events import claimable_follow_ups
from marketplace.queries.firms import inside_firms
from marketplace.queries.import_columns import column_name
from marketplace.queries.import_rows import (
    told_amount,
    told_material,
    told_months,
    told_price,
    told_problems,
    told_use,
)
from marketplace.wording.imports import RowProblem
from marketplace.wording.numbers import language

_RECENT = 10
# What the rows of an import can be narrowed to. "made": what it has created or changed.
FILTERS = {
    "all": Q(),
    "ready": Q(verdict=ImportRow.Verdict.READY, is_left_out=False),
    "draft": Q(verdict=ImportRow.Verdict.DRAFT, is_left_out=False),
    "rejected": Q(verdict=ImportRow.Verdict.REJECTED, is_left_out=False),
    "left_out": Q(is_left_out=True),
    "kept": Q(undone=ImportRow.Undone.KEPT),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCard:
    """One row as its page shows it: what was understood, what is missing, what became of it."""

    row: ImportRow
    title: str
    facts: Sequence[tuple[str, str]]  # column's name, what was understood
    problems: Sequence[RowProblem]
    guessed: str  # the material that its words seem to mean
    is_own_listing: bool


def visible_imports(viewer: Viewer) -> QuerySet[Import]:
    """Return the imports for the firms that the viewer sees from inside."""
    imports = Import.objects.filter(firm__in=inside_firms(viewer).values("pk"))
    return imports.select_related("firm", "site").order_by("-uploaded_at", "-pk")


def visible_rows(viewer: Viewer) -> QuerySet[ImportRow]:
    """Return the rows of the imports that the viewer may see."""
    rows = ImportRow.objects.filter(staged__in=visible_imports(viewer).values("pk"))
    return rows.select_related("staged__firm", "staged__site", "staged__uploaded_by", "listing").order_by("pk")


def recent_imports(viewer: Viewer, firm: Firm) -> list[Import]:
    return list(visible_imports(viewer).filter(firm=firm)[:_RECENT])


def import_rows_of(staged: Import, *, which: str) -> QuerySet[ImportRow]:
    """Return rows of an import in the order of the file. which: a key of FILTERS."""
    return staged.rows.filter(FILTERS.get(which, Q())).select_related("listing").order_by("number")


def is_filter(which: str) -> bool:
    return which in FILTERS


def events_waited_for() -> QuerySet[Event]:
    """Return the events of imports under way for which no follow-ups have been made yet, oldest first."""
    return Event.objects.filter(dispatched_at=None, **_of_imports_at_work()).order_by("pk")


def follow_ups_waited_for(*, now: datetime) -> QuerySet[FollowUp]:
    """Return the follow-ups of imports under way that a worker may carry out now."""
    about = {f"event__{field}": value for field, value in _of_imports_at_work().items()}
    return claimable_follow_ups(now=now).filter(**about)


def _of_imports_at_work() -> dict[str, object]:
    at_work = Import.objects.filter(state__in=Import.AT_WORK)
    return {"subject_type": ContentType.objects.get_for_model(Import), "subject_id__in": at_work.values("pk")}


def row_counts(staged: Import) -> dict[str, int]:
    """Return how many rows there are of each kind."""
    rows = staged.rows.values_list("verdict", "is_left_out", "result", "undone")
    counts = dict.fromkeys((*FILTERS, "created", "changed", "unchanged", "undone"), 0)
    for verdict, is_left_out, result, undone in rows:
        counts["all"] += 1
        if is_left_out:
            counts["left_out"] += 1
            continue
        if verdict:
            counts[verdict] += 1
        if result in ("created", "changed", "unchanged"):
            counts[result] += 1
        if undone:
            counts[undone] += 1
    return counts


def row_cards(rows: Sequence[ImportRow], *, staged: Import) -> list[RowCard]:
    return [_card(row, staged=staged) for row in rows]


def _card(row: ImportRow, *, staged: Import) -> RowCard:
    said: Mapping[str, object] = row.understood
    values = {
        "material": told_material(said),
        "use": told_use(said),
        "ewc_code": _code(str(said.get("waste_code", ""))),
        "quantity": told_amount(said),
        "months": told_months(said),
        "place": str(said.get("place", "")),
        "price": told_price(said),
        "available_from": str(said.get("available_from", "")),
        "available_until": str(said.get("available_until", "")),
    }
    reader = language()
    return RowCard(
        row=row,
        title=str(said.get("title", "")) or next(filter(None, row.cells), ""),
        facts=[(column_name(column, reader), value) for column, value in values.items() if value],
        problems=told_problems(row, columns=staged.columns),
        guessed=values["material"] if "material" in row.guesses and "material" not in row.fixes else "",
        is_own_listing=row.listing is not None and not row.undone,
    )


def _code(code: str) -> str:
    return f"{code[:2]} {code[2:4]} {code[4:]}" if code else ""


def samples(staged: Import) -> list[list[str]]:
    """Return, for each column, the first three values in it."""
    found: list[list[str]] = [[] for _ in staged.heading]
    for cells in staged.rows.order_by("number").values_list("cells", flat=True)[:50]:
        for at, cell in enumerate(cells[: len(found)]):
            if cell and len(found[at]) < 3 and cell not in found[at]:
                found[at].append(cell)
    return found
