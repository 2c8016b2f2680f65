"""What an outsider must not learn of a blind listing, whatever they ask and however."""

from datetime import date
from decimal import Decimal

import pytest

from marketplace.forms.filters import ListingFilter
from marketplace.models import Firm, Listing, Site, Suggestion, User
from tests.api.asking import NOBODY, ask, read
from tests.factories import (
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_suggestion,
    valid_org_number,
)

pytestmark = pytest.mark.django_db

ORG_NUMBER = valid_org_number("SE", number=777_777)
WASTE_CODE = "030199"  # which no material has, so that the public tree of materials does not name it
HIDDEN = {
    "title": "Granbarken vid kvarnen",
    "description": "Ligger bakom ladan vid Storbäcken",
    "quality_notes": "Torr och fri från sten",
    "amount": Decimal("12.345"),
    "quantity": 12_345,
    "price": Decimal("987.65"),
    "currency": "SEK",
    "waste_code": WASTE_CODE,
    "disposal_route": "Eldas i pannan hemma",
    "disposal_cost": Decimal("543.21"),
    "smallest_lot": Decimal("1.717"),
    "largest_lot": Decimal("2.929"),
    "max_km": 73_737,
    "available_from": date(2026, 3, 17),
    "available_until": date(2031, 8, 29),
    "shelf_life_days": 41_197,
    "external_id": "row-4711",
}
# Every way to write a hidden fact.
SECRETS = [
    "Kvarnbäckens",
    ORG_NUMBER,
    f"{ORG_NUMBER[:6]}-{ORG_NUMBER[6:]}",
    "Föllinge",
    "F\\u00f6llinge",
    "63.67",
    "14.61",
    "Granbarken",
    "Storbäcken",
    "fri från sten",
    "12.345",
    "12,345",
    "12345",
    "987.65",
    "987,65",
    WASTE_CODE,
    "03 01 99",
    "pannan",
    "543.21",
    "1.717",
    "2.929",
    "73737",
    "2026-03-17",
    "2031",
    "41197",
    "row-4711",
    "kvarnfolk",
]
OUTSIDERS = ["nobody", "other firm", "the other side of a match", "coordinator elsewhere"]


@pytest.fixture
def offer() -> Listing:
    """Return a blind offer, all of whose hidden facts can be told from everything else."""
    firm = make_firm(name="Kvarnbäckens Såg AB", org_number=ORG_NUMBER)
    make_member(firm, email="kvarnfolk@example.org", name="Kvarnfolk")
    site = make_site(firm, locality="Föllinge", latitude=63.6789, longitude=14.6123, name="Kvarnbäckens")
    return make_offer(site=site, **HIDDEN)


@pytest.fixture
def suggestion(offer) -> Suggestion:
    return make_suggestion(offer, make_need(title="Strö"))


def outsider(kind: str, need: Listing) -> User | None:
    match kind:
        case "nobody":
            return NOBODY
        case "other firm":
            return make_member()
        case "the other side of a match":
            return make_member(need.firm)
    return make_coordinator(("NO-5001",))


def paths(suggestion: Suggestion) -> list[str]:
    offer, need = (part.listing for part in suggestion.parts.order_by("pk"))
    return [
        "listings/",
        "offers/",
        "needs/",
        f"listings/{offer.pk}/",
        f"offers/{offer.pk}/",
        f"offers/{offer.pk}/matches/",
        f"needs/{need.pk}/matches/",
        "firms/",
        f"firms/{offer.firm_id}/",
        "materials/",
        "materials/bark/",
        "suggestions/",
        f"suggestions/{suggestion.pk}/",
        "schema/",
        "docs/",
    ]


def told(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret.casefold() in text.casefold()]


