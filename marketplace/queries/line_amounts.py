"""How much, how often, when and for how much money a line says, as proposals."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from marketplace.models import Country, Currency, Firm, Listing
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.proposals import ProposedAmount, ProposedMonths, ProposedPrice, ProposedWindow
from matching.amounts import UNITS
from matching.codes import FoundAmount, FoundCount, FoundMaterial, FoundPrice, FoundRhythm, LineFacts, day_of
from matching.knowledge import Material
from matching.records import Dimension
from matching.words.folding import words

# So surely a word names the material that a number beside it may count; and at least, and as a share of the first,
# what may be meant instead.
_NAMED, _POSSIBLE, _NEARLY = 0.6, 0.3, 0.5
_CURRENCY_OF = {Country.SWEDEN: Currency.SEK, Country.NORWAY: Currency.NOK}


def counts_of_the_thing(facts: LineFacts, materials: Sequence[FoundMaterial]) -> tuple[FoundCount, ...]:
    """Return the bare numbers that are an amount: those beside a material that is counted, and of what it comes in.

    None where the line tells an amount with its unit: then they may be anything.
    """
    if facts.amounts:
        return ()
    known, leaves = current_knowledge().materials, current_knowledge().children
    named = [(known[each.code], each) for each in materials if each.score >= _NAMED]
    counted = {
        word
        for material, each in named
        if any(_is_counted(known[code]) for code in (material.code, *leaves.get(material.code, ())))
        for word in _words_of(each)
    }
    # Of what may be counted, ten pallets are any number.
    least = max([_POSSIBLE, *(_NEARLY * each.score for each in materials[:1])])
    possible = [known[each.code] for each in materials if each.score >= least]
    packed = bool(possible) and not any(map(_is_counted, possible))
    return tuple(each for each in facts.counts if (packed and each.is_in_vessels) or counted.intersection(each.words))


def amounts_told(facts: LineFacts, counts: Iterable[FoundCount]) -> tuple[ProposedAmount, ...]:
    """Return the amounts, each with the rhythm that follows it; a range as its ends and its middle."""
    found = facts.amounts or tuple(FoundAmount(each.low, each.high, "pcs", each.span) for each in counts)
    facts = replace(facts, amounts=found)
    pairs = ((amount, _rhythm_of(amount, facts)) for amount in found)
    return tuple(dict.fromkeys(each for amount, rhythm in pairs for each in _readings(amount, rhythm)))


def months_told(facts: LineFacts) -> ProposedMonths | None:
    """Return all months that the line names."""
    named = {month for found in facts.months for month in found.months}
    return ProposedMonths(tuple(sorted(named)), tuple(found.span.text for found in facts.months)) if named else None


def window_told(facts: LineFacts, *, on: date) -> ProposedWindow | None:
    """Return from when until when the line says; nothing of an end that it tells twice, or that lies before the start.

    on: the day on which it is read: a day without its year is the next one, or one just gone.
    """
    told = [(bound, day) for bound in facts.bounds if (day := day_of(bound, on=on))]
    starts, ends = ({day for bound, day in told if bound.is_start is is_start} for is_start in (True, False))
    start, end = (days.pop() if len(days) == 1 else None for days in (starts, ends))
    if not (start or end) or (start and end and end < start):
        return None
    return ProposedWindow(start, end, tuple(bound.span.text for bound, day in told if day in (start, end)))


def price_told(facts: LineFacts, amounts: Sequence[ProposedAmount], *, side: str, firm: Firm) -> ProposedPrice | None:
    """Return the one price that the line tells per unit of its amount; None where it tells it per something else."""
    units = {each.unit for each in amounts}
    told = list(_prices(facts.prices, units=units, side=side))
    if len(told) != 1 or len(units) > 1:
        return None
    usual = _CURRENCY_OF[Country(firm.country)] if firm.country in _CURRENCY_OF else Currency.SEK
    return replace(told[0], currency=told[0].currency or str(usual))


def _prices(found: Iterable[FoundPrice], *, units: set[str], side: str) -> Iterator[ProposedPrice]:
    for each in found:
        unit = next(iter(units), each.unit)
        price = -each.amount if each.is_paid_by_writer and side == Listing.Side.OFFER else each.amount
        if not each.amount:
            yield ProposedPrice(0.0, each.currency, unit, (each.span.text,))
        elif each.unit and UNITS[each.unit].dimension is UNITS[unit].dimension and _same_thing(each.unit, unit):
            price *= UNITS[unit].factor / UNITS[each.unit].factor
            yield ProposedPrice(price, each.currency, unit, (each.span.text,))


def _same_thing(one: str, other: str) -> bool:
    """Return whether two units of one dimension can be made of each other: a load is no piece."""
    return one == other or UNITS[one].dimension is not Dimension.PIECES


def _is_counted(material: Material) -> bool:
    return material.kg_each is not None or material.resource.dimension is Dimension.PIECES


def _words_of(found: FoundMaterial) -> set[str]:
    return {word for evidence in found.words for word in words(evidence.word)}


def _rhythm_of(amount: FoundAmount, facts: LineFacts) -> FoundRhythm | None:
    """Return the one rhythm of the line, else the first between this amount and the next that a listing can have."""
    possible = [rhythm for rhythm in facts.rhythms if rhythm.rhythm in Listing.Rhythm.values]
    if len(facts.amounts) == 1 and len({(rhythm.rhythm, rhythm.times) for rhythm in possible}) == 1:
        return possible[0]
    until = min(
        (other.span.start for other in facts.amounts if other.span.start > amount.span.start), default=float("inf")
    )
    between = (rhythm for rhythm in possible if amount.span.stop <= rhythm.span.start < until)
    return next(between, None)


def _readings(found: FoundAmount, rhythm: FoundRhythm | None) -> Iterable[ProposedAmount]:
    told = (found.span.text, *([rhythm.span.text] if rhythm else []))
    times = rhythm.times if rhythm else 1.0
    for amount in sorted({found.low, (found.low + found.high) / 2, found.high}):
        yield ProposedAmount(amount * times, found.unit, str(rhythm.rhythm) if rhythm else "", told)
