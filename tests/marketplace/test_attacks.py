"""What somebody would try who wants to know more than they may, or to break what others rely on."""

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from marketplace.actions.accounts import delete_account
from marketplace.actions.blocks import block_firm
from marketplace.actions.firms import change_firm, hide_firm, verify_firm
from marketplace.actions.invitations import invite_colleague
from marketplace.actions.listings import change_listing, move_listings, question_listing, withdraw_listing
from marketplace.actions.sites import change_site
from marketplace.actions.suggestions import approve_suggestion
from marketplace.actions.symbioses import answer_introduction, open_symbiosis, renew_consent
from marketplace.errors import RefusedError
from marketplace.models import Event, Firm, Listing, Notice, Party, Site, Suggestion, Symbiosis
from marketplace.queries.org_numbers import read_org_number
from marketplace.queries.places import area_to_show
from tests.factories import (
    NOON,
    PASSWORD,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_suggestion,
    make_symbiosis,
    make_user,
)
from tests.worker import work_off

pytestmark = pytest.mark.django_db


def read(client, path):
    """Return a page without what differs at every look."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", client.get(path).content.decode())


def test_blocking_a_name_tells_on_no_page_which_blind_listings_are_of_that_firm(client):
    offer, need = make_offer(), make_need()
    owner = make_member(offer.firm)
    client.force_login(owner)
    paths = ["/", "/offers/", "/needs/", "/materials/", "/my-firm/", f"/listings/{offer.pk}/", f"/listings/{need.pk}/"]
    paths += ["/api/v1/needs/", f"/api/v1/offers/{offer.pk}/matches/"]
    before = [read(client, path) for path in paths]

    block_firm(offer.firm, name=need.firm.name, by=owner, now=NOON)

    assert [read(client, path) for path in paths] == before
    assert f"/listings/{need.pk}/" in before[-1]


# --- What was approved, and what happened since -----------------------------------------------------------------------


@pytest.fixture
def approved():
    """Return a suggestion that was approved a moment ago: its firms have not been told."""
    offer, need = make_offer(firm=make_firm(is_verified=True)), make_need(firm=make_firm(is_verified=True))
    suggestion = make_suggestion(offer, need)
    return approve_suggestion(suggestion, by=make_coordinator(), now=NOON)


def giver_of(suggestion):
    return suggestion.parts.get(role="giver").listing


def withdraw(listing):
    withdraw_listing(listing, by=make_member(listing.firm), now=NOON)


def hide(listing):
    hide_firm(listing.firm, reason="Not what it says.", by=make_coordinator(), now=NOON)


def block(listing):
    other = listing.suggestion_parts.get().suggestion.parts.exclude(listing=listing).get().listing.firm
    block_firm(listing.firm, name=other.name, by=make_member(listing.firm), now=NOON)


@pytest.mark.parametrize("happens", [withdraw, hide, block])
def test_nobody_is_told_of_a_partner_who_has_left_since_the_approval(approved, happens):
    happens(giver_of(approved))

    work_off(now=NOON + timedelta(minutes=1))
    work_off(now=NOON + timedelta(minutes=5))

    approved.refresh_from_db()
    assert approved.state == Suggestion.State.LAPSED
    assert not Symbiosis.objects.exists()
    assert not Notice.objects.filter(code=Notice.Code.SYMBIOSIS_SUGGESTED).exists()


def test_open_symbiosis_looks_itself_whether_the_listings_are_still_there(approved):
    """The telling may come before the worker has heard of the withdrawal."""
    withdraw(giver_of(approved))

    assert open_symbiosis(approved, by=None, now=NOON + timedelta(minutes=5)) is None

    approved.refresh_from_db()
    assert approved.state == Suggestion.State.LAPSED


def test_a_firm_that_the_telling_has_reached_keeps_its_symbiosis(approved):
    work_off(now=NOON + timedelta(minutes=5))

    withdraw(giver_of(approved))
    work_off(now=NOON + timedelta(minutes=6))

    approved.refresh_from_db()
    assert approved.state == Suggestion.State.APPROVED


@pytest.mark.parametrize("who", ["the hidden firm", "the other firm"])
def test_nobody_is_introduced_to_a_firm_that_was_hidden_meanwhile(who):
    symbiosis = make_symbiosis()
    hidden, other = symbiosis.parties.order_by("pk")
    Firm.objects.filter(pk=hidden.listing.firm_id).update(hidden_at=NOON)
    party = hidden if who == "the hidden firm" else other

    with pytest.raises(RefusedError, match="hidden after a report"):
        answer_introduction(party, by=make_member(party.listing.firm), now=NOON, consents=True)


def test_a_site_of_another_firm_is_no_place_for_a_listing():
    listing, elsewhere = make_offer(), make_offer().site

    with pytest.raises(ValidationError):
        change_listing(listing, by=make_member(listing.firm), now=NOON, facts={"site": elsewhere})


def test_an_answer_to_a_renewed_question_is_not_wiped_out_by_a_worker_that_comes_late():
    symbiosis = make_symbiosis()
    party, other = symbiosis.parties.order_by("pk")
    Listing.objects.filter(pk=party.listing_id).update(version=2)
    renew_consent(party, by=None, now=NOON)
    answer_introduction(other, by=make_member(other.listing.firm), now=NOON, consents=True)

    renew_consent(party, by=None, now=NOON)

    other.refresh_from_db()
    assert (other.answer, other.round) == (Party.Answer.YES, 2)


def test_a_move_of_a_site_asks_for_consent_even_if_the_listing_was_changed_since():
    listing = make_offer()
    member = make_member(listing.firm)
    change_site(listing.site, facts={"latitude": 63.4}, by=member, now=NOON)
    change_listing(listing, by=member, now=NOON, facts={"description": "Färsk"})

    move_listings(listing.site, by=None, now=NOON)

    listing.refresh_from_db()
    assert listing.version == 2


# --- Who is here ------------------------------------------------------------------------------------------------------

SIGN_UP = {"name": "Göran", "password1": "barkmaskin-17", "language": "en"}
SIGN_UP |= {"country": "SE", "firm_name": "Nya sågen", "nace": "16", "place": "Krokom"}


@pytest.mark.parametrize("number", ["556036-0793", "556677-8899"])
def test_signing_up_tells_nobody_whether_an_address_has_an_account(number):
    make_user(email="there@example.org")
    make_firm(name="Gamla sågen", org_number="5560360793")

    def answer(email):
        page = Client().post("/accounts/signup/", {**SIGN_UP, "email": email, "org_number": number}, follow=True)
        return page.redirect_chain, [str(message) for message in page.context["messages"]]

    told_who_is_here = answer("there@example.org")
    steps, told = answer("new@example.org")
    assert (steps, [line.replace("new@", "there@") for line in told]) == told_who_is_here


def test_nobody_tries_number_after_number_or_mails_to_everybody(client):
    firm = make_firm()
    client.force_login(make_member(firm))
    form = {**SIGN_UP, "org_number": "556036-0792"}

    tried = [client.post("/firms/new/", form).status_code for _try in range(11)]
    invited = [client.post(f"/firms/{firm.pk}/invite/", {"email": f"{n}@b.se"}).status_code for n in range(11)]

    assert (tried[0], tried[-1]) == (422, 429)
    assert (invited[0], invited[-1]) == (302, 429)


def test_what_a_blind_listing_leaves_out_is_not_told_to_the_other_side(client):
    symbiosis = make_symbiosis()
    own = symbiosis.parties.get(role="giver").listing
    client.force_login(make_member(own.firm))

    page = client.get(f"/symbioses/{symbiosis.pk}/").content.decode()

    assert "The need does not say" not in page


@pytest.mark.parametrize("country_and_number", [("SE", "5560360793"), ("NO", "988077917")])
def test_a_number_in_other_digits_is_the_same_number(country_and_number):
    country, number = country_and_number
    wide = number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))

    assert read_org_number(wide, country=country) == read_org_number(number, country=country)


def test_firms_made_up_by_somebody_do_not_draw_a_listing_out_of_its_half():
    listing = make_offer()
    for _firm in range(4):
        make_member(make_site(make_firm()).firm)

    assert area_to_show(listing) == "SE-23-NW"

    Firm.objects.exclude(pk=listing.firm_id).update(verified_by=make_user(), verified_at=NOON)
    assert area_to_show(listing) == "SE-2309"


@pytest.mark.parametrize(
    "next_page", ["//evil.example", "https://evil.example/", r"/\evil.example", "javascript:alert(1)"]
)
def test_no_way_on_leads_off_the_site(client, next_page):
    person = make_user(password=PASSWORD)
    form = {"login": person.email, "password": PASSWORD, "next": next_page}

    assert client.post("/language/", {"language": "en", "next": next_page})["Location"] == "/"
    assert client.post("/accounts/login/", form)["Location"] == "/my-firm/"
    assert client.post("/accounts/logout/", {"next": next_page})["Location"] == "/"


# --- What somebody types ----------------------------------------------------------------------------------------------

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_line_breaks_in_names_and_titles_end_no_head_of_a_mail():
    offer = make_offer(title="Bark\nBcc: everybody@example.org")
    member = make_member(offer.firm, language="en", name="Göran\r\n\r\nPay here: http://evil.example")
    question_listing(offer, by=None, now=NOON)

    work_off(now=NOON)

    (letter,) = mail.outbox
    assert letter.to == [member.email]
    assert letter.subject == "Is “Bark Bcc: everybody@example.org” still true?"
    assert letter.body.splitlines()[0].startswith("Hello Göran")


def test_markup_that_somebody_types_is_shown_as_text(client):
    firm = make_firm(name=MARKUP, is_verified=True)
    site = make_site(firm, name=MARKUP, address=MARKUP, locality=MARKUP)
    facts = {"site": site, "title": MARKUP, "description": MARKUP, "quality_notes": MARKUP, "visibility": "open"}
    offer, need = make_offer(**facts), make_need(firm=make_firm(is_verified=True), title=MARKUP)
    symbiosis = make_symbiosis(offer, need, answer=Party.Answer.YES, stage="discussion", introduced_at=NOON)
    suggestion = make_suggestion(make_offer(**facts))
    member, coordinator = make_member(firm, name=MARKUP), make_coordinator(is_lead=True, name=MARKUP)
    pages = ["/", "/offers/", "/offers/?view=table", "/needs/", "/my-firm/", f"/listings/{offer.pk}/", "/queue/"]
    pages += [f"/firms/{firm.pk}/", f"/firms/{firm.pk}/members/", f"/symbioses/{symbiosis.pk}/", "/coordinators/"]
    pages += [f"/listings/{offer.pk}/edit/", f"/suggestions/{suggestion.pk}/", "/firms/waiting/", "/api/v1/docs/"]

    for viewer in (None, member, coordinator):
        if viewer:
            client.force_login(viewer)
        for page in pages:
            answer = client.get(page)
            assert "<script>alert" not in answer.content.decode(), page
            assert "script-src" not in answer.headers["Content-Security-Policy"]  # default-src 'self' holds


@pytest.mark.parametrize("field", ["title", "description", "quality_notes", "amount", "max_km", "site", "months"])
@pytest.mark.parametrize("odd", ["\x00", "a\x00b", "9" * 40, "²", "💩", "x" * 1_000_000], ids=repr)
def test_a_listing_is_kept_or_refused_whatever_is_typed(client, field, odd):
    listing = make_offer()
    client.force_login(make_member(listing.firm))
    form = {"title": "Bark", "material": "bark", "amount": "12", "unit": "t", "rhythm": "year", "visibility": "blind"}
    form |= {"site": listing.site.pk, field: odd}

    answer = client.post(f"/listings/{listing.pk}/edit/", form)

    assert answer.status_code in (302, 422)


def test_nobody_posts_to_a_site_or_for_a_firm_of_others(client):
    own, other = make_offer(), make_offer()
    client.force_login(make_member(own.firm))
    form = {
        "title": "Bark",
        "unit": "t",
        "rhythm": "year",
        "visibility": "blind",
        "firm": other.firm_id,
        "id": other.pk,
    }

    refused = client.post(f"/listings/{own.pk}/edit/", {**form, "site": other.site.pk})
    client.post(f"/listings/new/?firm={other.firm_id}", {**form, "site": own.site.pk, "state": "published"})

    assert refused.status_code == 422
    assert other.firm.listings.count() == 1
    assert Listing.objects.latest("pk").state == Listing.State.DRAFT


def test_every_form_asks_for_its_token():
    listing = make_offer()
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_member(listing.firm))

    assert client.post(f"/listings/{listing.pk}/withdraw/").status_code == 403
    assert client.get(f"/listings/{listing.pk}/withdraw/").status_code == 405


# --- What is left of a person -----------------------------------------------------------------------------------------


def test_nothing_tells_who_a_sole_trader_was_once_she_has_left():
    firm = make_firm(name="Anna Åsheim Trä", org_number="", org_number_hash="a" * 64)
    site = make_site(firm, address="Åsheimsvägen 1")
    anna = make_member(firm)
    offer = make_offer(site=site, title="Annas bark, Åsheim")
    change_firm(firm, facts={"name": "Åsheim Trä"}, by=anna, now=NOON)
    change_site(site, facts={"address": "Åsheimsvägen 2"}, by=anna, now=NOON)
    change_listing(offer, facts={"description": "Ring Åsheim"}, by=anna, now=NOON)
    verify_firm(firm, checks=["called"], by=make_coordinator(), now=NOON)
    work_off(now=NOON)

    delete_account(anna, successors={}, by=anna, now=NOON)

    rows = [Event, Notice, Firm, Site, Listing]
    left = json.dumps([list(model.objects.values()) for model in rows], default=str, ensure_ascii=False)
    assert "Åsheim" not in left
    assert "aaaa" not in left


def test_nothing_names_who_invited_once_they_have_left():
    firm = make_firm()
    leaving = make_member(firm, name="Göran Gåsmo")
    make_member(firm), make_user(email="a@example.org")
    invite_colleague(firm, email="a@example.org", by=leaving, now=NOON)
    work_off(now=NOON)

    delete_account(leaving, successors={}, by=leaving, now=NOON)

    assert "Gåsmo" not in json.dumps(list(Notice.objects.values()), default=str, ensure_ascii=False)
