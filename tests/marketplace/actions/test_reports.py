"""Reporting a listing, and what a coordinator does about it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from marketplace.actions.reports import (
    acknowledge_report,
    close_report,
    forget_reporters,
    report_listing,
    tell_of_decision,
    tell_of_report,
)
from marketplace.errors import RefusedError, WrongStateError
from marketplace.models import Event, Listing, Notice, Report
from marketplace.wording.notices import notice_line
from tests.factories import NOON, make_coordinator, make_member, make_offer, make_site, make_user

pytestmark = pytest.mark.django_db
WHY = "It is advertising, which has no place here."


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
    close_report(report, by=make_coordinator(), now=NOON, hide=False, reasons=WHY)

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

    closed = close_report(report, by=coordinator, now=NOON, hide=hide, reasons=WHY)

    assert (closed.state, closed.closed_by, closed.closed_at) == (report_state, coordinator, NOON)
    assert Listing.objects.get().state == listing_state


def test_close_report_of_what_is_gone_already_closes_it(report):
    Listing.objects.update(state=Listing.State.WITHDRAWN)

    assert close_report(report, by=make_coordinator(), now=NOON, hide=True, reasons=WHY).state == Report.State.HIDDEN


def test_close_report_refuses_everybody_but_coordinators_outside_the_firm(report):
    own = make_coordinator()
    own.membership_set.create(firm=report.listing.firm)

    for person in (report.by, make_member(report.listing.firm), make_coordinator(("NO-5001",)), own):
        with pytest.raises(PermissionDenied):
            close_report(report, by=person, now=NOON, hide=True, reasons=WHY)


def test_close_report_twice_is_refused(report):
    close_report(report, by=make_coordinator(), now=NOON, hide=False, reasons=WHY)

    with pytest.raises(WrongStateError):
        close_report(report, by=make_coordinator(), now=NOON, hide=True, reasons=WHY)


def test_tell_of_report_tells_those_who_can_close_it(report):
    here, _elsewhere = make_coordinator(), make_coordinator(("NO-5001",))
    make_site(report.listing.firm, municipality="NO-5001")

    for _time in range(2):
        tell_of_report(report, by=None, now=NOON)

    assert [(notice.user, notice.path) for notice in Notice.objects.all()] == [(here, "/reports/")]


def test_report_listing_takes_a_stranger_with_name_and_address():
    report = report_listing(
        make_offer(), by=None, now=NOON, reason="illegal", name="Eva Ek", email="eva@example.org", language="nb"
    )

    assert (report.by, report.name, report.email, report.language) == (None, "Eva Ek", "eva@example.org", "nb")


def test_report_listing_wants_an_address_of_a_stranger():
    with pytest.raises(ValidationError):
        report_listing(make_offer(), by=None, now=NOON, reason="illegal", name="Eva Ek")


def test_report_listing_by_a_stranger_twice_is_refused():
    offer, stranger = make_offer(), {"reason": "spam", "name": "Eva Ek", "email": "eva@example.org"}
    report_listing(offer, by=None, now=NOON, **stranger)

    with pytest.raises(RefusedError, match="already"):
        report_listing(offer, by=None, now=NOON, **stranger)


def test_report_listing_takes_no_flood_from_strangers():
    for number in range(30):
        report_listing(make_offer(), by=None, now=NOON, reason="spam", name="E", email=f"{number}@example.org")

    with pytest.raises(RefusedError, match="Too many"):
        report_listing(make_offer(), by=None, now=NOON, reason="spam", name="E", email="e@example.org")
    report_listing(make_offer(), by=make_user(), now=NOON, reason="spam")
    later = NOON + timedelta(hours=2)
    report_listing(make_offer(), by=None, now=later, reason="spam", name="E", email="e@example.org")


def test_close_report_wants_reasons(report):
    for reasons in ("", "  "):
        with pytest.raises(ValidationError):
            close_report(report, by=make_coordinator(), now=NOON, hide=True, reasons=reasons)

    assert Report.objects.get().state == Report.State.OPEN


def told():
    rows = Notice.objects.order_by("pk").values_list("user__email", "email", "code")
    return [(account or address, code) for account, address, code in rows]


def test_acknowledge_report_tells_person_or_stranger_once(report):
    stranger = report_listing(report.listing, by=None, now=NOON, reason="spam", name="E", email="e@example.org")

    for _time in range(2):
        acknowledge_report(report, by=None, now=NOON)
        acknowledge_report(stranger, by=None, now=NOON)

    assert told() == [(report.by.email, "report_received"), ("e@example.org", "report_received")]


@pytest.mark.parametrize("hide", [True, False])
def test_tell_of_decision_tells_reasons_to_the_reporter_and_to_a_firm_that_lost_its_listing(report, hide):
    member = make_member(report.listing.firm)
    closed = close_report(report, by=make_coordinator(), now=NOON, hide=hide, reasons=WHY)

    for _time in range(2):
        tell_of_decision(closed, by=None, now=NOON)

    to_firm = [(member.email, "listing_taken_down")] if hide else []
    assert told() == [(report.by.email, "report_decided"), *to_firm]
    assert {notice.values["reasons"] for notice in Notice.objects.all()} == {WHY}


def test_the_reporter_is_not_told_what_a_blind_listing_hides_nor_the_firm_who_reported(report):
    make_member(report.listing.firm)
    Listing.objects.update(title="Prima granbark från Kvistberget")
    closed = close_report(report, by=make_coordinator(), now=NOON, hide=True, reasons=WHY)
    tell_of_decision(closed, by=None, now=NOON)

    to_reporter, to_firm = Notice.objects.order_by("pk")
    assert "Kvistberget" not in notice_line(to_reporter)
    assert str(report.by) not in notice_line(to_firm)


def closed_report_of_a_stranger(*, email="ola@example.com", closed_at=NOON):
    report = report_listing(make_offer(), by=None, now=NOON, reason="spam", name="Ola Nordmann", email=email)
    acknowledge_report(report, by=None, now=NOON)
    return close_report(report, by=make_coordinator(), now=closed_at, hide=False, reasons=WHY)


def test_forget_reporters_erases_strangers_a_year_after_the_decision():
    report = closed_report_of_a_stranger()

    assert forget_reporters(now=NOON + timedelta(days=366)) == 1

    report.refresh_from_db()
    assert (report.name, report.email, report.decision_note) == ("", "", WHY)
    assert not Notice.objects.filter(email="ola@example.com").exists()
    assert forget_reporters(now=NOON + timedelta(days=366)) == 0


def test_forget_reporters_keeps_whom_somebody_still_has_to_answer(report):
    closed_report_of_a_stranger(email="late@example.com", closed_at=NOON + timedelta(days=2))
    open_one = report_listing(make_offer(), by=None, now=NOON, reason="spam", name="Eva", email="eva@example.com")
    close_report(report, by=make_coordinator(), now=NOON, hide=False, reasons=WHY)

    assert forget_reporters(now=NOON + timedelta(days=366)) == 0

    open_one.refresh_from_db()
    assert (open_one.name, open_one.email) == ("Eva", "eva@example.com")
    assert Report.objects.filter(email="late@example.com").count() == 1
    assert Notice.objects.filter(email="late@example.com").exists()
