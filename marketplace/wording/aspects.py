"""Sentences for what quality, value, industry, law, hierarchy and cases say of a pair."""

from collections.abc import Mapping
from functools import cache

from django.utils.translation import gettext as _

from marketplace.knowledge_tables import current_tables
from marketplace.wording.numbers import distance_text, language, number_text, unit_text
from matching.knowledge import TermKind
from matching.knowledge.languages import name_in

Values = Mapping[str, object]
FARTHEST_KM = 1_000  # further than any two places of the regions lie apart by road
_ROUNDED = 10  # SEK a tonne: the sum is no more exact


def quality_sentence(values: Values, *, is_good: bool) -> str:
    """Return which stated quality fits or does not, with its figure."""
    known = {"property": property_name(str(values["property"])), "stated": _stated(values)}
    if is_good:
        return _("The quality fits: %(property)s %(stated)s.") % known
    return _("The quality does not fit: %(property)s %(stated)s.") % known


def property_name(code: str) -> str:
    """Return what a quality is called in the reader's language."""
    return name_in(current_tables().properties[code].names, language())


def as_label(name: str) -> str:
    """Return a name with a capital first letter, and pH as it is."""
    return name if name[1:2].isupper() else f"{name[:1].upper()}{name[1:]}"


def _stated(values: Values) -> str:
    low, high, unit = values.get("low"), values.get("high"), unit_text(str(values["unit"]))
    if low is None:
        return _("at most %(high)s %(unit)s") % {"high": number_text(float(high)), "unit": unit}
    if high is None:
        return _("at least %(low)s %(unit)s") % {"low": number_text(float(low)), "unit": unit}
    if low == high:
        return f"{number_text(float(low))} {unit}"
    return f"{number_text(float(low))}–{number_text(float(high))} {unit}"


def value_sentence(values: Values, *, pays: bool) -> str:
    """Return what the two gain or lose together, as a range, and how far it pays."""
    low, high = sorted((_sek(values["low"]), _sek(values["high"])))
    told = {"low": number_text(low, digits=0), "high": number_text(high, digits=0)}
    if pays and float(values["km"]) > FARTHEST_KM:
        return _("Together the two gain %(low)s to %(high)s SEK a tonne, however far it is here.") % told
    if pays:
        far = distance_text(float(values["km"]))
        return _("Together the two gain %(low)s to %(high)s SEK a tonne; it pays up to %(km)s.") % {**told, "km": far}
    return _("Together the two gain nothing: %(low)s to %(high)s SEK a tonne.") % told


def _sek(value: object) -> float:
    return round(float(value) / _ROUNDED) * float(_ROUNDED)


def sector_sentence(values: Values) -> str:
    """Return that firms of the receiver's industry take such things."""
    knowledge = current_tables()
    told = {
        "material": knowledge.name(str(values["material"]), language()),
        "sector": knowledge.sectors.by_code[str(values["sector"])].name(language()),
    }
    return _("Such firms (%(sector)s) usually take %(material)s.") % told


def law_sentence(*, is_light: bool, across: bool) -> str:
    """Return whether the law asks much of the two."""
    if is_light:
        return _("The law asks little here.")
    return _("The border asks for papers or consent.") if across else _("The law asks for papers or permits.")


def hierarchy_sentence(use: str, *, is_high: bool) -> str:
    """Return that a use stands high or low in the waste hierarchy."""
    name = current_tables().use_name(use, language())
    if is_high:
        return _("High in the waste hierarchy: %(use)s.") % {"use": name}
    return _("Low in the waste hierarchy: %(use)s.") % {"use": name}


def case_sentence(code: str) -> str:
    """Return that such a thing has been done elsewhere, in the words of the case library."""
    return _("Done elsewhere: %(note)s") % {"note": case_note(code)}


def case_note(code: str) -> str:
    """Return what has been done elsewhere, in the words of the case library."""
    return name_in(current_tables().cases[code].notes, language())


def treatments_text(codes: str) -> str:
    """Return treatments (codes joined by “;”) as a list in the reader's language."""
    return ", ".join(_treatment(code, language()) for code in codes.split(";"))


@cache
def _treatment(code: str, reader: str) -> str:
    """Return the first word that the tables have for a treatment."""
    terms = [term for term in current_tables().terms if term.kind is TermKind.PROCESS and term.code == code]
    return next((term.text for term in terms if term.language == reader), terms[0].text)
