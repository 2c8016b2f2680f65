"""Waste across the border: free with a document, or with the authorities' consent? (Regulation (EU) 2024/1157)"""

from matching.compliance.animals import abp
from matching.compliance.case import Case, legal_test
from matching.compliance.entries import (
    amber_entry,
    annex_iiib_entry,
    contaminated,
    electronic,
    mixed_municipal,
    no_entry,
)
from matching.compliance.facts import ArrangerType
from matching.compliance.hazards import hazardous, pop_over_limit
from matching.compliance.plastics import plastic_needs_consent
from matching.compliance.purposes import disposal, for_laboratory
from matching.compliance.standing import waste
from matching.compliance.truth import Truth, all_of, any_of, known, negate, unknown
from matching.compliance.working_days import add_working_days
from matching.knowledge.law_codes import Mode

_SELF_ARRANGING = (ArrangerType.PRODUCER, ArrangerType.HOLDER)
_BOTH_WASTE_AUTHORITIES = frozenset({"AUTH-NV", "AUTH-MDIR"})


@legal_test
def crossing(case: Case) -> Truth:
    origin, destination = case.facts.origin_country, case.facts.dest_country
    missing = [] if origin else ["origin_country"]
    missing += [] if destination else ["dest_country"]
    return unknown(*missing) if missing else origin != destination


@legal_test
def from_sweden(case: Case) -> Truth:
    return _in_country(case.facts.origin_country, "SE", "origin_country")


@legal_test
def from_norway(case: Case) -> Truth:
    return _in_country(case.facts.origin_country, "NO", "origin_country")


@legal_test
def to_sweden(case: Case) -> Truth:
    return _in_country(case.facts.dest_country, "SE", "dest_country")


@legal_test
def to_norway(case: Case) -> Truth:
    return _in_country(case.facts.dest_country, "NO", "dest_country")


def _in_country(stated: str, country: str, fact: str) -> Truth:
    return stated == country if stated else unknown(fact)


@legal_test
def shipped_waste(case: Case) -> Truth:
    return all_of(crossing(case), waste(case))


@legal_test
def annex_iiib_needs_consent(case: Case) -> Truth:
    """Annex IIIB is no entry outside the EEA (44(2)(d)); from Norway it is treated as green."""
    listed = annex_iiib_entry(case)
    return all_of(from_sweden(case), case.mode is Mode.OECD) if listed is True else listed


@legal_test
def electronic_needs_consent(case: Case) -> Truth:
    """GC010 and GC020 end inside the EEA on a day of the table; outside it is Y49 already (2024/3230)."""
    listed = electronic(case)
    return case.since("electronic_y49_from") or case.mode is Mode.OECD if listed is True else listed


@legal_test
def consent_ground(case: Case) -> Truth:
    """Any of the grounds of WSR article 4(1) and (2)."""
    return any_of(
        disposal(case),
        hazardous(case),
        pop_over_limit(case),
        amber_entry(case),
        no_entry(case),
        contaminated(case),
        plastic_needs_consent(case),
        annex_iiib_needs_consent(case),
        electronic_needs_consent(case),
        mixed_municipal(case),
    )


@legal_test
def laboratory_sample(case: Case) -> Truth:
    """Small samples of any waste for a laboratory (4(5)); disposal of the rest is left to the authorities."""
    if for_laboratory(case) is not True:
        return for_laboratory(case)
    limit = "laboratory_kg_oecd" if case.mode is Mode.OECD else "laboratory_kg_eea"
    return all_of(negate(disposal(case)), negate(_heavier(case, limit)))


@legal_test
def consent_needed(case: Case) -> Truth:
    return all_of(shipped_waste(case), consent_ground(case), negate(laboratory_sample(case)))


@legal_test
def free_shipment(case: Case) -> Truth:
    return all_of(shipped_waste(case), any_of(negate(consent_ground(case)), laboratory_sample(case)))


@legal_test
def documented_shipment(case: Case) -> Truth:
    """Article 18: the green list above 20 kg, and samples."""
    return all_of(free_shipment(case), any_of(_heavier(case, "green_list_kg"), laboratory_sample(case)))


@legal_test
def small_shipment(case: Case) -> Truth:
    return all_of(free_shipment(case), negate(documented_shipment(case)))


@legal_test
def hazardous_sample(case: Case) -> Truth:
    """Free by the letter of 4(5); as hazardous waste never travels on papers alone, the authorities are asked."""
    return all_of(documented_shipment(case), hazardous(case))


def _heavier(case: Case, parameter: str) -> Truth:
    weight = case.facts.quantity_kg
    return unknown("quantity_kg") if weight is None else weight > case.number(parameter)


@legal_test
def regulated_shipment(case: Case) -> Truth:
    return any_of(documented_shipment(case), consent_needed(case))


@legal_test
def consents_given(case: Case) -> Truth:
    return case.facts.consents >= _BOTH_WASTE_AUTHORITIES


@legal_test
def outside_eea(case: Case) -> Truth:
    return case.mode is Mode.OECD


@legal_test
def arranger_unregistered(case: Case) -> Truth:
    """New producers, collectors, brokers and dealers arrange only if permitted or registered; the giver always may."""
    facts = case.facts
    if facts.arranger_type in _SELF_ARRANGING:
        return False
    unregistered = negate(known(facts.broker_registered, "broker_registered"))
    if facts.arranger_type is not None:
        return unregistered
    if facts.broker_registered is False:
        return unknown("arranger_type")
    return case.presume_not("arranger_type")


@legal_test
def arranger_abroad(case: Case) -> Truth:
    """The arranger must stand under the law of the country of dispatch, the consignee of that of destination."""
    facts = case.facts
    arranger = facts.arranger_country or facts.country
    return any_of(
        _elsewhere(case, arranger, facts.origin_country, "arranger_country"),
        _elsewhere(case, facts.consignee_country, facts.dest_country, "consignee_country"),
    )


def _elsewhere(case: Case, country: str, expected: str, fact: str) -> Truth:
    return country != expected if country and expected else case.presume_not(fact)


@legal_test
def annex_vii_late(case: Case) -> Truth:
    """Filled in later than the working days before the start that the parameter names."""
    filled, start = case.facts.annex7_submitted_at, case.facts.start_date
    if filled is None or start is None:
        return False
    days = int(case.number("annex_vii_working_days"))
    return filled > add_working_days(start, -days, case.facts.origin_country, case.facts.dest_country)


@legal_test
def certificate_late(case: Case) -> Truth:
    """Certified later after the receipt than the parameter allows."""
    received, certified = case.facts.received_at, case.facts.certificate_at
    if received is None or certified is None:
        return False
    return (certified - received).days > case.number("certificate_latest_days")


@legal_test
def audit_due(case: Case) -> Truth:
    return case.since("facility_audit_from")


@legal_test
def abp_mixed(case: Case) -> Truth:
    return all_of(abp(case), hazardous(case))
