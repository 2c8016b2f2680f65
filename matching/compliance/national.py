"""What each country asks at home: carriers, permits of receivers, feed registration."""

from matching.compliance.animals import abp_unmixed
from matching.compliance.case import Case, legal_test
from matching.compliance.facts import Permit
from matching.compliance.purposes import for_waste_treatment
from matching.compliance.shipments import from_sweden, to_sweden
from matching.compliance.standing import waste
from matching.compliance.truth import Truth, all_of, any_of, known, unknown


@legal_test
def swedish_leg(case: Case) -> Truth:
    return any_of(from_sweden(case), to_sweden(case))


@legal_test
def own_transport(case: Case) -> Truth:
    return known(case.facts.own_transport, "own_transport")


@legal_test
def carrier_unpermitted(case: Case) -> Truth:
    """The carrier is known to lack the permit or notification; where nobody has said, the paper alone is asked for."""
    permitted = case.facts.waste_carrier_permit
    return case.presume_not("waste_carrier_permit") if permitted is None else not permitted


@legal_test
def small_yearly_amount(case: Case) -> Truth:
    """At most the tonnes and the cubic metres a year that a firm may carry of its own waste without notice."""
    facts = case.facts
    if facts.annual_t is None and facts.annual_m3 is None:
        return unknown("annual_t")
    tonnes, cubic_metres = facts.annual_t or 0, facts.annual_m3 or 0
    return tonnes <= case.number("own_carriage_t") and cubic_metres <= case.number("own_carriage_m3")


@legal_test
def treated_as_waste(case: Case) -> Truth:
    """Waste, or an animal by-product whose treatment waste law governs beside its own."""
    return any_of(waste(case), all_of(abp_unmixed(case), for_waste_treatment(case)))


@legal_test
def receiver_permitted(case: Case) -> Truth:
    """The receiver may take it; a permit that has run out counts no more."""
    facts = case.facts
    if facts.receiver_permit is None:
        return unknown("receiver_permit")
    if facts.receiver_permit is not Permit.YES:
        return facts.receiver_permit is Permit.NOT_REQUIRED
    if facts.permit_valid_to is None:
        return not case.presume_not("permit_valid_to")
    return facts.permit_valid_to >= case.day


@legal_test
def feed_supplier_registered(case: Case) -> Truth:
    return known(case.facts.feed_reg_supplier, "feed_reg_supplier")


@legal_test
def feed_receiver_registered(case: Case) -> Truth:
    facts = case.facts
    if facts.feed_reg_receiver is None:
        return bool(facts.feed_reg_no) or unknown("feed_reg_receiver")
    return facts.feed_reg_receiver
