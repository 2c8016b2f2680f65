"""Plastic waste: the entry follows from polymers, contamination, recycling, and how Norway stands (S-10)."""

from matching.compliance.case import Case, legal_test
from matching.compliance.entries import plastic
from matching.compliance.facts import Purpose
from matching.compliance.purposes import disposal, is_for
from matching.compliance.truth import Truth, all_of, any_of, known, negate, unknown
from matching.knowledge.law_codes import Mode

_POLYETHYLENE = frozenset({"PE", "LDPE", "LLDPE", "HDPE", "MDPE"})
_SORTED_MIX = frozenset({"PE", "PP", "PET"})


@legal_test
def plastic_needs_consent(case: Case) -> Truth:
    """Everything but the green entry; from Sweden to Norway as a third country everything."""
    listed = plastic(case)
    return negate(_green(case)) if listed is True else listed


@legal_test
def plastic_green(case: Case) -> Truth:
    listed = plastic(case)
    return _green(case) if listed is True else listed


def plastic_code(case: Case) -> str:
    """Return the entry, the sterner one where it is not known; the code stays B3011 where only its route is stern."""
    if case.mode is Mode.EEA:
        return "EU3011" if clean_inside_eea(case) is True else "EU48"
    return "B3011" if clean_outside_eea(case) is True else "Y48"


def _green(case: Case) -> Truth:
    if case.mode is Mode.EEA:
        return clean_inside_eea(case)
    return all_of(case.facts.origin_country == "NO", clean_outside_eea(case))


@legal_test
def clean_inside_eea(case: Case) -> Truth:
    """EU3011: one polymer, PVC included, or a mixture without halogens; little else in it; for recycling."""
    kinds = _polymers(case)
    halogens = bool(kinds & case.listed("halogenated_polymers"))
    one_or_free = unknown("polymers") if not kinds else len(kinds) == 1 or not halogens
    return all_of(_recycled(case), one_or_free, _at_most(case, "plastic_contamination_eea_pct"))


@legal_test
def clean_outside_eea(case: Case) -> Truth:
    """B3011: one polymer without halogens, or PE, PP and PET each for its own recycling; almost nothing else in it."""
    kinds = _polymers(case)
    if not kinds:
        fit: Truth = unknown("polymers")
    elif len(kinds) == 1:
        fit = not kinds & case.listed("halogenated_polymers")
    else:
        fit = all_of(kinds <= _SORTED_MIX, known(case.facts.separate_recycling, "separate_recycling"))
    return all_of(_recycled(case), fit, _at_most(case, "plastic_contamination_oecd_pct"))


def _polymers(case: Case) -> frozenset[str]:
    return frozenset("PE" if name in _POLYETHYLENE else name for name in case.facts.polymers)


def _recycled(case: Case) -> Truth:
    not_recycled = any_of(disposal(case), is_for(case, Purpose.ENERGY, Purpose.CONSTRUCTION_FILL, likely=False))
    return negate(not_recycled)


def _at_most(case: Case, parameter: str) -> Truth:
    share = case.facts.contamination_pct
    return unknown("contamination_pct") if share is None else share <= case.number(parameter)
