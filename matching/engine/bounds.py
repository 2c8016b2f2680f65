"""What a pair could score at most, before it is judged: so that most pairs never need to be."""

from collections.abc import Mapping
from functools import cached_property, lru_cache

import numpy as np

from matching.engine.asked import KindSums
from matching.engine.chunks import Chunk
from matching.engine.columns import Ints
from matching.engine.facts import ALL, AMOUNT, LAW, PLACE, QUALITY, SEASON, TEXT, WINDOW, WORTH
from matching.engine.groups import Groups
from matching.engine.judged import SCORE_DIGITS
from matching.engine.judging import Judge
from matching.records import Aspect, Floats, Side
from matching.scoring import ASPECTS, score_sums

_SCALE = 10**SCORE_DIGITS
# An aspect of these is unknown where the two sides share none of its bits.
_BITS = {
    Aspect.AMOUNT: AMOUNT,
    Aspect.TIMING: SEASON | WINDOW,
    Aspect.DISTANCE: PLACE,
    Aspect.TEXT: TEXT,
    Aspect.QUALITY: QUALITY,
    Aspect.VALUE: WORTH,
    Aspect.LEGAL: LAW,
}


class Bounds:
    """Upper bounds on the scores of all pairs, as whole scores (`top.make_keys`' scale), -1 for unlike resources.

    A bound takes the fits that hang on the kinds alone, which are a look-up, and 1 for every other aspect that both
    sides know. It holds because no score falls when a fit rises, or when an unknown fit turns out to be 1.
    """

    def __init__(self, judge: Judge, weights: Floats) -> None:
        self._judge, self.weights, self._shares = judge, weights, weights / weights.sum()
        self.bit_shares = self._known_shares()

    @cached_property
    def groups(self) -> Mapping[Side, Groups]:
        return {side: segment.groups for side, segment in self._judge.segments.items()}

    @cached_property
    def _table(self) -> Ints:
        """Return the bounds of each group of offers with each of needs."""
        offers, needs = self.groups[Side.OFFER].which, self.groups[Side.NEED].which
        bounds = self._best(offers[:, None, 1], needs[None, :, 1], offers[:, None, 2] & needs[None, :, 2])
        return np.where(offers[:, None, 0] == needs[None, :, 0], bounds, -1)

    def of_rows(self, rows: Ints) -> Ints:
        """Return the bounds of these offers with every need, shape (n_rows, n_needs)."""
        offers, needs = self.groups[Side.OFFER].group, self.groups[Side.NEED].group
        return np.asarray(self._table[offers[rows]][:, needs])

    def sharpen(self, chunk: Chunk, row: Ints, need: Ints) -> Ints:
        """Return closer bounds for single pairs of a chunk, which know how alike the texts are: shape (n,)."""
        offer = chunk.rows[row]
        known = self.groups[Side.OFFER].known[offer] & self.groups[Side.NEED].known[need]
        logs = self._logs(Aspect.TEXT, chunk.text_fits(row, need))
        if self.meaning_share:
            logs += self._logs(Aspect.MEANING, chunk.meaning_fits(row, need))
        return self._best(
            self._judge.offers.read("kind", offer), self._judge.needs.read("kind", need), known, further=logs
        )

    @property
    def meaning_share(self) -> float:
        """Return the share of weight of the aspect meaning, 0 where no pair has it."""
        return float(self._shares[ASPECTS.index(Aspect.MEANING)]) if self._judge.has_meanings else 0.0

    def _logs(self, aspect: Aspect, fits: Floats) -> Floats:
        """Return the share of an aspect times the logs of its fits, 0 where they are unknown."""
        logs: Floats = np.where(np.isnan(fits), 0, np.log(fits)) * self._shares[ASPECTS.index(aspect)]
        return logs

    def _best(self, kind: Ints, other_kind: Ints, known: Ints, *, further: Floats | float = 0.0) -> Ints:
        """Return the whole scores of pairs of these kinds, the best in all else that is known.

        further: what else is known to add to the sum of logs.
        """
        logs, shares = self.kind_sums(kind, other_kind)
        scores = score_sums(logs + further, shares + self.bit_shares[known])
        # One more for the last bits of rounding: a bound must not lie below what it bounds.
        whole: Ints = np.round(scores * _SCALE).astype(np.int64)
        return whole + 1

    def _known_shares(self) -> Floats:
        """Return the share of weight that each set of bits leaves known, shape (ALL,).

        Meaning has no bit: where it may be known at all, every bound takes it for known.
        """
        return _shares_of_bits(tuple(self._shares.tolist())) + self.meaning_share

    def sums_with(self, side: Side, kind: int) -> KindSums:
        """Return what a kind of a side has with each of the other's."""
        offered, needed = self._judge.pairings.offered, self._judge.pairings.needed
        own = np.array(kind)
        pairs = (own, np.arange(len(needed))) if side is Side.OFFER else (np.arange(len(offered)), own)
        return KindSums(*self.kind_sums(*pairs), self._judge.pairings.treatments(*pairs))

    def kind_sums(self, offer: Ints, need: Ints) -> tuple[Floats, Floats]:
        """Return the sums over the aspects by kind: of shares times logs, and of the shares that are known.

        offer, need: kinds, of shapes that broadcast.
        """
        shape = np.broadcast(offer, need).shape
        logs, known = np.zeros(shape), np.zeros(shape)
        for aspect, fits in self._judge.pairings.fits(offer, need).items():
            share, is_known = self._shares[ASPECTS.index(aspect)], ~np.isnan(fits)
            logs += share * np.log(np.where(is_known, fits, 1))
            known += share * is_known
        return logs, known


@lru_cache(maxsize=16)
def _shares_of_bits(shares: tuple[float, ...]) -> Floats:
    """Return the share of weight that each set of bits leaves known. shares: in the order of `ASPECTS`."""
    known = np.arange(ALL)
    parts = [shares[ASPECTS.index(aspect)] * ((known & bits) > 0) for aspect, bits in _BITS.items()]
    return np.asarray(np.sum(parts, axis=0))
