"""What is known of a listing that the law asks about: its own fields, what people have said, what the tables say."""

from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.models import LegalFact, Listing
from marketplace.queries.knowledge import current_knowledge
from marketplace.wording.law_questions import QUESTIONS
from matching.amounts import normalise
from matching.compliance import Abp, AbpKind, FirmSize, is_never_animal, purpose_of, wood_treatment
from matching.compliance.cases import case_columns
from matching.errors import FactError
from matching.knowledge import Material
from matching.records import Resource

# Materials that are one polymer by their name.
_POLYMERS = {
    "pe_film": "PE",
    "hdpe": "PE",
    "pet": "PET",
    "polypropylene": "PP",
    "pvc": "PVC",
    "eps": "PS",
    "fish_boxes": "PS",
}
KnownFacts = dict[str, object]


@dataclass(frozen=True, slots=True)
class LawSide:
    """One listing of an exchange, as its reader may know it: all of it, or what everybody sees.

    may_answer: the reader acts for its firm. names_people: the reader may know its people, which an open listing alone
    does not tell. may_ask: the reader may put a question to its firm.
    """

    listing: Listing
    is_open: bool
    may_answer: bool = False
    names_people: bool = False
    may_ask: bool = False


def law_prefetches(prefix: str = "") -> tuple[str, str]:
    """Return what `said_facts` reads of a listing, for `prefetch_related`."""
    return f"{prefix}legal_facts__said_by", f"{prefix}firm__legal_facts__said_by"


def said_facts(listing: Listing) -> dict[str, LegalFact]:
    """Return what holds of what people have said, by code: of the firm, and over it of the listing itself."""
    of_firm = {fact.code: fact for fact in listing.firm.legal_facts.all() if fact.replaced_at is None}
    asked = (each for each in QUESTIONS.values() if each.side == listing.side and each.firm_code in of_firm)
    said = {each.code: of_firm[each.firm_code] for each in asked}
    return said | {fact.code: fact for fact in listing.legal_facts.all() if fact.replaced_at is None}


def country_of(side: LawSide) -> str:
    """Return the country in which a listing lies; of a blind one that of the area shown."""
    listing = side.listing
    if side.is_open and listing.site:
        return listing.site.municipality[:2]
    return listing.shown_area[:2] or listing.firm.country


def facts_of_giver(side: LawSide) -> KnownFacts:
    """Return the facts of matching.compliance that are known of an offer.

    Of a blind one only what its material says: what was left out, said or confirmed must not show through.
    """
    listing = side.listing
    material = current_knowledge().materials.get(listing.material)
    facts = {"origin_country": country_of(side), **_of_material(material)}
    if not side.is_open:
        return facts
    if listing.waste_code in current_knowledge().law.animal_codes and facts.get("abp") is Abp.NONE:
        del facts["abp"]  # its code speaks of animals: who has it must say
    facts |= _given(
        ewc_code=listing.waste_code,
        abp=Abp(f"cat{listing.abp_category}") if listing.abp_category else None,
        quantity_kg=_load_kg(listing, material),
        start_date=listing.available_from,
        size=FirmSize(listing.firm.size) if listing.firm.size else None,
        country=listing.firm.country,
    )
    return facts | _said(listing)


def facts_of_receiver(side: LawSide) -> KnownFacts:
    """Return the facts of matching.compliance that are known of a need, of a blind one by its use and area alone."""
    listing = side.listing
    use = current_knowledge().uses.get(listing.use)
    facts = {"dest_country": country_of(side), **_given(use=purpose_of(use) if use else None)}
    if not side.is_open:
        return facts
    return facts | {"consignee_country": listing.firm.country} | _said(listing)


def _of_material(material: Material | None) -> KnownFacts:
    if material is None:
        return {}
    polymer = _POLYMERS.get(material.code)
    return _given(
        material_family=material.names["en"].casefold(),
        ewc_code=material.waste_codes[0] if material.waste_codes else "",
        abp=_usual_category(material),
        abp_kind=AbpKind(material.abp_kind) if material.abp_kind else None,
        polymers=frozenset({polymer}) if polymer else None,
        treated_wood=wood_treatment(material),
    )


def _usual_category(material: Material) -> Abp | None:
    """Return the category of a material, none for what is of plants or minerals; None where nobody can tell."""
    if material.abp_category:
        return Abp(f"cat{material.abp_category}")
    return Abp.NONE if is_never_animal(material) else None


def _said(listing: Listing) -> KnownFacts:
    columns = case_columns()
    return {code: columns[code](fact.value) for code, fact in said_facts(listing).items()}


def _given(**facts: object) -> KnownFacts:
    return {name: value for name, value in facts.items() if value not in (None, "")}


def _load_kg(listing: Listing, material: Material | None) -> float | None:
    """Return what one load weighs, where the listing tells: its largest lot, or all of it when once."""
    if listing.largest_lot is None:
        return listing.quantity_kg if listing.rhythm == Listing.Rhythm.ONCE else None
    try:
        return normalise(
            float(listing.largest_lot),
            listing.unit,
            "once",
            resource=Resource(listing.resource),
            density_kg_m3=getattr(material, "density_kg_m3", None),
            kg_each=listing.kg_of_one(usual=getattr(material, "kg_each", None)),
        ).total
    except FactError:
        return None


def facts_from_tables(side: LawSide) -> Mapping[str, str]:
    """Return which facts of an offer stand for want of better, by the code of the material: fact → value."""
    listing = side.listing
    material = current_knowledge().materials.get(listing.material)
    said = set(said_facts(listing)) if side.is_open else set()
    if side.is_open and listing.waste_code:
        said.add("ewc_code")
    if side.is_open and listing.abp_category:
        said.add("abp")
    facts = {name: value for name, value in _of_material(material).items() if name in _TABLED and name not in said}
    return {name: str(value) for name, value in facts.items() if value is not Abp.NONE}  # of hay nobody asks


_TABLED = ("ewc_code", "abp")
