"""What the marketplace promises first: a blind listing names nobody, on no page, answer, feed or mail."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import URLPattern, URLResolver, get_resolver

from marketplace.actions.interests import show_interest
from marketplace.actions.suggestions import approve_suggestion, propose_suggestions
from marketplace.forms.filters import ListingFilter
from marketplace.models import Firm, Listing, Notice, Party, Site, Suggestion, Symbiosis
from tests.factories import (
    NOON,
    make_coordinator,
    make_file,
    make_firm,
    make_legal_fact,
    make_member,
    make_need,
    make_offer,
    make_photo,
    make_site,
    make_statement,
    make_user,
)
from tests.worker import work_off

pytestmark = pytest.mark.django_db

SECRETS = {
    "firm": "Kvistbergets Hemliga Såg",
    "organisation number": "5590001238",
    "site": "Bortre Gårdet",
    "locality": "Hotagens Kapellplats",
    "address": "Kapellvägen 77",
    "title": "Prima granbark från vår barkmaskin",
    "description": "Ring Göran efter klockan fem",
    "quality": "Fukthalt 53,7 procent",
    "price": "7319",
    "amount": "4321",
    "amount in kilograms": "4321500",
    "waste code": "030199",
    "waste code as printed": "03 01 99",
    "latitude": "63.98765",
    "longitude": "14.12345",
    "last day": "2027-10-17",
    "row of the import": "hemlig-rad-17",
    "loading": "Lastas vid grinden",
    "customs heading": "987654",
    "customs heading as printed": "9876.54",
    "answer to the law": "ZQ990",
    "who answered the law": "Hemlige Herman",
    "who spoke by phone": "Tysta Tekla",
    "where they are asked": "tekla@kvistberget.example",
    "words of a photo": "Infarten till Kvistberget",
    "name of a file": "kvistberget-analys.pdf",
}
# These say nothing of a single listing, or answer only to who holds a token of their own.
APART = {"admin", "schema", "docs"}


@pytest.fixture
def blind_offer():
    firm = make_firm(name=SECRETS["firm"], org_number=SECRETS["organisation number"], is_verified=True, nace="16.10")
    site = make_site(
        firm,
        name=SECRETS["site"],
        locality=SECRETS["locality"],
        address=SECRETS["address"],
        loading_notes=SECRETS["loading"],
        latitude=63.98765,
        longitude=14.12345,
    )
    offer = make_offer(
        site=site,
        quantity_kg=4_321_500,
        shown_area="SE-23-NW",
        title=SECRETS["title"],
        description=SECRETS["description"],
        quality_notes=SECRETS["quality"],
        price=7319,
        currency="SEK",
        waste_code="030199",
        available_until=date(2027, 10, 17),
        external_id=SECRETS["row of the import"],
    )
    herman = make_user(name=SECRETS["who answered the law"])
    make_legal_fact(offer, "hs_code", SECRETS["customs heading"], said_by=herman)
    make_legal_fact(offer, "wsr_code", SECRETS["answer to the law"], said_by=herman)
    said = {"spoken_by": SECRETS["who spoke by phone"], "email": SECRETS["where they are asked"]}
    make_statement(offer, state="answered", closed_at=NOON, **said).stated.update(answer="confirmed", answered_at=NOON)
    Listing.objects.update(is_confirmed=True)
    make_photo(offer, alt=SECRETS["words of a photo"])
    make_photo(offer, shade=9, position=2, alt="Hög av bark", is_open=True)
    make_file(offer, name=SECRETS["name of a file"])
    return offer


@pytest.fixture
def outsider():
    """Return a member of a firm that needs just what the blind offer has."""
    firm = make_firm(country="NO", is_verified=True, name="Verdalsgården")
    site = make_site(firm, municipality="NO-5038", locality="Verdalsøra", latitude=63.79, longitude=11.48)
    make_need(site=site, quantity_kg=4_000_000, shown_area="NO-5038", visibility="open")
    return make_member(firm)


def every_path(patterns=None, prefix=""):
    """Return every address of the site, with each number that a row could have."""
    for pattern in patterns or get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern).strip("/") not in APART:
                yield from every_path(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and pattern.name not in APART:
            yield from _filled(route)


def _filled(route):
    route = route.lstrip("^").rstrip("$").replace("\\Z", "")
    if "(?P" in route:
        return  # allauth's keys: nobody can guess one
    for number in ("1", "2", "3"):
        filled = re.sub(r"<(int:)?(pk|id)>", number, route)
        filled = re.sub(r"<slug:step>", "publish", filled)
        filled = re.sub(r"<[^>]+>", "bark", filled)
        yield f"/{filled}"
        if filled == route:
            return


def assert_blind(text, where):
    """Assert that no secret is in a text, nor a number with the blanks that locales set between thousands."""
    told = re.sub(r' d="[^"]*"', "", text)  # the lines of the map are numbers too
    dense = re.sub(r"[\s\u00a0\u202f]|&nbsp;", "", told)
    for name, secret in SECRETS.items():
        assert secret not in told, f"{where} tells the {name} of a blind listing"
        assert not secret.isdigit() or secret not in dense, f"{where} tells the {name} of a blind listing"


def test_every_page_and_answer_keeps_a_blind_listing_blind(client, blind_offer, outsider):
    coordinator = make_coordinator(("SE-2309",))
    propose_suggestions(blind_offer, by=None, now=NOON)
    approve_suggestion(Suggestion.objects.get(), by=coordinator, now=NOON)
    work_off(now=NOON + timedelta(minutes=5))
    assert Symbiosis.objects.count() == 1
    bedding = make_need(site=Site.objects.get(firm__membership__user=outsider), quantity_kg=3_000_000)
    interest = show_interest(blind_offer, own=bedding, by=outsider, now=NOON)
    work_off(now=NOON + timedelta(minutes=6))
    assert Suggestion.objects.filter(listing_set=interest.listing_set).exists()

    need = Listing.objects.exclude(pk=bedding.pk).get(side="need")
    pair = f"/listings/{need.pk}/why-not/?with={blind_offer.pk}", f"/api/v1/needs/{need.pk}/matches/{blind_offer.pk}/"
    asked = f"/listings/{blind_offer.pk}/interest/", f"/listings/new/?side=need&about={blind_offer.pk}"
    known = "/materials/wood-residues/", "/uses/mulch/", "/uses/bedding/", "/cases/kalundborg-cooling-water/"
    paths = sorted({*every_path(), *pair, *asked, *known})
    assert len(paths) > 60
    for viewer in (None, outsider):
        if viewer:
            client.force_login(viewer)
        for path in paths:
            for language in ("sv", "en"):
                answer = client.get(path, HTTP_ACCEPT_LANGUAGE=language)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                # A digest may hold any digits, and a page may be as long as anything.
                headers = [pair for pair in answer.items() if pair[0] not in ("ETag", "Content-Length")]
                assert_blind(f"{body.decode(errors='replace')} {headers}", f"{path} for {viewer}")


def test_the_other_side_of_a_suggestion_learns_nothing_by_page_link_or_mail_before_both_say_yes(
    client, blind_offer, outsider
):
    propose_suggestions(blind_offer, by=None, now=NOON)
    approve_suggestion(Suggestion.objects.get(), by=make_coordinator(), now=NOON)
    work_off(now=NOON + timedelta(minutes=5))
    symbiosis = Symbiosis.objects.get()
    letters = [message for message in mail.outbox if outsider.email in message.to]
    link = re.search(r"https?://[^/]+(/answer/\S+)", letters[0].body)[1]

    for message in letters:
        assert_blind(f"{message.subject} {message.body}", "a mail")
    assert_blind(client.get(link).content.decode(), "the signed link")
    client.post(link, {"answer": "yes"})
    assert_blind(client.get(link).content.decode(), "the signed link, after a yes")
    client.force_login(outsider)
    assert_blind(client.get(f"/symbioses/{symbiosis.pk}/").content.decode(), "the symbiosis")
    for notice in Notice.objects.filter(user=outsider):
        assert_blind(str(notice.values), "a notice")


def test_names_open_when_both_have_said_yes(client, blind_offer, outsider):
    propose_suggestions(blind_offer, by=None, now=NOON)
    approve_suggestion(Suggestion.objects.get(), by=make_coordinator(), now=NOON)
    work_off(now=NOON + timedelta(minutes=5))
    Party.objects.update(answer=Party.Answer.YES, answered_at=NOON)
    Symbiosis.objects.update(stage=Symbiosis.Stage.DISCUSSION, introduced_at=NOON)
    client.force_login(outsider)

    page = client.get(f"/symbioses/{Symbiosis.objects.get().pk}/").content.decode()

    assert SECRETS["firm"] in page
    assert SECRETS["address"] in page


def test_an_unconfirmed_listing_is_as_blind_as_any_and_says_so(client, blind_offer, outsider):
    Listing.objects.filter(pk=blind_offer.pk).update(is_confirmed=False)
    client.force_login(outsider)

    for path in ("/offers/", f"/listings/{blind_offer.pk}/", "/api/v1/offers/", "/map/"):
        assert_blind(client.get(path, HTTP_ACCEPT_LANGUAGE="sv").content.decode(), path)
    assert "obekräftad" in client.get("/offers/", HTTP_ACCEPT_LANGUAGE="sv").content.decode()


def test_filters_work_on_coarse_values_only():
    coarse = {"material", "use", "municipality", "area", "country", "month", "amount", "price", "hazard", "resource"}

    assert set(ListingFilter.base_filters) == coarse


@pytest.mark.parametrize("path", ["/offers/", "/api/v1/offers/", "/api/v1/listings/"])
def test_filtering_and_counting_finds_no_municipality_of_a_blind_listing(client, blind_offer, path):
    """Every municipality of the same half of the county finds the listing, so that none is told apart."""
    halves = {}
    for municipality in ("SE-2309", "SE-2321", "SE-2313", "SE-2380", "SE-2326", "NO-5038"):
        page = client.get(path, {"municipality": municipality}).content.decode()
        halves[municipality] = f"/listings/{blind_offer.pk}/" in page

    assert halves == {
        "SE-2309": True,
        "SE-2321": True,
        "SE-2313": True,
        "SE-2380": True,
        "SE-2326": False,
        "NO-5038": False,
    }


REACHES = [
    {"place": place, "within": minutes, "day": day, "vehicle": vehicle}
    for place in ("Krokom", "Gäddede", "Östersund", "Hotagen, Krokom", "Verdal", "Åre")
    for minutes in ("30", "60", "90", "120")
    for day, vehicle in (("2027-02-01", "lorry"), ("2027-07-01", "car"))
]


@pytest.mark.parametrize("path", ["/map/marks/", "/map/", "/offers/"])
def test_reach_finds_no_place_of_a_blind_listing(client, blind_offer, path):
    """Two listings far apart in one half of the county are within reach of the same places, or of none."""
    far_away = make_site(municipality="SE-2313", locality="Hoting", latitude=64.1167, longitude=16.2)
    make_offer(site=far_away, shown_area="SE-23-NW", material="acid_whey")
    found = {}
    for asked in REACHES:
        queries = ({**asked, "material": material} for material in ("bark", "acid_whey"))
        found[tuple(asked.values())] = [_counted(client.get(path, query)) for query in queries]

    assert all(bark == whey for bark, whey in found.values()), found
    assert {0, 1} == {bark for bark, _whey in found.values()}


def _counted(answer):
    if "json" in answer["Content-Type"]:
        levels = [[cluster["offers"] for cluster in level["clusters"]] for level in answer.json()["levels"]]
        assert all(level == levels[0] for level in levels)
        return sum(levels[0])
    return answer.context["count"]


def test_map_does_not_move_with_the_site_of_a_blind_listing(client, blind_offer):
    addresses = ["/map/", "/map/marks/", "/map/?area=SE-23-NW", "/map/marks/?place=Krokom&within=120"]
    before = [_without_token(client.get(address)) for address in addresses]

    Site.objects.filter(pk=blind_offer.site_id).update(latitude=64.1167, longitude=16.2, municipality="SE-2313")

    assert [_without_token(client.get(address)) for address in addresses] == before


def _without_token(answer):
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', "", answer.content.decode())


def test_nobody_measures_from_the_site_of_another_firm(client, blind_offer, outsider):
    client.force_login(outsider)
    query = {"site": blind_offer.site_id, "within": "30"}

    page, marks = client.get("/map/", query), client.get("/map/marks/", query).json()

    assert "site" in page.context["search"].reach.errors
    assert (marks["reach"], marks["start"]) == ([], None)
    assert_blind(page.content.decode(), "the map from another's site")


EXACT = [
    *["price=7319", "price__gt=1", "amount=4321.5", "amount__gt=1", "quantity__gt=1000", "title=Prima", "firm={firm}"],
    *["site__locality=Hotagens Kapellplats", "order=price", "order=-price", "ordering=amount", "ordering=-amount"],
]


@pytest.mark.parametrize("query", EXACT)
def test_unknown_parameters_neither_filter_nor_order(client, blind_offer, query):
    """Another offer differs in each fact: a filter would leave one out, and an order or its reverse turn them round."""
    make_offer(quantity_kg=400, price=1, currency="SEK", title="Annat")
    plain = _listed(client.get("/offers/"))

    asked = _listed(client.get(f"/offers/?{query.format(firm=blind_offer.firm_id)}"))

    assert len(set(plain)) == 2
    assert asked == plain


def _listed(page):
    return re.findall(r"/listings/\d+/", page.content.decode())


def test_open_listings_show_their_firm(client):
    offer = make_offer(visibility="open", title="Öppen bark")

    page = client.get(f"/listings/{offer.pk}/").content.decode()

    assert offer.firm.name in page
    assert "Öppen bark" in page


def test_a_firm_of_an_open_listing_shows_no_blind_one(client, blind_offer):
    Firm.objects.filter(pk=blind_offer.firm_id).update(name="Öppna sågen")
    make_offer(site=blind_offer.site, visibility="open", title="Öppen flis")

    page = client.get(f"/firms/{blind_offer.firm_id}/").content.decode()

    assert SECRETS["title"] not in page
    assert f"/listings/{blind_offer.pk}/" not in page


def test_drafts_are_nobody_elses(client, outsider):
    draft = make_offer(state=Listing.State.DRAFT)
    client.force_login(outsider)

    assert client.get(f"/listings/{draft.pk}/").status_code == 404
    assert client.get(f"/listings/{draft.pk}/edit/").status_code == 404
