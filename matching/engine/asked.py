"""One listing and the other side as the plain numbers that a search looks at."""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.distance import unit_vectors
from matching.engine.columns import Columns
from matching.engine.groups import known_of
from matching.engine.packed import NAMED, ONCE, PIPE, WINDOWED, Records
from matching.records import Bools, Floats
from matching.words import Texts
from matching.words.letters import LetterArrays
from matching.words.told import ConceptArrays

Places = NDArray[np.int32]


class Own(NamedTuple):
    """A listing in numbers. NaN, or -1, where unknown.

    x, y, z: on the unit sphere. max_km: infinite where open. law: `Law`'s row or column. known, flags: as in
    `packed.ITEM`. worth and what follows: `economics.Terms` by default; a need's worth is what it pays.
    """

    log_quantity: float
    quantity: float
    smallest_lot: float
    x: float
    y: float
    z: float
    max_km: float
    scale_km: float
    worth: float
    saved: float
    fixed: float
    per_km: float
    load_t: float
    starts: int
    ends: int
    firm: int
    kind: int
    season: int
    point: int
    block_set: int
    quality: int
    law: int
    resource: int
    known: int
    flags: int
    hazard: int
    country: int
    abp_category: int
    closed_categories: int
    is_need: bool


_SMALL = dict.fromkeys(("resource", "known", "flags"), "u1") | dict.fromkeys(
    ("hazard", "country", "abp_category", "closed_categories"), "i1"
)
_FORMATS = {float: "f8", int: "i4", bool: "?"}
FACTS = np.dtype([(name, _SMALL.get(name, _FORMATS[kind])) for name, kind in Own.__annotations__.items()])
"""`Own` as a record: what is read of a listing lies together in memory."""

SHARED = (
    *("quantity", "smallest_lot", "scale_km", "starts", "ends", "firm", "kind", "season", "point", "block_set"),
    *("quality", "resource", "hazard", "country", "abp_category", "closed_categories"),
)
"""What `Columns` and the records have in common."""


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
    which firms the listing has blocked; blocked: which sets of blocked firms hold its own. km: with each point, empty
    where it is the straight line, times `Constants.detour` by road.
    """

    qualities: Floats
    ease_codes: NDArray[np.uint8]
    ease_levels: Floats
    blocks: Bools
    blocked: Bools
    km: Floats


class Rows(NamedTuple):
    """What the listing has with the other side: with each of its seasons (months) and so on.

    logs, shares, treated: `KindSums`, with each of its kinds. bit_shares: of weight, by what both know (`groups`).
    has_km: whether `Tables.km` is how far it is or only how far at least. place, letters: its own among the texts of
    its side. concepts: the columns of its text, with weights.
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
    """The other side by place: records of `FACTS`, and its texts, row after row."""

    facts: Records
    letters: LetterArrays
    concepts: ConceptArrays


def facts_of(columns: Columns, texts: Texts) -> Records:
    """Return the listings of a side as records of `FACTS`, by place."""
    facts = np.zeros(len(columns), dtype=FACTS)
    vectors = unit_vectors(columns.points)[columns.point]
    limits = np.fmin(columns.max_km, columns.pipe_limit_km)
    flags = columns.once * ONCE + columns.windowed * WINDOWED + columns.pipe * PIPE + texts.named * NAMED
    made = {
        "log_quantity": np.log(columns.quantity),
        **{axis: vectors[:, number] for number, axis in enumerate("xyz")},
        "max_km": np.where(np.isnan(limits), np.inf, limits),
        **{name: getattr(columns.terms, name)[:, 1] for name in ("worth", "saved", "fixed", "per_km")},
        "load_t": columns.terms.load_t,
        "law": getattr(columns, law_column(columns)),
        "known": known_of(columns, texts),
        "flags": flags,
    }
    for name in FACTS.names or ():
        facts[name] = made[name] if name in made else getattr(columns, name)
    return facts


def sharing(columns: Columns, facts: Records) -> Columns:
    """Return columns of which what the records tell too is a view of these, so that it is held once."""
    views: dict[str, Any] = {name: facts[name] for name in SHARED}
    return replace(columns, **views | {law_column(columns): facts["law"]})


def law_column(columns: Columns) -> str:
    """Return the column that is `Own.law` of a side."""
    return "use_set" if columns.is_need else "law_material"


def other_of(facts: Records, texts: Texts) -> Other:
    """Return a side as it is asked."""
    return Other(facts=facts, letters=texts.letters.arrays, concepts=texts.concepts.arrays)
