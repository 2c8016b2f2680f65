"""The aspect material: is it the right stuff, by the tree of materials and by waste codes? Ways: `ways.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType

import numpy as np

from matching.kind_arrays import Ints, KindArrays
from matching.knowledge import Knowledge, kept
from matching.records import Floats

MATERIAL_FLOOR = 0.02
"""Unrelated materials: low enough that nothing else lifts such a pair to a suggestion (`scoring.SUGGEST_FROM`)."""

# How well an offer of one place in the tree serves a need of another. Set by hand.
_KIND_OF = 0.9  # bark for "by-products of sawmills": what was asked for, if not by name
_MAY_BE = 0.6  # "by-products of sawmills" for bark: perhaps
_SIBLING = 0.3  # coffee grounds for frying oil: from the same kind of firm, no more
_SAME_FORM, _SHARED_CODE = 0.1, 0.1  # closer siblings: sawdust for shavings has both, and is often a substitute
_COUSIN = 0.15  # the same branch higher up

ASKED_FOR = _KIND_OF
"""From this fit on, what is offered is what was asked for, whatever the table of uses says."""

# And of one waste code for another. A code covers more than one material: 03 01 05 is sawdust, shavings and board.
SAME_CODE = 0.8
SAME_SUBCHAPTER = 0.35
SAME_CHAPTER = 0.1
VAGUE_CODE = 0.35  # xx xx 99 says only "something else"
TYPICAL_CODE = 0.85  # the code is not stated but typical of the stated material
CODE_OF_ANOTHER = _SIBLING  # both sides name a material, and not the same: blood has the code of hides, and is none


@dataclass(frozen=True)
class Traits:
    """What makes siblings alike: the form in which they come, and their usual waste codes."""

    form: str = ""
    waste_codes: frozenset[str] = frozenset()

    def likeness(self, other: "Traits") -> float:
        """Return how well a sibling serves for another."""
        same_form = bool(self.form) and self.form == other.form
        return _SIBLING + _SAME_FORM * same_form + _SHARED_CODE * bool(self.waste_codes & other.waste_codes)


class MaterialTree:
    """The tree of materials, as a table of how well each serves a need of each other.

    parents: material → its group, empty for a root. traits: material → what makes it like its siblings. relatives: how
    well one does for another wherever they lie, by (offered, needed).
    Raises ValueError for a parent that is no material and for a cycle.
    """

    def __init__(
        self,
        parents: Mapping[str, str],
        traits: Mapping[str, Traits] = MappingProxyType({}),
        relatives: Mapping[tuple[str, str], float] = MappingProxyType({}),
    ) -> None:
        self.codes = tuple(sorted(parents))
        self.index = {code: position for position, code in enumerate(self.codes)}
        self.groups = frozenset(parents.values()) & {*parents}
        self._paths = {code: _path(code, parents) for code in self.codes}
        self._traits = [traits.get(code, Traits()) for code in self.codes]
        self.fits = self._table()
        for (offered, needed), fit in relatives.items():
            place = self.index[offered], self.index[needed]
            self.fits[place] = max(self.fits[place], fit)

    def path(self, code: str) -> tuple[str, ...]:
        """Return the material, its group, the group's group and so on; empty for an unknown code."""
        return self._paths.get(code, ())

    def common_group(self, one: str, other: str) -> str:
        """Return the nearest group that holds both (a material holds itself); empty when there is none."""
        others = set(self.path(other))
        return next((code for code in self.path(one) if code in others), "")

    def _table(self) -> Floats:
        fits = np.full((len(self.codes), len(self.codes)), MATERIAL_FLOOR)
        members: dict[str, list[int]] = {}
        for code in self.codes:
            for group in self._paths[code]:
                members.setdefault(group, []).append(self.index[code])
        for group in sorted(members, key=lambda code: len(self._paths[code])):  # roots first: the nearest group wins
            inside = np.array(members[group])
            depths = np.array([len(self._paths[self.codes[position]]) for position in inside])
            near = depths == len(self._paths[group]) + 1
            fits[np.ix_(inside, inside)] = _COUSIN
            for one, other in product(inside[near], repeat=2):
                fits[one, other] = self._traits[one].likeness(self._traits[other])
            here = self.index[group]
            fits[inside, here] = _KIND_OF
            fits[here, inside] = _MAY_BE
            fits[here, here] = 1
        return fits


@kept
def material_tree(knowledge: Knowledge) -> MaterialTree:
    """Return the tree of this knowledge, made once."""
    parents = {code: material.parent for code, material in knowledge.materials.items()}
    traits = {code: Traits(each.form, frozenset(each.waste_codes)) for code, each in knowledge.materials.items()}
    relatives = {(each.offered, each.needed): each.closeness.fit for each in knowledge.relatives}
    return MaterialTree(parents, traits, relatives)


def _path(code: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    path = [code]
    while parent := parents[path[-1]]:
        if parent not in parents:
            raise ValueError(f"Material {path[-1]} lies in {parent}, which is no material.")
        if parent in path:
            raise ValueError(f"Material {code} lies in a circle: {' in '.join([*path, parent])}.")
        path.append(parent)
    return tuple(path)


def code_fits(offered: Ints, needed: Ints) -> Floats:
    """Return how near two waste codes are, by the digits that they share.

    offered, needed: six digits as numbers, -1 where unknown. Shapes that broadcast.
    Returns the broadcast shape, in [`MATERIAL_FLOOR`, 1]; NaN where either code is unknown.
    """
    same = np.where(offered % 100 == 99, VAGUE_CODE, SAME_CODE)
    fits = np.select(
        [offered == needed, offered // 100 == needed // 100, offered // 10_000 == needed // 10_000],
        [same, SAME_SUBCHAPTER, SAME_CHAPTER],
        default=MATERIAL_FLOOR,
    )
    return np.where((offered < 0) | (needed < 0), np.nan, fits)


def material_fits(offered: KindArrays, needed: KindArrays, *, ways: Floats) -> Floats:
    """Return how well offered kinds serve needed ones, by what is known of ways and by waste codes.

    The ways decide where there are any; two stated codes that are nearer lift that to the geometric mean, between two
    materials that are surely told apart by no more than siblings are alike. Where there are none, two stated codes do,
    or a code and those typical of the other side's material.

    offered, needed: of shapes that broadcast. ways: from `ways.way_fits`, of the broadcast shape.
    Returns the shape of `ways`, in [`MATERIAL_FLOOR`, 1]; NaN where nothing can be compared.
    """
    stated = code_fits(offered.code, needed.code)
    apart = (offered.leaf >= 0) & (needed.leaf >= 0) & (offered.leaf != needed.leaf)
    stated = np.where(apart, np.minimum(stated, CODE_OF_ANOTHER), stated)
    both: Floats = np.fmax(ways, np.sqrt(ways * stated))
    if not np.isnan(ways).any():
        return both
    without_ways = np.where(np.isnan(stated), _by_typical_codes(offered, needed), stated)
    return np.where(np.isnan(ways), without_ways, both)


def _by_typical_codes(offered: KindArrays, needed: KindArrays) -> Floats:
    best: Floats = np.full(np.broadcast(offered.code, needed.code).shape, np.nan)
    for place in range(offered.codes.shape[-1]):
        for other in range(needed.codes.shape[-1]):
            best = np.fmax(best, code_fits(offered.codes[..., place], needed.codes[..., other]))
    stated = (offered.code >= 0) ^ (needed.code >= 0)
    return np.where(stated, np.maximum(best * TYPICAL_CODE, MATERIAL_FLOOR), np.nan)
