"""The pages of a search, and its feed."""

import re
from xml.etree import ElementTree

import pytest

from marketplace.actions.listings import change_listing, publish_listing
from marketplace.actions.search_index import index_listing
from tests.factories import NOON, make_member, make_need, make_offer

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def market():
    sawdust, need = make_offer(material="sawdust"), make_need(material="straw", use="bedding")
    for listing in (sawdust, need):
        index_listing(listing)
    return sawdust, need


def test_the_page_says_what_a_use_found_and_why(client, market):
    page = client.get("/search/?q=strö&language=sv").content.decode()

    assert "is a use:" in page
    assert "Can be used for:" in page


def test_a_need_says_why_it_was_found_unless_its_title_does(client):
    index_listing(make_need(material="straw", use="bedding", title="Halm i balar", visibility="open"))
    index_listing(make_need(material="straw", use="bedding", title="Halm till strö", visibility="open"))
    index_listing(make_need(material="sawdust", title="Sågspån sökes", visibility="open"))

    found = client.get("/needs/?q=strö&language=sv").context["found"]

    assert {each.card.title: each.why for each in found} == {
        "Halm i balar": "is needed for: animal bedding",
        "Halm till strö": "",
        "Sågspån sökes": "can be used for: animal bedding",
    }


def test_list_map_and_feed_are_one_search(client, market):
    sawdust, _need = market

    page = client.get("/search/?q=strö&language=sv&side=offer")
    offers = client.get("/offers/?q=strö&language=sv")
    on_map = client.get("/map/?q=strö&language=sv&side=offer&area=SE-2309")
    feed = client.get("/search/feed/?q=strö&language=sv&side=offer").content.decode()

    assert [card.pk for card in page.context["cards"]] == [sawdust.pk]
    assert (
        [card.pk for card in offers.context["cards"]] == [card.pk for card in on_map.context["cards"]] == [sawdust.pk]
    )
    assert re.findall(r"/listings/(\d+)/</id>", feed) == [str(sawdust.pk)]
    assert 'href="/map/?side=offer&amp;q=str%C3%B6&amp;language=sv"' in offers.content.decode()


def test_tabs_and_minutes_have_counts_on_list_and_map(client, market):
    make_offer(shown_area="NO-5038")

    def tabs(page):
        return [(tab.url, tab.count, tab.active) for tab in client.get(page).context["tabs"]]

    assert tabs("/search/?place=Krokom&within=60&page=2") == [
        ("/search/?place=Krokom&within=60", 2, True),
        ("/offers/?place=Krokom&within=60", 1, False),
        ("/needs/?place=Krokom&within=60", 1, False),
    ]
    assert tabs("/search/?side=need")[2] == ("/needs/", 1, True)
    assert tabs("/offers/?material=straw") == [
        ("/search/?material=straw", 1, False),
        ("/offers/?material=straw", 0, True),
        ("/needs/?material=straw", 1, False),
    ]
    assert tabs("/map/?side=offer") == [
        ("/map/", 3, False),
        ("/map/?side=offer", 2, True),
        ("/map/?side=need", 1, False),
    ]
    assert re.search(r'60 min\s+<span class="n">2</span>', client.get("/search/?place=Krokom").content.decode())


def test_the_feed_tells_the_day_alone(client, market):
    feed = client.get("/search/feed/")

    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "2026-11-24T00:00:00" in feed.content.decode()
    assert "2026-11-24T12:00:00" not in feed.content.decode()
    assert client.get("/search/feed/", headers={"If-None-Match": feed["ETag"]}).status_code == 304


def test_months_that_were_understood_are_written_as_elsewhere(client, market):
    understood = client.get("/search/?q=bark+december+januari+februari&language=sv").context["search"].understood

    assert "Dec–Feb" in understood


