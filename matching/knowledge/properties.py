"""Qualities that can be measured, which of them matter for a material, and where the tables' figures are from."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from matching.knowledge.languages import LANGUAGES
from matching.knowledge.tables import Basis, Tables
from matching.records import PropertyValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A quality and its unit; what lies outside `low` to `high` is a slip of the pen."""

    code: str
    unit: str
    low: float
    high: float
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a row is from. The tables name it as `key(columns)`; columns without one are our judgement."""

    key: str
    how: Basis
    title: str
    address: str


def read_properties(tables: Tables) -> dict[str, Property]:
    return {
        row.text("code"): Property(
            code=row.text("code"),
            unit=row.text("unit"),
            low=row.read("low", float),
            high=row.read("high", float),
            names=MappingProxyType(row.names(LANGUAGES)),
        )
        for row in tables.rows("properties")
    }


def read_material_properties(
    tables: Tables, *, properties: Mapping[str, Property]
) -> dict[str, tuple[PropertyValue, ...]]:
    """Return by material what to ask about it, the most telling first, with the usual range where we know one.

    Raises TableError for a property that `properties` does not have.
    """
    by_material: dict[str, list[PropertyValue]] = defaultdict(list)
    for row in tables.rows("material_properties"):
        known = properties.get(row.text("property"))
        if known is None:
            raise row.error(f"there is no property {row.text('property')}")
        by_material[row.text("material")].append(
            PropertyValue(
                code=known.code, low=row.number("low"), high=row.number("high"), unit=known.unit, basis="table"
            )
        )
    return {material: tuple(values) for material, values in by_material.items()}


def read_sources(tables: Tables) -> dict[str, Source]:
    return {
        row.text("key"): Source(
            key=row.text("key"), how=row.read("how", Basis), title=row.text("title"), address=row.text("address")
        )
        for row in tables.rows("sources")
    }
