"""Photos over the API: to whom which are told, and that their addresses open to those."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from marketplace.models import Listing, User
from tests.api.asking import NOBODY, ask, queries_of, read
from tests.factories import make_member, make_offer, make_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer() -> Listing:
    """Return a hidden offer with two photos, of which one hides it too."""
    offer = make_offer()
    make_photo(offer, alt="Högen", position=2, is_open=True)
    make_photo(offer, alt="Skylten", position=1, shade=1)
    return offer


def photos(offer: Listing, user: User | None) -> list[list[dict[str, object]]]:
    """Return the photos of an offer that each address tells."""
    found = read("search/?side=offer", user)["results"][0]["listing"]
    listed = [read(path, user)["results"][0] for path in ("listings/", "offers/")]
    return [row["photos"] for row in (found, *listed, read(f"offers/{offer.pk}/", user))]


@pytest.mark.parametrize(
    ("who", "alts"), [("nobody", ["Högen"]), ("somebody", ["Högen"]), ("firm", ["Skylten", "Högen"])]
)
def test_listing_tells_the_photos_that_its_reader_may_open(offer, who, alts):
    user = {"nobody": NOBODY, "somebody": make_member(), "firm": make_member(offer.firm)}[who]
    reader = Client()
    if user:
        reader.force_login(user)

    told = photos(offer, user)

    assert told == [told[0]] * 4
    assert [photo["alt"] for photo in told[0]] == alts
    for photo in told[0]:
        for address in (photo["url"], photo["small_url"]):
            answer = reader.get(urlsplit(address).path)
            assert answer.getvalue()  # which closes the file
            assert answer.headers["Content-Type"] == "image/webp"


def test_no_answer_depends_on_a_hidden_photo(offer):
    paths = ["offers/", "search/", f"listings/{offer.pk}/"]
    before = [ask(path).content for path in paths]

    make_photo(offer, alt="Grinden", position=0, shade=2)

    assert [ask(path).content for path in paths] == before


def test_photos_of_many_listings_are_asked_for_as_often_as_of_one(offer):
    counts = []

    for user in (NOBODY, make_member()):
        for path in ("offers/", "search/?side=offer"):
            read(path, user)  # what a process keeps is there
            one = queries_of(path, user)
            make_photo(make_offer(), is_open=True), make_photo(make_offer())
            counts.append(queries_of(path, user) - one)

    assert counts == [0] * 4
