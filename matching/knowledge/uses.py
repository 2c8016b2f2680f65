"""What residues can be used for, and which material can be used for what, under which conditions."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from matching.knowledge.languages import LANGUAGES
from matching.knowledge.tables import Basis, Confidence, Row, Tables
from matching.records import Resource


class Hierarchy(StrEnum):
    """The steps of the waste hierarchy (Directive 2008/98/EC, article 4), finer than the law has them.

    Food that people can eat stands beside reuse; heat, water and gases that are passed on, and what is shared,
    stand outside the hierarchy of waste and are never worse than material.
    """

    REUSE = "reuse"
    FOOD = "food"
    SHARING = "sharing"
    MATERIAL = "material"
    FEED = "feed"
    EXCHANGE = "exchange"
    SOIL = "soil"
    BIOGAS = "biogas"
    FILLING = "filling"
    ENERGY = "energy"

    @property
    def rank(self) -> int:
        """Return 1 for the best step; equal steps share a rank."""
        return _RANKS[self]


_RANKS = {
    Hierarchy.REUSE: 1,
    Hierarchy.FOOD: 1,
    Hierarchy.SHARING: 1,
    Hierarchy.MATERIAL: 2,
    Hierarchy.FEED: 2,
    Hierarchy.EXCHANGE: 2,
    Hierarchy.SOIL: 3,
    Hierarchy.BIOGAS: 3,
    Hierarchy.FILLING: 4,
    Hierarchy.ENERGY: 5,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Something that residues are used for.

    parent: the wider use that it is a kind of ("pig_feed" is "feed"), "" for none.
    resources: what it takes.
    receivers: industries (NACE Rev. 2: division, group or class) that typically have it; empty where any may.
    """

    code: str
    parent: str
    hierarchy: Hierarchy
    resources: frozenset[Resource]
    names: Mapping[str, str]
    receivers: tuple[str, ...]
    source: str
    how: Basis
    confidence: Confidence


def read_uses(tables: Tables) -> dict[str, Use]:
    """Return every use by its code, wider ones before their kinds.

    Raises TableError for a code that comes twice or a parent that does not come before.
    """
    uses: dict[str, Use] = {}
    for row in tables.rows("uses"):
        use = _read_use(row)
        if use.code in uses:
            raise row.error(f"{use.code} comes twice")
        if use.parent and use.parent not in uses:
            raise row.error(f"no use {use.parent} comes before its kind {use.code}")
        uses[use.code] = use
    return uses


def _read_use(row: Row) -> Use:
    return Use(
        code=row.text("code"),
        parent=row.text("parent"),
        hierarchy=row.read("hierarchy", Hierarchy),
        resources=frozenset(row.read("resources", lambda cell: [Resource(part) for part in cell.split(";")])),
        names=MappingProxyType(row.names(LANGUAGES)),
        receivers=row.items("receivers"),
        source=row.text("source"),
        how=row.read("how", Basis),
        confidence=row.read("confidence", Confidence),
    )
