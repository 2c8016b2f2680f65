"""Sentences for the engine's reasons, with its numbers or, for who may not see them, without."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from marketplace.knowledge_tables import current_tables
from marketplace.wording.aspects import (
    case_sentence,
    hierarchy_sentence,
    law_sentence,
    quality_sentence,
    sector_sentence,
    treatments_text,
    value_sentence,
)
from marketplace.wording.numbers import distance_text, language, months_text, quantity_text
from matching.records import BASE_UNITS, Aspect, ReasonCode

Values = Mapping[str, object]
_DIMENSIONS = {unit: dimension for dimension, unit in BASE_UNITS.items()}


def reason_sentence(reason: Mapping[str, object], *, exact: bool) -> str:
    """Return a stored reason (code, aspect, values) as a sentence.

    exact: the reader may see both listings openly; else amounts, kilometres, codes and words stay out.
    """
    code, values = ReasonCode(reason["code"]), reason["values"]
    if not values.get("from_words"):
        return _exact_sentence(code, values) if exact else _blind_sentence(code, values)
    if not exact:  # what hidden words tell stays hidden
        return _FROM_WORDS[code]()
    return _("%(sentence)s Understood from the words.") % {"sentence": _exact_sentence(code, values)}


def _exact_sentence(code: ReasonCode, values: Values) -> str:
    if code in _AMOUNTS:
        return _AMOUNTS[code]() % _amounts(values)
    match code:
        case ReasonCode.SAME_WASTE_CODE:
            return _("Same waste code: %(code)s.") % {"code": _waste_code(values["waste_code"])}
        case ReasonCode.RELATED_WASTE_CODE:
            return _("Related waste codes: %(code)s and %(other)s.") % {
                "code": _waste_code(values["waste_code"]),
                "other": _waste_code(values["other"]),
            }
        case ReasonCode.SAME_CONCEPT if values["offer_word"] == values["need_word"]:
            return _("Both say “%(word)s”.") % {"word": values["offer_word"]}
        case ReasonCode.SAME_CONCEPT:
            return _("“%(offer)s” and “%(need)s” mean the same: %(material)s.") % {
                "offer": values["offer_word"],
                "need": values["need_word"],
                "material": _material(values["material"]),
            }
        case ReasonCode.SIMILAR_WORDING:
            return _("The texts use similar words. Please check.")
        case ReasonCode.SIMILAR_MEANING:
            return _("A language model finds the two texts alike. Please check.")
        case ReasonCode.NEAR | ReasonCode.FAR:
            minutes, straight = values.get("minutes"), bool(values.get("straight"))
            known = None if minutes is None else float(minutes)
            return _sentence_case(distance_text(float(values["km"]), minutes=known, straight=straight))
        case ReasonCode.QUALITY_FITS | ReasonCode.QUALITY_APART:
            return quality_sentence(values, is_good=code is ReasonCode.QUALITY_FITS)
        case ReasonCode.PAYS | ReasonCode.DOES_NOT_PAY:
            return value_sentence(values, pays=code is ReasonCode.PAYS)
        case ReasonCode.SECTOR_INPUT | ReasonCode.SECTOR_USE:
            return sector_sentence(values)
    return _blind_sentence(code, values)


def _blind_sentence(code: ReasonCode, values: Values) -> str:
    match code:
        case ReasonCode.SAME_MATERIAL:
            return _("Same material: %(material)s.") % {"material": _material(values["material"])}
        case ReasonCode.RELATED_MATERIAL:
            return _("Related materials: %(material)s and %(other)s.") % _two_materials(values)
        case ReasonCode.KNOWN_USE:
            return _("%(material)s is known to serve: %(use)s.") % _material_and_use(values)
        case ReasonCode.TREATED_USE:
            return _("%(material)s is known to serve after treatment (%(treatments)s): %(use)s.") % {
                **_material_and_use(values),
                "treatments": treatments_text(str(values["treatments"])),
            }
        case ReasonCode.SAME_USE:
            return _("%(material)s can stand in for %(other)s: both serve %(use)s.") % {
                **_material_and_use(values),
                "other": _material(values["other"]),
            }
        case ReasonCode.NOT_WANTED:
            return _("The need does not want %(material)s.") % {"material": _material(values["material"])}
        case ReasonCode.LAW_LIGHT | ReasonCode.LAW_HEAVY:
            return law_sentence(is_light=code is ReasonCode.LAW_LIGHT, across=bool(values["across"]))
        case ReasonCode.HIGH_USE | ReasonCode.LOW_USE:
            return hierarchy_sentence(str(values["use"]), is_high=code is ReasonCode.HIGH_USE)
        case ReasonCode.SIMILAR_CASE:
            return case_sentence(str(values["case"]))
        case ReasonCode.UNRELATED_MATERIAL:
            return _("Different materials: %(material)s and %(other)s.") % _two_materials(values)
        case ReasonCode.MONTHS_MEET:
            return _("The months meet: %(months)s.") % {"months": months_text(values["months"])}
        case ReasonCode.MONTHS_APART:
            return _months_apart(values)
    return _BLIND[code]()


def _months_apart(values: Values) -> str:
    if not values["months"]:
        return _("The months do not meet: it would have to be stored.")
    return _("The months meet only in part: %(months)s.") % {"months": months_text(values["months"])}


_FROM_WORDS = {
    ReasonCode.SAME_MATERIAL: lambda: _("By the words the material is the same."),
    ReasonCode.RELATED_MATERIAL: lambda: _("By the words the materials are related."),
    ReasonCode.UNRELATED_MATERIAL: lambda: _("By the words the materials are different."),
    ReasonCode.NOT_WANTED: lambda: _("By the words the need does not want this material."),
    ReasonCode.KNOWN_USE: lambda: _("By the words the material serves the use."),
    ReasonCode.TREATED_USE: lambda: _("By the words the material serves the use after treatment."),
    ReasonCode.SAME_USE: lambda: _("By the words the one can stand in for the other."),
    ReasonCode.SECTOR_INPUT: lambda: _("Such firms usually take such things."),
    ReasonCode.SECTOR_USE: lambda: _("Such firms could use such things."),
    ReasonCode.HIGH_USE: lambda: _("The use stands high in the waste hierarchy."),
    ReasonCode.LOW_USE: lambda: _("The use stands low in the waste hierarchy."),
    ReasonCode.SIMILAR_CASE: lambda: _("Something like it has been done elsewhere."),
}
_AMOUNTS = {
    ReasonCode.AMOUNT_COVERS: lambda: _("The amounts fit: %(offer)s for %(need)s."),
    ReasonCode.AMOUNT_PART: lambda: _("The offer covers a part: %(offer)s of %(need)s."),
    ReasonCode.AMOUNT_EXCEEDS: lambda: _("The need takes a part: %(need)s of %(offer)s."),
    ReasonCode.LOT_TOO_SMALL: lambda: _("The whole offer (%(offer)s) is less than the smallest lot (%(smallest)s)."),
}
_BLIND = {
    ReasonCode.SAME_WASTE_CODE: lambda: _("The waste codes agree."),
    ReasonCode.RELATED_WASTE_CODE: lambda: _("The waste codes are related."),
    ReasonCode.SAME_CONCEPT: lambda: _("Both texts mean the same material."),
    ReasonCode.SIMILAR_WORDING: lambda: _("The texts use similar words."),
    ReasonCode.SIMILAR_MEANING: lambda: _("A language model finds the two texts alike."),
    ReasonCode.AMOUNT_COVERS: lambda: _("The amounts fit."),
    ReasonCode.AMOUNT_PART: lambda: _("The offer covers a part of the need."),
    ReasonCode.AMOUNT_EXCEEDS: lambda: _("The need takes a part of the offer."),
    ReasonCode.LOT_TOO_SMALL: lambda: _("The whole offer is less than the smallest lot taken."),
    ReasonCode.SECTOR_INPUT: lambda: _("Such firms usually take such things."),
    ReasonCode.SECTOR_USE: lambda: _("Such firms could use such things."),
    ReasonCode.QUALITY_FITS: lambda: _("The stated quality fits."),
    ReasonCode.QUALITY_APART: lambda: _("The stated quality does not fit."),
    ReasonCode.PAYS: lambda: _("It probably pays to carry it this far."),
    ReasonCode.DOES_NOT_PAY: lambda: _("It probably does not pay to carry it this far."),
    ReasonCode.OTHER_INDUSTRY: lambda: _("The two work in different industries and may not know each other."),
    ReasonCode.NEAR: lambda: _("The two are near each other."),
    ReasonCode.FAR: lambda: _("The two are far apart."),
}


def _amounts(values: Values) -> dict[str, str]:
    dimension = _DIMENSIONS[str(values["unit"])]
    once = bool(values.get("once"))
    return {
        name: quantity_text(float(values[name]), dimension, once=once)
        for name in ("offer", "need", "smallest")
        if name in values
    }


def _material_and_use(values: Values) -> dict[str, str]:
    return {
        "material": _capitalised(_material(values["material"])),
        "use": current_tables().use_name(str(values["use"]), language()),
    }


def _two_materials(values: Values) -> dict[str, str]:
    return {"material": _material(values["material"]), "other": _material(values["other"])}


def _material(code: object) -> str:
    return current_tables().name(str(code), language())


def _waste_code(code: object) -> str:
    digits = str(code)
    return f"{digits[:2]} {digits[2:4]} {digits[4:]}".strip()


def aspect_names() -> dict[str, str]:
    """Return the name of every aspect that a match is judged on."""
    return {
        Aspect.MATERIAL: _("Material and use"),
        Aspect.QUALITY: _("Quality"),
        Aspect.AMOUNT: _("Amount"),
        Aspect.TIMING: _("Months"),
        Aspect.VALUE: _("Delivered value"),
        Aspect.DISTANCE: _("Distance"),
        Aspect.LEGAL: _("Legal ease"),
        Aspect.HIERARCHY: _("Waste hierarchy"),
        Aspect.TEXT: _("Words"),
        Aspect.CASES: _("Similar cases"),
        Aspect.NOVELTY: _("Novelty"),
        Aspect.MEANING: _("Meaning of the text"),
    }


def _sentence_case(text: str) -> str:
    return f"{_capitalised(text)}."


def _capitalised(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
