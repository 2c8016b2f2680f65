"""Reports go to those who can close them."""

from datetime import timedelta

import pytest

from marketplace.models import Listing, Report
from marketplace.queries.members import coordinators_of_listing
from marketplace.queries.reports import visible_reports
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_offer, make_site, make_user

pytestmark = pytest.mark.django_db


def make_report(listing=None, **fields):
    facts = {"listing": listing or make_offer(), "by": make_user(), "at": NOON, "reason": "spam", **fields}
    return Report.objects.create(**facts)


def test_visible_reports_are_the_open_ones_of_the_area_oldest_first():
    late, early = make_report(at=NOON + timedelta(hours=1)), make_report()
    make_report(make_offer(site=make_site(municipality="NO-5001")))
    make_report(state=Report.State.REJECTED, decision_note="Barken finns.")

    assert list(visible_reports(make_coordinator())) == [early, late]


def test_visible_reports_of_a_lead_come_from_everywhere():
    make_report(), make_report(make_offer(site=make_site(municipality="NO-5001")))

    assert visible_reports(make_coordinator((), is_lead=True)).count() == 2


def test_visible_reports_are_for_coordinators_outside_the_firm():
    report = make_report()
    own = make_coordinator()
    own.membership_set.create(firm=report.listing.firm)

    for viewer in (own, make_user(), make_member(report.listing.firm), report.by):
        assert not visible_reports(viewer).exists()


def test_visible_reports_of_a_listing_without_site_belong_to_where_its_firm_is():
    report = make_report(make_offer(site=None, firm=make_site().firm, state=Listing.State.DRAFT))

    assert list(visible_reports(make_coordinator(("SE-2309",)))) == [report]
    assert not visible_reports(make_coordinator(("NO-5001",))).exists()


def test_coordinators_of_listing_are_those_of_its_place_and_not_of_the_firms_other_places():
    firm = make_firm()
    make_site(firm, municipality="NO-5001")
    offer = make_offer(site=make_site(firm))
    here, _there = make_coordinator(("SE-2309",)), make_coordinator(("NO-5001",))
    own = make_coordinator(("SE-2309",))
    own.membership_set.create(firm=firm)

    assert list(coordinators_of_listing(offer)) == [here]


def test_coordinators_of_listing_are_the_leads_where_nobody_else_is():
    lead = make_coordinator((), is_lead=True)

    assert list(coordinators_of_listing(make_offer())) == [lead]
