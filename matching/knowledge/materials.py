"""The material tree: groups and their leaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from matching.knowledge.languages import LANGUAGES
from matching.knowledge.properties import Property, read_material_properties
from matching.knowledge.tables import Basis, Confidence, Row, TableError, Tables
from matching.records import PropertyValue, Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A group of the tree (no parent) or one of its leaves, with its typical values.

    waste_codes: those it usually has, the most usual first; where there is none, `no_waste_code` says why:
        energy, water or gas (not in the list), product (new and unused), service.
    density_kg_m3: as it lies in a container or heap, not of the solid.
    kg_each: what one piece weighs, where it is counted in pieces.
    abp_category: animal by-product category 1, 2 or 3 (Regulation (EC) 1069/2009); None where not one.
    abp_kind: whey, milk, egg, fish, blood, hide, wool, feather, manure, catering, former_food_no_meat,
        former_food_meat, other; "" where not one.
    form: bulk, pieces, baled, sheet, rolls, powder, paste, liquid, gas, heat, cold or electricity.
    properties: what to ask about its quality, with the usual range where one is known.
    hs_hint: customs chapter or heading; shipment_hint: entry of the green or amber list. Both are to be checked.
    emission_key: row of the emission factors.
    source: `key(columns)` of `Knowledge.sources`, joined by ";"; columns that are not named are our judgement.
    """

    code: str
    parent: str
    resource: Resource
    names: Mapping[str, str]
    waste_codes: tuple[str, ...] = ()
    no_waste_code: str = ""
    density_kg_m3: float | None = None
    kg_each: float | None = None
    dry_matter_pct: float | None = None
    form: str = ""
    shelf_life_days: int | None = None
    abp_category: int | None = None
    abp_kind: str = ""
    properties: tuple[PropertyValue, ...] = ()
    hs_hint: str = ""
    shipment_hint: str = ""
    emission_key: str = ""
    source: str = ""
    how: Basis | None = None
    confidence: Confidence | None = None

    @property
    def is_group(self) -> bool:
        return not self.parent


def read_materials(tables: Tables, *, properties: Mapping[str, Property]) -> dict[str, Material]:
    """Return every material by its code, each group before its leaves.

    Raises TableError for a code that comes twice or a parent or property that there is not.
    """
    materials: dict[str, Material] = {}
    values = read_material_properties(tables, properties=properties)
    for row in tables.rows("materials"):
        material = _read_material(row, properties=values.get(row.text("code"), ()))
        if material.code in materials:
            raise row.error(f"{material.code} comes twice")
        materials[material.code] = material
    for material in materials.values():
        if material.parent and material.parent not in materials:
            raise TableError(f"materials.csv: parent {material.parent} of {material.code} is no material")
    return materials


def _read_material(row: Row, *, properties: tuple[PropertyValue, ...]) -> Material:
    return Material(
        code=row.text("code"),
        parent=row.text("parent"),
        resource=row.read("resource", Resource),
        names=MappingProxyType(row.names(LANGUAGES)),
        waste_codes=row.items("waste_codes"),
        no_waste_code=row.text("no_waste_code"),
        density_kg_m3=row.number("density_kg_m3"),
        kg_each=row.number("kg_each"),
        dry_matter_pct=row.number("dry_matter_pct"),
        form=row.text("form"),
        shelf_life_days=row.integer("shelf_life_days"),
        abp_category=row.integer("abp_category"),
        abp_kind=row.text("abp_kind"),
        properties=properties,
        hs_hint=row.text("hs_hint"),
        shipment_hint=row.text("shipment_hint"),
        emission_key=row.text("emission_key"),
        source=row.text("source"),
        how=row.optional("how", Basis),
        confidence=row.optional("confidence", Confidence),
    )
