"""What every judgement is made with: knowledge, distances, weights and the day."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from operator import attrgetter

from matching.engine.columns import make_columns
from matching.engine.explaining import explain_pairs
from matching.engine.judging import Judge
from matching.engine.lists import Pairs
from matching.engine.numbering import Names
from matching.engine.segment import Segment
from matching.knowledge import Knowledge
from matching.meaning import read_meanings
from matching.records import Aspect, Distances, Listing, Match, Side
from matching.scoring import check_rates, weight_vector
from matching.words import text_model


class Setting:
    """Makes segments of listings, and judges of two segments.

    is_fast: compiled by numba where it is installed; the answers are the same.
    Raises ValueError for a weight or an exchange rate that is not positive.
    """

    def __init__(
        self,
        *,
        knowledge: Knowledge,
        distances: Distances,
        weights: Mapping[Aspect, float],
        rates: Mapping[str, float],
        as_of: date,
        is_fast: bool = True,
    ) -> None:
        check_rates(rates)
        self.weights = weight_vector(weights)
        self._knowledge, self._distances, self._today = knowledge, distances, as_of
        self._is_fast = is_fast
        self._rates, self._words, self._names = dict(rates), text_model(knowledge), Names()

    def segment(self, listings: Sequence[Listing], side: Side) -> Segment:
        """Return listings ready to be judged. Raises ValueError for a wrong side and an id that comes twice."""
        ordered = _by_id(listings)
        texts, meanings = self._words.encode(ordered), read_meanings([each.meaning for each in ordered])
        columns = make_columns(
            ordered, texts, side=side, knowledge=self._knowledge, names=self._names, rates=self._rates
        )
        return Segment(columns, texts, meanings)

    def judge(self, offers: Segment, needs: Segment) -> Judge:
        """Return the judge of all pairs of two segments."""
        return Judge(
            offers,
            needs,
            knowledge=self._knowledge,
            distances=self._distances,
            rates=self._rates,
            firms=len(self._names),
            today=self._today,
            is_fast=self._is_fast,
        )

    def explained(self, judge: Judge, pairs: Pairs) -> tuple[Match, ...]:
        """Return the pairs of a judge as matches, in their order."""
        return tuple(explain_pairs(judge, pairs, weights=self.weights, knowledge=self._knowledge))


def _by_id(listings: Sequence[Listing]) -> Sequence[Listing]:
    """Return listings in the order of their ids: those handed in where they are and cannot change."""
    if isinstance(listings, tuple) and all(one.id <= after.id for one, after in pairwise(listings)):
        return listings
    return tuple(sorted(listings, key=attrgetter("id")))
