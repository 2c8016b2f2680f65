"""What keeps one pair apart, over the API."""

import pytest

from marketplace.models import Listing
from tests.api.asking import ask, queries_of, read
from tests.factories import make_coordinator, make_member, make_need, make_offer, make_site

pytestmark = pytest.mark.django_db


def test_match_of_a_pair_says_how_it_fares():
    offer, need = make_offer(), make_need()

    member = make_member(offer.firm)

    row = read(f"offers/{offer.pk}/matches/{need.pk}/", member, accept_language="en")

    assert (row["gates"], row["on_market"], row["exact"]) == ([], True, False)
    assert (row["is_listed"], row["rank"]) == (True, 1)
    assert row["score"] == row["last_score"] == read(f"offers/{offer.pk}/matches/", member)["results"][0]["score"]
    assert row["listing"]["id"] == need.pk
    assert "material" in row["fits"]


def test_match_of_a_pair_names_closed_gates_in_codes_and_words():
    offer, need = make_offer(), make_need(resource="equipment")

    row = read(f"needs/{need.pk}/matches/{offer.pk}/", make_member(need.firm), accept_language="en")

    assert {"code": "unlike_resource", "text": "They are not the same kind of thing, such as a material and heat."} in (
        row["gates"]
    )
    assert (row["score"], row["is_listed"], row["rank"], row["fits"]) == (None, False, None, {})


def test_match_of_a_pair_hides_what_the_other_side_hides():
    far = make_site(municipality="SE-2361", locality="Sveg", latitude=62.03, longitude=14.36)
    offer, need = make_offer(), make_need(site=far, max_km=10)
    path = f"offers/{offer.pk}/matches/{need.pk}/"

    member = read(path, make_member(offer.firm), accept_language="en")
    both = read(path, make_coordinator(("SE-2309", "SE-2361")), accept_language="en")

    assert member["gates"] == []
    assert "need" not in {lacked["side"] for lacked in member["missing"]}
    assert not any(character.isdigit() for reason in member["reasons_against"] for character in reason["text"])
    assert both["exact"] is True
    assert [gate["code"] for gate in both["gates"]] == ["beyond_limit"]


def test_match_of_a_pair_off_the_market_is_not_judged():
    offer = make_offer()
    draft = make_need(firm=offer.firm, state=Listing.State.DRAFT)

    row = read(f"offers/{offer.pk}/matches/{draft.pk}/", make_member(offer.firm))

    assert (row["on_market"], row["score"], row["gates"]) == (False, None, [])


def test_match_of_a_pair_is_for_who_acts_for_the_listing():
    offer, need = make_offer(), make_need()
    path = f"offers/{offer.pk}/matches/{need.pk}/"

    statuses = [ask(path, user).status_code for user in (None, make_member(need.firm), make_coordinator(("SE-2361",)))]

    assert statuses == [403, 403, 403]


def test_match_of_a_pair_is_404_for_what_may_not_be_seen_and_for_the_wrong_side():
    offer, need = make_offer(), make_need(state=Listing.State.DRAFT)
    member = make_member(offer.firm)

    for path in (
        f"offers/{offer.pk}/matches/{need.pk}/",
        f"offers/{offer.pk}/matches/{make_offer().pk}/",
        f"offers/{offer.pk}/matches/{offer.pk}/",
        f"needs/{offer.pk}/matches/{offer.pk}/",
        f"offers/{offer.pk}/matches/99999/",
    ):
        assert ask(path, member).status_code == 404, path


def test_match_of_a_pair_asks_the_database_as_often_for_many_as_for_one():
    offer, need = make_offer(), make_need()
    member, counts = make_member(offer.firm), []

    for wanted in (1, 3, 30):
        while Listing.objects.filter(side="need").count() < wanted:
            make_need()
        counts.append(queries_of(f"offers/{offer.pk}/matches/{need.pk}/", member))

    assert len(set(counts)) == 1, counts
