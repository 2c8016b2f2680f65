"""Reporting a listing, and what a coordinator does about it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from marketplace.actions.reports import close_report, report_listing, tell_of_report
from marketplace.errors import RefusedError, WrongStateError
from marketplace.models import Event, Listing, Notice, Report
from tests.factories import NOON, make_coordinator, make_member, make_offer, make_site, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return report_listing(make_offer(), by=make_user(), now=NOON, reason="spam")


def test_report_listing_says_what_by_whom_and_when():
    offer, person = make_offer(), make_user()

    report = report_listing(offer, by=person, now=NOON, reason="wrong", note="Det är flis")

    assert (report.listing, report.by, report.at, report.state) == (offer, person, NOON, Report.State.OPEN)
    assert Event.objects.get().kind == Event.Kind.REPORT_MADE


def test_report_listing_refuses_the_firms_own():
    offer = make_offer()

    with pytest.raises(PermissionDenied):
        report_listing(offer, by=make_member(offer.firm), now=NOON, reason="spam")


def test_report_listing_twice_is_refused_until_the_first_is_closed(report):
    with pytest.raises(RefusedError, match="already"):
        report_listing(report.listing, by=report.by, now=NOON, reason="wrong")
    close_report(report, by=make_coordinator(), now=NOON, hide=False)

    report_listing(report.listing, by=report.by, now=NOON, reason="wrong")

    assert Report.objects.count() == 2


def test_report_listing_wants_a_reason_that_it_knows():
    with pytest.raises(ValidationError):
        report_listing(make_offer(), by=make_user(), now=NOON, reason="mood")


@pytest.mark.parametrize(
    ("hide", "report_state", "listing_state"),
    [(True, Report.State.HIDDEN, Listing.State.WITHDRAWN), (False, Report.State.REJECTED, Listing.State.PUBLISHED)],
)
def test_close_report_withdraws_or_leaves_the_listing(report, hide, report_state, listing_state):
    coordinator = make_coordinator()

    closed = close_report(report, by=coordinator, now=NOON, hide=hide)

    assert (closed.state, closed.closed_by, closed.closed_at) == (report_state, coordinator, NOON)
    assert Listing.objects.get().state == listing_state


def test_close_report_of_what_is_gone_already_closes_it(report):
    Listing.objects.update(state=Listing.State.WITHDRAWN)

    assert close_report(report, by=make_coordinator(), now=NOON, hide=True).state == Report.State.HIDDEN


def test_close_report_refuses_everybody_but_coordinators_outside_the_firm(report):
    own = make_coordinator()
    own.membership_set.create(firm=report.listing.firm)

    for person in (report.by, make_member(report.listing.firm), make_coordinator(("NO-5001",)), own):
        with pytest.raises(PermissionDenied):
            close_report(report, by=person, now=NOON, hide=True)


def test_close_report_twice_is_refused(report):
    close_report(report, by=make_coordinator(), now=NOON, hide=False)

    with pytest.raises(WrongStateError):
        close_report(report, by=make_coordinator(), now=NOON, hide=True)


def test_tell_of_report_tells_those_who_can_close_it(report):
    here, _elsewhere = make_coordinator(), make_coordinator(("NO-5001",))
    make_site(report.listing.firm, municipality="NO-5001")

    for _time in range(2):
        tell_of_report(report, by=None, now=NOON)

    assert [(notice.user, notice.path) for notice in Notice.objects.all()] == [(here, "/reports/")]
