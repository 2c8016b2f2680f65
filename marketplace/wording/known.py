"""Words for what the knowledge tables say: suitability, confidence, conditions, validity, sources."""

from typing import Protocol

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.wording.aspects import property_name
from marketplace.wording.numbers import language, number_text, unit_text
from matching.knowledge import Basis, CaseStatus, Confidence, Suitability

_SUITABILITY = {
    Suitability.DIRECT: gettext_lazy("common practice"),
    Suitability.CONDITIONAL: gettext_lazy("where the conditions hold"),
    Suitability.POSSIBLE: gettext_lazy("possible, to be tried"),
}
_CONFIDENCE = {
    Confidence.HIGH: gettext_lazy("sure"),
    Confidence.MEDIUM: gettext_lazy("fairly sure"),
    Confidence.LOW: gettext_lazy("unsure"),
}
_BASIS = {
    Basis.SEEN: gettext_lazy("read at the source"),
    Basis.WORK: gettext_lazy("from a published work"),
    Basis.JUDGEMENT: gettext_lazy("our own judgement"),
}
_STATUS = {
    CaseStatus.RUNNING: gettext_lazy("running when last reported"),
    CaseStatus.PLANNED: gettext_lazy("planned"),
    CaseStatus.ENDED: gettext_lazy("ended"),
    CaseStatus.UNKNOWN: gettext_lazy("not told whether it still runs"),
}
_NO_WASTE_CODE = {
    "energy": gettext_lazy("None: energy is no waste."),
    "water": gettext_lazy("None: water is not in the list of waste."),
    "gas": gettext_lazy("None: this gas is not in the list of waste."),
    "product": gettext_lazy("None: new and unused, it is a product."),
    "service": gettext_lazy("None: it is shared or lent, not thrown away."),
}
# What each language calls itself.
LANGUAGE_NAMES = {"sv": "svenska", "nb": "bokmål", "nn": "nynorsk", "en": "English"}


def suitability_name(suitability: Suitability) -> str:
    """Return how well a material serves a use."""
    return str(_SUITABILITY[suitability])


def certainty_text(how: Basis | None, confidence: Confidence | None) -> str:
    """Return how a row is known and how surely: “our own judgement, fairly sure”."""
    return ", ".join(str(text) for text in (how and _BASIS[how], confidence and _CONFIDENCE[confidence]) if text)


def case_status_text(status: CaseStatus) -> str:
    """Return whether a documented case still runs."""
    return str(_STATUS[status])


def no_waste_code_text(reason: str) -> str:
    """Return why a material has no waste code, "" where it has one."""
    return str(_NO_WASTE_CODE.get(reason, ""))


def country_name(code: str) -> str:
    """Return a country's name, its code where nobody has named it."""
    return str(Locale(language()).territories.get(code, code))


def spaced_code(code: str) -> str:
    """Return a waste code as the list prints it: 03 01 01."""
    return " ".join(code[place : place + 2] for place in range(0, len(code), 2))


class Range(Protocol):
    """A quality, stated or proposed: the code of its property, its ends and its unit."""

    code: str
    low: float | None
    high: float | None
    unit: str


def range_text(value: Range) -> str:
    """Return the range of a quality, "" where none is known."""
    low, high, unit = value.low, value.high, unit_text(value.unit)
    if low is None and high is None:
        return ""
    if low is None:
        return _("at most %(high)s %(unit)s") % {"high": number_text(high), "unit": unit}
    if high is None:
        return _("at least %(low)s %(unit)s") % {"low": number_text(low), "unit": unit}
    figures = number_text(low) if low == high else f"{number_text(low)}–{number_text(high)}"
    return f"{figures} {unit}".strip()


def condition_text(value: Range) -> str:
    """Return one condition of a use: “moisture at most 20 %”."""
    told = range_text(value)
    name = property_name(value.code)
    return f"{name} {told}" if told else _("%(quality)s known") % {"quality": name}
