"""The aspect material: every way in which what is offered could serve what is needed, and how well."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matching.economics import treatment_costs
from matching.kind_arrays import Ints, KindArrays, kind_arrays
from matching.kinds import Kind, Told
from matching.knowledge import Hierarchy, Knowledge, kept
from matching.materials import ASKED_FOR, MATERIAL_FLOOR, material_tree
from matching.nearness import USUAL_HAUL_KM
from matching.records import Bools, Floats

# Set by hand, the last five tried on the dev rows of `data/evaluation` (November 2026), where they matter little.
_SOME_OF_GROUP = 0.6  # a group counts as its best member, perhaps
_STAND_IN = 0.6  # serves the use, where the need also names another material
_NO_SUCH_USE = 0.6  # a relative of the needed material that is known not to serve the use
_SAME_USE = 0.3  # serves what the needed material usually serves, where the need tells no use
_SECTOR_INPUT, _SECTOR_USE = 0.8, 0.6  # such firms usually take it; it would serve what such firms do
_BESIDE = 0.5  # what the sector tells, where the need tells more itself
_CLEAR = 0.4  # so surely named, a material or use is what is asked for
DOUBT = 0.15  # what is hardly understood may be the right thing after all

_MOST_KEPT = 2_000  # kinds, of half a kilobyte each


class Way(StrEnum):
    """How an offered material comes to serve a need."""

    SAME = "same"  # what is asked for, by name or by its group
    RELATED = "related"  # a relative in the tree
    USE = "use"  # known to serve the use as it is
    TREATED_USE = "treated_use"  # known to serve the use after a treatment, by whoever does that
    SAME_USE = "same_use"  # serves what the needed material is used for
    SECTOR_INPUT = "sector_input"  # firms of the receiver's industry usually take it
    SECTOR_USE = "sector_use"  # it would serve what firms of the receiver's industry do


@dataclass(frozen=True)
class FoundWay:
    """The best way of one pair.

    fit: in [`MATERIAL_FLOOR`, 1]. offered: the material. asked: the need's material, use or sector that leads to it.
    use: what it would be used for, "" where the way tells none.
    """

    way: Way
    fit: float
    offered: Told
    asked: Told
    use: str = ""


class WayTables:
    """The tables of materials and uses as arrays: rows are the materials of the tree, in its order."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge, self.tree = knowledge, material_tree(knowledge)
        self.uses = {use: column for column, use in enumerate(knowledge.uses)}
        self._as_it_is = {code for code, use in knowledge.uses.items() if use.hierarchy is Hierarchy.REUSE}
        shape = (len(self.tree.codes), len(self.uses))
        self.serves, self._treated = np.zeros(shape), np.zeros(shape, dtype=bool)
        self._treatments = np.zeros(shape)
        self._read_edges()
        self._typical_codes = {code: material.waste_codes for code, material in knowledge.materials.items()}
        self._usual_hauls = np.array([_median_haul(knowledge, code) for code in self.tree.codes])
        self._same_use, self._shared_use = _same_uses(self.serves)
        # Who comes alone is often of a kind that has come before.
        self._arrays_of_one = lru_cache(maxsize=_MOST_KEPT)(lambda kind: self._arrays((kind,)))

    def arrays(self, kinds: Sequence[Kind]) -> KindArrays:
        """Return kinds as arrays of these tables."""
        return self._arrays_of_one(kinds[0]) if len(kinds) == 1 else self._arrays(kinds)

    def _arrays(self, kinds: Sequence[Kind]) -> KindArrays:
        return kind_arrays(kinds, index=self.tree.index, groups=self.tree.groups, typical_codes=self._typical_codes)

    def ways(self, kind: Kind) -> Iterator[tuple[Way, Told, Floats]]:
        """Yield each way into a need with how well each material takes it, shape (n_materials,), 0 for not at all."""
        by_use = [(told, self.serves[:, self.uses[told.code]] * told.sureness) for told in kind.uses]
        named = [told for told in kind.materials if told.code in self.tree.index]
        is_named = any(told.sureness >= _CLEAR for told in named)
        for told, fits in by_use:
            treated = self._treated[:, self.uses[told.code]]
            scaled = fits * (self._stand_in(told.code) if is_named else 1)
            yield Way.USE, told, np.where(treated, 0, scaled)
            yield Way.TREATED_USE, told, np.where(treated, scaled, 0)
        serving = np.max([fits for _, fits in by_use], axis=0) > 0 if by_use else None
        for told in named:
            yield from self._from_material(told, serving=serving)
        for told in kind.sectors:
            is_told = is_named or any(use.sureness >= _CLEAR for use in kind.uses)
            yield from self._from_sector(told, is_named=is_named, is_told=is_told)

    def accepted(self, kind: Kind) -> Floats:
        """Return how well each material serves a need, shape (n_materials,); NaN where the need tells nothing."""
        found = [fits for _, _, fits in self.ways(kind)]
        if not found:
            return np.full(len(self.tree.codes), MATERIAL_FLOOR if kind.says_nothing else np.nan)
        fits: Floats = np.max(found, axis=0)
        fits[[self.tree.index[code] for code in kind.without]] = 0
        return np.maximum(fits, MATERIAL_FLOOR)

    def treatments_to(self, kind: Kind) -> Floats:
        """Return what has to be spent on each material before a need's use, SEK a tonne: (n_materials,), 0 for none.

        As if the need had a use for everything: few needs differ in that (`Pairings.treatments`).
        """
        if not kind.uses:
            return np.zeros(len(self.tree.codes))
        columns = [self.uses[told.code] for told in kind.uses]
        best = self.serves[:, columns].argmax(axis=1)
        return np.asarray(self._treatments[:, columns][np.arange(len(best)), best])

    def _from_material(self, told: Told, *, serving: Bools | None) -> Iterator[tuple[Way, Told, Floats]]:
        column = self.tree.index[told.code]
        fits = self.tree.fits[:, column]
        if serving is not None:
            doubtful = (fits < 1) & ~serving & self.serves.any(axis=1)
            fits = np.where(doubtful, fits * _NO_SUCH_USE, fits)
        else:
            yield Way.SAME_USE, told, self._same_use[:, column] * (_SAME_USE * told.sureness)
        yield Way.SAME, told, np.where(fits >= ASKED_FOR, fits, 0) * told.sureness
        yield Way.RELATED, told, np.where(fits >= ASKED_FOR, 0, fits) * told.sureness

    def _stand_in(self, use: str) -> float:
        """Return how well another material than the named one does for a use: who reuses skis wants no tyres."""
        return 0.0 if use in self._as_it_is else _STAND_IN

    def _from_sector(self, told: Told, *, is_named: bool, is_told: bool) -> Iterator[tuple[Way, Told, Floats]]:
        """is_named, is_told: the need names a material, or that or a use, by itself."""
        sector = self.knowledge.sectors.by_code[told.code]
        weight = told.sureness * (_BESIDE if is_told else 1)
        inputs = np.zeros(len(self.tree.codes))
        inputs[[self.tree.index[code] for code in sector.inputs]] = _SECTOR_INPUT * weight
        yield Way.SECTOR_INPUT, told, inputs
        uses = [self.uses[use] for use in sector.uses if not (is_named and use in self._as_it_is)]
        if uses:
            served = self.serves[:, uses].max(axis=1)
            yield Way.SECTOR_USE, told, served * (_SECTOR_USE * weight)

    def haul_km(self, material: str) -> float:
        """Return how far a material is usually worth carrying: the median over its uses; the usual for strangers."""
        return float(self._usual_hauls[self.tree.index[material]]) if material in self.tree.index else USUAL_HAUL_KM

    def shared_use(self, offered: str, needed: str) -> str:
        """Return the use that brings two materials together by `Way.SAME_USE`, "" for none."""
        rows = self.tree.index[offered], self.tree.index[needed]
        return list(self.uses)[self._shared_use[rows]] if self._same_use[rows] else ""

    def sector_use(self, offered: str, sector: str) -> str:
        """Return the use of a sector that a material serves best, "" for none."""
        row, uses = self.serves[self.tree.index[offered]], self.knowledge.sectors.by_code[sector].uses
        best = max(uses, key=lambda use: row[self.uses[use]], default="")
        return best if best and row[self.uses[best]] else ""

    def _read_edges(self) -> None:
        for material, row in self.tree.index.items():
            for use, column in self.uses.items():
                edge = self.knowledge.material_uses.between(material, use)
                if edge:
                    self.serves[row, column] = edge.suitability.fit
                    self._treated[row, column] = bool(edge.treatments)
                    self._treatments[row, column] = treatment_costs(edge.treatments).default
        for group, leaves in self.knowledge.children.items():
            rows = [self.tree.index[leaf] for leaf in leaves]
            here = self.tree.index[group]
            self.serves[here] = np.maximum(self.serves[here], _SOME_OF_GROUP * self.serves[rows].max(axis=0))


