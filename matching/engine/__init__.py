"""The engine's one door.

`find_matches()` matches a whole market at once, `Market` prepares one to be asked often, `LiveMarket` keeps the lists
of one exact while listings come and go. All three give the same answers.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from matching.engine.choosing import Allotment, promise_once, show_diverse
from matching.engine.live import LiveMarket
from matching.engine.market import Market
from matching.engine.pivotal import FactSwing, fact_swings
from matching.knowledge import Knowledge
from matching.records import Aspect, Distances, Listing, Match
from matching.scoring import DEFAULT_WEIGHTS, SUGGEST_FROM

__all__ = [
    "DEFAULT_WEIGHTS",
    "SUGGEST_FROM",
    "Allotment",
    "FactSwing",
    "LiveMarket",
    "Market",
    "fact_swings",
    "find_matches",
    "promise_once",
    "show_diverse",
]


def find_matches(
    offers: Sequence[Listing],
    needs: Sequence[Listing],
    *,
    knowledge: Knowledge,
    distances: Distances,
    weights: Mapping[Aspect, float],
    rates: Mapping[str, float],
    as_of: date,
    top: int,
) -> tuple[Match, ...]:
    """Return every pair that is among the best `top` of its offer or of its need, best first.

    Gates come first: a pair that fails one is in no list. The fits of what is known are combined by the weighted
    geometric mean; what nobody has told costs confidence, not a place (`scoring.score_pairs`), so that listings with
    nothing but a title are ranked by their words. What a pair scores depends on the two listings alone,
    not on the others. Lists are exact; equal scores go to the lower id; the order of the
    input does not matter.

    distances: road kilometres, such as `geo.roads.RoadDistances()`.
    weights: a positive number for every aspect, such as `scoring.DEFAULT_WEIGHTS`; only their ratios matter.
    rates: SEK for one unit of each currency.
    as_of: the day of the question; a listing whose window has ended matches nothing.
    top: the length of each list, 1 or more.
    Raises ValueError for a listing on the wrong side, an id that comes twice on one side, a weight or rate that is not
    positive, a top below 1.
    """
    market = Market(offers, needs, knowledge=knowledge, distances=distances, weights=weights, rates=rates, as_of=as_of)
    return market.matches(top=top)
