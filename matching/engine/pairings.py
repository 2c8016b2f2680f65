"""What is known of a pair by what the two are about alone: looked up by their kinds."""

from dataclasses import dataclass

import numpy as np

from matching.engine.wants import Coded, Wants
from matching.kind_arrays import Ints, KindArrays
from matching.materials import MATERIAL_FLOOR, material_fits
from matching.novelty import novelty_fits
from matching.records import Aspect, Floats
from matching.ways import way_fits


@dataclass(frozen=True)
class Pairings:
    """Kinds of offers and of needs. Nothing is held of pairs of kinds: there may be more of these than listings."""

    offered: KindArrays
    needed: KindArrays
    wants: Wants

    def fits(self, offer: Ints, need: Ints) -> dict[Aspect, Floats]:
        """Return the fits of the aspects that hang on the kinds alone, for kinds of shapes that broadcast."""
        offered, needed, wants = self.offered.pick(offer), self.needed.pick(need), self.wants
        ways = way_fits(offered, needed, accepted=lambda rows: wants.accepted.at(need, rows))
        return {
            Aspect.MATERIAL: material_fits(offered, needed, ways=ways),
            Aspect.HIERARCHY: _of_surest(wants.hierarchy, offered, need, unknown=np.nan),
            Aspect.CASES: _of_surest(wants.cases, offered, need, unknown=np.nan),
            Aspect.NOVELTY: novelty_fits(offered, needed),
        }

    def treatments(self, offer: Ints, need: Ints) -> Floats:
        """Return what has to be spent on what is offered before the need's use, SEK a tonne.

        NaN for what the need has no use for: there it is worth nothing that we know of.
        """
        first = self.offered.first[offer]
        useless = self.wants.accepted.at(need, first) <= MATERIAL_FLOOR  # not where it is unknown
        spent = np.where(useless, np.nan, self.wants.treatments.at(need, first))
        return np.where(first < 0, 0.0, spent)


def _of_surest(wanted: Coded, offered: KindArrays, need: Ints, *, unknown: float) -> Floats:
    """Return what needs make of the offers' surest material. unknown: for offers without a material of the tree."""
    return np.where(offered.first < 0, unknown, wanted.at(need, offered.first))
