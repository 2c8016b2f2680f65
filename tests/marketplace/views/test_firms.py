"""Pages of a firm, for its own, for coordinators and for others."""

import pytest
from django.urls import reverse

from marketplace.models import Event, Firm, Listing, Membership
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_offer,
    make_site,
    make_user,
)

pytestmark = pytest.mark.django_db
INSIDE = ["firm-edit", "firm-verify", "firm-hide", "firm-block", "site-new", "firm-members", "invitation-new"]
ACTS = ["firm-show", "firm-unblock"]


def open_as(client, person, name, *arguments):
    client.force_login(person)
    return client.get(reverse(name, args=arguments))


def send_as(client, person, page, *arguments, **typed):
    client.force_login(person)
    return client.post(reverse(page, args=arguments), typed)


def test_firm_detail_shows_others_only_name_and_industry(client):
    offer = make_offer(visibility=Listing.Visibility.OPEN)
    firm = offer.firm
    owner = make_member(firm)
    make_site(firm, address="Byvägen 1")

    text = client.get(reverse("firm-detail", args=[firm.pk])).content.decode()

    assert firm.name in text
    assert "Sawmills and wood products" in text
    for secret in (firm.org_number[:6], "Byvägen 1", owner.name, owner.email, "Krokom"):
        assert secret not in text


def test_firm_detail_of_a_blind_firm_is_not_there(client):
    firm = make_offer().firm

    for person in (None, make_user(), make_member(), make_coordinator(("NO-5001",))):
        if person:
            client.force_login(person)
        assert client.get(reverse("firm-detail", args=[firm.pk])).status_code == 404


def test_firm_detail_shows_its_own_everything_but_a_sole_traders_number(client):
    firm = make_site(make_firm(org_number="", org_number_hash="a1" * 32), address="Byvägen 1").firm

    text = open_as(client, make_member(firm), "firm-detail", firm.pk).content.decode()

    assert "Byvägen 1" in text
    assert "Sole trader" in text
    assert "a1a1" not in text


@pytest.mark.parametrize("name", INSIDE)
def test_pages_inside_a_firm_are_not_there_for_others(client, name):
    firm = make_offer(visibility=Listing.Visibility.OPEN).firm

    for person in (make_user(), make_member(), make_coordinator(("NO-5001",))):
        assert open_as(client, person, name, firm.pk).status_code == 404


@pytest.mark.parametrize("name", ACTS)
def test_acts_inside_a_firm_are_not_there_for_others(client, name):
    firm = make_site().firm

    for person in (make_user(), make_member(), make_coordinator(("NO-5001",))):
        assert send_as(client, person, name, firm.pk).status_code == 404


@pytest.mark.parametrize("name", [*INSIDE, "firm-new", "firm-waiting", "claim-list", "coordinator-list"])
def test_pages_want_a_login(client, name):
    arguments = [make_firm().pk] if name in INSIDE else []

    assert client.get(reverse(name, args=arguments)).url.startswith(reverse("account_login"))


def test_firm_edit_saves_and_keeps_mistakes(client):
    firm = make_firm()
    owner = make_member(firm)

    send_as(client, owner, "firm-edit", firm.pk, name="New name", nace="02", size="micro")
    firm.refresh_from_db()
    assert (firm.name, firm.nace, firm.size) == ("New name", "02", "micro")

    page = send_as(client, owner, "firm-edit", firm.pk, name="", nace="04")
    assert page.status_code == 422
    assert Firm.objects.get().name == "New name"


def test_firm_new_registers_a_firm_for_who_has_an_account(client):
    person = make_user()
    typed = {"country": "NO", "org_number": "988 077 917", "firm_name": "Verdal Sag", "nace": "16", "place": "Verdal"}

    page = send_as(client, person, "firm-new", **typed)

    firm = Firm.objects.get()
    assert page.url == reverse("firm-detail", args=[firm.pk])
    assert (firm.org_number, firm.membership_set.get().user) == ("988077917", person)

    page = send_as(client, make_user(), "firm-new", **typed)
    assert page.url == reverse("my-firm")
    assert Firm.objects.get().claims.count() == 1


def test_firm_new_by_a_member_asks_for_nothing(client):
    firm = make_firm(country="NO", org_number="988077917")
    typed = {"country": "NO", "org_number": "988077917", "firm_name": "Mine", "nace": "16", "place": "Verdal"}

    send_as(client, make_member(firm), "firm-new", **typed)

    assert not firm.claims.exists()


