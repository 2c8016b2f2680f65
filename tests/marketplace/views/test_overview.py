"""The coordinator's overview: what the page tells is what the rows come to."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from marketplace.actions.stages import hold_symbiosis, move_symbiosis, resume_symbiosis
from marketplace.models import Event, Symbiosis
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_suggestion,
    make_symbiosis,
)
from tests.spreadsheets import worked_out

pytestmark = pytest.mark.django_db
PATH, WORKBOOK = "/overview/", "/overview/overview.xlsx"
Stage = Symbiosis.Stage
DAY = timedelta(days=1)


@pytest.fixture
def coordinator(client):
    user = make_coordinator(("SE-2309", "NO-5038"))
    client.force_login(user)
    return user


def make_market(coordinator):
    """Have something of everything, with amounts that no rounding hides."""
    verdal = make_site(make_firm(country="NO"), municipality="NO-5038", latitude=63.79, longitude=11.48)
    offer = make_offer(quantity_kg=12_345.678, created_at=NOON - 40 * DAY)
    for number in range(3):
        make_suggestion(offer, make_need(site=verdal, quantity_kg=4_321.9 * (number + 1), use="bedding"), score=0.9)
    make_offer(quantity_kg=77.7, material="acid_whey")
    make_need(quantity_kg=1_234_567.8, rhythm="once", month_shares=[])
    make_need(quantity=120, amount=120, unit="h", resource="competence", material="competence")
    decided = {"state": "dismissed", "dismiss_reason": "amount", "reviewed_by": coordinator}
    make_suggestion(**decided, reviewed_at=NOON + 3 * DAY, proposed_at=NOON - 35 * DAY)
    for days in (3, 4, 8):
        moved = make_symbiosis(make_offer(site=verdal), make_need(), opened_at=NOON - 50 * DAY)
        now = NOON - (20 - days) * DAY
        hold_symbiosis(moved, seen=Stage.IDEA, barrier="price", by=coordinator, now=now)
        if days > 3:
            resume_symbiosis(moved, by=coordinator, now=now + days * DAY)
    done = make_symbiosis(stage=Stage.IMPLEMENTATION)
    move_symbiosis(done, stage=Stage.COMPLETED, seen=Stage.IMPLEMENTATION, by=coordinator, now=NOON + DAY)
    make_symbiosis(stage=Stage.FAILED)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_figure_of_the_page_is_worked_out_from_the_rows_of_the_workbook(client, coordinator, language):
    make_market(coordinator)

    content = client.get(WORKBOOK, HTTP_ACCEPT_LANGUAGE=language).content

    told = list(worked_out(content))
    assert len(told) > 100
    book = load_workbook(io.BytesIO(content))
    formulas = [cell.coordinate for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    assert {place[0] for place in formulas} == {"E"}
    assert len(formulas) == sum(result is not None for _row, result in told)
    for row, result in told:
        assert result == row[3] or result == pytest.approx(row[3], abs=1e-6), row
    page = client.get(PATH, HTTP_ACCEPT_LANGUAGE=language)
    shown = [
        (table["caption"], cells[0]["text"], head["label"], cell["text"])
        for part in ("movement", "funnel", "supply", "alone", "potential", "coverage")
        for table in page.context[part]
        for cells in table["rows"]
        for head, cell in zip(table["heads"][1:], cells[1:], strict=True)
        if cell.get("is_figure")
    ]
    assert [figure[:3] for figure in shown] == [tuple(row[:3]) for row, _result in told]
    for figure, (_row, result) in zip(shown, told, strict=True):
        number = figure[3].replace("\N{MINUS SIGN}", "-").translate({0xA0: None, 0x202F: None})
        number = number.replace(",", "") if language == "en" else number.replace(",", ".")
        assert (number == "–") == (result is None), figure
        assert result is None or float(number) == pytest.approx(result, abs=0.051), figure


def test_csv_of_each_sheet_has_the_rows_of_the_workbook(client, coordinator):
    make_market(coordinator)
    book = load_workbook(io.BytesIO(client.get(WORKBOOK, HTTP_ACCEPT_LANGUAGE="en").content))

    codes = ("figures", "listings", "firms", "suggestions", "symbioses", "stays", "potential")

    for code, sheet in zip(codes, book.worksheets, strict=True):
        answer = client.get(f"/overview/{code}.csv", HTTP_ACCEPT_LANGUAGE="en")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert len(rows) == sheet.max_row, code
        if code != "figures":
            assert rows[0] == [cell.value for cell in sheet[1]]


def test_files_are_of_the_same_area_and_days_as_the_page(client, coordinator):
    make_offer(created_at=NOON)
    make_offer(created_at=NOON - 9 * DAY, site=make_site(make_firm(country="NO"), municipality="NO-5038"))
    query = f"?area=SE-2309&first={(NOON - 2 * DAY).date()}&last="

    page = client.get(PATH + query, HTTP_ACCEPT_LANGUAGE="en")
    (address,) = [part for part in page.content.decode().split('"') if part.startswith(WORKBOOK)]
    book = load_workbook(io.BytesIO(client.get(address.replace("&amp;", "&")).content))

    assert book.worksheets[1].max_row == 2
    assert page.context["movement"][0]["rows"][1][1]["text"] == "1"


def test_overview_says_beside_the_field_what_is_wrong_with_the_days_and_the_area(client, coordinator):
    page = client.get(PATH + "?first=2026-11-02&last=2026-11-01&area=SE-2361", HTTP_ACCEPT_LANGUAGE="en")

    assert page.context["form"].errors == {
        "area": ["“SE-2361” is not in your area. Choose again."],
        "last": ["The last day comes before the first. Swap them, or leave one empty."],
    }
    assert client.get(PATH + "?first=neverday").status_code == 200


def test_overview_shows_a_year_until_today_at_first(client, coordinator):
    form = client.get(PATH).context["form"]

    assert form["last"].value() == timezone.localdate().isoformat()
    assert form["first"].value() == (timezone.localdate() - timedelta(days=365)).isoformat()


def test_overview_without_anything_says_so(client, coordinator):
    page = client.get(PATH, HTTP_ACCEPT_LANGUAGE="en").content.decode()

    assert "As soon as firms of this area post something, it shows here." in page


@pytest.mark.parametrize("path", [PATH, WORKBOOK, "/overview/listings.csv"])
def test_overview_is_for_coordinators(client, path):
    assert client.get(path).status_code == 302
    client.force_login(make_member())
    assert client.get(path).status_code == 403
    client.force_login(make_coordinator())
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 405


def test_there_are_no_other_files(client, coordinator):
    for name in ("people.csv", "listings.xlsx", "overview.csv", "listings.json"):
        assert client.get(f"/overview/{name}").status_code == 404


def test_overview_names_no_firm_so_that_it_is_no_look_at_a_hidden_one(client, coordinator):
    make_symbiosis(make_offer(site=make_site(make_firm(name="Hemliga Såg"))))
    make_offer(site=make_site(make_firm(name="Hemliga Mejeri")), material="acid_whey")

    told = client.get(PATH).content + b"".join(
        client.get(f"/overview/{code}.csv").content for code in ("listings", "firms", "suggestions", "symbioses")
    )

    assert b"Hemliga" not in told
    assert not Event.objects.filter(kind=Event.Kind.FIRM_LOOKED_AT).exists()


@pytest.mark.parametrize("municipalities", [("SE-2361",), ()])
def test_overview_of_another_area_tells_nothing_of_this_one(client, municipalities):
    make_suggestion()
    client.force_login(make_coordinator(municipalities))

    page = client.get(PATH)

    assert page.context["is_empty"]
    assert all(
        len(client.get(f"/overview/{code}.csv").content.decode().splitlines()) == 1
        for code in ("listings", "firms", "suggestions", "symbioses", "stays", "potential")
    )
