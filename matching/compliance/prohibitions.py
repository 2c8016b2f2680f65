"""Uses that product law closes whatever papers there are: of asbestos, of treated wood, and what is never feed."""

from matching.compliance.animals import abp_unmixed
from matching.compliance.case import Case, legal_test
from matching.compliance.facts import Abp, Purpose, StatusClaim, TreatedWood
from matching.compliance.hazards import pop_over_limit
from matching.compliance.purposes import is_for, may_be_eaten
from matching.compliance.truth import Truth, all_of, any_of, unknown

_ASBESTOS_ENTRY = "A2050"
_PARTING = ("R12", "R13")  # taken apart or stored, so that the asbestos itself can be disposed of


@legal_test
def asbestos(case: Case) -> Truth:
    """The family's name, the waste code or the list entry names it; nothing else in the facts would."""
    facts = case.facts
    if "asbest" in facts.material_family or _ASBESTOS_ENTRY in facts.wsr_code:
        return True
    if facts.ewc_code in case.listed("asbestos_codes"):
        return True
    return case.presume_not("material_family", "wsr_code", "ewc_code")


@legal_test
def ends_in_disposal(case: Case) -> Truth:
    """Disposal, or what comes before it; the operation code comes before what the use tells."""
    use, operation = case.facts.use, case.facts.operation_code
    if operation:
        return operation.startswith("D") or operation in _PARTING
    return unknown("use") if use is None else use in (Purpose.DISPOSAL, Purpose.LABORATORY)


@legal_test
def preserved_wood(case: Case) -> Truth:
    """Wood treated with preservatives: stated; asked of codes for hazardous wood, presumed absent elsewhere."""
    stated = case.facts.treated_wood
    if stated is not None:
        return stated is TreatedWood.IMPREGNATED
    if case.facts.ewc_code in case.listed("preserved_wood_codes"):
        return unknown("treated_wood")
    return case.presume_not("treated_wood", "ewc_code")


@legal_test
def never_feed(case: Case) -> Truth:
    """Sludge and other residues of waste water, municipal waste, packaging, tanned hides, preserved wood."""
    listed = case.facts.ewc_code in case.listed("never_feed_codes") or case.presume_not("ewc_code")
    return any_of(listed, preserved_wood(case))


@legal_test
def for_any_animal(case: Case) -> Truth:
    """Feed in the sense of the law on feed: for pets too."""
    return is_for(case, Purpose.FEED, Purpose.PETFOOD, likely=may_be_eaten(case))


@legal_test
def for_pets(case: Case) -> Truth:
    return is_for(case, Purpose.PETFOOD, likely=True)


@legal_test
def for_animals_or_growing(case: Case) -> Truth:
    """Bedding and other direct use on farms, and whatever plants grow in."""
    return any_of(for_growing(case), is_for(case, Purpose.DIRECT_USE, likely=True))


@legal_test
def for_growing(case: Case) -> Truth:
    return is_for(case, Purpose.FERTILISER, Purpose.COMPOST, likely=True)


@legal_test
def used_again(case: Case) -> Truth:
    """As goods that somebody has had before, or has left over."""
    claimed = case.facts.status_claim in (StatusClaim.REUSE, StatusClaim.PRODUCT_NEW)
    return any_of(claimed, is_for(case, Purpose.REUSE, likely=False))


@legal_test
def kept_in_use(case: Case) -> Truth:
    """Used as it is, so that what it holds is neither destroyed nor taken out."""
    uses = (Purpose.DIRECT_USE, Purpose.REUSE, Purpose.FERTILISER, Purpose.COMPOST, Purpose.CONSTRUCTION_FILL)
    return is_for(case, *uses, Purpose.FEED, Purpose.PETFOOD, Purpose.FOOD, likely=True)


@legal_test
def polluted(case: Case) -> Truth:
    """Known to hold persistent pollutants over the limit; S-04 asks where that is unknown."""
    return pop_over_limit(case) is True


@legal_test
def category_1(case: Case) -> Truth:
    """Known to be of category 1; A-01 asks where that is unknown."""
    return all_of(case.facts.abp is Abp.CAT1, abp_unmixed(case))
