"""Cases as rows of a file: each column a fact, in; one line of codes, out."""

import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from enum import StrEnum
from functools import cache, partial
from types import UnionType
from typing import Any, get_args, get_type_hints

from matching.compliance.card import BorderCard
from matching.compliance.facts import Abp, Facts
from matching.errors import ChoiceUnknownError
from matching.tables.cells import parse_date, parse_number, parse_waste_code
from matching.tables.reading import CellError, Row

RESULT_COLUMNS = ("case_id", "status", "regime", "list_code", "hs", "papers", "unblock_or_ask", "rules")

_YES = frozenset({"yes", "y", "true", "1", "ja"})
_NO = frozenset({"no", "n", "false", "0", "nej", "nei"})
_UNKNOWN = frozenset({"", "unknown", "null", "okänt", "ukjent", "?"})
_COUNTRIES = {"sweden": "SE", "sverige": "SE", "norway": "NO", "norge": "NO"}
_AUTHORITIES = {
    "naturvårdsverket": "AUTH-NV",
    "miljødirektoratet": "AUTH-MDIR",
    "jordbruksverket": "AUTH-SJV",
    "mattilsynet": "AUTH-MT",
}
_CATEGORIES = {"1": "cat1", "2": "cat2", "3": "cat3"}


class CaseReader:
    """Reads rows of cases; `problems` collects the cells that made no sense, which are then unknown."""

    def __init__(self) -> None:
        self.problems: list[CellError] = []

    def facts(self, row: Row) -> Facts:
        """Return the facts of a row; an empty cell or `unknown` is unknown."""
        found: dict[str, Any] = {}
        for name, parse in case_columns().items():
            if row.text(name).casefold() in _UNKNOWN:
                continue
            try:
                found[name] = row.read(name, parse)
            except CellError as problem:
                self.problems.append(problem)
        return Facts(**found)

    def day(self, row: Row) -> date | None:
        """Return the day whose law the row asks for, None where it names none."""
        try:
            return row.read("as_of", parse_date)
        except CellError as problem:
            self.problems.append(problem)
            return None


def result_row(case_id: str, card: BorderCard) -> tuple[str, ...]:
    """Return the cells of `RESULT_COLUMNS`; of customs headings the likeliest alone."""
    return (
        case_id,
        card.status,
        card.regime or "",
        ";".join(card.list_codes),
        ";".join(card.hs_codes[:1]),
        ";".join(card.papers),
        ";".join(card.unblock_or_ask),
        ";".join(card.rules),
    )


@cache
def case_columns() -> dict[str, Callable[[str], Any]]:
    """Return how each column of a case file is read: every field of the facts is one."""
    hints = get_type_hints(Facts)
    return {each.name: _OWN_READERS.get(each.name) or _reader(hints[each.name]) for each in fields(Facts)}


def _reader(hint: Any) -> Callable[[str], Any]:
    kind = get_args(hint)[0] if isinstance(hint, UnionType) else hint
    if kind in _READERS:
        return _READERS[kind]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return partial(_choice, kind=kind)
    return _codes


def _choice(text: str, *, kind: type[StrEnum]) -> StrEnum:
    plain = re.sub(r"[\s-]+", "_", text.strip().casefold())
    for choice in kind:
        if choice.value.casefold() == plain:
            return choice
    raise ChoiceUnknownError(text=text)


def _yes_or_no(text: str) -> bool:
    plain = text.strip().casefold()
    if plain not in _YES | _NO:
        raise ChoiceUnknownError(text=text)
    return plain in _YES


def _codes(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in re.split(r"[+;]", text) if part.strip())


def _upper_codes(text: str) -> frozenset[str]:
    return frozenset(code.upper() for code in _codes(text))


def _list_codes(text: str) -> frozenset[str]:
    return frozenset("unlisted" if code.casefold() == "unlisted" else code.upper() for code in _codes(text))


def _lower_codes(text: str) -> frozenset[str]:
    return frozenset(code.casefold() for code in _codes(text))


def _authorities(text: str) -> frozenset[str]:
    named = (_AUTHORITIES.get(code.casefold(), code.upper()) for code in _codes(text))
    return frozenset(code if code.startswith("AUTH-") else f"AUTH-{code}" for code in named)


def _country(text: str) -> str:
    country = _COUNTRIES.get(text.strip().casefold(), text.strip().upper())
    if country not in ("SE", "NO"):
        raise ChoiceUnknownError(text=text)  # the rules know these two alone
    return country


def _operation(text: str) -> str:
    match = re.match(r"^\s*([RD])\s*(\d{1,2})\b", text, re.IGNORECASE)
    if not match or not 1 <= int(match[2]) <= {"R": 13, "D": 15}[match[1].upper()]:
        raise ChoiceUnknownError(text=text)
    return match[1].upper() + match[2].lstrip("0")


def _category(text: str) -> StrEnum:
    digit = re.fullmatch(r"(?:cat|category|kategori)?[\s_.-]*([123])", text.strip().casefold())
    return _choice(_CATEGORIES[digit[1]] if digit else text, kind=Abp)


def _digits(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    if not 4 <= len(digits) <= 10:
        raise ChoiceUnknownError(text=text)
    return digits


def _hazards(text: str) -> frozenset[str]:
    """Read “HP 3” as HP3."""
    return frozenset(re.sub(r"\s+", "", code).upper() for code in _codes(text))


def _family(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text.strip().casefold())


def _percent(text: str) -> float:
    return parse_number(text.replace("%", ""))


def _plain(text: str) -> str:
    return text.strip()


_READERS: dict[Any, Callable[[str], Any]] = {bool: _yes_or_no, float: parse_number, date: parse_date, str: _plain}
_OWN_READERS: dict[str, Callable[[str], Any]] = {
    "abp": _category,
    "contamination_pct": _percent,
    "consents": _authorities,
    "ewc_code": parse_waste_code,
    "feed_animals": _lower_codes,
    "hp_codes": _hazards,
    "hs_code": _digits,
    "material_family": _family,
    "operation_code": _operation,
    "polymers": _upper_codes,
    "wsr_code": _list_codes,
    **dict.fromkeys(("country", "origin_country", "dest_country", "arranger_country", "consignee_country"), _country),
}
