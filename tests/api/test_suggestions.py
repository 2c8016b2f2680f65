"""Suggestions over the API, for coordinators."""

import pytest

from marketplace.models import Suggestion
from tests.api.asking import ids, queries_of, read
from tests.factories import NOON, make_coordinator, make_firm, make_need, make_offer, make_site, make_suggestion

pytestmark = pytest.mark.django_db


def test_list_holds_what_the_coordinator_sees():
    here = make_suggestion()
    site = make_site(make_firm(), municipality="NO-5001", locality="Trondheim", latitude=63.43, longitude=10.39)
    make_suggestion(make_offer(site=site), make_need(site=site))

    page = read("suggestions/", make_coordinator(("SE-2309",)))

    assert ids(page) == [here.pk]


def test_suggestion_shows_both_sides_openly_and_why():
    suggestion = make_suggestion()
    offer, need = (part.listing for part in suggestion.parts.order_by("pk"))

    shown = read(f"suggestions/{suggestion.pk}/", make_coordinator(), accept_language="en")

    assert (shown["giver"]["id"], shown["receiver"]["id"]) == (offer.pk, need.pk)
    assert shown["giver"]["firm"] == {"id": offer.firm_id, "name": offer.firm.name}
    assert shown["receiver"]["amount"]["exact"] == {"amount": "10.000", "unit": "t", "rhythm": "year"}
    assert (shown["state"], shown["score"], shown["percent"], shown["km"]) == ("proposed", 0.8, 80, 120)
    assert shown["fits"] == {"material": 1.0, "amount": 0.9, "distance": 0.6}
    assert shown["reasons_for"] == [{"code": "same_material", "aspect": "material", "text": "Same material: bark."}]
    assert shown["reasons_against"][0]["code"] == "far"
    assert shown["missing"] == [
        {"fact": "months", "side": "need", "listing": need.pk, "text": "The need does not say in which months."}
    ]
    assert shown["url"] == f"http://testserver/suggestions/{suggestion.pk}/"


def test_dismissed_suggestion_tells_its_reason():
    coordinator = make_coordinator()
    review = {"state": Suggestion.State.DISMISSED, "reviewed_by": coordinator, "reviewed_at": NOON}
    suggestion = make_suggestion(dismiss_reason="distance", **review)

    shown = read(f"suggestions/{suggestion.pk}/", coordinator)

    assert (shown["state"], shown["dismiss_reason"]) == ("dismissed", "distance")
    assert shown["reviewed_at"].startswith("2026-11-24T")


def test_list_is_filtered_by_state():
    coordinator = make_coordinator()
    make_suggestion()
    review = {"state": Suggestion.State.APPROVED, "reviewed_by": coordinator, "reviewed_at": NOON}
    approved = make_suggestion(**review)

    page = read("suggestions/?state=approved", coordinator)

    assert ids(page) == [approved.pk]


def test_list_asks_the_database_as_often_for_many_rows_as_for_one():
    coordinator, counts = make_coordinator(), []

    for wanted in (1, 3, 30):
        while Suggestion.objects.count() < wanted:
            make_suggestion()
        counts.append(queries_of("suggestions/?page_size=100", coordinator))

    assert len(set(counts)) == 1, counts


def test_list_has_the_filters_of_the_queue():
    coordinator = make_coordinator(("SE-2309", "NO-5038"))
    north = make_site(make_firm(country="NO"), municipality="NO-5038")
    home, across = make_suggestion(score=0.6), make_suggestion(make_offer(), make_need(site=north), score=0.9)

    found = {
        query: ids(read(f"suggestions/?{query}", coordinator))
        for query in ("direction=SE-NO", "score=80", "municipality=NO-5038", "material=acid_whey", "age=older", "age=7")
    }

    assert found["direction=SE-NO"] == found["score=80"] == found["municipality=NO-5038"] == [across.pk]
    assert found["material=acid_whey"] == []
    old = {home.pk, across.pk}
    assert {*found["age=older"], *found["age=7"]} == old
