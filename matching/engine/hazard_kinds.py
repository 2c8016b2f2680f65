"""Which hazardous goods an offer is of and a need has no place for, as bits: who buys scrap cars takes no batteries.

A need that names hazardous goods takes those that it names. Who says "farligt avfall", states that it takes such or
tells a use for many kinds of them takes all.
"""

from collections.abc import Mapping
from types import MappingProxyType

from matching.engine.hazards import is_open_to_all_hazards
from matching.kinds import SURE, Kind
from matching.knowledge import Knowledge
from matching.records import Listing, Resource, Side

_FIRST_BIT = 8  # above those of `refusals`
_KINDS = (
    frozenset({"end_of_life_vehicles"}),
    frozenset({"waste_oil", "oily_sludge", "oily_absorbents"}),
    frozenset({"asbestos"}),
    frozenset({"impregnated_wood"}),
    frozenset({"contaminated_soil"}),
    # Who takes apart electronics takes the batteries in them.
    frozenset(
        {
            *("lead_batteries", "lithium_batteries", "fluorescent_lamps", "small_electronics", "it_equipment"),
            *("large_appliances", "solar_panels", "toner_cartridges", "electronics"),
        }
    ),
    frozenset({"solvents", "paints", "acids", "alkalis", "pesticides", "refrigerants", "glycol", "cleaning_chemicals"}),
)
_BITS: Mapping[str, int] = MappingProxyType(
    {code: 1 << place for place, codes in enumerate(_KINDS, start=_FIRST_BIT) for code in codes}
)
HAZARD_KINDS = sum(1 << place for place in range(_FIRST_BIT, _FIRST_BIT + len(_KINDS)))


def hazard_kinds_of(listing: Listing, kind: Kind, *, hazard: int, knowledge: Knowledge) -> int:
    """Return the kind of a hazardous offer, or the kinds that a need does not name though it takes others.

    An offer of several kinds at once has none, and a need is given every kind that it may mean: so none is refused
    by mistake. hazard: as `hazards.hazard_of` tells it.
    """
    if hazard != 1 or listing.resource is not Resource.MATERIAL:
        return 0
    is_offer = listing.side is Side.OFFER
    named = {
        _BITS[each.code] for each in kind.materials if each.code in _BITS and (each.sureness >= SURE or not is_offer)
    }
    if not named:
        return 0
    if is_offer:
        return named.pop() if len(named) == 1 else 0
    return 0 if is_open_to_all_hazards(listing, kind, knowledge=knowledge) else HAZARD_KINDS & ~sum(named)
