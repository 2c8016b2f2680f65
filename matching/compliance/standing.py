"""What the material is in law: waste, by-product, used goods, no longer waste, product; and whose waste it is."""

from matching.compliance.animals import abp_unmixed
from matching.compliance.case import Case, legal_test
from matching.compliance.facts import Facts, OriginProcess, Purpose, StatusClaim
from matching.compliance.hazards import hazardous, pop_over_limit
from matching.compliance.purposes import for_feed, is_for
from matching.compliance.truth import Truth, all_of, known, negate, unknown

_MUNICIPAL_CHAPTER = "20"


@legal_test
def claim_unknown(case: Case) -> Truth:
    return case.facts.status_claim is None


@legal_test
def claims_reuse(case: Case) -> Truth:
    return case.facts.status_claim is StatusClaim.REUSE


@legal_test
def claims_byproduct(case: Case) -> Truth:
    return case.facts.status_claim is StatusClaim.BYPRODUCT


@legal_test
def claims_eow(case: Case) -> Truth:
    return case.facts.status_claim is StatusClaim.EOW


@legal_test
def claims_new_product(case: Case) -> Truth:
    return case.facts.status_claim is StatusClaim.PRODUCT_NEW


@legal_test
def from_production(case: Case) -> Truth:
    origin = case.facts.origin_process
    return unknown("origin_process") if origin is None else origin is OriginProcess.PRODUCTION


@legal_test
def byproduct_criteria(case: Case) -> Truth:
    """All four of WFD article 5(1)."""
    facts = case.facts
    return all_of(
        known(facts.bp_1, "bp_1"), known(facts.bp_2, "bp_2"), known(facts.bp_3, "bp_3"), known(facts.bp_4, "bp_4")
    )


@legal_test
def reuse_conditions(case: Case) -> Truth:
    """All five of WSR article 29(1)."""
    facts = case.facts
    return all_of(
        known(facts.rg_a, "rg_a"),
        known(facts.rg_b, "rg_b"),
        known(facts.rg_c, "rg_c"),
        known(facts.rg_d, "rg_d"),
        known(facts.rg_e, "rg_e"),
    )


@legal_test
def byproduct_undetermined(case: Case) -> Truth:
    """Neither shown to be a by-product nor to be none: some criterion is unknown and none is failed."""
    return claims_byproduct(case) is True and not isinstance(_byproduct(case), bool)


def _byproduct(case: Case) -> Truth:
    return all_of(from_production(case), byproduct_criteria(case))


@legal_test
def eow_union_criteria(case: Case) -> Truth:
    """The stated regulation is one of those with criteria for the whole Union."""
    return bool(_eow_numbers(case.facts) & case.listed("eow_regulations"))


def _eow_numbers(facts: Facts) -> frozenset[str]:
    return frozenset(facts.eow_regulation.replace("(", " ").replace(")", " ").split())


@legal_test
def eow_decided(case: Case) -> Truth:
    """An authority's decision in this single case is on file."""
    return case.facts.eow_regulation.casefold().startswith("decision")


@legal_test
def eow_statement(case: Case) -> Truth:
    return known(case.facts.eow_statement, "eow_statement")


@legal_test
def eow_shown(case: Case) -> Truth:
    if eow_union_criteria(case) is True:
        return eow_statement(case)
    if eow_decided(case) is True:
        return True
    return unknown("AUTH-KOM", "AUTH-LST") if case.facts.origin_country == "SE" else unknown("AUTH-MDIR")


@legal_test
def waste(case: Case) -> Truth:
    """Waste, and none of what waste law leaves to others: animal by-products, feed, straw and branches on the farm."""
    return all_of(_discarded(case), negate(natural_material(case)), negate(abp_unmixed(case)), negate(feed(case)))


def _discarded(case: Case) -> Truth:
    match case.facts.status_claim:
        case StatusClaim.BYPRODUCT:
            return False if byproduct_undetermined(case) is True else negate(_byproduct(case))
        case StatusClaim.REUSE:
            return negate(reuse_conditions(case))
        case StatusClaim.EOW:
            return negate(eow_shown(case))
        case StatusClaim.PRODUCT_NEW:
            return False
        case StatusClaim.WASTE:
            return True
    # An operation of recovery or disposal is named for waste alone; W-01 asks for the claim all the same.
    return bool(case.facts.operation_code) or unknown("status_claim")


@legal_test
def natural_material(case: Case) -> Truth:
    """Straw, branches and the like, harmless, for farms, forests or energy from biomass (WFD article 2(1)(f))."""
    if case.facts.ewc_code not in case.listed("natural_waste_codes"):
        return False
    used = is_for(case, Purpose.DIRECT_USE, Purpose.FERTILISER, Purpose.ENERGY, likely=True)
    return all_of(used, negate(hazardous(case)), negate(pop_over_limit(case)))


@legal_test
def feed(case: Case) -> Truth:
    """Feed without animal by-products: outside waste law, unless it has failed the test of a by-product."""
    fails = claims_byproduct(case) is True and _byproduct(case) is False
    return all_of(not fails, for_feed(case), negate(abp_unmixed(case)), negate(hazardous(case)))


@legal_test
def household_like(case: Case) -> Truth:
    """Like household waste in nature and composition (miljöbalken 15 kap 3 §); chapter 20 of the list points to it."""
    facts = case.facts
    if facts.origin_process is not None:
        return facts.origin_process is OriginProcess.HOUSEHOLD_LIKE
    if facts.ewc_code.startswith(_MUNICIPAL_CHAPTER):
        return unknown("origin_process")
    return case.presume_not("origin_process", "ewc_code")


@legal_test
def svhc(case: Case) -> Truth:
    return known(case.facts.svhc, "svhc")
