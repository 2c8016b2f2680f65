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
    ],
)
def test_report_close_withdraws_the_listing_or_leaves_it(client, report, decision, report_state, listing_state):
    client.force_login(make_coordinator())

    client.post(f"/reports/{report.pk}/close/", {"decision": decision, "reasons": "Reklam hör inte hit."})

    report.refresh_from_db()
    assert (report.state, Listing.objects.get().state) == (report_state, listing_state)


def test_report_close_is_posted_once_by_coordinators_of_the_area(client, report):
    path, answers = f"/reports/{report.pk}/close/", []
    own = make_coordinator()
    own.membership_set.create(firm=report.listing.firm)
    for person in (report.by, make_member(report.listing.firm), make_coordinator(("NO-5001",)), own):
        client.force_login(person)
        answers.append(client.post(path, {"decision": "hide", "reasons": "Spam"}).status_code)
    client.force_login(make_coordinator())
    decision = {"decision": "leave", "reasons": "Ingen reklam."}
    answers += [client.get(path).status_code, client.post(path, decision).status_code]
    answers.append(client.post(path, decision).status_code)

    assert answers == [404, 404, 404, 404, 405, 302, 404]
    assert Listing.objects.get().state == Listing.State.PUBLISHED


@pytest.mark.parametrize("decision", [{"decision": "hide"}, {"decision": "", "reasons": "Reklam"}, {}])
def test_report_close_without_decision_or_reasons_says_so_and_changes_nothing(client, report, decision):
    client.force_login(make_coordinator())

    response = client.post(f"/reports/{report.pk}/close/", decision)

    report.refresh_from_db()
    assert (response.status_code, report.state) == (422, Report.State.OPEN)


STRANGER = {"reason": "illegal", "note": "Stulet", "name": "Eva Ek", "email": "eva@example.org", "is_meant": "on"}


def test_listing_report_is_open_to_strangers_who_give_an_address(client):
    offer = make_offer()
    path = f"/listings/{offer.pk}/report/"

    assert client.get(path).status_code == 200
    assert client.post(path, STRANGER | {"email": ""}).status_code == 422
    assert client.post(path, STRANGER | {"is_meant": ""}).status_code == 422
    response = client.post(path, STRANGER)

    assert response.url == f"/listings/{offer.pk}/"
    assert Report.objects.values_list("name", "email", "note").get() == ("Eva Ek", "eva@example.org", "Stulet")
    assert client.post(path, STRANGER).status_code == 422  # said already
    assert Report.objects.count() == 1


def test_listing_report_asks_no_address_of_a_person_with_an_account(client):
    offer, person = make_offer(), make_user()
    client.force_login(person)

    client.post(f"/listings/{offer.pk}/report/", STRANGER | {"email": "other@example.org"})

    assert Report.objects.values_list("by", "email").get() == (person.pk, "")


def test_listing_report_is_not_for_the_firm_itself(client):
    offer = make_offer()
    client.force_login(make_member(offer.firm))

    assert client.get(f"/listings/{offer.pk}/report/").status_code == 403
