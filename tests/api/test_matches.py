"""Matches over the API, judged on what the caller may see."""

import pytest

from marketplace.models import FirmBlock, Listing, Site
from matching.records import Aspect
from tests.api.asking import ask, queries_of, read
from tests.factories import NOON, make_member, make_need, make_offer, make_site

pytestmark = pytest.mark.django_db


def make_sveg() -> Site:
    """Return a site a few hours' drive from Krokom."""
    return make_site(municipality="SE-2361", locality="Sveg", latitude=62.03, longitude=14.36)


def test_matches_of_an_offer_are_needs_best_first():
    offer = make_offer()
    near = make_need()
    far = make_need(site=make_sveg())

    page = read(f"offers/{offer.pk}/matches/", accept_language="en")

    assert (page["next"], page["previous"]) == (None, None)
    assert [(row["rank"], row["listing"]["id"]) for row in page["results"]] == [(1, near.pk), (2, far.pk)]
    assert page["results"][0]["score"] > page["results"][1]["score"]
    assert page["results"][1]["km"] > 100
    assert page["results"][1]["minutes"] > 60


def test_match_says_why_in_codes_and_words():
    offer, _need = make_offer(), make_need()

    row = read(f"offers/{offer.pk}/matches/", accept_language="en")["results"][0]

    assert {"code": "same_material", "aspect": "material", "text": "Same material: bark."} in row["reasons_for"]
    assert {"material", "amount", "timing", "distance", "text"} <= set(row["fits"]) <= set(Aspect)
    assert row["percent"] == round(100 * row["score"])
    assert row["crosses_border"] is False


@pytest.mark.parametrize(("visibility", "names_numbers"), [("blind", False), ("open", True)])
def test_match_names_numbers_only_where_both_sides_are_exact(visibility, names_numbers):
    offer = make_offer(visibility=visibility)
    make_need(visibility=visibility, site=make_sveg())

    row = read(f"offers/{offer.pk}/matches/")["results"][0]

    texts = [reason["text"] for reason in (*row["reasons_for"], *row["reasons_against"])]
    assert any(character.isdigit() for text in texts for character in text) is names_numbers


def test_matches_of_a_need_are_offers():
    offer, need = make_offer(), make_need()

    page = read(f"needs/{need.pk}/matches/")

    assert [row["listing"]["id"] for row in page["results"]] == [offer.pk]
    assert page["results"][0]["listing"]["firm"] is None


def test_match_counts_the_own_amount_exactly_and_the_other_one_coarsely():
    offer = make_offer(quantity_kg=10_100)
    make_need(quantity_kg=19_900)
    path = f"offers/{offer.pk}/matches/"
    own, other = make_member(offer.firm), make_member()
    before = [read(path, user)["results"][0]["fits"]["amount"] for user in (own, other)]

    Listing.objects.filter(pk=offer.pk).update(quantity=11_000)
    after = [read(path, user)["results"][0]["fits"]["amount"] for user in (own, other)]

    assert before[0] != after[0]
    assert before[1] == after[1]


@pytest.mark.parametrize(("visibility", "count"), [("open", 0), ("blind", 1)])
def test_match_of_a_blocked_firm_is_left_out_only_where_that_does_not_tell_whose_it_is(visibility, count):
    offer, need = make_offer(), make_need(visibility=visibility)
    FirmBlock.objects.create(firm=offer.firm, name=need.firm.name, blocked=need.firm, by=make_member(), at=NOON)

    page = read(f"offers/{offer.pk}/matches/", make_member(offer.firm))

    assert len(page["results"]) == count


def test_draft_has_no_matches():
    draft = make_offer(state=Listing.State.DRAFT)
    make_need()

    page = read(f"offers/{draft.pk}/matches/", make_member(draft.firm))

    assert page["results"] == []


@pytest.mark.parametrize("path", ["listings/{}/matches/", "needs/{}/matches/"])
def test_matches_are_asked_of_the_right_side(path):
    offer = make_offer()

    answer = ask(path.format(offer.pk))

    assert answer.status_code == 404


def test_matches_ask_the_database_as_often_for_many_as_for_one():
    offer, counts = make_offer(), []
    viewer = make_member(offer.firm)

    for wanted in (1, 3, 30):
        while Listing.objects.filter(side="need").count() < wanted:
            make_need()
        counts.append(queries_of(f"offers/{offer.pk}/matches/", viewer))

    assert len(set(counts)) == 1, counts


def test_match_tells_chance_potential_and_what_its_own_firm_could_add():
    offer = make_offer(material="sawdust", title="Spån")
    for use in ("bedding", "fuel", "biochar"):
        make_need(material="sawdust", use=use, title="Spån", visibility="open")
    path = f"offers/{offer.pk}/matches/"

    own, other = read(path, make_member(offer.firm)), read(path, make_member())

    assert own["chances_by"] == other["chances_by"] == "authors"
    assert own["most_telling"]["fact"].startswith("quality:")
    assert other["most_telling"] is None
    row, seen = own["results"][0], other["results"][0]
    assert 0 < row["approval_chance"] < 1
    assert row["delivered_value"]["low"] < row["delivered_value"]["value"] < row["delivered_value"]["high"]
    assert own["most_telling"]["fact"] in {lacked["fact"] for each in own["results"] for lacked in each["missing"]}
    assert row["potential"]["waste_t"] > 0
    assert any(each["similar_case"] for each in own["results"])
    # To others the offer is blind: what it lacks and what it is worth would be told of figures that are not its own.
    assert seen["delivered_value"] is None
    assert "offer" not in {lacked["side"] for each in other["results"] for lacked in each["missing"]}
    assert not seen["potential"]["is_exact"]