def test_firm_verify_and_firm_waiting(client):
    firm, coordinator = make_site().firm, make_coordinator()
    assert firm.name in open_as(client, coordinator, "firm-waiting").content.decode()

    assert send_as(client, coordinator, "firm-verify", firm.pk).status_code == 422
    send_as(client, coordinator, "firm-verify", firm.pk, checks=["register", "called"])

    firm.refresh_from_db()
    assert firm.verification_checks == ["register", "called"]
    assert firm.name not in open_as(client, coordinator, "firm-waiting").context["rows"]


def test_firm_waiting_is_for_coordinators(client):
    assert open_as(client, make_member(), "firm-waiting").status_code == 404


@pytest.mark.parametrize(("name", "typed"), [("firm-verify", {"checks": ["known"]}), ("firm-hide", {"reason": "Spam"})])
def test_owners_neither_verify_nor_hide(client, name, typed):
    firm = make_firm()

    assert send_as(client, make_member(firm), name, firm.pk, **typed).status_code == 403
    firm.refresh_from_db()
    assert (firm.verified_at, firm.hidden_at) == (None, None)


def test_firm_hide_and_firm_show(client):
    firm, coordinator = make_site().firm, make_coordinator()
    assert send_as(client, coordinator, "firm-hide", firm.pk, reason="").status_code == 422

    send_as(client, coordinator, "firm-hide", firm.pk, reason="Spam")
    firm.refresh_from_db()
    assert firm.hidden_at is not None
    assert "Spam" in open_as(client, make_member(firm), "firm-detail", firm.pk).content.decode()

    send_as(client, coordinator, "firm-show", firm.pk)
    firm.refresh_from_db()
    assert firm.hidden_at is None


def test_firm_block_says_the_same_of_firms_that_are_here_and_that_are_not(client):
    firm = make_firm()
    owner = make_member(firm)
    make_firm(name="Here Bark")

    texts = []
    for name in ("Here Bark", "Gone Bark"):
        client.force_login(owner)
        page = client.post(reverse("firm-block", args=[firm.pk]), {"name": name}, follow=True)
        texts.append(page.content.decode().replace(name, "X Bark"))
        client.post(reverse("firm-unblock", args=[firm.pk]), {"name": name}, follow=True)

    assert _without_tokens(texts[0]) == _without_tokens(texts[1])
    assert not firm.blocks.exists()


def _without_tokens(text):
    return [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line]


def test_site_new_and_site_edit(client):
    firm = make_firm()
    owner = make_member(firm)

    send_as(client, owner, "site-new", firm.pk, place="Verdalsøra", name="Lageret")
    site = firm.sites.get()
    assert (site.municipality, site.name) == ("NO-5038", "Lageret")

    send_as(client, owner, "site-edit", site.pk, place="Ås, Krokom", loading_notes="Ramp")
    site.refresh_from_db()
    assert (site.municipality, site.locality, site.loading_notes) == ("SE-2309", "Ås", "Ramp")

    assert send_as(client, owner, "site-edit", site.pk, place="Qwertyuiop").status_code == 422


def test_site_edit_keeps_a_point_that_was_set_more_exactly(client):
    site = make_site(latitude=63.4, longitude=14.5, location_precision="pin", locality="Krokom")

    send_as(client, make_member(site.firm), "site-edit", site.pk, place="Krokom", name="Gården")

    site.refresh_from_db()
    assert (site.name, site.latitude, site.location_precision) == ("Gården", 63.4, "pin")


def test_site_edit_is_not_there_for_others(client):
    site = make_site()

    for person in (make_user(), make_member(), make_member(site.firm, role="member")):
        assert open_as(client, person, "site-edit", site.pk).status_code == 404


@pytest.mark.parametrize("name", ["firm-detail", *INSIDE])
def test_pages_inside_a_firm_open_for_an_owner(client, name):
    firm = make_site().firm
    Membership.objects.create(user=make_user(), firm=firm)

    assert open_as(client, make_member(firm), name, firm.pk).status_code == 200


def test_acts_are_not_done_by_looking(client):
    firm = make_site(make_firm(hidden_at=NOON)).firm

    for name in ACTS:
        assert open_as(client, make_coordinator(), name, firm.pk).status_code == 405
    assert not Event.objects.exists()
