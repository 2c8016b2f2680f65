"""geopy: a loop over the offers, as one writes it first."""

from contextlib import AbstractContextManager, nullcontext
from math import exp, log, sqrt

from geopy.distance import geodesic

from geo.distance import ROAD_FACTOR
from marketplace.management.bench.peers.sql import Rows
from marketplace.management.bench.pool import TOP, Pool

NAME = "geopy, a loop in Python"


class Peer:
    """Leaves out what a cheap look shows not to fit before it measures how far it is."""

    def __init__(self, pool: Pool) -> None:
        rows = Rows(pool)
        self._question = rows.question
        self._offers = [(*row[:-1], frozenset(str(row[-1]).casefold().split())) for row in rows.offers()]
        self._materials = {(offered, needed): fit for offered, needed, fit in rows.materials()}
        self._months = pool.months.tolist()

    def best(self, need: int) -> list[int]:
        """Return the positions of the best offers for a need, best first."""
        asked = self._question(need)
        words = frozenset(str(asked["words"]).casefold().split())
        found = []
        for (
            number,
            kind,
            season,
            kilograms,
            first,
            last,
            windowed,
            firm,
            refusals,
            scale_km,
            latitude,
            longitude,
            own_words,
        ) in self._offers:
            material = self._materials.get((kind, asked["kind"]))
            both = min(last, asked["last_day"]) - max(first, asked["first_day"]) + 1
            if material is None or both < 1 or firm == asked["firm"] or refusals & asked["refusals"]:
                continue
            km = geodesic((latitude, longitude), (asked["latitude"], asked["longitude"])).km * ROAD_FACTOR
            if km <= asked["max_km"]:
                window = both / min(last - first + 1, asked["days"]) if windowed and asked["windowed"] else 1
                timing = self._months[season][asked["season"]] * window
                alike = len(words & own_words) / sqrt(len(words) * len(own_words))
                score = _score(
                    asked, material=material, kilograms=kilograms, timing=timing, km=km / scale_km, alike=alike
                )
                found.append((-score, number))
        return [number for _, number in sorted(found)[:TOP]]


def _score(asked, *, material: float, kilograms: float, timing: float, km: float, alike: float) -> float:
    """Return the logarithm of the score. km: in hauls of the material."""
    slope = asked["small"] if kilograms < asked["kilograms"] else asked["large"]
    amount = max(asked["amount_floor"], (kilograms / asked["kilograms"]) ** slope)
    met = asked["timing_floor"] + (1 - asked["timing_floor"]) * timing
    near = asked["distance_floor"] + (1 - asked["distance_floor"]) * exp(-km)
    return (
        asked["material_weight"] * log(material)
        + asked["amount_weight"] * log(amount)
        + asked["timing_weight"] * log(met)
        + asked["distance_weight"] * log(near)
        + asked["text_weight"] * log(max(asked["text_floor"], alike))
    )


def opened(pool: Pool) -> AbstractContextManager[Peer]:
    """Open a peer."""
    return nullcontext(Peer(pool))
