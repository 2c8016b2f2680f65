"""One listing and the other side as the plain numbers that a search looks at."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.engine.columns import Columns
from matching.engine.facts import Records
from matching.engine.points import Points
from matching.kind_arrays import Ints as Places
from matching.nearness import Trips
from matching.quality import QualityFits
from matching.records import Bools, Floats
from matching.words import Texts
from matching.words.letters import LetterArrays
from matching.words.told import ConceptArrays


class KindSums(NamedTuple):
    """Of a kind with every kind of the other side: sums over the aspects that hang on kinds alone, and treating.

    logs: of shares of weight times logs of fits. shares: of weight that are known. treated: SEK a tonne.
    """

    logs: Floats
    shares: Floats
    treated: Floats


class Tables(NamedTuple):
    """What is looked up of the few pairs that are judged.

    qualities, ease_codes: whole tables, offers' numbers before needs'; of `Law`, by pair of countries last. blocks:
    which firms the listing has blocked; blocked: which sets of blocked firms hold its own. trips: to each point,
    empty where it is the straight line, times `Constants.detour` by road.
    """

    qualities: QualityFits
    ease_codes: NDArray[np.uint8]
    ease_levels: Floats
    blocks: Bools
    blocked: Bools
    trips: Trips


class Rows(NamedTuple):
    """What the listing has with the other side: with each of its seasons (months) and so on.

    logs, shares, treated: `KindSums`, with each of its kinds. bit_shares: of weight, by what both know (`groups`).
    has_km: whether `Tables.trips` are how far it is or only how far at least. place, letters: its own among the texts
    of its side. concepts: the columns of its text, with weights.
    """

    logs: Floats
    shares: Floats
    treated: Floats
    bit_shares: Floats
    months: Floats
    tables: Tables
    has_km: bool
    place: int
    letters: LetterArrays
    concepts: Places
    concept_weights: Floats


class Other(NamedTuple):
    """The other side by place: records of `FACTS`, and its texts, row after row; and its points by their numbers."""

    facts: Records
    points: Points
    letters: LetterArrays
    concepts: ConceptArrays


def other_of(columns: Columns, texts: Texts) -> Other:
    """Return a side as it is asked."""
    return Other(
        facts=columns.facts, points=columns.points, letters=texts.letters.arrays, concepts=texts.concepts.arrays
    )
