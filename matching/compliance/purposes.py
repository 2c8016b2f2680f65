"""What it is wanted for: the receiver's use, or what the operation code tells of it."""

from matching.compliance.case import Case, legal_test
from matching.compliance.facts import Purpose, StatusClaim
from matching.compliance.truth import Truth, unknown


def is_for(case: Case, *purposes: Purpose, likely: bool) -> Truth:
    """Return whether the use is one of these. Where it is unknown, it is asked for if something makes it likely.

    An operation code of recovery or disposal tells energy (R1) and disposal (D); any other use is then presumed absent.
    """
    use, operation = case.facts.use, case.facts.operation_code
    if use is not None:
        return use in purposes
    if operation:
        told = {"R1": Purpose.ENERGY}.get(operation, Purpose.DISPOSAL if operation[0] == "D" else Purpose.RECYCLING)
        return told in purposes or case.presume_not("use")
    if not likely or case.facts.status_claim is StatusClaim.REUSE:
        return case.presume_not("use")
    return unknown("use")


@legal_test
def for_feed(case: Case) -> Truth:
    return is_for(case, Purpose.FEED, likely=may_be_eaten(case))


@legal_test
def for_biogas_or_compost(case: Case) -> Truth:
    return is_for(case, Purpose.BIOGAS, Purpose.COMPOST, likely=may_be_eaten(case))


@legal_test
def for_waste_treatment(case: Case) -> Truth:
    """Biogas, compost, incineration or landfill (WFD article 2(2)(b))."""
    treatments = (Purpose.BIOGAS, Purpose.COMPOST, Purpose.ENERGY, Purpose.DISPOSAL)
    return is_for(case, *treatments, likely=may_be_eaten(case))


@legal_test
def for_energy(case: Case) -> Truth:
    """Burned, as a fuel or as waste."""
    return is_for(case, Purpose.ENERGY, likely=False)


@legal_test
def for_soil(case: Case) -> Truth:
    return is_for(case, Purpose.FERTILISER, likely=False)


@legal_test
def for_technical_use(case: Case) -> Truth:
    return is_for(case, Purpose.TECHNICAL, likely=False)


@legal_test
def for_regulated_products(case: Case) -> Truth:
    """Uses whose products have a law of their own: building, food and its packaging."""
    return is_for(case, Purpose.CONSTRUCTION_FILL, Purpose.FOOD, Purpose.PETFOOD, likely=False)


@legal_test
def for_laboratory(case: Case) -> Truth:
    return is_for(case, Purpose.LABORATORY, likely=False)


@legal_test
def disposal(case: Case) -> Truth:
    """A D operation; the operation code comes before what the use tells."""
    use, operation = case.facts.use, case.facts.operation_code
    if operation:
        return operation.startswith("D")
    return unknown("operation_code") if use is None else use is Purpose.DISPOSAL


@legal_test
def interim(case: Case) -> Truth:
    """R12 or R13: something else follows (WSR article 18(7))."""
    if case.facts.interim is not None:
        return case.facts.interim
    return case.facts.operation_code in ("R12", "R13") or case.presume_not("interim")


def may_be_eaten(case: Case) -> bool:
    """Return whether it comes from where food and feed come from: then feed and biogas are to be thought of."""
    facts = case.facts
    food_heading = (
        facts.ewc_code[:4] in case.listed("food_headings") or facts.ewc_code in case.knowledge.law.animal_codes
    )
    return food_heading or facts.abp_kind is not None or (facts.abp is not None and facts.abp.value != "none")
