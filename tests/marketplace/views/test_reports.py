"""Reported listings, for coordinators outside the firm."""

import pytest

from marketplace.models import Listing, Report
from tests.factories import NOON, make_coordinator, make_member, make_offer, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return Report.objects.create(listing=make_offer(), by=make_user(), at=NOON, reason="spam", note="Reklam")


def test_report_list_is_for_coordinators(client, report):
    answers = [client.get("/reports/").status_code]
    for person in (make_user(), make_member(), make_coordinator()):
        client.force_login(person)
        answers.append(client.get("/reports/").status_code)

    assert answers == [302, 403, 403, 200]
    assert "Reklam" in client.get("/reports/").content.decode()
    assert client.post("/reports/").status_code == 405


@pytest.mark.parametrize(
    ("decision", "report_state", "listing_state"),
    [
        ("hide", Report.State.HIDDEN, "withdrawn"),
        ("leave", Report.State.REJECTED, "published"),
        ("", "rejected", "published"),
    ],
)
def test_report_close_withdraws_the_listing_or_leaves_it(client, report, decision, report_state, listing_state):
    client.force_login(make_coordinator())

    client.post(f"/reports/{report.pk}/close/", {"decision": decision})

    report.refresh_from_db()
    assert (report.state, Listing.objects.get().state) == (report_state, listing_state)


def test_report_close_is_posted_once_by_coordinators_of_the_area(client, report):
    path, answers = f"/reports/{report.pk}/close/", []
    own = make_coordinator()
    own.membership_set.create(firm=report.listing.firm)
    for person in (report.by, make_member(report.listing.firm), make_coordinator(("NO-5001",)), own):
        client.force_login(person)
        answers.append(client.post(path, {"decision": "hide"}).status_code)
    client.force_login(make_coordinator())
    answers += [client.get(path).status_code, client.post(path).status_code, client.post(path).status_code]

    assert answers == [404, 404, 404, 404, 405, 302, 404]
    assert Listing.objects.get().state == Listing.State.PUBLISHED
