"""What is known of a pair by what the two are about alone: one entry for each kind of offer and kind of need."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.hierarchy import hierarchy_fits
from matching.kind_arrays import KindArrays
from matching.kinds import Kind
from matching.materials import material_fits
from matching.novelty import novelty_fits
from matching.precedents import case_fits
from matching.records import Aspect, Floats
from matching.ways import WayTables, by_material, way_fits, with_offers


@dataclass(frozen=True)
class Wants:
    """What each kind of need makes of each material: worked out once for all who ask. Shapes (n_kinds, n_materials).

    treatments: SEK a tonne.
    """

    accepted: Floats
    hierarchy: Floats
    cases: Floats
    treatments: Floats


@dataclass(frozen=True)
class Pairings:
    """fits: of the aspects that hang on the kinds alone; treatments: SEK a tonne.

    All of shape (n_offer_kinds, n_need_kinds).
    """

    fits: dict[Aspect, Floats]
    treatments: Floats


def make_wants(needed: Sequence[Kind], *, tables: WayTables) -> Wants:
    """Return what every kind of need makes of every material."""
    return Wants(
        accepted=by_material(needed, tables.accepted, tables=tables),
        hierarchy=by_material(needed, lambda kind: hierarchy_fits(kind, tables=tables), tables=tables),
        cases=by_material(needed, lambda kind: case_fits(kind, tables=tables), tables=tables),
        treatments=by_material(needed, tables.treatments_to, tables=tables),
    )


def make_pairings(offered: KindArrays, needed: KindArrays, *, wants: Wants) -> Pairings:
    """Return the fits of every kind of offer with every kind of need. wants: of the needs."""
    ways = way_fits(offered, needed, accepted=wants.accepted)
    rows = offered.first
    treatments = with_offers(wants.treatments, rows, unknown=0.0)
    return Pairings(
        fits={
            Aspect.MATERIAL: material_fits(offered, needed, ways=ways),
            Aspect.HIERARCHY: with_offers(wants.hierarchy, rows, unknown=np.nan),
            Aspect.CASES: with_offers(wants.cases, rows, unknown=np.nan),
            Aspect.NOVELTY: novelty_fits(offered, needed),
        },
        treatments=np.ascontiguousarray(treatments),
    )
