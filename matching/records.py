"""What goes into the engine and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Side(StrEnum):
    OFFER = "offer"
    NEED = "need"


class Dimension(StrEnum):
    """What a resource is counted in; its base unit is in `BASE_UNITS`."""

    MASS = "mass"
    ENERGY = "energy"
    VOLUME = "volume"
    PIECES = "pieces"
    HOURS = "hours"


BASE_UNITS = {
    Dimension.MASS: "kg",
    Dimension.ENERGY: "kWh",
    Dimension.VOLUME: "m3",
    Dimension.PIECES: "pcs",
    Dimension.HOURS: "h",
}


class Travel(StrEnum):
    ROAD = "road"
    PIPE = "pipe"
    NONE = "none"


class Resource(StrEnum):
    """What kind of thing a listing is about; unlike resources never match."""

    MATERIAL = "material"
    ENERGY = "energy"
    HEAT = "heat"
    COLD = "cold"
    WATER = "water"
    GAS = "gas"
    EQUIPMENT = "equipment"
    STORAGE = "storage"
    PREMISES = "premises"
    TRANSPORT = "transport"
    PURCHASING = "purchasing"
    COMPETENCE = "competence"

    @property
    def dimension(self) -> Dimension:
        return _DIMENSIONS[self]

    @property
    def travel(self) -> Travel:
        return _TRAVELS.get(self, Travel.ROAD)


_DIMENSIONS = {
    Resource.MATERIAL: Dimension.MASS,
    Resource.ENERGY: Dimension.ENERGY,
    Resource.HEAT: Dimension.ENERGY,
    Resource.COLD: Dimension.ENERGY,
    Resource.WATER: Dimension.VOLUME,
    Resource.GAS: Dimension.MASS,
    Resource.EQUIPMENT: Dimension.HOURS,
    Resource.STORAGE: Dimension.VOLUME,
    Resource.PREMISES: Dimension.HOURS,
    Resource.TRANSPORT: Dimension.PIECES,  # trips
    Resource.PURCHASING: Dimension.PIECES,
    Resource.COMPETENCE: Dimension.HOURS,
}
_TRAVELS = dict.fromkeys((Resource.HEAT, Resource.COLD, Resource.WATER), Travel.PIPE) | dict.fromkeys(
    (Resource.ENERGY, Resource.PURCHASING, Resource.COMPETENCE), Travel.NONE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyValue:
    """A measured or stated quality of an offer, or the range that a need accepts."""

    code: str
    low: float | None = None
    high: float | None = None
    unit: str = ""
    basis: str = "stated"  # stated, measured, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """An offer or a need as the engine sees it. What is unknown is None or empty.

    quantity: in the resource's base unit (kg, kWh, m3, pieces, hours); a year's worth, or the
        whole when `once`.
    month_shares: twelve shares of the quantity, January first, that add up to 1.
    price: per base unit, in `currency`; positive means that the receiver pays. disposal_cost: of offers, today.
    max_km: how far by road this side is willing to go.
    blocked_firms: firms that its firm has blocked. meaning: of the text, packed by `matching.meaning`, or empty.
    """

    id: str
    side: Side
    title: str
    resource: Resource = Resource.MATERIAL
    description: str = ""
    language: str = ""  # sv, nb, nn or en; detected when empty
    material: str = ""  # code of a leaf or a group of the tree
    waste_code: str = ""  # six digits
    use: str = ""
    quantity: float | None = None
    once: bool = False
    month_shares: tuple[float, ...] | None = None
    available_from: date | None = None
    available_until: date | None = None
    shelf_life_days: int | None = None
    smallest_lot: float | None = None
    largest_lot: float | None = None
    price: float | None = None
    currency: str = ""
    disposal_cost: float | None = None
    latitude: float | None = None
    longitude: float | None = None
    country: str = ""
    max_km: float | None = None
    firm: str = ""
    nace: str = ""  # the firm's industry, such as 16 or 16.10
    blocked_firms: frozenset[str] = frozenset()
    hazardous: bool | None = None
    abp_category: int | None = None  # animal by-product category 1, 2 or 3
    properties: tuple[PropertyValue, ...] = ()
    meaning: bytes = b""
    unweighed_unit: str = ""  # of an amount that was told, but nobody knows what one of its units comes to


class Aspect(StrEnum):
    """What a pair is judged on; each fit lies in (0, 1] or is unknown."""

    MATERIAL = "material"
    QUALITY = "quality"
    AMOUNT = "amount"
    TIMING = "timing"
    VALUE = "value"
    DISTANCE = "distance"
    LEGAL = "legal"
    HIERARCHY = "hierarchy"
    TEXT = "text"
    CASES = "cases"
    NOVELTY = "novelty"
    MEANING = "meaning"


class Gate(StrEnum):
    """A hard rule that a pair fails; it comes before every aspect."""

    UNLIKE_RESOURCE = "unlike_resource"
    OWN_FIRM = "own_firm"
    BLOCKED_FIRM = "blocked_firm"
    HAZARD = "hazard"
    UNLAWFUL_USE = "unlawful_use"
    ABP_USE = "abp_use"
    WINDOWS_APART = "windows_apart"
    BEYOND_LIMIT = "beyond_limit"
    TREATED_WOOD = "treated_wood"
    TO_PIGS = "to_pigs"
    SEWAGE_SLUDGE = "sewage_sludge"
    DIGESTATE = "digestate"
    OWN_MATERIAL = "own_material"


class ReasonCode(StrEnum):
    """Why a pair fits or does not. `marketplace.wording` puts each into words.

    A material, use or sector that was understood from words, not stated, comes with `from_words` 1.
    """

    SAME_MATERIAL = "same_material"  # material
    RELATED_MATERIAL = "related_material"  # material, other, group
    UNRELATED_MATERIAL = "unrelated_material"  # material, other
    NOT_WANTED = "not_wanted"  # material
    KNOWN_USE = "known_use"  # material, use
    TREATED_USE = "treated_use"  # material, use, treatments (codes joined by ";")
    SAME_USE = "same_use"  # material, other, use
    SECTOR_INPUT = "sector_input"  # material, sector
    SECTOR_USE = "sector_use"  # material, sector, use
    SAME_WASTE_CODE = "same_waste_code"  # waste_code
    RELATED_WASTE_CODE = "related_waste_code"  # waste_code, other
    SAME_CONCEPT = "same_concept"  # material, offer_word, need_word
    SIMILAR_WORDING = "similar_wording"  # share
    QUALITY_FITS = "quality_fits"  # property, low, high, unit
    QUALITY_APART = "quality_apart"  # property, low, high, unit
    AMOUNT_COVERS = "amount_covers"  # offer, need, unit
    AMOUNT_PART = "amount_part"  # offer, need, unit, share
    AMOUNT_EXCEEDS = "amount_exceeds"  # offer, need, unit, share
    LOT_TOO_SMALL = "lot_too_small"  # offer, smallest, unit
    MONTHS_MEET = "months_meet"  # months, share
    MONTHS_APART = "months_apart"  # months, share
    PAYS = "pays"  # low, value, high (SEK a tonne), km (break-even)
    DOES_NOT_PAY = "does_not_pay"  # the same
    NEAR = "near"  # km; minutes where they are known, straight (1) through a pipe
    FAR = "far"  # the same
    LAW_LIGHT = "law_light"  # across (1 where a border lies between)
    LAW_HEAVY = "law_heavy"  # the same
    HIGH_USE = "high_use"  # use
    LOW_USE = "low_use"  # use
    SIMILAR_CASE = "similar_case"  # case
    OTHER_INDUSTRY = "other_industry"
    SIMILAR_MEANING = "similar_meaning"


class Fact(StrEnum):
    """A fact that one of the listings lacks and that would sharpen the answer."""

    MATERIAL = "material"
    USE = "use"
    QUALITY = "quality"
    AMOUNT = "amount"
    MONTHS = "months"
    WASTE_CODE = "waste_code"
    PLACE = "place"
    WEIGHT_EACH = "weight_each"
    HAZARD = "hazard"
    ABP_CATEGORY = "abp_category"


@dataclass(frozen=True, slots=True)
class Reason:
    """A code with the numbers and codes that its sentence needs."""

    code: ReasonCode
    aspect: Aspect
    weight: float  # log of (the score / the score if the aspect were unknown): positive speaks for the pair
    values: Mapping[str, float | str | list[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MissingFact:
    """Whose listing lacks which fact. The first one matters most. quality: which property, of `Fact.QUALITY`."""

    fact: Fact
    side: Side
    quality: str = ""

    @property
    def code(self) -> str:
        """Return the fact as one word, which quality behind a colon: `quality:moisture`."""
        return f"{self.fact}:{self.quality}" if self.quality else str(self.fact)


@dataclass(frozen=True, slots=True)
class DeliveredValue:
    """What the two gain together, SEK a tonne, and how far it pays to carry, kilometres."""

    low: float
    value: float
    high: float
    break_even_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One pair with its score and why. Ranks count from 1; None where the pair is not in that list."""

    offer_id: str
    need_id: str
    score: float
    fits: Mapping[Aspect, float]  # the known ones only
    reasons_for: tuple[Reason, ...]  # three at most, strongest first
    reasons_against: tuple[Reason, ...]  # two at most
    missing: tuple[MissingFact, ...]
    distance_km: float | None
    value: DeliveredValue | None = None
    similar_case: str = ""  # code of the nearest documented case
    rank_for_offer: int | None = None
    rank_for_need: int | None = None


class Distances(Protocol):
    """Road distances: geo.roads.RoadDistances, of a day and a vehicle, or geo.distance.StraightLine without roads."""

    least_detour: float  # no distance is shorter than the straight line times this
    is_straight: bool  # nor is any longer, and all are driven at the usual speed
    fastest_kmh: float  # nobody gets there sooner

    def km_and_minutes(self, start: Floats, end: Floats) -> tuple[Floats, Floats]:
        """Return kilometres and minutes, shape (n, m), between points (n, 2) and (m, 2) of (latitude, longitude).

        NaN where either point is unknown (NaN).
        """
