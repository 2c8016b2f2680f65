"""Corrections of the knowledge tables: which are in force, which wait, and what may be corrected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet

from marketplace.knowledge_tables import current_amendments, current_tables
from marketplace.models import Event, TableCorrection, User
from marketplace.permissions import can_review_correction, can_withdraw_correction, is_coordinator
from marketplace.queries.events import last_event
from marketplace.wording.table_corrections import column_name, row_name, table_name
from matching.knowledge import DATA_FOLDER, Amendment, Knowledge, Tables, as_patch, key_of, load_knowledge

# What a person may correct. The rest of the tables is of the program's own kind: codes, parents, sources.
CORRECTABLE: dict[str, tuple[str, ...]] = {
    "materials": (
        "name_sv",
        "name_nb",
        "name_nn",
        "name_en",
        "waste_codes",
        "density_kg_m3",
        "kg_each",
        "dry_matter_pct",
        "shelf_life_days",
    ),
    "material_properties": ("low", "high"),
    "material_uses": ("suitability", "conditions", "yield", "smallest", "smallest_unit", "haul_km", "confidence"),
    "uses": ("name_sv", "name_nb", "name_nn", "name_en", "receivers"),
    "sectors": ("inputs", "uses", "residues"),
    "cases": ("note_sv", "note_nb", "note_en", "since", "reported", "status", "source", "address"),
    "waste_codes": ("name_sv", "name_nb", "name_en"),
}
PREFIX = "matching/data"
SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRow:
    """A correction in the reader's words."""

    pk: int
    what: str
    column: str
    old: str
    new: str
    reason: str
    source: str
    valid_from: date
    state: str
    state_label: str
    proposed_by: str
    proposed_at: datetime
    reviewed_by: str
    reviewed_at: datetime | None
    may_review: bool
    may_withdraw: bool


def approved_corrections() -> QuerySet[TableCorrection]:
    """Return what is approved, whatever its day, in the order in which it comes into force."""
    approved = TableCorrection.objects.filter(state=TableCorrection.State.APPROVED)
    return approved.order_by("valid_from", "reviewed_at", "pk")


def knowledge_to_come() -> Knowledge:
    """Return the tables with all that is approved laid over them, also what holds from a later day on."""
    return load_knowledge(amendments=as_amendments(approved_corrections()))


def corrections_in_force(*, as_of: date) -> QuerySet[TableCorrection]:
    """Return the approved corrections that hold on a day, in the order in which they came into force."""
    return approved_corrections().filter(valid_from__lte=as_of)


def has_been_in_force(correction: TableCorrection, *, as_of: date) -> bool:
    """Return whether a correction is in force on a day, or was until it was taken back."""
    state = correction.state
    if state == TableCorrection.State.WITHDRAWN:
        state = last_event(correction, Event.Kind.CORRECTION_REVIEWED).changes["state"][0]
    return state == TableCorrection.State.APPROVED and correction.valid_from <= as_of


def as_amendments(corrections: Iterable[TableCorrection]) -> tuple[Amendment, ...]:
    """Return corrections as the tables take them."""
    return tuple(
        Amendment(
            table=each.table,
            row=each.row,
            column=each.column,
            old=each.old,
            new=each.new,
            cells=tuple(sorted(each.cells.items())),
        )
        for each in corrections
    )


def visible_table_corrections(viewer: User) -> QuerySet[TableCorrection]:
    """Return every correction, to coordinators: those that wait first, then the newest."""
    if not is_coordinator(viewer):
        return TableCorrection.objects.none()
    found = TableCorrection.objects.select_related("proposed_by", "reviewed_by")
    return found.order_by(F("reviewed_at").desc(nulls_first=True), "proposed_at", "pk")


def correction_rows(corrections: Iterable[TableCorrection], *, viewer: User) -> list[CorrectionRow]:
    """Return corrections as their page shows them."""
    return [_row(each, viewer=viewer) for each in corrections]


def _row(correction: TableCorrection, *, viewer: User) -> CorrectionRow:
    waits = correction.state == TableCorrection.State.PROPOSED
    in_force = correction.state == TableCorrection.State.APPROVED
    return CorrectionRow(
        pk=correction.pk,
        what=f"{table_name(correction.table)}: {row_name(correction.table, correction.row)}",
        column=column_name(correction.column) if correction.column else "",
        old=correction.old,
        new=correction.new or ", ".join(value for value in correction.cells.values() if value),
        reason=correction.reason,
        source=correction.source,
        valid_from=correction.valid_from,
        state=correction.state,
        state_label=correction.get_state_display(),
        proposed_by=str(correction.proposed_by or ""),
        proposed_at=correction.proposed_at,
        reviewed_by=str(correction.reviewed_by or ""),
        reviewed_at=correction.reviewed_at,
        may_review=waits and can_review_correction(viewer, correction),
        may_withdraw=(waits or in_force) and can_withdraw_correction(viewer, correction),
    )


def correctable_rows(kind: str, code: str) -> list[tuple[str, str]]:
    """Return what can be corrected of a material, use or case: table and row, the thing itself first."""
    known = current_tables()
    if kind != "materials":
        return [(kind, code)]
    properties = [("material_properties", f"{code};{each.code}") for each in known.material(code).properties]
    uses = [("material_uses", f"{code};{edge.use}") for edge in known.material_uses.of(code)]
    return [("materials", code), *uses, *properties]


def current_row(table: str, row: str) -> dict[str, str] | None:
    """Return the cells of one row as the tables say now, None where there is none."""
    tables = Tables(DATA_FOLDER, current_amendments())
    return next((dict(each.cells) for each in tables.rows(table) if key_of(table, each.cells) == row), None)


def terms_table(code: str) -> str:
    """Return the table that has most of the words for a material or use: a new one belongs beside them."""
    counts: dict[str, int] = {}
    for each in Tables(DATA_FOLDER).rows_of_folder("terms"):
        if each.text("code") == code:
            counts[each.table] = counts.get(each.table, 0) + 1
    kind = "uses" if code in current_tables().uses else "mixed_waste"
    return max(counts, key=lambda table: (counts[table], table)) if counts else f"terms/{kind}"


def check_readable(amendments: tuple[Amendment, ...]) -> None:
    """Raise TableError where the tables could not be read with these amendments."""
    load_knowledge(amendments=amendments)


def corrections_patch(*, as_of: date) -> str:
    """Return what is in force as a patch to the shipped tables."""
    return as_patch(DATA_FOLDER, as_amendments(corrections_in_force(as_of=as_of)), prefix=PREFIX)