@pytest.mark.parametrize("kind", OUTSIDERS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
def test_no_answer_tells_an_outsider_a_hidden_fact(suggestion, kind, method):
    user = outsider(kind, suggestion.parts.order_by("pk")[1].listing)

    for path in paths(suggestion):
        answer = ask(path, user, method=method)
        heads = " ".join(f"{name}: {value}" for name, value in answer.headers.items())

        assert told(answer.content.decode() + heads) == [], path


def test_the_same_answers_tell_the_firm_and_its_coordinator(offer, suggestion):
    own, coordinator = make_member(offer.firm), make_coordinator(("SE-2309",))

    for user in (own, coordinator):
        answer = ask(f"offers/{offer.pk}/", user).content.decode()
        assert {"Kvarnbäckens", "Granbarken", "12.345", "987.65", "Föllinge"} <= set(told(answer))
    assert "Kvarnbäckens" in told(ask(f"suggestions/{suggestion.pk}/", coordinator).content.decode())


@pytest.mark.parametrize(
    "query",
    [
        # What has the name of a filter is refused: a filter takes coarse values alone.
        *(f"{name}={value}" for name, value in HIDDEN.items() if name not in ListingFilter.base_filters),
        "quantity=1",
        "quantity__lt=12000",
        "amount__gt=12",
        "price__exact=1",
        "min_price=990",
        "firm=1",
        "firm__name=nobody",
        "site=1",
        "site__locality=Nowhere",
        "locality=Nowhere",
        "latitude=1",
        "q=nothing",
        "search=nothing",
        "title__contains=nothing",
        "visibility=open",
        "state=draft",
        "ordering=price",
        "ordering=-quantity",
        "order_by=title",
        "sort=-amount",
        "fields=firm",
        "expand=firm,site",
        "include=description",
    ],
)
def test_hidden_facts_neither_filter_nor_order(offer, query):
    make_offer(**HIDDEN | {"quantity": 19_999, "price": Decimal(1), "title": "Annat", "external_id": "row-2"})
    plain = read("offers/")["results"]

    asked = read(f"offers/?{query}")["results"]

    assert asked == plain


@pytest.mark.parametrize("kind", ["nobody", "the other side of a match"])
def test_no_answer_depends_on_a_hidden_fact(offer, suggestion, kind):
    user = outsider(kind, suggestion.parts.order_by("pk")[1].listing)
    # The page about the API has a form's token in it, new each time, and nothing of the market.
    public = [path for path in paths(suggestion) if not path.startswith(("suggestions", "docs"))]
    before = {path: ask(path, user) for path in public}

    Listing.objects.filter(pk=offer.pk).update(
        title="En annan",
        description="Något helt annat, flis",
        quality_notes="",
        amount=Decimal("19.999"),
        quantity=19_999,
        price=Decimal(-1),
        currency="NOK",
        waste_code="030105",
        disposal_route="",
        disposal_cost=None,
        smallest_lot=None,
        largest_lot=None,
        max_km=1,
        available_from=None,
        available_until=None,
        shelf_life_days=None,
        external_id="",
    )
    Site.objects.filter(pk=offer.site_id).update(locality="Krokom", latitude=63.3, longitude=14.4)
    Firm.objects.filter(pk=offer.firm_id).update(name="En annan firma", nace="46")

    for path, answer in before.items():
        now = ask(path, user)
        assert (now.content, now.headers.get("ETag")) == (answer.content, answer.headers.get("ETag")), path


def test_cursor_holds_no_time_of_publishing(offer):
    make_offer()

    following = read("offers/?page_size=1")["next"]

    assert "12%3A00" not in following
    assert "2026" not in following


def test_hidden_firm_is_nowhere(offer, suggestion):
    Firm.objects.filter(pk=offer.firm_id).update(hidden_at=offer.published_at)

    gone = [ask(path).status_code for path in (f"offers/{offer.pk}/", f"offers/{offer.pk}/matches/")]

    assert gone == [404, 404]
    assert read("offers/")["results"] == []
    assert read("materials/bark/")["offers"] == 0
