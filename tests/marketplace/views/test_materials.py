"""Pages of what is known: for people in their language, for search engines in every one, and again only if changed."""

import json
import re

import pytest
from django.urls import reverse

from marketplace.queries.knowledge import current_knowledge
from tests.factories import make_firm, make_member, make_need, make_offer

pytestmark = pytest.mark.django_db


def read(client, path, **headers):
    return client.get(path, **headers).content.decode()


def structured(page):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])["@graph"]


def test_every_material_use_and_case_has_a_page_in_every_language(client):
    known = current_knowledge()
    codes = {"material-detail": known.materials, "use-detail": known.uses, "case-detail": known.cases}
    # Each kind of row at every language, and every row at one: whatever the tables say can be written out.
    few = [(name, code, language) for name in codes for code in list(codes[name])[:2] for language in ("sv", "nb")]
    every = [(name, code, "en") for name in codes for code in list(codes[name])[::15]]

    for name, code, language in few + every:
        answer = client.get(reverse(name, args=[code.replace("_", "-")]), {"lang": language})

        assert (answer.status_code, answer.headers["Content-Language"]) == (200, language), code
        assert f'<html lang="{language}">' in answer.content.decode()


def test_a_material_page_tells_names_codes_uses_and_who(client):
    page = read(client, "/materials/bark/?lang=en")

    for told in ("dekorbark", "bork", "03 01 01", "Mulch", "sawmill", "foreign matter at most 1 %", "280 kg/m³"):
        assert told in page, told


def test_words_that_mean_other_things_too_are_no_names(client):
    page = client.get("/materials/sawdust/?lang=sv")
    swedish = next(row for row in page.context["page"].names if row.language == "sv")
    (term, *_) = structured(page.content.decode())

    assert {"strö", "spån"} <= {*swedish.shared}
    assert {"kapspån", "sågmjöl"} <= {*swedish.others}
    assert not {"strö", "flis", "spån"} & {*swedish.others, *term["alternateName"]}
    assert "Hittas också med:" in page.content.decode()


def test_a_yield_alone_begins_its_cell(client):
    page = read(client, "/materials/sawdust/?lang=en")

    assert '<td role="cell" data-head="Conditions">0.45 t of product from a tonne</td>' in page


def test_a_material_page_shows_the_market_on_coarse_values(client):
    make_offer(title="Prima bark från Kvisten", quantity_kg=4_321_000), make_need(visibility="open", title="Vi vill ha")
    make_offer(material="sawdust", title="Spån")

    page = read(client, "/materials/bark/?lang=en")

    assert "2,000–5,000 t a year" in page
    assert "Kvisten" not in page
    assert "Vi vill ha" in page
    assert "(1 offers, 1 needs)" in page


def test_a_group_counts_its_materials(client):
    make_offer(material="bark"), make_offer(material="sawdust"), make_offer(material="straw")

    page = read(client, "/materials/wood-residues/?lang=en")

    assert "(2 offers, 0 needs)" in page
    assert "/materials/sawdust/" in page


def test_a_use_page_lists_what_can_serve_it_and_who_offers_that(client):
    make_offer(material="straw"), make_offer(material="acid_whey"), make_need(use="bedding", material="sawdust")

    page = read(client, "/uses/bedding/?lang=en")

    assert "/materials/straw/" in page
    assert "(1 offers, 1 needs)" in page


def test_addresses_with_underscores_lead_to_the_clean_one(client):
    answer = client.get("/materials/wood_residues/")

    assert (answer.status_code, answer.url) == (301, "/materials/wood-residues/")
    assert client.get("/materials/no-such-thing/").status_code == 404
    assert client.get("/uses/no-such-thing/").status_code == 404
    assert client.get("/cases/no-such-thing/").status_code == 404


def test_each_language_has_an_address_that_the_page_names(client):
    page = read(client, "/materials/bark/", HTTP_ACCEPT_LANGUAGE="nb")

    here = "http://testserver/materials/bark/"
    assert f'<link rel="canonical" href="{here}?lang=nb">' in page
    for code in ("sv", "nb", "en"):
        assert f'<link rel="alternate" hreflang="{code}" href="{here}?lang={code}">' in page
    assert f'<link rel="alternate" hreflang="x-default" href="{here}">' in page
    assert '<html lang="nb">' in page


def test_an_unknown_language_is_the_readers_own(client):
    assert '<html lang="nb">' in read(client, "/materials/bark/?lang=xx", HTTP_ACCEPT_LANGUAGE="nb")


def test_search_engines_read_terms_and_offers_and_no_secret(client):
    offer = make_offer(title="</script><b>Kvisten")

    page = read(client, "/materials/bark/?lang=sv")
    term, told = structured(page)

    assert (term["@type"], term["termCode"], term["name"]) == ("DefinedTerm", "bark", "bark")
    assert "barkavfall" in term["alternateName"]
    assert (told["@type"], told["url"]) == ("Offer", f"http://testserver/listings/{offer.pk}/")
    assert "Kvisten" not in json.dumps(told)
    assert re.search(r'<meta name="description" content="Bark: namn', page)


def test_what_has_not_changed_is_an_empty_304_to_who_is_not_logged_in(client):
    first = client.get("/materials/bark/?lang=sv")

    again = client.get("/materials/bark/?lang=sv", HTTP_IF_NONE_MATCH=first.headers["ETag"])
    make_offer()
    later = client.get("/materials/bark/?lang=sv", HTTP_IF_NONE_MATCH=first.headers["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert later.status_code == 200
    assert "Cookie" in later.headers["Vary"]


def test_who_is_logged_in_gets_no_etag(client):
    client.force_login(make_member(make_firm()))

    assert "ETag" not in client.get("/materials/bark/").headers


def test_the_site_map_names_every_page_in_every_language(client):
    answer = client.get("/sitemap.xml")
    text = answer.content.decode()

    assert answer.headers["Content-Type"] == "application/xml"
    known = current_knowledge()
    rows = len(known.materials) + len(known.uses) + len(known.cases) + 3
    assert text.count("<loc>") == rows * 3 + 5
    assert "<loc>http://testserver/materials/bark/?lang=nb</loc>" in text
    assert 'hreflang="en" href="http://testserver/uses/bedding/?lang=en"' in text


def test_robots_are_led_to_the_map_and_away_from_what_is_secret(client):
    text = client.get("/robots.txt").content.decode()

    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /answer/" in text
