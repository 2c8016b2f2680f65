"""Sentences for the engine's reasons, with its numbers or, for who may not see them, without."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from marketplace.wording.numbers import distance_text, language, months_text, quantity_text
from matching.knowledge import load_knowledge
from matching.records import BASE_UNITS, Aspect, ReasonCode

Values = Mapping[str, object]
_DIMENSIONS = {unit: dimension for dimension, unit in BASE_UNITS.items()}


def reason_sentence(reason: Mapping[str, object], *, exact: bool) -> str:
    """Return a stored reason (code, aspect, values) as a sentence.

    exact: the reader may see both listings openly; else amounts, kilometres, codes and words stay out.
    """
    code, values = ReasonCode(reason["code"]), reason["values"]
    return _exact_sentence(code, values) if exact else _blind_sentence(code, values)


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
        case ReasonCode.NEAR | ReasonCode.FAR:
            return _sentence_case(distance_text(float(values["km"])))
    return _blind_sentence(code, values)


def _blind_sentence(code: ReasonCode, values: Values) -> str:
    match code:
        case ReasonCode.SAME_MATERIAL:
            return _("Same material: %(material)s.") % {"material": _material(values["material"])}
        case ReasonCode.RELATED_MATERIAL:
            return _("Related materials: %(material)s and %(other)s.") % _two_materials(values)
        case ReasonCode.KNOWN_USE:
            return _("%(material)s is known to serve: %(use)s.") % {
                "material": _capitalised(_material(values["material"])),
                "use": load_knowledge().use_name(str(values["use"]), language()),
            }
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
    ReasonCode.AMOUNT_COVERS: lambda: _("The amounts fit."),
    ReasonCode.AMOUNT_PART: lambda: _("The offer covers a part of the need."),
    ReasonCode.AMOUNT_EXCEEDS: lambda: _("The need takes a part of the offer."),
    ReasonCode.LOT_TOO_SMALL: lambda: _("The whole offer is less than the smallest lot taken."),
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


def _two_materials(values: Values) -> dict[str, str]:
    return {"material": _material(values["material"]), "other": _material(values["other"])}


def _material(code: object) -> str:
    return load_knowledge().name(str(code), language())


def _waste_code(code: object) -> str:
    digits = str(code)
    return f"{digits[:2]} {digits[2:4]} {digits[4:]}".strip()


def aspect_names() -> dict[str, str]:
    """Return the name of every aspect that a match is judged on."""
    return {
        Aspect.MATERIAL: _("Material"),
        Aspect.AMOUNT: _("Amount"),
        Aspect.TIMING: _("Months"),
        Aspect.DISTANCE: _("Distance"),
        Aspect.TEXT: _("Words"),
    }


def _sentence_case(text: str) -> str:
    return f"{_capitalised(text)}."


def _capitalised(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
