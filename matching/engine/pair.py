"""One pair with everything that was judged of it, for reasons and missing facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from matching.kinds import Kind
from matching.knowledge import Knowledge
from matching.records import Aspect, DeliveredValue, Floats, Listing
from matching.scoring import ASPECTS
from matching.ways import WayTables
from matching.words import Mention

GOOD = 0.5
"""From which fit an aspect may speak for a pair, where nothing else is said; below it may speak against it."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One offer with one need and what was judged. fits, effects: in the order of `ASPECTS`, NaN where unknown.

    offer_kind, need_kind: with the words that they were understood from.
    """

    offer: Listing
    need: Listing
    offer_kind: Kind
    need_kind: Kind
    fits: Floats
    effects: Floats
    km: float
    minutes: float  # NaN where nobody drives, or nothing is known of roads
    value: DeliveredValue | None
    offer_mentions: Mapping[str, Mention]
    need_mentions: Mapping[str, Mention]
    wording: float  # how alike the characters are, in [0, 1]
    tables: WayTables
    today: date

    @property
    def knowledge(self) -> Knowledge:
        return self.tables.knowledge

    @property
    def across(self) -> bool:
        """Return whether a border lies between the two."""
        return bool(self.offer.country and self.need.country) and self.offer.country != self.need.country

    def fit(self, aspect: Aspect) -> float:
        return float(self.fits[ASPECTS.index(aspect)])

    def effect(self, aspect: Aspect) -> float:
        return float(self.effects[ASPECTS.index(aspect)])

    def is_good(self, aspect: Aspect) -> bool:
        """Return whether a person would call this aspect good, whatever else is known of the pair."""
        return self.fit(aspect) >= GOOD
