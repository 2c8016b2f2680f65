"""scikit-learn: a BallTree finds who is near enough, and the formula with TF-IDF judges them all."""

from contextlib import AbstractContextManager, nullcontext

import numpy as np
from sklearn.neighbors import BallTree

from geo.distance import EARTH_RADIUS_KM, ROAD_FACTOR
from marketplace.management.bench.pool import Pool

NAME = "scikit-learn, BallTree + TF-IDF"


class Peer:
    """Judges exactly as the engine does: TF-IDF and concepts are the engine's own matrices."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._radians = np.radians(pool.offers.points)
        self._tree = BallTree(self._radians, metric="haversine")

    def best(self, need: int) -> list[int]:
        """Return the positions of the best offers for a need, best first."""
        needs = self._pool.needs
        place = np.radians(needs.points[[need]])
        radius = needs.max_km[need] / ROAD_FACTOR / EARTH_RADIUS_KM
        return self._pool.best(need, np.sort(self._tree.query_radius(place, radius)[0]))

    def stored_bytes(self) -> int:
        """Return what the offers take."""
        texts = self._pool.offer_texts
        words = sum(part.data.nbytes + part.indices.nbytes for part in (texts.characters, texts.concepts.matrix()))
        return int(2 * self._radians.nbytes + words)


def opened(pool: Pool) -> AbstractContextManager[Peer]:
    """Open a peer."""
    return nullcontext(Peer(pool))