@kept
def way_tables(knowledge: Knowledge) -> WayTables:
    """Return the tables of this knowledge, made once."""
    return WayTables(knowledge)


def by_material(needed: Sequence[Kind], wanted: Callable[[Kind], Floats], *, tables: WayTables) -> Floats:
    """Return what each need makes of each material: shape (n_needed, n_materials)."""
    return np.array([wanted(kind) for kind in needed], dtype=float).reshape(len(needed), len(tables.tree.codes))


def way_fits(offered: KindArrays, needed: KindArrays, *, accepted: Callable[[Ints], Floats]) -> Floats:
    """Return how well offered kinds serve needed ones, by the best way from any material they may be.

    What is only understood from words counts as far as it is sure, on both sides.
    offered, needed: of shapes that broadcast. accepted: tells how well the needs take what lies in these rows of the
        tree (`WayTables.accepted`), rows of the shape of the offers.
    Returns the broadcast shape, in [`MATERIAL_FLOOR`, 1]; NaN where one of the two tells nothing.
    """
    fits: Floats = np.full(np.broadcast(offered.first, needed.first).shape, np.nan)
    for place in range(offered.rows.shape[-1]):
        fits = np.fmax(fits, accepted(offered.rows[..., place]) * offered.surenesses[..., place])
    sure = offered.sure_material * needed.sure
    known: Floats = np.maximum(fits, np.maximum((1 - sure) * DOUBT, MATERIAL_FLOOR))
    return known


