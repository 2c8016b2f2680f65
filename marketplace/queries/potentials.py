"""What an exchange could save, on what its reader may see of both sides: potential, never measured."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from geo.transport_tables import Range
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.listing_cards import ListingCard
from marketplace.wording.numbers import number_text
from matching.impact import factor_origin, potential_impact

_KG_A_TONNE = 1000.0
_DIGITS = 2  # a factor carries no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Potential:
    """Tonnes kept from being waste, and tonnes of CO₂e: low, default, high. A year's worth, or all of it when `once`.

    avoided: None where no factor is known: then nothing is claimed. net: after carrying it there on a
    lorry. is_exact: judged on the amounts themselves, not on the middle of their bands.
    """

    waste_t: float
    avoided: Range | None
    transport: Range
    net: Range | None
    once: bool
    is_exact: bool
    source_title: str
    source_url: str
    year: int | None

    @property
    def waste_text(self) -> str:
        return number_text(_rounded(self.waste_t), digits=3)

    @property
    def avoided_text(self) -> str:
        return _range_text(self.avoided) if self.avoided else ""

    @property
    def net_text(self) -> str:
        return _range_text(self.net) if self.net else ""


def potential(giver: ListingCard, receiver: ListingCard, *, km: float | None) -> Potential | None:
    """Return what the exchange could save; None where an amount in tonnes or a material is unknown.

    Counted on the smaller of the two amounts as the cards show them, and on the material and use that everybody sees.
    km: by road, as its reader may know them.
    """
    bands = [card.band for card in (giver, receiver) if card.band]
    amounts = [card.quantity for card in (giver, receiver) if card.quantity and card.band and card.band.unit == "kg"]
    if len(amounts) < 2 or bands[0].once != bands[1].once or not giver.material_code:
        return None
    knowledge = current_knowledge()
    facts = {"material": giver.material_code, "use": receiver.use_code, "knowledge": knowledge}
    found = potential_impact(min(amounts), km=km, **facts)
    told = factor_origin(giver.material_code, receiver.use_code, knowledge=knowledge) if found.avoided else None
    source = knowledge.sources.get(told.source) if told else None
    return Potential(
        waste_t=_rounded(found.tonnes),
        avoided=_in_tonnes(found.avoided),
        transport=_in_tonnes(found.transport),
        net=_in_tonnes(found.net),
        once=bands[0].once,
        is_exact=giver.is_open and receiver.is_open,
        source_title=source.title if source else _("our own estimate") if told else "",
        source_url=source.address if source else "",
        year=told.year if told else None,
    )


def _in_tonnes(kilograms: Range | None) -> Range | None:
    return kilograms and Range(*(_rounded(getattr(kilograms, end) / _KG_A_TONNE) for end in ("low", "default", "high")))


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def _range_text(tonnes: Range) -> str:
    low, default, high = (number_text(end, digits=3) for end in (tonnes.low, tonnes.default, tonnes.high))
    return _("%(low)s to %(high)s t CO₂e, most likely %(default)s") % {"low": low, "high": high, "default": default}
