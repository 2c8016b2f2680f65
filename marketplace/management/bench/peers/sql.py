"""What both databases store and are asked: rows, the values of a question, and the score in SQL."""

from collections.abc import Iterator
from functools import cached_property
from math import log2

import numpy as np

from geo.distance import EARTH_RADIUS_KM, ROAD_FACTOR
from marketplace.management.bench.pool import TOP, PlainColumns, Pool, word_lists
from matching.amounts import AMOUNT_FLOOR, amount_fits
from matching.engine.columns import Ints
from matching.materials import MATERIAL_FLOOR
from matching.nearness import DISTANCE_FLOOR
from matching.scoring import DEFAULT_WEIGHTS
from matching.timing import HORIZON_DAYS, TIMING_FLOOR
from matching.words.texts import TEXT_FLOOR

OFFER_COLUMNS = (
    "id", "kind", "season", "kilograms", "first_day", "last_day", "windowed", "firm", "refusals", "scale_km",
    "latitude", "longitude", "words",
)  # fmt: skip

# Of the pair are known m.fit and s.fit (from tables), km, and how alike the words are. Its logarithm ranks as well.
SCORE = """
    %(material_weight)s * ln(m.fit)
    + %(amount_weight)s * ln(greatest(%(amount_floor)s, exp(
        (case when o.kilograms < %(kilograms)s then %(small)s else %(large)s end) * ln(o.kilograms / %(kilograms)s))))
    + %(timing_weight)s * ln(%(timing_floor)s + (1 - %(timing_floor)s) * s.fit * (
        case when o.windowed + %(windowed)s < 2 then 1.0 else
            (least(o.last_day, %(last_day)s) - greatest(o.first_day, %(first_day)s) + 1.0)
            / least(o.last_day - o.first_day + 1.0, %(days)s) end))
    + %(distance_weight)s * ln(%(distance_floor)s + (1 - %(distance_floor)s) * exp(-km / o.scale_km))
    + %(text_weight)s * ln(greatest(%(text_floor)s, least(1.0, alike)))
"""


class Rows:
    """A pool as rows of tables, and its needs as values of a question.

    Materials that have nothing to do with each other are left out: so do the databases less, and are told no less than
    somebody would who writes such a search.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._need_words = word_lists(pool.needs, pool.need_texts)
        self._needs_first, self._needs_last = _clipped(pool.needs, pool.today)

    def offers(self) -> Iterator[tuple[float | str, ...]]:
        """Yield `OFFER_COLUMNS` of each offer."""
        offers, points = self._pool.offers, self._pool.offers.points
        first, last = _clipped(offers, self._pool.today)
        numbers = (
            offers.kind,
            offers.season,
            offers.quantity,
            first,
            last,
            offers.windowed.astype(np.int64),
            offers.firm,
            offers.refusals,
            offers.scale_km,
        )
        columns = [column.tolist() for column in (*numbers, points[:, 0], points[:, 1])]
        yield from zip(range(len(offers)), *columns, word_lists(offers, self._pool.offer_texts), strict=True)

    def materials(self) -> Iterator[tuple[int, int, float]]:
        """Yield offered kind, needed kind and fit of what has to do with each other."""
        for offered, needed in np.argwhere(self._pool.materials > MATERIAL_FLOOR).tolist():
            yield offered, needed, float(self._pool.materials[offered, needed])

    def seasons(self) -> Iterator[tuple[int, int, float]]:
        """Yield the offer's season, the need's season, and how they meet."""
        for (offered, needed), met in np.ndenumerate(self._pool.months):
            yield offered, needed, float(met)

    def question(self, need: int) -> dict[str, float | str]:
        """Return the values of `SCORE` and of the conditions for a need."""
        needs, place = self._pool.needs, self._pool.needs.points[need]
        first, last = int(self._needs_first[need]), int(self._needs_last[need])
        return {
            **self._constants,
            "kind": int(needs.kind[need]),
            "season": int(needs.season[need]),
            "kilograms": float(needs.quantity[need]),
            "first_day": first,
            "last_day": last,
            "days": last - first + 1.0,
            "windowed": int(needs.windowed[need]),
            "firm": int(needs.firm[need]),
            "refusals": int(needs.refusals[need]),
            "latitude": float(place[0]),
            "longitude": float(place[1]),
            "max_km": float(needs.max_km[need]),
            "words": self._need_words[need],
        }

    @cached_property
    def _constants(self) -> dict[str, float]:
        weights = {f"{aspect}_weight": weight for aspect, weight in DEFAULT_WEIGHTS.items()}
        one, apart = np.array(1.0), np.array(False)
        small, large = (
            float(amount_fits(np.array(ratio), one, rhythm_apart=apart, lot_apart=apart)) for ratio in (0.5, 2.0)
        )
        return weights | {
            "small": -log2(small),
            "large": log2(large),
            "amount_floor": AMOUNT_FLOOR,
            "timing_floor": TIMING_FLOOR,
            "distance_floor": DISTANCE_FLOOR,
            "text_floor": TEXT_FLOOR,
            "road_factor": ROAD_FACTOR,
            "radius_km": EARTH_RADIUS_KM,
            "top": TOP,
        }


def _clipped(columns: PlainColumns, today: int) -> tuple[Ints, Ints]:
    """Return the first and last days that count, as `matching.timing.window_overlaps` has them."""
    first = np.maximum(columns.starts, today)
    return first, np.minimum(columns.ends, first + HORIZON_DAYS)
