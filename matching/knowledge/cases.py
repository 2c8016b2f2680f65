"""Documented symbioses elsewhere: who gave what to whom, for which use, where and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from matching.amounts import UNITS, Rhythm
from matching.knowledge.languages import LANGUAGES
from matching.knowledge.materials import Material
from matching.knowledge.tables import Basis, Confidence, Row, Tables
from matching.knowledge.uses import Use


class CaseStatus(StrEnum):
    RUNNING = "running"  # when it was last reported
    PLANNED = "planned"
    ENDED = "ended"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One flow from a giver to a receiver, as its source tells it.

    material: leaf of what was given; a group where no leaf fits.
    giver_industry, receiver_industry: NACE Rev. 2, division, group or class; "" for households.
    country: two letters. since: the year it began; reported: the year its source speaks of. None where not told.
    amount, unit, rhythm: as published; None and "" where it was not.
    notes: a sentence in our own words, by language.
    source: author or publisher, year, title; address: where it was read.
    """

    code: str
    material: str
    use: str
    giver_industry: str
    receiver_industry: str
    giver: str
    receiver: str
    place: str
    country: str
    since: int | None
    reported: int | None
    amount: float | None
    unit: str
    rhythm: Rhythm | None
    status: CaseStatus
    notes: Mapping[str, str]
    source: str
    address: str
    how: Basis
    confidence: Confidence


def read_cases(tables: Tables, *, materials: Mapping[str, Material], uses: Mapping[str, Use]) -> dict[str, Case]:
    """Return every case by its code.

    Raises TableError for a code that comes twice, or a material, use or unit that there is not.
    """
    cases: dict[str, Case] = {}
    for row in tables.rows("cases"):
        case = _read_case(row)
        if case.code in cases:
            raise row.error(f"{case.code} comes twice")
        if case.material not in materials or case.use not in uses or (case.unit and case.unit not in UNITS):
            raise row.error(f"{case.code} names a material, use or unit that there is not")
        cases[case.code] = case
    return cases


def _read_case(row: Row) -> Case:
    return Case(
        code=row.text("code"),
        material=row.text("material"),
        use=row.text("use"),
        giver_industry=row.text("giver_industry"),
        receiver_industry=row.text("receiver_industry"),
        giver=row.text("giver"),
        receiver=row.text("receiver"),
        place=row.text("place"),
        country=row.text("country"),
        since=row.integer("since"),
        reported=row.integer("reported"),
        amount=row.number("amount"),
        unit=row.text("unit"),
        rhythm=row.optional("rhythm", Rhythm),
        status=row.read("status", CaseStatus),
        notes=MappingProxyType(row.names(LANGUAGES, prefix="note_")),
        source=row.text("source"),
        address=row.text("address"),
        how=row.read("how", Basis),
        confidence=row.read("confidence", Confidence),
    )
