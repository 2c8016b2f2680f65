"""Attacks on a blind listing's position: whoever asks from many places learns its area, and no more.

Nothing here looks for single numbers. The same outsider does the same things in two worlds that differ in one fact
alone, where in its area the blind firm is; whatever the outsider is shown must be the same to the letter.
"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from geo.places import find_place
from marketplace.actions.search_index import index_listing
from marketplace.actions.sites import change_site
from marketplace.actions.suggestions import approve_suggestion, propose_suggestions
from marketplace.models import Interest, Listing, Site, Suggestion
from marketplace.queries.live_markets import LiveMarkets
from marketplace.queries.matching import trip_between
from marketplace.queries.places import area_point
from marketplace.queries.strips import stored_reasons
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_need, make_offer, make_site
from tests.marketplace.test_blindness import every_path
from tests.worker import work_off

pytestmark = pytest.mark.django_db

HALF = "SE-23-NW"
# The two worlds: hamlets of Krokom municipality, 60 km apart.
HIDING_PLACES = ("Offerdal", "Rötviken")
# Where the outsider says to be, in turn.
POSTS = ("Verdalsøra", "Storlien", "Gäddede", "Hammarstrand", "Svenstavik", "Namsos")
CHANGES_EACH_TIME = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture
def blind_offer():
    firm = make_firm(is_verified=True, name="Gömda sågen")
    return make_offer(site=make_site(firm), quantity_kg=4_000_000, shown_area=HALF)


@pytest.fixture
def outsider():
    """Return a member of a firm that needs just what the blind offer has, and would have it from near or far."""
    firm = make_firm(country="NO", is_verified=True, name="Nyfikna gården")
    site = make_site(firm, municipality="NO-5038", locality="Verdalsøra", latitude=63.79, longitude=11.48)
    for max_km in (None, 40, 120):
        make_need(site=site, quantity_kg=3_900_000, shown_area="NO-5038", max_km=max_km)
    make_need(site=site, quantity_kg=3_900_000, shown_area="NO-5038", visibility="open")
    return make_member(firm)


def point_of(name):
    place = find_place(name)
    return place.latitude, place.longitude


def facts_at(name):
    place = find_place(name)
    facts = {"municipality": place.municipality.code, "locality": place.name}
    return facts | {"latitude": place.latitude, "longitude": place.longitude, "location_precision": "pin"}


def hide(offer, name):
    """Put the blind offer there, in secret, and let the engine judge every suggestion from there."""
    latitude, longitude = point_of(name)
    Site.objects.filter(pk=offer.site_id).update(latitude=latitude, longitude=longitude, locality=name)
    index_listing(Listing.objects.select_related("firm", "site").get(pk=offer.pk))
    markets = LiveMarkets(as_of=NOON.date())
    for suggestion in Suggestion.objects.all():
        match = markets.judge(offer.pk, suggestion.parts.get(role="receiver").listing_id)
        if match:
            suggestion.score, suggestion.distance_km = match.score, match.distance_km
            suggestion.fits = {str(aspect): fit for aspect, fit in match.fits.items()}
            suggestion.reasons_for = stored_reasons(match.reasons_for)
            suggestion.reasons_against = stored_reasons(match.reasons_against)
            suggestion.save()


def move(outsider, name):
    """Let the outsider say that its only site is there, as the page of the site does."""
    site = Site.objects.get(firm__membership__user=outsider)
    change_site(site, facts=facts_at(name), by=outsider, now=NOON)
    work_off(now=NOON + timedelta(minutes=10))


def seen(client, paths):
    """Return everything that the answers to these addresses tell, by address."""
    told = {}
    for path in paths:
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        told[path] = (answer.status_code, CHANGES_EACH_TIME.sub("", body.decode(errors="replace")))
    return told


def suggest_all(offer):
    """Let a coordinator send every suggestion to the firms, so that the outsider is asked."""
    coordinator = make_coordinator(("SE-2309",))
    propose_suggestions(offer, by=None, now=NOON)
    for suggestion in Suggestion.objects.all():
        approve_suggestion(suggestion, by=coordinator, now=NOON)
    work_off(now=NOON + timedelta(minutes=5))


def differing(client, paths, offer):
    """Return the addresses that tell the two worlds apart."""
    worlds = []
    for name in HIDING_PLACES:
        hide(offer, name)
        worlds.append(seen(client, paths))
    return [path for path in paths if worlds[0][path] != worlds[1][path]]


@pytest.mark.parametrize("is_member", [False, True], ids=["stranger", "member"])
def test_no_address_tells_where_in_its_area_a_blind_listing_is(client, blind_offer, outsider, is_member):
    hide(blind_offer, HIDING_PLACES[0])
    suggest_all(blind_offer)
    if is_member:
        client.force_login(outsider)
    paths = sorted(set(every_path()))
    seen(client, paths)  # now every notice has been read

    assert differing(client, paths, blind_offer) == []


def test_a_firm_that_moves_about_and_looks_each_time_learns_nothing(client, blind_offer, outsider):
    hide(blind_offer, HIDING_PLACES[0])
    suggest_all(blind_offer)
    symbioses = [f"/symbioses/{each.symbiosis.pk}/" for each in Suggestion.objects.exclude(symbiosis=None)]
    needs = Listing.objects.filter(side="need").order_by("pk")
    paths = [
        *["/my-firm/", "/offers/", "/symbioses/", f"/listings/{blind_offer.pk}/"],
        *[f"/distance/?from=Åre&to={area_point(HALF).name}", f"/distance/?from=Åre&to={blind_offer.pk}"],
        f"/distance/?from=Åre&to={blind_offer.title}",
        *(
            f"{path}?within={minutes}&place=Åre"
            for path in ("/offers/", "/map/", "/map/marks/")
            for minutes in (60, 120)
        ),
        *(f"{path}?q={words}" for path in ("/search/", "/search/feed/") for words in (*HIDING_PLACES, "bark Offerdal")),
        *("/search/?order=nearest&place=Åre", "/search/?order=nearest", "/search/?order=ending"),
        *[f"/api/v1/offers/{blind_offer.pk}/", f"/api/v1/offers/{blind_offer.pk}/matches/"],
        *symbioses,
        *(f"/listings/{need.pk}/" for need in needs),
        *(f"/api/v1/needs/{need.pk}/matches/" for need in needs),
    ]
    client.force_login(outsider)

    assert symbioses
    for post in POSTS:
        move(outsider, post)
        assert differing(client, paths, blind_offer) == [], post


@pytest.mark.parametrize("asked", ["{pk}", "listing-{pk}", "/listings/{pk}/", "{title}", "{firm}", "{firm} (Krokom)"])
def test_the_distance_page_knows_no_listing_and_nobody_elses_site(client, blind_offer, outsider, asked):
    client.force_login(outsider)
    text = asked.format(pk=blind_offer.pk, title=blind_offer.title, firm=blind_offer.firm.name)

    for address in ("/distance/", "/api/v1/distance/"):
        assert client.get(address, {"from": "Åre", "to": text}).status_code in (400, 422)


def test_the_kilometres_told_lead_to_the_point_of_the_area(client, blind_offer, outsider):
    """Trilateration works, and ends at the point that everybody is told anyway."""
    need = Listing.objects.filter(side="need", max_km=None, visibility="blind").get()
    client.force_login(outsider)
    hide(blind_offer, HIDING_PLACES[1])
    area = area_point(HALF)

    for post in POSTS:
        move(outsider, post)
        (match,) = client.get(f"/api/v1/needs/{need.pk}/matches/").json()["results"]
        ends = [(area.latitude, area.longitude), point_of(HIDING_PLACES[1])]
        told, hidden = (trip_between(end, point_of(post), resource=need.resource) for end in ends)
        assert match["km"] == round(told.km), post
        assert match["km"] != round(hidden.km), post


@pytest.mark.parametrize("name", ["listing-search", "offer-list", "api:offer-list"])
def test_no_order_follows_from_where_a_blind_listing_is(client, blind_offer, outsider, name):
    """Two blind offers of one area, one moved from end to end: neither passes the other."""
    make_offer(site=make_site(), quantity_kg=4_000_000, shown_area=HALF)
    client.force_login(outsider)
    addresses = [f"{reverse(name)}?{query}" for query in ("", "municipality=SE-2309", "area=SE-23-NW", "country=SE")]

    assert differing(client, addresses, blind_offer) == []


def test_asking_a_coordinator_from_everywhere_tells_nothing_of_where_a_blind_listing_is(client, blind_offer, outsider):
    """The blind firm delivers within 200 km, and nobody is told: from some posts one world allows it, one does not."""
    Listing.objects.filter(pk=blind_offer.pk).update(max_km=200)
    need = Listing.objects.filter(side="need", max_km=None, visibility="blind").get()
    paths = [f"/listings/{blind_offer.pk}/", f"/listings/{blind_offer.pk}/interest/", "/my-firm/", "/notices/"]
    client.force_login(outsider)
    suggested = []

    for post in POSTS:
        move(outsider, post)
        told = []
        for name in HIDING_PLACES:
            Suggestion.objects.all().delete()
            Interest.objects.all().delete()
            hide(blind_offer, name)
            answer = client.post(f"/listings/{blind_offer.pk}/interest/", {"own": need.pk})
            work_off()
            told.append((answer.status_code, CHANGES_EACH_TIME.sub("", answer.content.decode()), seen(client, paths)))
            suggested.append(Suggestion.objects.filter(parts__listing=need).exists())
        assert told[0] == told[1], post

    pairs = list(zip(suggested[::2], suggested[1::2], strict=True))
    assert any(one != other for one, other in pairs)
