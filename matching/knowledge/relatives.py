"""Materials of different groups of which one may be taken for the other: boxes where corrugated board is asked for."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from matching.knowledge.tables import Basis, Confidence, Tables


class Closeness(StrEnum):
    """How well a material does for another."""

    SUBSTITUTE = "substitute"  # who asks for the other usually takes it
    PERHAPS = "perhaps"  # some who ask for the other take it

    @property
    def fit(self) -> float:
        """Return it as a fit in (0, 1]; set by hand."""
        return _FITS[self]


_FITS = {Closeness.SUBSTITUTE: 0.6, Closeness.PERHAPS: 0.35}


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """What is offered may do for what is needed; not the other way round, unless another row says so."""

    offered: str
    needed: str
    closeness: Closeness
    how: Basis
    confidence: Confidence


def read_relatives(tables: Tables, *, materials: Collection[str]) -> tuple[Relative, ...]:
    """Return the rows of the table. Raises TableError for a pair that comes twice or a material that there is not."""
    found: dict[tuple[str, str], Relative] = {}
    for row in tables.rows("material_relatives"):
        pair = row.text("offered"), row.text("needed")
        if pair in found or not {*pair} <= {*materials}:
            raise row.error(f"{pair[0]} → {pair[1]} comes twice, or there is no such material")
        found[pair] = Relative(
            offered=pair[0],
            needed=pair[1],
            closeness=row.read("closeness", Closeness),
            how=row.read("how", Basis),
            confidence=row.read("confidence", Confidence),
        )
    return tuple(found.values())
