"""The delivered value of one pair as a range, with how far it pays to carry."""

from collections.abc import Mapping

import numpy as np

from matching.economics import border_costs, break_even_km, delivered_value, load_costs, make_terms
from matching.kinds import Kind
from matching.knowledge import Knowledge
from matching.records import DeliveredValue, Floats, Listing

_LOW, _DEFAULT, _HIGH = range(3)


def value_of_pair(
    offer: Listing,
    need: Listing,
    *,
    offer_kind: Kind,
    km: float,
    treated: float,
    knowledge: Knowledge,
    rates: Mapping[str, float],
) -> DeliveredValue | None:
    """Return what the two gain, low to high, None where either end is unknown.

    km: as they cost. treated: what has to be spent before the need's use, SEK a tonne. rates: SEK for one of each
    currency.
    """
    given = make_terms([offer], [offer_kind.sure_material], knowledge=knowledge, rates=rates)
    pays = make_terms([need], [""], knowledge=knowledge, rates=rates)
    across = np.array(bool(offer.country and need.country) and offer.country != need.country)
    border = load_costs()["border"]
    papers = (border.low, border.default, border.high)

    def terms(end: int) -> dict[str, Floats]:
        """What is spent at the low end of what is gained is the dear end."""
        spent, told = _HIGH - end, pays.worth[0, end]
        return {
            "at_stake": (given.worth[0, end] if np.isnan(told) else told) + given.saved[0, end],
            "fixed": given.fixed[0, spent],
            "per_km": given.per_km[0, spent],
            "other": treated + border_costs(given.load_t[0], across=across, border=papers[spent]),
        }

    low, value, high = (float(delivered_value(np.array(km), **terms(end))) for end in (_LOW, _DEFAULT, _HIGH))
    if np.isnan(low + value + high):
        return None
    return DeliveredValue(low, value, high, float(break_even_km(**terms(_DEFAULT))))
