"""What somebody would type, or send from elsewhere, to break what others see."""

import pytest
from django.core import mail
from django.test import Client

from marketplace.actions.listings import question_listing
from marketplace.models import Listing, Party
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


@pytest.mark.parametrize(
    "next_page", ["//evil.example", "https://evil.example/", r"/\evil.example", "javascript:alert(1)"]
)
def test_no_way_on_leads_off_the_site(client, next_page):
    person = make_user(password=PASSWORD)
    form = {"login": person.email, "password": PASSWORD, "next": next_page}

    assert client.post("/language/", {"language": "en", "next": next_page})["Location"] == "/"
    assert client.post("/accounts/login/", form)["Location"] == "/my-firm/"
    assert client.post("/accounts/logout/", {"next": next_page})["Location"] == "/"


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
@pytest.mark.parametrize(
    "odd", ["\x00", "a\x00b", "9" * 40, "²", "💩", pytest.param("x" * 1_000_000, id="long")], ids=repr
)
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
