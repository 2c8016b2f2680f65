"""What a firm has, out as a table and in again."""

import csv
import io
import json
from datetime import date

import openpyxl
import pytest
from django.utils import translation

from marketplace.documents.tables import csv_file, json_file, xlsx_file
from marketplace.models import Firm, LegalFact, Listing, PropertyValue
from marketplace.queries.exports import export_law_answers, export_rows, export_sites, firm_listings
from tests.factories import (
    NOON,
    make_file,
    make_firm,
    make_legal_fact,
    make_member,
    make_need,
    make_offer,
    make_photo,
    make_site,
)
from tests.spreadsheets import imported

pytestmark = pytest.mark.django_db


@pytest.fixture
def rich():
    """Return a firm with an offer of which everything is told, a need, an open listing at a point, and a draft."""
    firm = make_firm(name="Sågen AB")
    site = make_site(firm)
    there = {"latitude": 63.1792, "longitude": 14.6357, "location_precision": "pin"}
    point = make_site(firm, municipality="SE-2380", locality="Östersund", **there)
    offer = make_offer(
        site=site, title="=Bark; våt", description="Rad ett\nrad två", amount="1250.5", months=[1, 2, 11]
    )
    facts = {"price": "-12.50", "currency": "SEK", "waste_code": "030101", "max_km": 90, "abp_category": 3}
    days = {"available_from": date(2027, 1, 2), "available_until": date(2028, 3, 4)}
    Listing.objects.filter(pk=offer.pk).update(**facts, **days, quality_notes="Ren", kg_each="2.5")
    PropertyValue.objects.create(listing=offer, code="moisture", low=45, high=55, unit="%")
    PropertyValue.objects.create(listing=offer, code="ash_content", high=2.5, unit="% TS")
    make_need(site=site, use="bedding", title="Strö")
    make_offer(site=point, visibility="open", title="Pallar", rhythm="once")
    make_offer(firm=firm, site=None, state="draft", title="Oklart", amount=None, unit="", material="")
    return firm


def exported(firm, *, without=("id", "firm", "org_number")):
    heading, *rows = export_rows(firm_listings(make_member(firm), firm))
    return [
        {n: c for n, c in zip(heading, row, strict=True) if n not in without and c not in (None, "")} for row in rows
    ]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_imported_by_another_firm_gives_the_same_listings(rich, kind, language):
    other = make_firm(name="Sågen AB", country="SE")
    rows = list(export_rows(firm_listings(make_member(rich), rich)))
    number = rows[0].index("org_number")
    rows = [[cell if at != number or row is rows[0] else "" for at, cell in enumerate(row)] for row in rows]
    with translation.override(language):
        content = csv_file(rows) if kind == "csv" else xlsx_file({"Listings": rows})

    staged = imported(other, content, by=make_member(other), now=NOON)

    assert [row.problems for row in staged.rows.order_by("number")] == [{}, {}, {}, {}]
    assert exported(other) == exported(rich)


def test_an_export_imported_by_the_same_firm_changes_nothing(rich):
    member = make_member(rich)
    content = csv_file(export_rows(firm_listings(member, rich)))

    staged = imported(rich, content, by=member, now=NOON)

    assert set(staged.rows.values_list("result", flat=True)) == {"unchanged"}
    assert rich.listings.count() == 4
    assert rich.sites.count() == 2


def test_a_changed_cell_of_an_export_changes_that_listing(rich):
    member = make_member(rich)
    rows = [list(row) for row in export_rows(firm_listings(member, rich))]
    rows[1][rows[0].index("quantity")] = "900"

    imported(rich, csv_file(rows), by=member, now=NOON)

    assert (
        sorted(float(each) for each in rich.listings.exclude(amount=None).values_list("amount", flat=True))[-1] == 900
    )
    assert rich.listings.count() == 4


def test_export_tells_no_sole_traders_number_and_asks_as_much_for_many_as_for_few(django_assert_num_queries):
    trader = make_firm(org_number="", org_number_hash="x" * 64)
    site = make_site(trader)
    member = make_member(trader)
    for _number in range(5):
        make_photo(make_offer(site=site))

    with django_assert_num_queries(5):
        heading, *rows = export_rows(firm_listings(member, trader))

    assert {row[heading.index("org_number")] for row in rows} == {""}


@pytest.fixture
def pictured():
    """Return an offer with two photos, the first one added last, and a file; and a member of its firm."""
    offer = make_offer(title="Pallar")
    make_photo(offer, alt="Närbild", position=2)
    make_photo(offer, alt="=Hög; våt", position=1, shade=1)
    make_file(offer, name="analys.pdf")
    return offer, make_member(offer.firm)


