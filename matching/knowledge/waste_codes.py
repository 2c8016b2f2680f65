"""The European list of waste: codes, headings, and from when to when a code holds where."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from matching.knowledge.tables import Row, Tables

LANGUAGES = ("sv", "nb", "en")  # the list has no nynorsk of its own


class EntryType(StrEnum):
    ABSOLUTE_HAZARDOUS = "absolute_hazardous"
    ABSOLUTE_NON_HAZARDOUS = "absolute_non_hazardous"
    MIRROR_HAZARDOUS = "mirror_hazardous"
    MIRROR_NON_HAZARDOUS = "mirror_non_hazardous"

    @property
    def is_mirror(self) -> bool:
        return self in (EntryType.MIRROR_HAZARDOUS, EntryType.MIRROR_NON_HAZARDOUS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """In `country`, a code holds from the first day to the last, both included; None is open.

    listed: false where that country's list lacks the code, or no day is known yet from which it has it.
    hazardous: what it is there in that time, where that differs from the list in force before.
    """

    country: str
    first_day: date | None = None
    last_day: date | None = None
    listed: bool = True
    hazardous: bool | None = None

    def covers(self, day: date) -> bool:
        begun = self.first_day is None or self.first_day <= day
        return self.listed and begun and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class WasteCode:
    """Six digits of the list. Names are ours, short and plain, not the legal text."""

    code: str
    hazardous: bool
    entry: EntryType
    names: Mapping[str, str]
    validity: tuple[Validity, ...] = ()

    @property
    def heading(self) -> str:
        return self.code[:4]

    @property
    def chapter(self) -> str:
        return self.code[:2]

    def is_valid(self, country: str, *, day: date) -> bool:
        """Return whether the code holds there on that day. A country without its own row has no limits."""
        rows = [row for row in self.validity if row.country == country]
        return not rows or any(row.covers(day) for row in rows)

    def is_hazardous(self, country: str, *, day: date) -> bool:
        """Return whether it is hazardous there on that day: a few codes have changed side, country by country."""
        stated = (row.hazardous for row in self.validity if row.country == country and row.covers(day))
        return next((hazardous for hazardous in stated if hazardous is not None), self.hazardous)


def read_waste_codes(tables: Tables) -> dict[str, WasteCode]:
    """Return every code of the list. Raises TableError for a code that comes twice."""
    validity = _read_validity(tables)
    codes: dict[str, WasteCode] = {}
    for row in tables.rows("waste_codes"):
        code = row.text("code")
        if code in codes:
            raise row.error(f"{code} comes twice")
        codes[code] = WasteCode(
            code=code,
            hazardous=row.read("hazardous", int) == 1,
            entry=row.read("entry", EntryType),
            names=MappingProxyType(row.names(LANGUAGES)),
            validity=tuple(validity.get(code, ())),
        )
    return codes


def read_waste_headings(tables: Tables) -> dict[str, Mapping[str, str]]:
    """Return the names of chapters (two digits) and headings (four) by language."""
    return {
        row.text("code"): MappingProxyType(row.names(LANGUAGES))
        for row in tables.rows("waste_headings", required=False)
    }


def _read_validity(tables: Tables) -> dict[str, list[Validity]]:
    by_code: dict[str, list[Validity]] = defaultdict(list)
    for row in tables.rows("waste_code_validity", required=False):
        by_code[row.text("code")].append(_validity(row))
    return by_code


def _validity(row: Row) -> Validity:
    return Validity(
        country=row.text("country"),
        first_day=row.optional("valid_from", date.fromisoformat),
        last_day=row.optional("valid_to", date.fromisoformat),
        listed=row.text("listed") in ("", "yes"),
        hazardous=row.optional("hazardous", lambda cell: int(cell) == 1),
    )
