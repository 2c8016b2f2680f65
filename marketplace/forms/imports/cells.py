"""The cells of a row as a person would type them into the form; what makes no sense is left out, and told."""

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar

from django import forms

from marketplace.models import Listing, PropertyValue
from marketplace.queries.knowledge import current_knowledge
from marketplace.wording.facts import fact_sentence
from marketplace.wording.imports import beyond_sentence, material_sentence, use_sentence
from matching.amounts import check_window, parse_months, parse_rhythm, parse_unit
from matching.errors import (
    AmountNotPositiveError,
    ChoiceUnknownError,
    FactError,
    RhythmUnknownError,
)
from matching.knowledge import Property
from matching.tables import Row, parse_date, parse_number, parse_range
from matching.words.language import detect_language

_Read = TypeVar("_Read")
_LANGUAGES = {"sv": "sv", "se": "sv", "nb": "nb", "no": "nb", "nn": "nn", "en": "en"}
_PER = re.compile(r"\s*/\s*|\s+per\s+|\s+pr\.?\s+", re.IGNORECASE)  # “ton per vecka”, “m³/uke”, “t pr. år”
_DETECT_FROM = 2000  # characters: more tell nothing more about the language
_AS_TYPED = {
    "title": "title",
    "description": "description",
    "quality_notes": "quality_notes",
    "waste_code": "ewc_code",
    "price": "price",
    "kg_each": "kg_each",
    "abp_category": "abp_category",
}


class Cells:
    """Reads the cells of one row; `problems` collects, by field of the form, why a cell was left out."""

    def __init__(self, row: Row) -> None:
        self._row = row
        self.problems: dict[str, list[str]] = {}
        self.language = _language(row)

    def typed(self) -> dict[str, object]:
        """Return what to put into the form's fields. Numbers that the form reads itself stay as they are."""
        unit, rhythm = self._unit_and_rhythm()
        months = self._read("months", parse_months) or ()
        return {
            **{name: self._row.text(column) for name, column in _AS_TYPED.items()},
            **self._window(),
            "material": self._read("material", partial(_material, language=self.language)) or "",
            "use": self._read("use", partial(_use, language=self.language)) or "",
            "amount": self._read("amount", _amount, column="quantity") or "",
            "unit": unit,
            "rhythm": rhythm,
            "months": [str(month) for month in months],
            "currency": self._row.text("currency").upper(),
            "max_km": self._read("max_km", lambda text: str(round(parse_number(text)))) or "",
            "visibility": self._row.text("visibility").casefold() or Listing.Visibility.BLIND,
        }

    def resource(self) -> str:
        """Return the kind of resource that the row names; the form lets a known material decide."""
        return self._read("resource", _resource) or Listing.Resource.MATERIAL

    def properties(self) -> list[PropertyValue]:
        """Return the qualities in columns that are called after one."""
        found = []
        for code, known in current_knowledge().properties.items():
            ends = self._read(code, partial(_range, known=known))
            if ends:
                found.append(PropertyValue(code=code, low=ends[0], high=ends[1], unit=known.unit))
        return found

    def _unit_and_rhythm(self) -> tuple[str, str]:
        unit, rhythm = self._row.text("unit"), self._row.text("rhythm")
        if not rhythm and len(parts := _PER.split(unit, maxsplit=1)) == 2:
            unit, rhythm = parts
        read_unit = self._try("unit", unit, parse_unit) or ""
        return read_unit, self._try("rhythm", rhythm, _rhythm) or Listing.Rhythm.YEAR

    def _window(self) -> dict[str, date | None]:
        start, end = self._read("available_from", parse_date), self._read("available_until", parse_date)
        try:
            check_window(start, end)
        except FactError as error:
            self.problems["available_until"] = [fact_sentence(error)]
            return {}
        return {"available_from": start, "available_until": end}

    def _read(self, name: str, parse: Callable[[str], _Read], *, column: str = "") -> _Read | None:
        return self._try(name, self._row.text(column or name), parse)

    def _try(self, name: str, text: str, parse: Callable[[str], _Read]) -> _Read | None:
        if not text:
            return None
        try:
            return parse(text)
        except FactError as error:
            self.problems[name] = [fact_sentence(error)]
        except forms.ValidationError as error:
            self.problems[name] = error.messages
        return None


def _language(row: Row) -> str:
    stated = _LANGUAGES.get(row.text("language").casefold()[:2])
    return stated or detect_language(f"{row.text('title')}\n{row.text('description')}"[:_DETECT_FROM])


def _material(text: str, *, language: str) -> str:
    try:
        return current_knowledge().material_for(text, language).code
    except KeyError:
        raise forms.ValidationError(material_sentence(text)) from None


def _use(text: str, *, language: str) -> str:
    try:
        return current_knowledge().use_for(text, language).code
    except KeyError:
        raise forms.ValidationError(use_sentence(text)) from None


def _amount(text: str) -> str:
    number = parse_number(text)
    if number <= 0:
        raise AmountNotPositiveError(amount=number, unit="")
    return text


def _rhythm(text: str) -> str:
    rhythm = parse_rhythm(text)
    if rhythm not in Listing.Rhythm.values:  # by the hour, which the form does not offer
        raise RhythmUnknownError(rhythm=text)
    return str(rhythm)


def _resource(text: str) -> str:
    resource = text.casefold()
    if resource not in Listing.Resource.values:
        raise ChoiceUnknownError(text=text)
    return resource


def _range(text: str, *, known: Property) -> tuple[float | None, float | None]:
    ends = parse_range(text)
    if any(end is not None and not known.low <= end <= known.high for end in ends):
        raise forms.ValidationError(beyond_sentence(text, low=known.low, high=known.high, unit=known.unit))
    return ends