def test_photos_and_files_are_linked_in_their_order(client, pictured):
    offer, member = pictured
    client.force_login(member)

    (row,) = client.get(f"/firms/{offer.firm_id}/export/json/").json()["listings"]

    first, second = offer.photos.order_by("position")
    assert row["photos"] == [f"http://testserver/photos/{each.pk}/large.webp" for each in (first, second)]
    assert row["photo_texts"] == ["=Hög; våt", "Närbild"]
    assert row["files"] == [f"http://testserver/files/{offer.attachments.get().pk}/"]
    assert (row["file_kinds"], row["file_names"]) == (["analysis"], ["analys.pdf"])
    assert b"".join(client.get(row["photos"][0]).streaming_content)[8:12] == b"WEBP"


def test_spreadsheets_have_a_line_for_each_and_run_none(pictured):
    offer, member = pictured
    rows = list(export_rows(firm_listings(member, offer.firm)))

    heading, cells = csv.reader(io.StringIO(csv_file(rows).decode("utf-8-sig")))
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_file({"Listings": rows}))).active

    for row in (cells, [cell.value for cell in sheet[2]]):
        assert row[heading.index("photo_texts")] == "'=Hög; våt\nNärbild"
        assert row[heading.index("photos")].count("/large.webp") == 2
    assert "photos" not in json.loads(json_file({"listings": [heading, [()] * len(heading)]}))["listings"][0]


@pytest.mark.parametrize("write", [csv_file, lambda rows: xlsx_file({"Listings": rows})], ids=["csv", "xlsx"])
def test_an_import_passes_over_photos_and_files(pictured, write):
    offer, member = pictured
    content = write(list(export_rows(firm_listings(member, offer.firm))))

    staged = imported(offer.firm, content, by=member, now=NOON)

    assert [(row.result, row.problems) for row in staged.rows.all()] == [("unchanged", {})]
    assert offer.photos.count() == 2


@pytest.fixture
def telling():
    """Return a member of a firm that tells more than an import reads, and beside it a firm that does too."""
    firm = make_firm()
    lots = {"smallest_lot": 2, "largest_lot": 30, "shelf_life_days": 90}
    today = {"disposal_route": "Förbränning i Östersund", "disposal_cost": "410.00"}
    offer = make_offer(site=make_site(firm), title="Slam", **lots, **today)
    make_site(firm, name="Tomten", address="Vägen 3", loading_notes="Ramp")
    make_legal_fact(offer, "is_byproduct", "yes", evidence="Pärm 3")
    make_legal_fact(offer, "in_household", "no", replaced_at=NOON)
    LegalFact.objects.create(firm=firm, code="abp_registered", value="=yes", said_at=NOON)
    make_legal_fact(make_offer(title="Främmande"), "is_byproduct", "no")
    return make_member(firm)


def test_an_export_holds_what_no_import_reads(client, telling):
    client.force_login(telling)
    (firm,) = Firm.objects.filter(membership__user=telling)

    told = client.get(f"/firms/{firm.pk}/export/json/").json()

    (row,) = told["listings"]
    assert (row["smallest_lot"], row["largest_lot"], row["shelf_life_days"]) == (2, 30, 90)
    assert (row["disposal_route"], row["disposal_cost"]) == ("Förbränning i Östersund", 410)
    used, unused = told["sites"]
    assert (used["listings"], unused["listings"]) == (1, 0)
    assert (unused["name"], unused["address"], unused["loading_notes"]) == ("Tomten", "Vägen 3", "Ramp")
    answers = [[each.get(name) for name in ("id", "code", "value", "evidence")] for each in told["law_answers"]]
    assert sorted(answers, key=lambda each: each[1]) == [
        [None, "abp_registered", "=yes", None],
        [row["id"], "is_byproduct", "yes", "Pärm 3"],
    ]


def test_a_workbook_holds_all_tables_and_a_csv_file_the_one_asked_for(client, telling):
    client.force_login(telling)
    (firm,) = Firm.objects.filter(membership__user=telling)
    address = f"/firms/{firm.pk}/export"

    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}/xlsx/").content))
    parts = [client.get(f"{address}/csv/", {"part": part}).content.decode() for part in ("sites", "law_answers")]

    assert [sheet.max_row for sheet in book.worksheets] == [2, 3, 3]
    assert "Tomten" in parts[0]
    assert "'=yes" in parts[1]
    assert client.get(f"{address}/csv/", {"part": "else"}).status_code == 404


def test_export_asks_as_much_for_many_answers_and_sites_as_for_few(telling, django_assert_num_queries):
    (firm,) = Firm.objects.filter(membership__user=telling)
    listings = list(firm_listings(telling, firm))
    for number in range(5):
        make_site(firm)
        make_legal_fact(listings[0], f"fact_{number}", "yes")

    with django_assert_num_queries(2):
        found = [*export_sites(firm), *export_law_answers(firm, listings)]

    assert len(found) == 2 + 7 + 7
