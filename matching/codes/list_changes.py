"""What an official list changes in the tables: codes that come, codes that go, codes that become hazardous."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from matching.codes.official_lists import ListedCode
from matching.knowledge import Amendment, WasteCode, key_of

LISTS = ("EU", "SE", "NO")
_LANGUAGES = {"SE": "sv", "NO": "nb"}
_VALIDITY, _CODES = "waste_code_validity", "waste_codes"


class Step(StrEnum):
    """What becomes of a code."""

    NEW = "new"
    HAZARDOUS = "hazardous"  # from not hazardous to hazardous
    HARMLESS = "harmless"  # and back
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeChange:
    """One code, what becomes of it in a country from a day on, and what the tables then say."""

    code: str
    step: Step
    title: str
    amendments: tuple[Amendment, ...]


def code_changes(
    listed: Mapping[str, ListedCode], known: Mapping[str, WasteCode], *, country: str, first_day: date
) -> list[CodeChange]:
    """Return what a country's whole list changes from a day on, by code; nothing where the tables say that already."""
    changes = [change for code in listed if (change := _change(listed[code], known, country, first_day))]
    gone = (code for code, each in known.items() if code not in listed and each.is_valid(country, day=first_day))
    for code in gone:
        closing = tuple(_close(known[code], country, first_day=first_day))
        changes.append(CodeChange(code=code, step=Step.ENDED, title=_name(known[code], country), amendments=closing))
    return sorted(changes, key=lambda change: change.code)


def _change(listed: ListedCode, known: Mapping[str, WasteCode], country: str, first_day: date) -> CodeChange | None:
    waste = known.get(listed.code)
    if waste is None:
        return _as_change(listed, Step.NEW, [*_unknown(listed, country), _open(listed, country, first_day=first_day)])
    if not waste.is_valid(country, day=first_day):
        return _as_change(listed, Step.NEW, [_open(listed, country, first_day=first_day, waste=waste)])
    if waste.is_hazardous(country, day=first_day) == listed.hazardous:
        return None
    step = Step.HAZARDOUS if listed.hazardous else Step.HARMLESS
    opening = _open(listed, country, first_day=first_day, waste=waste)
    return _as_change(listed, step, [*_close(waste, country, first_day=first_day), opening])


def _as_change(listed: ListedCode, step: Step, amendments: list[Amendment]) -> CodeChange:
    return CodeChange(code=listed.code, step=step, title=listed.title, amendments=tuple(amendments))


def _unknown(listed: ListedCode, country: str) -> Iterator[Amendment]:
    """Yield the row of a code that no list of ours has: elsewhere it does not hold until that list is read."""
    kind = "absolute_hazardous" if listed.hazardous else "absolute_non_hazardous"
    cells = {"code": listed.code, "hazardous": str(int(listed.hazardous)), "entry": kind}
    yield _row(_CODES, cells | {f"name_{_LANGUAGES[country]}": listed.title})
    for other in LISTS:
        if other != country:
            yield _row(_VALIDITY, {"code": listed.code, "country": other, "listed": "open"})


def _open(listed: ListedCode, country: str, *, first_day: date, waste: WasteCode | None = None) -> Amendment:
    cells = {"code": listed.code, "country": country, "listed": "yes", "valid_from": first_day.isoformat()}
    if waste and waste.hazardous != listed.hazardous:
        kind = "mirror" if waste.entry.is_mirror else "absolute"
        hazard = "hazardous" if listed.hazardous else "non_hazardous"
        cells |= {"hazardous": str(int(listed.hazardous)), "entry": f"{kind}_{hazard}"}
    return _row(_VALIDITY, cells)


def _close(waste: WasteCode, country: str, *, first_day: date) -> Iterator[Amendment]:
    """Yield what ends the code's validity on the day before."""
    last_day = (first_day - timedelta(days=1)).isoformat()
    covering = [row for row in waste.validity if row.country == country and row.covers(first_day)]
    for row in covering:
        begins = row.first_day.isoformat() if row.first_day else ""
        key = key_of(_VALIDITY, {"code": waste.code, "country": country, "valid_from": begins})
        ends = row.last_day.isoformat() if row.last_day else ""
        yield Amendment(table=_VALIDITY, row=key, column="valid_to", old=ends, new=last_day)
    if not covering:
        yield _row(_VALIDITY, {"code": waste.code, "country": country, "listed": "yes", "valid_to": last_day})


def _row(table: str, cells: dict[str, str]) -> Amendment:
    told = cells | {"how": "seen", "confidence": "medium"}
    return Amendment(table=table, row=key_of(table, told), cells=tuple(sorted(told.items())))


def _name(waste: WasteCode, country: str) -> str:
    return waste.names.get(_LANGUAGES[country], "") or waste.names.get("en", "")