@pytest.mark.parametrize("asked", ["", "?q=strö&side=offer", "?q=guld", "?q=<&>"])
def test_the_feed_has_what_atom_requires(client, market, asked):
    feed = ElementTree.fromstring(client.get(f"/search/feed/{asked}").content)  # noqa: S314 - our own

    entries = feed.findall(f"{ATOM}entry")
    assert feed.tag == f"{ATOM}feed"
    assert [author.findtext(f"{ATOM}name") for author in feed.findall(f"{ATOM}author")] == ["Materialtorget"]
    assert {link.get("rel"): link.get("href").startswith("http://") for link in feed.findall(f"{ATOM}link")} == {
        "alternate": True,
        "self": True,
    }
    for each in (feed, *entries):  # RFC 4287, 4.1.1 and 4.1.2: one of each, an absolute IRI, a time with its zone
        (address,), (title,), (updated,) = (each.findall(f"{ATOM}{name}") for name in ("id", "title", "updated"))
        assert address.text.startswith("http://")
        assert title.text
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", updated.text)
        assert len(each.findall(f"{ATOM}link[@rel='alternate']")) == 1
        assert len(each.findall(f"{ATOM}summary")) <= 1
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)


def test_nothing_found_offers_to_post_a_need_with_the_words(client):
    page = client.get("/search/?q=guld+och+silver").content.decode()

    assert "/listings/new/?side=need&amp;line=guld%20och%20silver" in page
    assert "/listings/new/?side=offer&amp;line=guld" in client.get("/needs/?q=guld").content.decode()


def test_nothing_found_near_a_place_offers_the_same_without_the_place(client):
    near, silver = (client.get(f"/search/?q={text}").content.decode() for text in ("guld+i+Krokom", "silver"))

    assert "“Krokom” is a place" in near
    assert 'href="/search/?q=guld"' in near
    assert "the whole region" not in silver


def test_the_line_to_post_begins_with_the_words_of_the_search(client):
    client.force_login(make_member())

    assert "guld" in client.get("/listings/new/?side=need&line=guld").content.decode()


def test_what_is_published_or_changed_is_found_at_once(client):
    draft = make_offer(state="draft", visibility="open", title="Nattgammal")
    publish_listing(draft, by=None, now=NOON)
    assert client.get("/search/?q=nattgammal").context["count"] == 1

    change_listing(draft, by=None, now=NOON, facts={"title": "Dagsfärsk"})

    assert client.get("/search/?q=nattgammal").context["count"] == 0
    assert client.get("/search/?q=dagsfärsk").context["count"] == 1


def test_the_page_takes_as_many_queries_for_many_as_for_one(client, market, django_assert_max_num_queries):
    with django_assert_max_num_queries(25) as few:
        client.get("/search/?q=strö")
    for _number in range(3):
        index_listing(make_offer(material="sawdust"))
    with django_assert_max_num_queries(len(few)):
        assert client.get("/search/?q=strö").context["count"] == 5


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "alone says too little"), ("sv", "säger för lite"), ("nb", "sier for lite")],
)
def test_words_that_say_nothing_find_nothing_and_the_page_says_so(client, market, language, told):
    for path in ("/search/", "/offers/", "/map/"):
        page = client.get(f"{path}?q=i", headers={"Accept-Language": language})

        assert page.context["count"] == 0
        assert told in page.content.decode()
    assert "<entry>" not in client.get("/search/feed/?q=i").content.decode()


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "These are 249 letters"), ("sv", "Det här är 249 tecken"), ("nb", "Dette er 249 tegn")],
)
def test_a_search_that_is_too_long_keeps_what_was_typed_and_says_so(client, market, language, told):
    typed = ("bark " * 50).strip()

    page = client.get("/search/", {"q": typed}, headers={"Accept-Language": language})

    assert page.context["count"] == 0
    assert told in page.content.decode()
    assert f'value="{typed}"' in page.content.decode()


def test_a_search_for_nothing_is_not_saved(client):
    client.force_login(make_member())

    answer = client.get("/searches/new/?q=i")

    assert answer.url.startswith("/search/?")
