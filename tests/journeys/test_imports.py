"""A sawmill imports a messy Swedish table, a fish farm a messy Norwegian one and a workbook; all publish and see it."""

import re

import pytest
from playwright.sync_api import Page, expect

from marketplace.models import Listing
from tests.factories import PASSWORD, make_firm, make_member, make_site
from tests.journeys.people import log_in
from tests.spreadsheets import norwegian_csv, norwegian_workbook, swedish_csv

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 390, "height": 844}
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request, new_context):
    return new_context(viewport=PHONE, java_script_enabled=request.param).new_page()


def upload(page: Page, *, name: str, kind: str, content: bytes) -> None:
    page.locator("main a[href$='/import/']").first.click()
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    page.locator("main form button").first.click()


def test_a_messy_swedish_table_is_imported_corrected_and_published(live_server, page):
    firm = make_firm(name="Ängsbergets Såg")
    make_site(firm)
    log_in(page, live_server.url, make_member(firm, language="sv", password=PASSWORD).email)
    upload(page, name="rester.csv", kind="text/csv", content=swedish_csv())
    expect(page).to_have_url(re.compile("/columns/"))
    page.get_by_label("G. Anteckning").select_option("description")
    page.get_by_role("button", name="Läs raderna").click()
    expect(page.get_by_text("2 kompletta", exact=True)).to_be_visible()
    expect(page.get_by_text("“kärror”").or_(page.get_by_text("”kärror”"))).to_be_visible()

    page.locator("#row-7").get_by_role("link", name="Rätta").click()
    page.get_by_label("Materialslag").select_option("clean_waste_wood")
    page.get_by_label("Enhet").select_option("t")
    page.get_by_role("button", name="Läs raden på nytt").click()
    expect(page.get_by_text("3 kompletta", exact=True)).to_be_visible()
    page.get_by_role("button", name="Importera 3 rader").click()

    expect(page.get_by_role("heading", name="Filen är importerad")).to_be_visible()
    published = Listing.objects.filter(firm=firm, state="published")
    assert set(published.values_list("material", flat=True)) == {"bark", "planer_shavings", "clean_waste_wood"}
    page.get_by_role("link", name="Bark från barkmaskinen").click()
    expect(page.get_by_role("heading", name="Bark från barkmaskinen")).to_be_visible()


def test_a_messy_norwegian_table_is_imported_corrected_and_published(live_server, page):
    firm = make_firm(name="Verdal Settefisk", country="NO")
    log_in(page, live_server.url, make_member(firm, language="nb", password=PASSWORD).email)
    upload(page, name="overskudd.csv", kind="text/csv", content=norwegian_csv())
    expect(page.get_by_text("2 komplette", exact=True)).to_be_visible()
    expect(page.get_by_text("«bøtter»")).to_be_visible()

    page.locator("#row-7").get_by_role("link", name="Rett").click()
    page.get_by_label("Enhet").select_option("m3")
    page.get_by_role("button", name="Les raden på nytt").click()
    expect(page.get_by_text("3 komplette", exact=True)).to_be_visible()
    page.get_by_role("button", name="Importer 3 rader").click()

    expect(page.get_by_role("heading", name="Filen er importert")).to_be_visible()
    published = Listing.objects.filter(firm=firm, state="published").order_by("pk")
    assert [(each.material, each.unit, each.rhythm, float(each.amount)) for each in published] == [
        ("fish_sludge", "t", "year", 1200.5),
        ("horse_manure", "trips", "month", 3),
        ("planer_shavings", "m3", "week", 12.5),
    ]
    assert [(float(each.price), each.currency) for each in published.exclude(price=None)] == [
        (-150.5, "NOK"),
        (0, "NOK"),
    ]
    assert published.get(unit="trips").quantity == 3 * 12 * 8500


def test_a_messy_norwegian_workbook_is_imported_published_and_undone(live_server, page):
    firm = make_firm(name="Verdal Settefisk", country="NO")
    log_in(page, live_server.url, make_member(firm, language="nb", password=PASSWORD).email)
    upload(page, name="rester.xlsx", kind=EXCEL, content=norwegian_workbook())
    expect(page.get_by_text("2 komplette", exact=True)).to_be_visible()
    expect(page.get_by_text("A6")).to_be_visible()
    page.locator("#row-6").get_by_role("button", name="Utelat").click()
    page.get_by_role("button", name="Importer 2 rader").click()
    expect(page.get_by_role("heading", name="Filen er importert")).to_be_visible()
    assert Listing.objects.filter(firm=firm, state="published").count() == 2

    page.get_by_role("button", name="Angre importen").click()

    expect(page.get_by_role("heading", name="Importen er angret")).to_be_visible()
    assert set(Listing.objects.filter(firm=firm).values_list("state", flat=True)) == {"withdrawn"}