def _median_haul(knowledge: Knowledge, material: str) -> float:
    """Return the median haul over the uses of a material, of a group over those of its leaves."""
    codes = (material, *knowledge.children.get(material, ()))
    hauls = [edge.haul_km for code in codes for edge in knowledge.material_uses.of(code) if edge.haul_km]
    return float(np.median(hauls)) if hauls else USUAL_HAUL_KM


def find_way(offered: Kind, needed: Kind, *, tables: WayTables) -> FoundWay | None:
    """Return the best way of one pair, None where there is none but chance; agrees with `way_fits`."""
    best: FoundWay | None = None
    for told in offered.materials:
        if told.code not in tables.tree.index or told.code in needed.without:
            continue
        row = tables.tree.index[told.code]
        for way, asked, fits in tables.ways(needed):
            fit = float(fits[row]) * told.sureness
            if fit > MATERIAL_FLOOR and (best is None or fit > best.fit):
                best = FoundWay(way, fit, told, asked, _use_of(way, told, asked, tables))
    return best


def _use_of(way: Way, offered: Told, asked: Told, tables: WayTables) -> str:
    if way in (Way.USE, Way.TREATED_USE):
        return asked.code
    if way is Way.SAME_USE:
        return tables.shared_use(offered.code, asked.code)
    return tables.sector_use(offered.code, asked.code) if way is Way.SECTOR_USE else ""


def _same_uses(serves: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Return how well each material stands in for each other by the use that they best share, and which that is.

    A use that many materials serve (fuel) says less about two of them than one that few do (felt).
    Returns shapes (n_materials, n_materials) twice.
    """
    best = np.zeros((len(serves), len(serves)))
    which = np.zeros(best.shape, dtype=np.int64)
    for column, fits in enumerate(serves.T):
        telling = 1 / (1 + np.log(max(int(np.count_nonzero(fits)), 1)) / 3)
        shared = np.minimum(fits[:, None], fits[None, :]) * telling
        which = np.where(shared > best, column, which)
        best = np.maximum(best, shared)
    return best, which
