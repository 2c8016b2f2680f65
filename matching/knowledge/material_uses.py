"""Which material can become what: under which conditions, after which treatment, from which scale, from how far."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from matching.amounts import UNITS
from matching.knowledge.properties import Property
from matching.knowledge.tables import Basis, Confidence, Row, Tables
from matching.knowledge.uses import Use
from matching.records import PropertyValue

_CONDITION = re.compile(r"(?P<code>\w+)(?:(?P<bound>[<>]=)(?P<value>\d+(?:\.\d+)?))?")


class Suitability(StrEnum):
    """How well a material serves a use."""

    DIRECT = "direct"  # common practice, with no more than the treatments named
    CONDITIONAL = "conditional"  # where the conditions hold
    POSSIBLE = "possible"  # done somewhere: to be tried, or waiting for someone who does it

    @property
    def fit(self) -> float:
        """Return it as a fit in (0, 1]; set by hand."""
        return _FITS[self]


_FITS = {Suitability.DIRECT: 1.0, Suitability.CONDITIONAL: 0.7, Suitability.POSSIBLE: 0.4}


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialUse:
    """One edge: this material can serve this use.

    conditions: the ranges of quality that the use accepts; without bounds, what must be known.
    treatments: what has to be done in between, in this order, by codes of the terms for processes.
    product_yield: tonnes of the product from one tonne of the material as it comes; None where unknown.
    smallest: from how much a year it makes sense for the receiver, pooled if need be, in the resource's base unit.
    haul_km: how far it is usually worth carrying, one way; by pipe or cable for heat, water and the like.
    source: `key(columns)` of `Knowledge.sources`; columns that are not named are our judgement.
    """

    material: str
    use: str
    suitability: Suitability
    conditions: tuple[PropertyValue, ...] = ()
    treatments: tuple[str, ...] = ()
    product_yield: float | None = None
    smallest: float | None = None
    haul_km: float | None = None
    source: str = ""
    how: Basis
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MaterialUses:
    """All edges, by (material, use). A wide use ("feed") counts as each of its kinds ("pig_feed").

    without_use: materials of which the table says that no use is known.
    """

    edges: Mapping[tuple[str, str], MaterialUse]
    without_use: frozenset[str]
    _by_material: Mapping[str, tuple[MaterialUse, ...]] = field(repr=False)
    _kinds: Mapping[str, tuple[str, ...]] = field(repr=False)

    def of(self, material: str) -> tuple[MaterialUse, ...]:
        """Return what a material can become, the best suited first; none for a group or a stranger."""
        return self._by_material.get(material, ())

    def between(self, material: str, use: str) -> MaterialUse | None:
        """Return the edge to a use or else the best of those to its kinds, None where there is none."""
        found = [self.edges.get((material, code)) for code in (use, *self._kinds.get(use, ()))]
        edges = [edge for edge in found if edge is not None]
        return next((edge for edge in edges if edge.use == use), None) or max(edges, key=_fit, default=None)


def _fit(edge: MaterialUse) -> float:
    return edge.suitability.fit


def read_material_uses(tables: Tables, *, properties: Mapping[str, Property], uses: Mapping[str, Use]) -> MaterialUses:
    """Return the edges of the table.

    Raises TableError for an edge that comes twice, a use or property that there is not, or an unknown unit.
    """
    edges: dict[tuple[str, str], MaterialUse] = {}
    without_use: set[str] = set()
    by_material: dict[str, list[MaterialUse]] = defaultdict(list)
    for row in tables.rows("material_uses"):
        material, use = row.text("material"), row.text("use")
        if not use:
            without_use.add(material)
            continue
        if use not in uses or (material, use) in edges:
            raise row.error(f"{material} → {use} comes twice, or there is no such use")
        edges[material, use] = _read_edge(row, properties=properties)
        by_material[material].append(edges[material, use])
    kinds: dict[str, list[str]] = defaultdict(list)
    for each in uses.values():
        kinds[each.parent].append(each.code)
    return MaterialUses(
        edges=MappingProxyType(edges),
        without_use=frozenset(without_use),
        _by_material=MappingProxyType({code: _best_first(found, uses=uses) for code, found in by_material.items()}),
        _kinds=MappingProxyType({code: tuple(found) for code, found in kinds.items() if code}),
    )


def _best_first(edges: Iterable[MaterialUse], *, uses: Mapping[str, Use]) -> tuple[MaterialUse, ...]:
    return tuple(sorted(edges, key=lambda edge: (-edge.suitability.fit, uses[edge.use].hierarchy.rank)))


def _read_edge(row: Row, *, properties: Mapping[str, Property]) -> MaterialUse:
    return MaterialUse(
        material=row.text("material"),
        use=row.text("use"),
        suitability=row.read("suitability", Suitability),
        conditions=_read_conditions(row, properties=properties),
        treatments=row.items("treatments"),
        product_yield=row.number("yield"),
        smallest=_read_smallest(row),
        haul_km=row.number("haul_km"),
        source=row.text("source"),
        how=row.read("how", Basis),
        confidence=row.read("confidence", Confidence),
    )


def _read_conditions(row: Row, *, properties: Mapping[str, Property]) -> tuple[PropertyValue, ...]:
    """Return `moisture<=20;contamination` as the accepted ranges of these properties."""
    bounds: dict[str, dict[str, float]] = {}
    for part in row.items("conditions"):
        match = _CONDITION.fullmatch(part)
        if match is None or match["code"] not in properties:
            raise row.error(f"conditions: {part} is no bound on a property")
        known = bounds.setdefault(match["code"], {})
        if match["bound"]:
            known["low" if match["bound"] == ">=" else "high"] = float(match["value"])
    return tuple(
        PropertyValue(
            code=code, low=known.get("low"), high=known.get("high"), unit=properties[code].unit, basis="table"
        )
        for code, known in bounds.items()
    )


def _read_smallest(row: Row) -> float | None:
    amount = row.number("smallest")
    if amount is None:
        return None
    unit = UNITS.get(row.text("smallest_unit"))
    if unit is None:
        raise row.error(f"smallest_unit: there is no unit {row.text('smallest_unit')!r}")
    return amount * unit.factor
