"""What an exchange could save: kilograms of CO₂e and of waste, always low, default and high.

Potential, never measured: what was agreed, delivered and verified is counted apart and never added to it. Without a
factor for what is replaced nothing is claimed but the tonnes that are diverted; burning a material claims none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from geo.transport_tables import NOTHING, Range, load_vehicle_classes
from matching.knowledge import Hierarchy, Knowledge
from matching.knowledge.knowledge import DATA_FOLDER
from matching.knowledge.tables import Tables

_KG_A_TONNE = 1000.0
_DISTANCE_ERROR = 0.2  # either way
_VEHICLE = "articulated_40"  # what most loads travel in; a delivery counts its own


@dataclass(frozen=True, slots=True)
class PotentialImpact:
    """tonnes: kept from being waste. avoided, transport: kg CO₂e; avoided is None where no factor is known."""

    tonnes: float
    avoided: Range | None
    transport: Range

    @property
    def net(self) -> Range | None:
        """Return what is saved after carrying, kg CO₂e: the low end of one with the high end of the other."""
        if self.avoided is None:
            return None
        return Range(
            self.avoided.low - self.transport.high,
            self.avoided.default - self.transport.default,
            self.avoided.high - self.transport.low,
        )


@cache
def impact_factors() -> Mapping[tuple[str, Hierarchy], Range]:
    """Return kg CO₂e avoided for each tonne that replaces new material, by emission key and step; read once."""
    factors: dict[tuple[str, Hierarchy], Range] = {}
    for row in Tables(DATA_FOLDER).rows("impact_factors"):
        ends = [row.read(column, float) for column in ("low", "default", "high")]
        for step in row.items("steps"):
            factors[row.text("emission_key"), Hierarchy(step)] = Range(*ends)
    return MappingProxyType(factors)


@dataclass(frozen=True, slots=True)
class FactorOrigin:
    """Where a factor is from. source: a key of `Knowledge.sources`; year: of its figures."""

    source: str
    year: int


@cache
def _origins() -> Mapping[tuple[str, Hierarchy], FactorOrigin]:
    origins: dict[tuple[str, Hierarchy], FactorOrigin] = {}
    for row in Tables(DATA_FOLDER).rows("impact_factors"):
        # `key(columns)`, of which the first is where the default is from.
        origin = FactorOrigin(row.text("source").partition("(")[0].partition(";")[0], row.read("year", int))
        for step in row.items("steps"):
            origins[row.text("emission_key"), Hierarchy(step)] = origin
    return MappingProxyType(origins)


def factor_origin(material: str, use: str, *, knowledge: Knowledge) -> FactorOrigin | None:
    """Return where the factor of a material that goes to a use is from, None where none is known."""
    known, wanted = knowledge.materials.get(material), knowledge.uses.get(use)
    if known is None or wanted is None or not known.emission_key:
        return None
    return _origins().get((known.emission_key, wanted.hierarchy))


def avoided_factor(material: str, use: str, *, knowledge: Knowledge) -> Range | None:
    """Return kg CO₂e avoided for each tonne of a material that goes to a use, None where no factor is known."""
    known, wanted = knowledge.materials.get(material), knowledge.uses.get(use)
    if known is None or wanted is None or not known.emission_key:
        return None
    return impact_factors().get((known.emission_key, wanted.hierarchy))


def potential_impact(
    quantity_kg: float, *, material: str, use: str, km: float | None, knowledge: Knowledge
) -> PotentialImpact:
    """Return what sending a quantity of a material to a use could save.

    km: by road, one way, good to a fifth either way; None where unknown: then nothing is counted for carrying.
    Raises ValueError for a quantity that is not above zero.
    """
    if not quantity_kg > 0:
        raise ValueError(f"A quantity is more than nothing, not {quantity_kg} kg.")
    tonnes = quantity_kg / _KG_A_TONNE
    factor = avoided_factor(material, use, knowledge=knowledge)
    return PotentialImpact(
        tonnes=tonnes,
        avoided=factor * tonnes if factor else None,
        transport=_transport(tonnes, km) if km is not None else NOTHING,
    )


def _transport(tonnes: float, km: float) -> Range:
    distance = Range(km * (1 - _DISTANCE_ERROR), km, km * (1 + _DISTANCE_ERROR))
    return load_vehicle_classes()[_VEHICLE].g_per_tkm * distance * (tonnes / _KG_A_TONNE)
