"""The tree of materials over the API."""

import pytest

from marketplace import knowledge_tables
from marketplace.models import Listing
from matching.knowledge import Amendment, load_knowledge
from tests.api.asking import ask, queries_of, read
from tests.factories import make_need, make_offer

pytestmark = pytest.mark.django_db
BARK = Amendment(table="materials", row="bark", column="name_en", old="bark", new="bark, raw")


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


def test_list_asked_for_again_tells_what_is_there_now_in_the_language_asked_for():
    before = read("materials/", accept_language="en")
    make_offer(material="bark")

    again = [read("materials/", accept_language=language) for language in ("en", "nb", "en")]

    names = [{row["code"]: row["name"] for row in page["results"]} for page in again]
    offers = [{row["code"]: row["offers"] for row in page["results"]}["bark"] for page in again]
    assert (offers, names[0], names[1] != names[0]) == ([1, 1, 1], names[2], True)
    assert before["results"] != again[0]["results"]


def test_list_tells_of_each_material_what_its_own_address_tells():
    make_offer(material="bark")

    rows = {row["code"]: row for row in read("materials/")["results"]}

    for code in ("bark", "sawdust", "wood_residues"):
        assert rows[code] == read(f"materials/{code}/")


def test_list_tells_what_the_tables_say_now():
    assert read("materials/", accept_language="en")
    knowledge_tables.take_in((BARK,))

    names = {row["code"]: row["name"] for row in read("materials/", accept_language="en")["results"]}

    assert names["bark"] == "bark, raw"


def test_list_asks_the_database_as_often_for_many_listings_as_for_none():
    none = queries_of("materials/")
    for _each in range(3):
        make_offer()

    some = queries_of("materials/")

    assert some == none
