"""The hard rules of the gold set (`gold/RULES.md`), held against what a reader found in the texts.

The engine's gates have no part in this, nor has its reading of words: what gates overlook is to be seen here.
"""

import csv
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np

from matching.evaluation.gold import GOLD_FOLDER, GoldSet
from matching.records import Bools, Distances, Floats, Listing, Resource

HardFacts = Mapping[str, frozenset[str]]
"""By listing id, what a reader found in its text (`gold/hard_facts.csv`)."""


class HardRule(StrEnum):
    """A rule whose breach means grade 0. Of firms and days, which gates know too, the set tells nothing."""

    UNLIKE_RESOURCES = "unlike resources"
    HAZARD = "hazardous goods to who does not say to take them"
    TREATED_WOOD = "treated wood where clean wood is asked for"
    CATEGORY_2 = "animal by-products of category 2 to feed"
    TO_PIGS = "catering leftovers, raw blood or offal to pigs"
    SEWAGE_SLUDGE = "sewage sludge where it is excluded"
    HEAT_APART = "heat or cold not at the same place"
    TOO_FAR = "beyond the need's own kilometres"
    OWN_MATERIAL = "what the receiver produces itself"
    DIGESTATE = "digestate to a digester"


# Fact of the offer, fact of the need: either one is enough where several are named.
_TOLD: Mapping[HardRule, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        HardRule.TREATED_WOOD: (("treated_wood",), ("wants_clean_wood",)),
        HardRule.CATEGORY_2: (("category_2",), ("is_feed",)),
        HardRule.TO_PIGS: (("catering_leftovers", "raw_blood_or_offal"), ("keeps_pigs",)),
        HardRule.SEWAGE_SLUDGE: (("sewage_sludge",), ("excludes_sewage_sludge",)),
        HardRule.DIGESTATE: (("digestate",), ("is_digester",)),
    }
)
_OWN = ("manure", "spent_grain", "ash")
_APART = (Resource.HEAT, Resource.COLD)


@cache
def load_hard_facts(folder: Path = GOLD_FOLDER) -> HardFacts:
    """Return what a reader found in the texts of the gold set, read once. Raises OSError."""
    found: dict[str, set[str]] = {}
    with (folder / "hard_facts.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            found.setdefault(row["id"], set()).add(row["fact"])
    return MappingProxyType({listing: frozenset(facts) for listing, facts in found.items()})


def broken_rules(gold: GoldSet, *, facts: HardFacts, distances: Distances) -> dict[HardRule, Bools]:
    """Return, for each rule, which pairs break it: shape (n_offers, n_needs).

    distances: by road; a place that is unknown breaks nothing.
    """

    def told(*names: str) -> Callable[[Sequence[Listing]], Bools]:
        return lambda side: np.array([not facts.get(each.id, frozenset()).isdisjoint(names) for each in side])

    def pairs(given: tuple[str, ...], asked: tuple[str, ...]) -> Bools:
        return told(*given)(gold.offers)[:, None] & told(*asked)(gold.needs)[None, :]

    unlike = np.array([[offer.resource is not need.resource for need in gold.needs] for offer in gold.offers])
    through_pipes = np.array([each.resource in _APART for each in gold.offers])[:, None]
    points = _points(gold.offers), _points(gold.needs)
    limits = np.array([np.nan if each.max_km is None else each.max_km for each in gold.needs])
    return {
        HardRule.UNLIKE_RESOURCES: unlike,
        HardRule.HAZARD: told("hazardous")(gold.offers)[:, None] & ~told("takes_hazardous")(gold.needs)[None, :],
        **{rule: pairs(*both) for rule, both in _TOLD.items()},
        HardRule.OWN_MATERIAL: np.logical_or.reduce([pairs((own,), (f"has_{own}",)) for own in _OWN]),
        HardRule.HEAT_APART: through_pipes & ~unlike & (points[0][:, None] != points[1][None, :]).any(axis=-1),
        HardRule.TOO_FAR: distances.km_and_minutes(*points)[0] > limits,
    }


def _points(side: Sequence[Listing]) -> Floats:
    """Return latitude and longitude, NaN where unknown."""
    return np.array([(each.latitude, each.longitude) for each in side], dtype=float)
