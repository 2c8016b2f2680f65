"""The search for programs: what the pages find, in the same order, and told where it makes no sense."""

from datetime import timedelta

import pytest

from marketplace.actions.listings import publish_listing
from marketplace.actions.search_index import index_listing
from marketplace.models import Listing
from marketplace.queries import market_columns
from tests.api.asking import ask, queries_of, read
from tests.factories import NOON, make_firm, make_member, make_need, make_offer, make_site
from tests.worker import work_off

pytestmark = pytest.mark.django_db


def found(path, user=None, **headers):
    return [row["listing"]["id"] for row in read(f"search/?{path}", user, **headers)["results"]]


def test_words_find_what_the_page_finds(client):
    firm = make_firm(is_verified=True)
    member = make_member(firm)
    facts = {"firm": firm, "site": make_site(firm), "state": "draft"}
    sawdust, whey = make_offer(material="sawdust", **facts), make_offer(material="acid_whey", **facts)
    for listing in (sawdust, whey):
        publish_listing(listing, by=member, now=NOON)
    work_off(now=NOON)

    page = read("search/?q=str%C3%B6&language=sv", Accept_Language="en")

    assert [row["listing"]["id"] for row in page["results"]] == [sawdust.pk]
    assert page["count"] == 1
    assert page["understood"]
    assert page["results"][0]["why"]
    shown = client.get("/search/?q=strö&language=sv").content.decode()
    assert f"/listings/{sawdust.pk}/" in shown
    assert f"/listings/{whey.pk}/" not in shown


def test_a_need_says_why_it_was_found():
    need = make_need(material="straw", use="bedding")
    index_listing(need)

    (row,) = read("search/?q=hestestr%C3%B8&language=nb", Accept_Language="en")["results"]

    assert (row["listing"]["id"], row["why"]) == (need.pk, "is needed for: animal bedding")


def test_filters_and_sides_narrow_as_on_the_site():
    bark, sawdust, need = make_offer(), make_offer(material="sawdust"), make_need()

    assert found("material=bark") == [bark.pk, need.pk]
    assert found("material=wood_residues&side=offer") == [bark.pk, sawdust.pk]
    assert found("side=need&order=newest") == [need.pk]


@pytest.mark.parametrize("query", ["", "q=bark&language=sv", "order=newest&page_size=2&page=2", "order=ending"])
def test_a_market_in_memory_answers_alike_and_shows_nothing_that_is_gone(monkeypatch, query):
    for day in range(3):
        index_listing(make_offer(published_at=NOON - timedelta(days=day)))
    index_listing(make_offer(material="sawdust")), index_listing(make_need(use="bedding"))
    from_database = read(f"search/?{query}")
    monkeypatch.setattr(market_columns, "MANY", 0)
    monkeypatch.setattr(market_columns, "_kept", None)

    from_memory = [read(f"search/?{query}") for _time in range(2)]

    assert from_memory == [from_database, from_database]
    gone = from_database["results"][0]["listing"]["id"]
    Listing.objects.filter(pk=gone).update(state=Listing.State.WITHDRAWN)
    assert gone not in found(query)
    assert len(found(query)) == len(from_database["results"]) - 1


def test_pages_follow_each_other_and_end():
    listings = [make_offer().pk for _number in range(5)]

    first = read("search/?page_size=2")
    second = read(first["next"].split("/api/v1/")[1])
    last = read("search/?page_size=2&page=3")

    ids = [row["listing"]["id"] for page in (first, second, last) for row in page["results"]]
    assert ids == listings
    assert (first["previous"], last["next"], first["count"]) == (None, None, 5)
    assert second["previous"] == "http://testserver/api/v1/search/?page_size=2"
    assert read("search/?page_size=2&page=9")["results"] == []


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("order=best", "order"),
        ("material=gold", "material"),
        ("order=nearest", "place"),
        ("order=fit", "fit"),
        ("fit=1", "fit"),
        ("within=60", "place"),
        ("within=60&place=Nowhereville", "place"),
        ("page=0", "page"),
        ("side=both", "side"),
        ("month=13", "month"),
    ],
)
def test_what_a_page_would_pass_over_is_told(query, name):
    answer = ask(f"search/?{query}")

    assert answer.status_code == 400, answer.content
    assert name in answer.json()["fields"]


def test_the_order_fit_is_for_own_listings():
    own = make_offer()
    member = make_member(own.firm)
    need = make_need()

    assert found(f"fit={own.pk}&side=need", member) == [need.pk]
    assert ask(f"search/?fit={make_offer().pk}", member).status_code == 400


def test_as_many_queries_for_many_as_for_few():
    make_offer(), make_need()
    read("search/?side=offer")  # what a process keeps is there
    few = queries_of("search/?side=offer")
    for _number in range(6):
        make_offer(), make_need()

    assert queries_of("search/?side=offer") == few


def test_words_that_say_nothing_find_nothing_and_are_told(monkeypatch):
    make_offer()
    from_database = read("search/?q=i")
    monkeypatch.setattr(market_columns, "MANY", 0)
    monkeypatch.setattr(market_columns, "_kept", None)

    assert (from_database["count"], from_database["results"]) == (0, [])
    assert "too little" in from_database["understood"][0]
    assert read("search/?q=i") == from_database
    assert ask(f"search/?q={'bark+' * 50}").status_code == 400
