"""Is it hazardous, and does it hold persistent organic pollutants?"""

from matching.compliance.case import Case, legal_test
from matching.compliance.facts import Abp, StatusClaim
from matching.compliance.goods import goods_row
from matching.compliance.truth import Truth, all_of, known, negate, unknown
from matching.knowledge import EntryType

_UNION = "EU"


@legal_test
def hazardous(case: Case) -> Truth:
    """A starred code is hazardous whatever is said; of a mirror entry only its assessment knows (2000/532/EC)."""
    facts, code = case.facts, case.knowledge.waste_codes.get(case.facts.ewc_code)
    if facts.hazardous is True or facts.hp_codes or (code is not None and _starred(case)):
        return True
    if facts.hazardous is False:
        return code is None and case.presume_not("ewc_code")
    if code is not None:
        return unknown("hazardous") if _is_mirror(case) else case.presume_not("hazardous")
    return case.presume_not("hazardous", "ewc_code") if _needs_no_code(case) else unknown("ewc_code")


def _needs_no_code(case: Case) -> bool:
    """Return whether no waste code is needed: it has a list entry, is of animals or is called something else."""
    facts, goods = case.facts, goods_row(case)
    animal = facts.abp not in (None, Abp.NONE) or facts.abp_kind is not None or bool(goods and goods.abp_kind)
    return bool(facts.wsr_code) or animal or facts.status_claim not in (None, StatusClaim.WASTE)


def _starred(case: Case) -> bool:
    """A few codes change side by country and day; the sterner of the countries counts."""
    code, facts = case.knowledge.waste_codes[case.facts.ewc_code], case.facts
    countries = {_UNION, facts.origin_country, facts.dest_country} - {""}
    return any(code.is_hazardous(country, day=case.day) for country in countries)


def _is_mirror(case: Case) -> bool:
    return case.knowledge.waste_codes[case.facts.ewc_code].entry.is_mirror


@legal_test
def mirror_code(case: Case) -> Truth:
    """The list has a hazardous and a harmless code for the same thing, and this is the harmless one."""
    code = case.knowledge.waste_codes.get(case.facts.ewc_code)
    return code is not None and code.entry is EntryType.MIRROR_NON_HAZARDOUS


@legal_test
def hazard_unknown(case: Case) -> Truth:
    return not isinstance(hazardous(case), bool) and case.facts.hazardous is None


@legal_test
def mirror_unassessed(case: Case) -> Truth:
    """Called harmless without evidence of how that was found out."""
    facts = case.facts
    unassessed = negate(known(facts.mirror_assessed, "mirror_assessed"))
    return all_of(mirror_code(case), facts.hazardous is False, unassessed)


@legal_test
def pop_over_limit(case: Case) -> Truth:
    """Above Annex IV of Regulation (EU) 2019/1021; asked of what often holds such substances, else presumed not."""
    stated = case.facts.pop_over_annex_iv
    if stated is not None:
        return stated
    if case.facts.ewc_code in case.listed("pop_suspect_codes"):
        return unknown("pop_over_annex_iv")
    return case.presume_not("pop_over_annex_iv", "ewc_code")


@legal_test
def hp_unnamed(case: Case) -> Truth:
    """Nobody has said which hazardous properties it has (1357/2014): the papers name them."""
    return not case.facts.hp_codes
