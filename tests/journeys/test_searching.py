"""Somebody on a phone finds bedding near by for the winter: by what it is for, where and when; on list and map."""

import re

import pytest
from playwright.sync_api import expect

from marketplace.actions.search_index import index_listing
from tests.factories import make_firm, make_need, make_offer, make_site

pytestmark = pytest.mark.django_db(transaction=True)


def make_market():
    site = make_site(make_firm(name="Hyvleriet"))
    listings = [
        make_offer(site=site, material="sawdust", months=[11, 12, 1, 2]),
        make_offer(site=site, material="planer_shavings", months=[6, 7]),
        make_offer(site=make_site(municipality="NO-5001", locality="Trondheim"), material="straw"),
        make_offer(site=site, material="acid_whey"),
        make_need(material="straw", use="bedding"),
    ]
    for listing in listings:
        index_listing(listing)
    return listings


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_phone_finds_by_concept_place_and_season(live_server, new_context, javascript):
    sawdust, *_others = make_market()
    phone = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": javascript, "locale": "sv-SE"}
    page = new_context(**phone).new_page()
    page.goto(live_server.url)

    page.locator("main input[type=search]").fill("strö Krokom")
    page.locator("main form[role=search] button").click()
    expect(page.locator("#understood-words")).to_contain_text("är en användning")
    expect(page.locator("article.card")).to_have_count(3)

    page.locator("main .tabs a", has_text="Utbud").click()
    expect(page.locator("article.card")).to_have_count(2)
    page.locator("#results > details > summary").click()
    page.locator(".filter-row a", has_text=re.compile(r"^\s*jan")).click()
    expect(page.locator("article.card")).to_have_count(1)
    expect(page.locator("article.card a.card-link")).to_have_attribute("href", f"/listings/{sawdust.pk}/")
    expect(page.locator("article.card")).to_contain_text("Kan användas till")
    expect(page).to_have_url(re.compile(r"/offers/\?.*q=str%C3%B6.*month=1"))

    page.locator("#results a", has_text=re.compile(r"^\s*Karta\s*$")).click()
    expect(page.locator("#found [role=status]")).to_contain_text("1 annons")
    page.locator("#found .area-list a").click()
    expect(page.locator("#found article.card a.card-link")).to_have_attribute("href", f"/listings/{sawdust.pk}/")
