"""How easy the law makes an exchange, and what it closes for good: for one card, and as a table for candidates."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache, partial
from itertools import product
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.compliance.card import BorderCard
from matching.compliance.facts import Abp, AbpKind, Facts, OriginProcess, Permit, Purpose, StatusClaim, TreatedWood
from matching.compliance.goods import wood_treatment
from matching.compliance.judging import border_card
from matching.knowledge import Hierarchy, Knowledge, Material, Use, kept
from matching.knowledge.law_codes import Regime, Status
from matching.records import Bools, Floats, Resource

COUNTRIES = ("SE", "NO")
COUNTRY_PAIRS = tuple(product(COUNTRIES, repeat=2))
"""(giver's country, receiver's country), in the order of the table's second axis."""

# Set by hand: what a firm feels between "nothing to do" and "ask two authorities and wait for months".
_EASE = {Status.OK: 1.0, Status.PAPERS: 0.9, Status.ASK: 0.7, Status.BLOCKED: 0.35}
_EACH_PAPER = 0.02
_FLOOR = 0.1
_KEPT = 2048  # materials and days
_TABLES_KEPT = 64

_PURPOSES = {
    Hierarchy.REUSE: Purpose.REUSE,
    Hierarchy.FOOD: Purpose.FOOD,
    Hierarchy.MATERIAL: Purpose.RECYCLING,
    Hierarchy.FEED: Purpose.FEED,
    Hierarchy.SOIL: Purpose.FERTILISER,
    Hierarchy.BIOGAS: Purpose.BIOGAS,
    Hierarchy.FILLING: Purpose.CONSTRUCTION_FILL,
    Hierarchy.ENERGY: Purpose.ENERGY,
}
_OF_USES = {
    "bedding": Purpose.DIRECT_USE,
    "compost": Purpose.COMPOST,
    "petfood": Purpose.PETFOOD,
    "technical": Purpose.TECHNICAL,
}
_OPERATIONS = {
    Purpose.RECYCLING: "R3",
    Purpose.ENERGY: "R1",
    Purpose.FERTILISER: "R10",
    Purpose.BIOGAS: "R3",
    Purpose.COMPOST: "R3",
    Purpose.CONSTRUCTION_FILL: "R5",
    Purpose.TECHNICAL: "R3",
}
# Everything that a firm can see to is seen to: the table says what is left at best.
_AT_BEST = Facts(
    sorted_to_spec=True,
    contamination_pct=0,
    benzo_a_pyrene_mg_kg=0,
    pop_over_annex_iv=False,
    invasive_risk=False,
    non_dispersible=True,
    quantity_kg=10_000,
    receiver_permit=Permit.YES,
    feed_reg_supplier=True,
    feed_reg_receiver=True,
    abp_supplier=True,
    abp_receiver=True,
    abp_processed_protein=False,
    own_transport=True,
    separate_recycling=True,
    rg_a=True,
    rg_b=True,
    rg_c=True,
    rg_d=True,
    rg_e=True,
)
# Uses that the law tells apart for animal by-products alone.
_LIKE_RECYCLING = frozenset({Purpose.TECHNICAL, Purpose.BIOGAS})
_POLYMERS = {"pet": "PET", "polypropylene": "PP", "pvc": "PVC", "eps": "PS", "fish_boxes": "PS", "mixed_plastics": ""}


def legal_ease(card: BorderCard) -> float:
    """Return how easy the law makes an exchange: 0 where prohibited, else in [0.1, 1], falling with every paper."""
    if card.regime is Regime.PROHIBITED:
        return 0.0
    return max(_EASE[card.status] - _EACH_PAPER * len(card.papers), _FLOOR)


@dataclass(frozen=True, kw_only=True, eq=False)
class LegalTable:
    """Legal ease at best, by material, pair of countries and use.

    materials, uses: code → row, code → column; -1, the last row or column, stands for an unknown one.
    ease: shape (n_materials + 1, 4, n_uses + 1), in [0, 1]; NaN where the law of materials has nothing to say (heat,
        services) or where nothing is known. Pairs are in the order of `COUNTRY_PAIRS`.
    blocked: same shape; True where even at best it is prohibited.
    """

    materials: Mapping[str, int]
    uses: Mapping[str, int]
    ease: Floats
    blocked: Bools

    @cached_property
    def levels(self) -> Floats:
        """Return the different eases in their order, NaN first."""
        return np.concatenate(([np.nan], np.unique(self.ease[~np.isnan(self.ease)])))

    @cached_property
    def codes(self) -> NDArray[np.uint8]:
        """Return `ease` as places in `levels`, so that the higher one is the easier."""
        found = 1 + np.searchsorted(self.levels[1:], self.ease)
        return np.where(np.isnan(self.ease), 0, found).astype(np.uint8)

    def rows(self, materials: list[str]) -> NDArray[np.int64]:
        """Return the row of each material code; -1 for an unknown or empty one."""
        return np.array([self.materials.get(code, -1) for code in materials], dtype=np.int64)


def purpose_of(use: Use) -> Purpose | None:
    """Return what a use is in the words of the law, None where they know nothing of it."""
    return _OF_USES.get(use.code) or _OF_USES.get(use.parent) or _PURPOSES.get(use.hierarchy)


