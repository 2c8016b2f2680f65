"""What is known of one exchange. None or empty is unknown, and unknown never means no."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matching.knowledge.law_codes import Mode


class StatusClaim(StrEnum):
    """What the giver says that it is."""

    WASTE = "waste"
    BYPRODUCT = "byproduct"
    REUSE = "reuse"
    EOW = "eow"
    PRODUCT_NEW = "product_new"


class OriginProcess(StrEnum):
    PRODUCTION = "production"
    DEMOLITION = "demolition"
    PACKAGING = "packaging"
    CONSUMPTION = "consumption"
    RECOVERY = "recovery"
    AGRI_FORESTRY = "agri_forestry"
    HOUSEHOLD_LIKE = "household_like"


class Abp(StrEnum):
    """Category of animal by-product (Regulation (EC) 1069/2009, articles 8-10)."""

    NONE = "none"
    CAT1 = "cat1"
    CAT2 = "cat2"
    CAT3 = "cat3"


class AbpKind(StrEnum):
    WHEY = "whey"
    MILK = "milk"
    EGG = "egg"
    FISH = "fish"
    BLOOD = "blood"
    HIDE = "hide"
    WOOL = "wool"
    FEATHER = "feather"
    MANURE = "manure"
    CATERING = "catering"
    FORMER_FOOD_NO_MEAT = "former_food_no_meat"
    FORMER_FOOD_MEAT = "former_food_meat"
    OTHER = "other"


class TreatedWood(StrEnum):
    NONE = "none"
    GLUED = "glued"
    PAINTED = "painted"
    IMPREGNATED = "impregnated"


class Purpose(StrEnum):
    """What the receiver wants with it, as coarse as the law needs."""

    RECYCLING = "recycling"
    ENERGY = "energy"
    DISPOSAL = "disposal"
    DIRECT_USE = "direct_use"
    FEED = "feed"
    FOOD = "food"
    PETFOOD = "petfood"
    TECHNICAL = "technical"
    BIOGAS = "biogas"
    COMPOST = "compost"
    FERTILISER = "fertiliser"
    CONSTRUCTION_FILL = "construction_fill"
    REUSE = "reuse"
    LABORATORY = "laboratory"


class Permit(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_REQUIRED = "not_required"


class FirmSize(StrEnum):
    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class ArrangerType(StrEnum):
    PRODUCER = "producer"
    NEW_PRODUCER = "new_producer"
    COLLECTOR = "collector"
    BROKER_DEALER = "broker_dealer"
    HOLDER = "holder"


class WoodPackaging(StrEnum):
    NONE = "none"
    ISPM15 = "ispm15"
    UNMARKED = "unmarked"


Codes = frozenset[str]


@dataclass(frozen=True, kw_only=True)
class OfferFacts:
    """What the giver knows. material_family: a hint in lower case. ewc_code: six digits. wsr_code: list entries."""

    material_family: str = ""
    usual_description: str = ""
    status_claim: StatusClaim | None = None
    origin_process: OriginProcess | None = None
    ewc_code: str = ""
    hazardous: bool | None = None
    hp_codes: Codes = frozenset()
    mirror_assessed: bool | None = None
    wsr_list: str = ""
    wsr_code: Codes = frozenset()
    hs_code: str = ""
    abp: Abp | None = None
    abp_kind: AbpKind | None = None
    abp_processed_protein: bool | None = None
    contamination_pct: float | None = None
    polymers: Codes = frozenset()
    sorted_to_spec: bool | None = None
    treated_wood: TreatedWood | None = None
    conifer_bark: bool | None = None
    benzo_a_pyrene_mg_kg: float | None = None
    pop_over_annex_iv: bool | None = None
    svhc: bool | None = None
    non_dispersible: bool | None = None
    invasive_risk: bool | None = None
    photos: Codes = frozenset()
    sds: str = ""
    analysis_files: Codes = frozenset()
    quantity_kg: float | None = None
    annual_t: float | None = None
    annual_m3: float | None = None
    packaging_type: str = ""
    bp_1: bool | None = None
    bp_2: bool | None = None
    bp_3: bool | None = None
    bp_4: bool | None = None
    rg_a: bool | None = None
    rg_b: bool | None = None
    rg_c: bool | None = None
    rg_d: bool | None = None
    rg_e: bool | None = None
    eow_regulation: str = ""
    eow_statement: bool | None = None
    baseline_treatment: str = ""
    baseline_cost: float | None = None


@dataclass(frozen=True, kw_only=True)
class NeedFacts:
    """What the receiver knows."""

    use: Purpose | None = None
    operation_code: str = ""
    interim: bool | None = None
    final_facility: str = ""
    receiver_permit: Permit | None = None
    permit_ref: str = ""
    permit_valid_to: date | None = None
    mpf_code: str = ""
    intake_t_year: float | None = None
    abp_approval_no: str = ""
    feed_reg_no: str = ""
    feed_animals: Codes = frozenset()
    substituted_material: str = ""
    substitution_ratio: float | None = None
    processing_kgco2e_t: float | None = None
    separate_recycling: bool | None = None


@dataclass(frozen=True, kw_only=True)
class FirmFacts:
    """The firm that arranges the transport, and the registrations at both ends."""

    country: str = ""
    org_no: str = ""
    address: str = ""
    municipality: str = ""
    eori: str = ""
    vat_registered: bool | None = None
    size: FirmSize | None = None
    public_body: bool | None = None
    diwass_operator_id: str = ""
    waste_carrier_permit: bool | None = None
    broker_registered: bool | None = None
    abp_no: str = ""
    feed_reg_supplier: bool | None = None
    feed_reg_receiver: bool | None = None
    abp_supplier: bool | None = None
    abp_receiver: bool | None = None


@dataclass(frozen=True, kw_only=True)
class ShipmentFacts:
    """The journey. consents: codes of the authorities that have consented; none on file where empty."""

    origin_country: str = ""
    dest_country: str = ""
    transit: Codes = frozenset()
    start_date: date | None = None
    arranger_firm: str = ""
    arranger_type: ArrangerType | None = None
    arranger_country: str = ""
    consignee_country: str = ""
    carriers: Codes = frozenset()
    means_of_transport: str = ""
    vehicle_class: str = ""
    distance_km: float | None = None
    empty_return_km: float | None = None
    container_id: str = ""
    own_transport: bool | None = None
    wood_packaging: WoodPackaging | None = None
    contract_signed: bool | None = None
    contract_takeback_clause: bool | None = None
    annex7_submitted_at: date | None = None
    consents: Codes = frozenset()
    received_at: date | None = None
    certificate_at: date | None = None


@dataclass(frozen=True, kw_only=True)
class Facts(OfferFacts, NeedFacts, FirmFacts, ShipmentFacts):
    """All facts of one exchange, and how Norway is taken to stand (None: as the parameters of the day say).

    Each is a column of case files, a published format. Those that no rule reads (`org_no`, `container_id`, what an
    Annex VII document is filled in from) stay, so that a file that tells them is not said to have unknown columns.
    """

    no_wsr_mode: Mode | None = None
