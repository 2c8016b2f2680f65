"""What a search means and offers, in the reader's language."""

from collections.abc import Sequence

from babel.dates import get_month_names
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.models import Listing
from marketplace.wording.numbers import language, number_text, unit_text

FACET_NAMES = {
    "material": gettext_lazy("Material"),
    "use": gettext_lazy("Use"),
    "area": gettext_lazy("Place"),
    "month": gettext_lazy("Months"),
    "amount": gettext_lazy("Amount"),
    "price": gettext_lazy("Price"),
    "hazard": gettext_lazy("Hazard"),
    "resource": gettext_lazy("Resource"),
}
SIDE_NAMES = {
    "": gettext_lazy("Everything"),
    "offer": gettext_lazy("Offers"),
    "need": gettext_lazy("Needs"),
}
ORDER_NAMES = {
    "words": gettext_lazy("Best match"),
    "newest": gettext_lazy("Newest"),
    "nearest": gettext_lazy("Nearest by road"),
    "ending": gettext_lazy("Ending soonest"),
    "fit": gettext_lazy("Fits my listing"),
}
_LEAST_BAND, _LARGEST_BAND = 2, 7
_KILOGRAMS_OF_TONNE = 3


def month_name(month: int) -> str:
    """Return a month in short."""
    return str(get_month_names("abbreviated", context="stand-alone", locale=language())[month]).rstrip(".")


def amount_name(band: int) -> str:
    """Return a band of amounts between powers of ten of kilograms, in tonnes."""
    unit = unit_text("t")
    if band <= _LEAST_BAND:
        return _("under %(amount)s") % {"amount": f"1 {unit}"}
    low = number_text(10 ** (band - _KILOGRAMS_OF_TONNE))
    if band >= _LARGEST_BAND:
        return _("over %(amount)s") % {"amount": f"{low} {unit}"}
    return f"{low}–{number_text(10 ** (band - _KILOGRAMS_OF_TONNE + 1))} {unit}"


def price_name(value: str) -> str:
    return str(Listing.ShownPrice(value).label)


def hazard_name(value: str) -> str:
    return str(Listing.ShownHazard(value).label)


def use_line(words: str, *, uses: Sequence[str], suited: Sequence[str]) -> str:
    """Return that words name a use, and what is found by it."""
    values = {"words": words, "uses": ", ".join(uses), "materials": ", ".join(suited)}
    if not suited:
        return _("“%(words)s” is a use: %(uses)s.") % values
    return _("“%(words)s” is a use: %(uses)s. Found too: what can serve it, such as %(materials)s.") % values


def material_line(words: str, *, materials: Sequence[str]) -> str:
    return _("“%(words)s” means %(materials)s.") % {"words": words, "materials": ", ".join(materials)}


def code_line(words: str, *, name: str, suited: Sequence[str]) -> str:
    """Return that words are a waste code, and what is found by it."""
    values = {"words": words, "name": name, "materials": ", ".join(suited)}
    if not suited:
        return _("%(words)s is a waste code: %(name)s.") % values
    return _("%(words)s is a waste code: %(name)s. Found too: what usually has it, such as %(materials)s.") % values


def place_line(words: str, *, area: str) -> str:
    """Return which area is meant by a place; a blind listing there shows no more than its half of the county."""
    return _("“%(words)s” is a place: what is shown in %(area)s, or only as somewhere around it.") % {
        "words": words,
        "area": area,
    }


def nothing_line(words: str) -> str:
    """Return that words say nothing of what is looked for."""
    return _(
        "“%(words)s” alone says too little to look for. Write what it is about: a material, a use, a code, a place or "
        "a firm."
    ) % {"words": words}


def too_long_line(number: int, *, most: int) -> str:
    """Return that a search is too long."""
    return _(
        "These are %(number)d letters, and a search takes %(most)d at most. Nothing has been looked for: leave the "
        "words that matter most, and search again."
    ) % {"number": number, "most": most}


def serves_line(*, use: str) -> str:
    return _("can be used for: %(use)s") % {"use": use}


def needed_line(*, use: str) -> str:
    return _("is needed for: %(use)s") % {"use": use}


def has_code_line(*, code: str) -> str:
    return _("usually has waste code %(code)s") % {"code": code}
