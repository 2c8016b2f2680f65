"""What words may mean, as radio buttons and as a short summary: each with the words that led there."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _

from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.proposals import ProposedAmount, ProposedCode, ProposedQuality, Understanding
from marketplace.wording.aspects import as_label
from marketplace.wording.known import condition_text
from marketplace.wording.numbers import language, months_text, period_text, price_text
from marketplace.wording.understanding import question_text, understood_amount_text, waste_code_text

Picks = list[tuple[str, "Pick"]]  # value, what stands beside it


@dataclass(frozen=True, slots=True)
class Pick:
    """What stands beside a radio button. words: those that led there; code, question: of a waste code."""

    name: str
    words: tuple[str, ...] = ()
    code: str = ""
    hazardous: bool = False
    question: str = ""

    def __str__(self) -> str:
        return self.name


class PickRadio(forms.RadioSelect):
    """Radio buttons for proposals, each with where it comes from."""

    option_template_name = "listings/_pick.html"


@dataclass(frozen=True, slots=True)
class ToldFact:
    """One line of the summary. is_open: there are several, and the person must choose."""

    label: str
    icon: str
    names: tuple[str, ...]
    words: tuple[str, ...]
    is_open: bool


def material_picks(understanding: Understanding) -> Picks:
    """Return the materials by code."""
    knowledge, reader = current_knowledge(), language()
    return [(each.code, Pick(knowledge.name(each.code, reader), each.words)) for each in understanding.materials]


def use_picks(understanding: Understanding) -> Picks:
    """Return the uses by code."""
    knowledge, reader = current_knowledge(), language()
    return [(each.code, Pick(knowledge.use_name(each.code, reader), each.words)) for each in understanding.uses]


def amount_picks(understanding: Understanding) -> Picks:
    """Return the amounts by `amount_key`."""
    return [(amount_key(each), Pick(_amount_text(each), each.words)) for each in understanding.amounts]


def code_picks(understanding: Understanding) -> Picks:
    """Return the waste codes, each with the question that decides it."""
    return [(each.code, _code_pick(each)) for each in understanding.codes]


def quality_picks(understanding: Understanding) -> list[tuple[str, str]]:
    """Return the figures of qualities by the code of the property."""
    return [(each.code, quality_text(each)) for each in understanding.qualities]


def quality_text(quality: ProposedQuality) -> str:
    """Return a quality with its figure: “Moisture 50–55 %”."""
    return as_label(condition_text(quality))


def amount_key(amount: ProposedAmount) -> str:
    """Return the value of an amount's radio button."""
    return f"{amount.amount:g} {amount.unit} {amount.rhythm}".strip()


def exact_amount(amount: ProposedAmount) -> Decimal:
    """Return the amount as a form keeps it."""
    return Decimal(str(round(amount.amount, 3)))


def told_facts(understanding: Understanding) -> Iterator[ToldFact]:
    """Yield what was understood, to be read while one types."""
    materials, uses = material_picks(understanding), use_picks(understanding)
    sure_material, sure_use = understanding.sure_material, understanding.sure_use
    yield from _told(_("Use"), "arrow", uses, is_open=not sure_use, only=sure_use)
    yield from _told(_("Material"), "material", materials, is_open=not sure_material, only=sure_material)
    yield from _told(_("Amount"), "list", amount_picks(understanding), is_open=len(understanding.amounts) > 1)
    if understanding.months:
        names = (months_text(understanding.months.months),)
        yield ToldFact(_("Months"), "calendar", names, understanding.months.words, is_open=False)
    if window := understanding.window:
        names = (period_text(window.start, window.end),)
        yield ToldFact(_("Available"), "calendar", names, window.words, is_open=False)
    if price := understanding.price:
        names = (price_text(Decimal(str(round(price.price, 2))), price.currency, price.unit),)
        yield ToldFact(_("Price"), "list", names, price.words, is_open=False)
    for each in understanding.qualities:
        yield ToldFact(_("Quality"), "list", (quality_text(each),), each.words, is_open=False)
    for each in understanding.places:
        names = tuple(map(str, each.sites)) or tuple(place.label for place in each.places)
        yield ToldFact(_("Place"), "pin", names, (each.word,), len(each.sites) != 1)
    codes = [(code, Pick(pick.code, pick.words)) for code, pick in code_picks(understanding)]
    yield from _told(_("Waste code"), "question", codes, is_open=True)


def _told(label: str, icon: str, picks: Picks, *, is_open: bool, only: str = "") -> Iterator[ToldFact]:
    shown = [pick for value, pick in picks if only in ("", value)]
    if shown:
        words = dict.fromkeys(word for pick in shown for word in pick.words)
        yield ToldFact(label, icon, tuple(pick.name for pick in shown), tuple(words), is_open)


def _amount_text(amount: ProposedAmount) -> str:
    return understood_amount_text(amount.amount, amount.unit, amount.rhythm)


def _code_pick(proposed: ProposedCode) -> Pick:
    known = current_knowledge()
    others = [waste_code_text(code, hazardous=known.waste_codes[code].hazardous) for code in proposed.partners]
    return Pick(
        name=known.waste_name(proposed.code, language()),
        words=proposed.words,
        code=waste_code_text(proposed.code, hazardous=proposed.hazardous),
        hazardous=proposed.hazardous,
        question=question_text(proposed.question, hazardous=proposed.hazardous, partners=others),
    )
