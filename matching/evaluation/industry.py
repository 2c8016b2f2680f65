"""Needs that only name an industry: is what such a firm takes among the first of a pool of 250 offers?"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from matching.evaluation.phrases import PHRASES_FOLDER
from matching.evaluation.rankers import Ranker
from matching.records import Listing, Side

_NEEDS, _FURTHER = "industry_needs_en.csv", "descriptions_en.csv"


@dataclass(frozen=True)
class IndustrySet:
    """needs: in the order of their ids. offers: the pool. accepted: by need, the offers that count. splits: by need."""

    needs: tuple[Listing, ...]
    offers: tuple[Listing, ...]
    accepted: Mapping[str, frozenset[str]]
    splits: Mapping[str, str]


def load_industry_set(folder: Path = PHRASES_FOLDER) -> IndustrySet:
    """Return the needs with the pool of their own offers and of the English descriptions. Raises OSError."""
    rows, further = _rows(folder / _NEEDS), _rows(folder / _FURTHER)
    offers = [_listing(row["id"], row["offer"], Side.OFFER) for row in rows]
    offers += [_listing(row["id"], row["text"], Side.OFFER) for row in further]
    return IndustrySet(
        needs=tuple(_listing(row["id"], row["need"], Side.NEED) for row in sorted(rows, key=lambda row: row["id"])),
        offers=tuple(sorted(offers, key=lambda listing: listing.id)),
        accepted={row["id"]: frozenset({row["id"], *filter(None, row["also_accepted"].split(";"))}) for row in rows},
        splits={row["id"]: row["split"] for row in rows},
    )


def industry_recall(known: IndustrySet, ranker: Ranker, *, split: str = "", depth: int = 10) -> tuple[int, float]:
    """Return how many needs were asked, and the share that has an accepted offer among the first `depth`.

    split: dev or test; all where empty.
    """
    scores = ranker(known.offers, known.needs)
    found = [
        any(known.offers[place].id in known.accepted[need.id] for place in _first(scores[:, column], depth=depth))
        for column, need in enumerate(known.needs)
        if split in ("", known.splits[need.id])
    ]
    return len(found), float(np.mean(found))


def _first(scores: np.ndarray, *, depth: int) -> list[int]:
    order = np.argsort(-scores, kind="stable")[:depth]
    return [int(place) for place in order if scores[place] >= 0]


def _listing(listing_id: str, text: str, side: Side) -> Listing:
    return Listing(id=listing_id, side=side, title=text, language="en")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))
