"""The tree of materials over the API."""

import pytest

from marketplace.models import Listing
from matching.knowledge import load_knowledge
from tests.api.asking import ask, queries_of, read
from tests.factories import make_need, make_offer

pytestmark = pytest.mark.django_db


def test_list_holds_every_material_below_its_group():
    rows = read("materials/")["results"]

    group = ""
    for row in rows:
        group = row["code"] if row["group"] is None else group
        assert row["group"] in (None, group)
    assert {row["code"] for row in rows} == set(load_knowledge().materials)


def test_material_counts_what_is_on_the_market():
    make_offer(material="bark")
    make_offer(material="bark", state=Listing.State.PAUSED)
    make_need(material="sawdust")

    rows = {row["code"]: row for row in read("materials/")["results"]}

    assert (rows["bark"]["offers"], rows["bark"]["needs"]) == (1, 0)
    assert (rows["wood_residues"]["offers"], rows["wood_residues"]["needs"]) == (1, 1)


def test_material_has_its_name_and_usual_waste_codes():
    shown = read("materials/sawdust/", accept_language="sv")

    assert (shown["name"], shown["group"], shown["resource"]) == ("sågspån", "wood_residues", "material")
    assert shown["waste_codes"][0]["code"] == "030105"
    assert shown["waste_codes"][0]["name"]


def test_material_that_is_none_is_not_found():
    answer = ask("materials/unobtainium/")

    assert answer.status_code == 404


def test_list_asks_the_database_as_often_for_many_listings_as_for_none():
    none = queries_of("materials/")
    for _each in range(3):
        make_offer()

    some = queries_of("materials/")

    assert some == none
