"""Offers and needs over the API: what a listing looks like to whom."""

from decimal import Decimal

import pytest

from marketplace.models import Listing, Party
from tests.api.asking import ask, ids, queries_of, read
from tests.factories import make_coordinator, make_firm, make_member, make_need, make_offer, make_site, make_symbiosis

pytestmark = pytest.mark.django_db
LANGUAGES = {"sv": "sågspån", "nb": "sagflis", "en": "sawdust"}


def test_list_holds_both_sides_and_its_shorthands_one():
    offer, need = make_offer(), make_need()

    answers = {path: ids(read(f"{path}/")) for path in ("listings", "offers", "needs")}

    assert answers == {"listings": [offer.pk, need.pk], "offers": [offer.pk], "needs": [need.pk]}


def test_list_leaves_out_what_is_not_on_the_market():
    make_offer(state=Listing.State.DRAFT)
    make_offer(state=Listing.State.PAUSED)
    offer = make_offer()

    page = read("offers/")

    assert ids(page) == [offer.pk]


def test_listing_shows_everybody_its_coarse_values():
    offer = make_offer(quantity_kg=12_345, price=Decimal(40), currency="SEK", months=[1, 2, 12])

    shown = read(f"offers/{offer.pk}/", accept_language="en")

    assert shown == {
        "id": offer.pk,
        "side": "offer",
        "resource": "material",
        "material": {"code": "bark", "name": "bark"},
        "use": None,
        "title": "Bark",
        "amount": {
            "text": "10–20 t a year",
            "band": {"low": 10_000.0, "high": 20_000.0, "unit": "kg", "once": False},
            "exact": None,
        },
        "months": [1, 2, 12],
        "area": {"code": "SE-2309", "name": "Krokom municipality", "country": "SE"},
        "latitude": shown["latitude"],
        "longitude": shown["longitude"],
        "price": None,
        "firm": None,
        "state": "published",
        "is_open": False,
        "is_mine": False,
        "is_confirmed": True,
        "published": "2026-11-24",
        "url": f"http://testserver/listings/{offer.pk}/",
        "photos": [],
    }
    assert (shown["latitude"], shown["longitude"]) != (offer.site.latitude, offer.site.longitude)


@pytest.mark.parametrize("viewer", ["own firm", "coordinator", "partner", "everybody, of an open one"])
def test_listing_shows_its_exact_facts_to_whom_it_is_open(viewer):
    offer = make_offer(quantity_kg=12_345, price=Decimal("-40.50"), currency="NOK", title="Färsk granbark")
    user = None
    if viewer == "own firm":
        user = make_member(offer.firm)
    elif viewer == "coordinator":
        user = make_coordinator(("SE-2309",))
    elif viewer == "partner":
        need = make_need()
        make_symbiosis(offer, need, answer=Party.Answer.YES)
        user = make_member(need.firm)
    else:
        Listing.objects.filter(pk=offer.pk).update(visibility=Listing.Visibility.OPEN)

    shown = read(f"offers/{offer.pk}/", user)

    assert shown["title"] == "Färsk granbark"
    assert shown["amount"]["exact"] == {"amount": "12.345", "unit": "t", "rhythm": "year"}
    assert shown["price"] == {"amount": "-40.50", "currency": "NOK", "unit": "t"}
    assert shown["firm"] == {"id": offer.firm_id, "name": offer.firm.name}
    assert shown["is_open"] is True
    assert shown["is_mine"] is (viewer == "own firm")


def test_listing_of_all_year_names_every_month():
    offer = make_offer(months=[])

    shown = read(f"offers/{offer.pk}/")

    assert shown["months"] == list(range(1, 13))


def test_draft_is_there_for_its_firm_and_for_nobody_else():
    draft = make_offer(state=Listing.State.DRAFT, material="", site=None, firm=make_firm(), amount=None, quantity=None)

    shown = read(f"listings/{draft.pk}/", make_member(draft.firm))
    answers = [ask(f"listings/{draft.pk}/", user).status_code for user in (None, make_member())]

    assert (shown["material"], shown["area"], shown["latitude"]) == (None, None, None)
    assert shown["amount"] == {"text": "", "band": None, "exact": None}
    assert answers == [404, 404]


def test_offer_is_no_need():
    offer = make_offer()

    answer = ask(f"needs/{offer.pk}/")

    assert answer.status_code == 404


@pytest.mark.parametrize(("language", "name"), LANGUAGES.items())
def test_names_come_in_the_language_asked_for(language, name):
    offer = make_offer(material="sawdust")

    shown = read(f"offers/{offer.pk}/", accept_language=language)

    assert shown["material"] == {"code": "sawdust", "name": name}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("material=bark", ["bark"]),
        ("material=wood_residues", ["bark", "sawdust"]),
        ("municipality=SE-2309", ["bark"]),
        ("country=NO", ["sawdust"]),
        ("resource=heat", []),
        ("side=need", []),
        ("side=offer&country=SE", ["bark"]),
    ],
)
def test_list_takes_the_filters_of_the_page(query, found):
    make_offer(material="bark")
    make_offer(material="sawdust", site=make_site(make_firm(country="NO"), municipality="NO-5001"))

    page = read(f"listings/?{query}")

    assert sorted(row["material"]["code"] for row in page["results"]) == found


@pytest.mark.parametrize("path", ["listings", "offers"])
def test_list_asks_the_database_as_often_for_many_rows_as_for_one(path):
    viewer, counts = make_member(), []

    for wanted in (1, 3, 30):
        while Listing.objects.count() < wanted:
            make_offer()
        counts.append(queries_of(f"{path}/?page_size=100", viewer))

    assert len(set(counts)) == 1, counts


def test_need_tells_everybody_what_it_is_for():
    need = make_need(use="bedding")

    shown = read(f"needs/{need.pk}/", accept_language="en")

    assert shown["use"] == {"code": "bedding", "name": "animal bedding"}
