"""Animal by-products: are they some, of which category, and who has approved whom? (Regulation (EC) 1069/2009)"""

from matching.compliance.case import Case, legal_test
from matching.compliance.facts import Abp, AbpKind
from matching.compliance.goods import goods_row
from matching.compliance.hazards import hazardous
from matching.compliance.purposes import for_biogas_or_compost, for_feed
from matching.compliance.truth import Truth, all_of, any_of, known, negate, unknown

_ALLOWED_AS_FEED = frozenset({AbpKind.WHEY, AbpKind.MILK, AbpKind.EGG, AbpKind.FORMER_FOOD_NO_MEAT})
_SPARED_STERILISATION = frozenset({AbpKind.MANURE, AbpKind.MILK})
_SKIN_AND_HAIR = frozenset({AbpKind.HIDE, AbpKind.WOOL, AbpKind.FEATHER})


@legal_test
def animal_origin(case: Case) -> Truth:
    """A stated kind, the family's words or the waste code point to animals."""
    facts = case.facts
    if facts.abp_kind is not None or facts.ewc_code in case.knowledge.law.animal_codes:
        return True
    row = goods_row(case)
    return row is not None and bool(row.abp_kind)


@legal_test
def catering(case: Case) -> Truth:
    kind = case.facts.abp_kind
    return case.presume_not("abp_kind") if kind is None else kind is AbpKind.CATERING


@legal_test
def manure(case: Case) -> Truth:
    kind = case.facts.abp_kind
    return case.presume_not("abp_kind") if kind is None else kind is AbpKind.MANURE


@legal_test
def catering_as_waste(case: Case) -> Truth:
    """Catering waste is plain waste unless from international transport, or for feed, biogas or compost (2(2)(g))."""
    if not catering(case):
        return False
    stated = case.facts.abp
    international = unknown("abp") if stated is None else stated is Abp.CAT1
    return negate(any_of(international, for_feed(case), for_biogas_or_compost(case)))


@legal_test
def abp(case: Case) -> Truth:
    """Whether it is an animal by-product; unknown where it is of animal origin and nobody has said."""
    stated = case.facts.abp
    if stated is Abp.NONE:
        return False
    if stated is None and animal_origin(case) is not True:
        return case.presume_not("abp", "abp_kind", "material_family", "ewc_code")
    is_one = True if stated is not None else unknown("abp")
    return all_of(is_one, negate(catering_as_waste(case)))


@legal_test
def abp_unmixed(case: Case) -> Truth:
    """Not mixed with hazardous waste: then its own law applies, and waste law does not (WSR 2(2)(d))."""
    return all_of(abp(case), negate(hazardous(case)))


@legal_test
def category_3(case: Case) -> Truth:
    return _category(case, Abp.CAT3)


@legal_test
def category_2(case: Case) -> Truth:
    return _category(case, Abp.CAT2)


@legal_test
def category_1_or_2(case: Case) -> Truth:
    return _category(case, Abp.CAT1, Abp.CAT2)


def _category(case: Case, *categories: Abp) -> Truth:
    stated = case.facts.abp
    is_of_it = unknown("abp") if stated is None and animal_origin(case) is True else stated in categories
    return all_of(abp_unmixed(case), is_of_it)


@legal_test
def processed_protein(case: Case) -> Truth:
    return known(case.facts.abp_processed_protein, "abp_processed_protein")


@legal_test
def spared_sterilisation(case: Case) -> Truth:
    """Manure, gut content and milk of category 2 go to biogas without pressure sterilisation."""
    return case.facts.abp_kind in _SPARED_STERILISATION


@legal_test
def allowed_as_feed(case: Case) -> Truth:
    return _kind_in(case, _ALLOWED_AS_FEED)


@legal_test
def skin_or_hair(case: Case) -> Truth:
    return case.facts.abp_kind in _SKIN_AND_HAIR


def _kind_in(case: Case, kinds: frozenset[AbpKind]) -> Truth:
    kind = case.facts.abp_kind
    return unknown("abp_kind") if kind is None else kind in kinds


@legal_test
def same_species(case: Case) -> Truth:
    """Fish to fish, poultry's feathers to poultry: feeding a species to itself (article 11)."""
    facts = case.facts
    eaten = facts.abp_kind.value if facts.abp_kind else ""
    return bool(eaten) and any(eaten in animal for animal in facts.feed_animals)


@legal_test
def receiver_approved(case: Case) -> Truth:
    facts = case.facts
    if facts.abp_receiver is None:
        return bool(facts.abp_approval_no) or unknown("abp_approval_no")
    return facts.abp_receiver


@legal_test
def supplier_approved(case: Case) -> Truth:
    return known(case.facts.abp_supplier, "abp_supplier")


@legal_test
def destination_consents(case: Case) -> Truth:
    """The authority of the destination has consented to what crosses the border (article 48)."""
    needed = {"SE": "AUTH-SJV", "NO": "AUTH-MT"}.get(case.facts.dest_country, "")
    return needed in case.facts.consents


@legal_test
def fish_sludge(case: Case) -> Truth:
    """Sludge of fish farming: no manure in the sense of the law (article 3(20))."""
    facts = case.facts
    return facts.ewc_code in case.listed("fish_sludge_codes") and "sludge" in facts.material_family