def country_pair(giver: str, receiver: str) -> int:
    """Return the place of a pair of countries in the table, -1 where either is unknown: ask for neither then."""
    pair = (giver, receiver)
    return COUNTRY_PAIRS.index(pair) if pair in COUNTRY_PAIRS else -1


def legal_table(knowledge: Knowledge, as_of: date, *, materials: Collection[str] | None = None) -> LegalTable:
    """Return the table for candidates: what the law leaves of each (material, pair of countries, use) at best.

    At best means: permits, registrations and approvals are there, the load is clean and sorted, and the giver claims
    what the material can plausibly be. So `blocked` is safe as a gate, and `ease` is an upper bound; the exact answer
    for what is shown is `legal_ease(border_card(facts, …))`.

    materials: those that matter, all of them by default; others have no row. Each is worked out once per knowledge and
        day, in some tens of milliseconds: ask for those of the market.
    """
    asked = knowledge.materials if materials is None else [code for code in materials if code in knowledge.materials]
    return _tables_of(knowledge)(as_of, tuple(dict.fromkeys(asked)))


@kept
def _tables_of(knowledge: Knowledge) -> Callable[[date, tuple[str, ...]], LegalTable]:
    """Return what makes tables of this knowledge and keeps them as long as that."""
    return lru_cache(maxsize=_TABLES_KEPT)(partial(_table_of, knowledge))


def _table_of(knowledge: Knowledge, as_of: date, materials: tuple[str, ...]) -> LegalTable:
    rows = {code: row for row, code in enumerate(materials)}
    unknown = np.full((len(COUNTRY_PAIRS), len(knowledge.uses) + 1), np.nan)
    ease = np.stack([*(_eases_of(knowledge)(as_of, code) for code in rows), unknown])
    ease.flags.writeable = False
    return LegalTable(materials=rows, uses=use_columns(knowledge), ease=ease, blocked=ease == 0)


@kept
def use_columns(knowledge: Knowledge) -> Mapping[str, int]:
    """Return the column of each use in every table of this knowledge."""
    return MappingProxyType({code: column for column, code in enumerate(knowledge.uses)})


@kept
def _eases_of(knowledge: Knowledge) -> Callable[[date, str], Floats]:
    """Return what works out materials of this knowledge, as `_tables_of`."""
    return lru_cache(maxsize=_KEPT)(partial(_ease_of_material, knowledge))


def _ease_of_material(knowledge: Knowledge, as_of: date, code: str) -> Floats:
    """Return one material's part of the table, shape (4, n_uses + 1)."""
    material = knowledge.materials[code]
    ease = np.full((len(COUNTRY_PAIRS), len(knowledge.uses) + 1), np.nan)
    if material.resource is not Resource.MATERIAL:
        return ease
    for purpose, columns in _columns(knowledge, animal=bool(material.abp_category)).items():
        for pair, (giver, receiver) in enumerate(COUNTRY_PAIRS):
            cases = plausible_cases(material, purpose, giver=giver, receiver=receiver, knowledge=knowledge)
            ease[pair, columns] = max(
                legal_ease(border_card(facts, knowledge=knowledge, as_of=as_of)) for facts in cases
            )
    return ease


@kept
def _columns(knowledge: Knowledge, *, animal: bool) -> Mapping[Purpose | None, list[int]]:
    """Return the columns of the uses that the law takes alike."""
    columns: dict[Purpose | None, list[int]] = {None: [-1]}
    for column, use in enumerate(knowledge.uses.values()):
        purpose = purpose_of(use)
        if Resource.MATERIAL in use.resources:
            alike = Purpose.RECYCLING if purpose in _LIKE_RECYCLING and not animal else purpose
            columns.setdefault(alike, []).append(column)
    return columns


def plausible_cases(
    material: Material, purpose: Purpose | None, *, giver: str, receiver: str, knowledge: Knowledge
) -> Iterator[Facts]:
    """Yield the exchange as waste, as a by-product still to be shown and, for reuse, as used goods."""
    starred = material.waste_codes and knowledge.waste_codes[material.waste_codes[0]].hazardous
    common: dict[str, Any] = {
        "ewc_code": material.waste_codes[0] if material.waste_codes else "",
        "wsr_code": frozenset({material.shipment_hint} - {""}),
        "hs_code": material.hs_hint,
        "hazardous": False if material.waste_codes and not starred else None,
        "use": purpose,
        "abp": Abp(f"cat{material.abp_category}") if material.abp_category else Abp.NONE,
        "abp_kind": AbpKind(material.abp_kind) if material.abp_kind else None,
        "treated_wood": wood_treatment(material) or TreatedWood.NONE,
        "polymers": frozenset({_POLYMERS.get(material.code, "PE")} - {""}),
        "origin_country": giver,
        "dest_country": receiver,
    }
    if material.abp_category:  # its own law applies whatever it is called
        yield replace(_AT_BEST, **common)
        return
    yield replace(
        _AT_BEST,
        status_claim=StatusClaim.WASTE,
        origin_process=OriginProcess.DEMOLITION,
        operation_code=_OPERATIONS.get(purpose, "") if purpose else "",
        **common,
    )
    yield replace(_AT_BEST, status_claim=StatusClaim.BYPRODUCT, origin_process=OriginProcess.PRODUCTION, **common)
    if purpose in (Purpose.REUSE, Purpose.FOOD):
        yield replace(_AT_BEST, status_claim=StatusClaim.REUSE, **common)
