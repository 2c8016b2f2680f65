"""Why a listing is not among the matches of another: asked on its page, by who acts for it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.models import FirmBlock, Listing, Site
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_user,
)

pytestmark = pytest.mark.django_db


def make_sveg(**fields: object) -> Site:
    """Return a site a few hours' drive from Krokom."""
    place = {"municipality": "SE-2361", "locality": "Sveg", "latitude": 62.03, "longitude": 14.36}
    return make_site(make_firm(), **{**place, **fields})


@pytest.fixture
def offer():
    return make_offer()


@pytest.fixture
def asking(client, offer):
    """Return what asks, as a member of the offer's firm, for another listing."""
    client.force_login(make_member(offer.firm))
    return lambda other: client.get(f"/listings/{offer.pk}/why-not/", {"with": getattr(other, "pk", other)})


def text(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_listing_detail_asks_who_acts_for_it_alone(client, offer):
    path, address = f"/listings/{offer.pk}/", f"/listings/{offer.pk}/why-not/"

    assert address not in client.get(path).content.decode()
    client.force_login(make_member())
    assert address not in client.get(path).content.decode()
    client.force_login(make_member(offer.firm))
    assert address in client.get(path).content.decode()


def test_why_not_is_for_its_firm_and_its_coordinators(client, offer):
    path, need = f"/listings/{offer.pk}/why-not/", make_need()

    assert client.get(path).status_code == 302
    for user, status in (
        (make_member(), 404),
        (make_coordinator(("SE-2361",)), 404),
        (make_member(offer.firm), 200),
        (make_coordinator(("SE-2309",)), 200),
    ):
        client.force_login(user)
        assert client.get(path, {"with": need.pk}).status_code == status
    assert client.post(path, {"with": need.pk}).status_code == 405


def test_why_not_names_the_closed_gates(asking, offer):
    need = make_need(resource="equipment", visibility="open")

    answer = asking(need)

    assert "They are not the same kind of thing" in text(answer)
    assert answer.context["found"].match is None
    assert "Nothing forbids it" not in text(answer)


def test_why_not_tells_a_need_of_the_own_firm(asking, offer):
    assert "Both are of the same firm." in text(asking(make_need(firm=offer.firm)))


def test_why_not_tells_a_low_fit_beside_the_last_one_shown(asking, offer):
    for _number in range(12):
        make_need()
    far = make_need(site=make_sveg(), material="sawdust", quantity_kg=900, visibility="open")

    answer = asking(far)

    found = answer.context["found"]
    assert (found.rank, found.is_shown, found.shown) == (None, False, 5)
    assert found.page_score < found.last_score
    percent, last = (round(100 * score) for score in (found.page_score, found.last_score))
    assert f"its fit is {percent} of 100, that of the last of the 5 is {last}" in text(answer).replace(" shown", "")
    assert answer.context["weakest"][0][1] <= answer.context["weakest"][-1][1] < 100
    assert answer.context["reasons_against"]


def test_why_not_tells_one_that_others_of_its_kind_stand_for(asking, offer):
    firm = make_firm()
    needs = [make_need(firm=firm) for _number in range(7)]
    shown = {each.pk for each in needs if asking(each).context["found"].is_shown}

    hidden = next(each for each in needs if each.pk not in shown)

    assert len(shown) == 5
    found = asking(hidden).context["found"]
    assert found.rank is not None
    assert f"It is number {found.rank} by fit. The page shows 5, chosen so that not all are of one kind." in text(
        asking(hidden)
    )


def test_why_not_tells_one_that_is_listed_already(asking, offer):
    answer = asking(make_need())

    assert "It is among them: number 1 by fit." in text(answer)


def test_why_not_judges_only_what_is_on_the_market(asking, offer):
    draft = make_need(firm=offer.firm, state=Listing.State.DRAFT, title="Strö till korna")

    answer = asking(draft)

    assert "“Strö till korna” is not on the market (draft)." in text(answer)
    assert answer.context["found"].match is None


@pytest.mark.parametrize(
    ("typed", "status", "told"),
    [
        ("bark", 422, "“bark” is no number or address of a listing."),
        ("", 422, "This field is required."),
        ("99999", 404, "There is no listing 99999 that you may see."),
        ("999999999999999999999", 422, "is no number or address of a listing."),
    ],
)
def test_why_not_keeps_what_cannot_be_looked_up(asking, typed, status, told):
    answer = asking(typed)

    assert answer.status_code == status
    assert told in text(answer)
    assert f'value="{typed}"' in answer.content.decode() or not typed


def test_why_not_takes_an_address_as_it_is_copied(asking):
    need = make_need()

    answer = asking(f"https://torget.example/listings/{need.pk}/?from=mail")

    assert answer.context["found"].other.pk == need.pk


@pytest.mark.parametrize("side", ["other", "itself"])
def test_why_not_refuses_the_same_side(asking, offer, side):
    answer = asking(offer if side == "itself" else make_offer())

    assert answer.status_code == 422
    assert "is an offer too. Name a need." in text(answer)


def test_why_not_finds_no_draft_of_another_firm(asking):
    assert asking(make_need(state=Listing.State.DRAFT)).status_code == 404


def test_why_not_tells_a_member_nothing_that_the_other_one_hides(client, offer):
    """Neither place nor amount, price, window or furthest distance inside what is shown changes a character."""
    need = make_need(quantity_kg=10_100, shown_area="SE-23-NW", site=make_sveg())
    client.force_login(make_member(offer.firm))
    path = f"/listings/{offer.pk}/why-not/?with={need.pk}"
    before = text(client.get(path))

    Site.objects.filter(pk=need.site_id).update(
        latitude=64.1, longitude=16.2, municipality="SE-2313", locality="Hoting"
    )
    Listing.objects.filter(pk=need.pk).update(
        quantity=19_900, price=7319, currency="SEK", max_km=1, available_until="2026-01-01"
    )

    assert text(client.get(path)) == before
    assert client.get(path).context["found"].exact is False


def test_why_not_tells_nobody_whose_a_hidden_listing_is_by_a_block_or_its_firm(client, offer):
    need = make_need()
    FirmBlock.objects.create(firm=offer.firm, name=need.firm.name, blocked=need.firm, by=make_user(), at=NOON)
    client.force_login(make_member(offer.firm))
    assert "blocked" not in text(client.get(f"/listings/{offer.pk}/why-not/?with={need.pk}"))

    elsewhere = make_need(site=make_sveg(), firm=offer.firm)
    client.force_login(make_coordinator(("SE-2309",)))
    assert "same firm" not in text(client.get(f"/listings/{offer.pk}/why-not/?with={elsewhere.pk}"))


def test_why_not_is_judged_on_all_facts_for_who_coordinates_both(client, offer):
    need = make_need(site=make_sveg(), max_km=10)
    path = f"/listings/{offer.pk}/why-not/?with={need.pk}"

    client.force_login(make_coordinator(("SE-2309", "SE-2361")))
    both = client.get(path)
    client.force_login(make_coordinator(("SE-2309",)))
    one = client.get(path)

    assert "It is further than one of the two says it may be" in text(both)
    assert "Judged on all facts of both" in text(both)
    assert "Judged on what you may see of the other side" in text(one)
    assert one.context["found"].gates == ()


def test_why_not_is_not_exact_for_a_coordinator_in_a_matter_of_the_own_firm(client, offer):
    need, user = make_need(site=make_sveg(), max_km=10), make_coordinator(("SE-2309", "SE-2361"))
    offer.firm.membership_set.create(user=user, role="owner")
    client.force_login(user)

    found = client.get(f"/listings/{offer.pk}/why-not/?with={need.pk}").context["found"]

    assert (found.exact, found.gates) == (False, ())


def test_why_not_asks_the_database_as_often_for_many_as_for_one(asking, offer):
    need, counts = make_need(), []

    for wanted in (1, 3, 30):
        while Listing.objects.filter(side="need").count() < wanted:
            make_need()
        with CaptureQueriesContext(connection) as queries:
            asking(need)
        counts.append(len(queries))

    assert len(set(counts)) == 1, counts
