"""What is shown of a firm, and to whom."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from marketplace.actions.blocks import block_firm
from marketplace.actions.claims import ask_claim
from marketplace.actions.firms import hide_firm, verify_firm
from marketplace.actions.invitations import invite_colleague
from marketplace.queries.firm_pages import firm_card, firm_page, site_place, waiting_rows
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_need, make_site, make_user

pytestmark = pytest.mark.django_db


def test_firm_card_names_the_industry_in_the_readers_language():
    firm = make_firm(nace="16.10")

    with translation.override("nb"):
        assert firm_card(firm).industry == "sagbruk og trevarer"


def test_firm_page_is_nothing_to_others():
    firm = make_site().firm

    for viewer in (AnonymousUser(), make_user(), make_member(), make_coordinator(("NO-5001",))):
        assert firm_page(viewer, firm) is None


def test_firm_page_shows_the_owner_everything():
    firm = make_site(make_firm(org_number="5566778899"), locality="Ås").firm
    owner = make_member(firm)
    invite_colleague(firm, email="new@example.org", by=owner, now=NOON)
    block_firm(firm, name="Bark AB", by=owner, now=NOON)
    ask_claim(firm, by=make_user(), now=NOON)

    page = firm_page(owner, firm)

    assert page.org_number == "556677-8899"
    assert [site.place for site in page.sites] == ["Ås, Krokom"]
    assert [member.user for member in page.members] == [owner]
    assert [invitation.email for invitation in page.invitations] == ["new@example.org"]
    assert (page.blocked_names, page.claim_count) == (("Bark AB",), 1)
    assert (page.can_edit, page.can_invite, page.can_verify) == (True, True, False)


def test_firm_page_keeps_invitations_and_blocks_from_members():
    firm = make_firm()
    owner, member = make_member(firm), make_member(firm, role="member")
    invite_colleague(firm, email="new@example.org", by=owner, now=NOON)
    block_firm(firm, name="Bark AB", by=owner, now=NOON)

    page = firm_page(member, firm)

    assert (page.invitations, page.blocked_names, page.claim_count) == ((), (), 0)
    assert (page.can_edit, page.can_invite, page.can_verify) == (False, False, False)


def test_firm_page_never_shows_a_sole_traders_number():
    firm = make_firm(org_number="", org_number_hash="a1" * 32)

    page = firm_page(make_member(firm), firm)

    assert (page.org_number, page.is_sole_trader) == ("", True)
    assert "a1a1" not in repr(page)


def test_firm_page_says_what_was_checked_and_why_it_is_hidden():
    firm, coordinator = make_site().firm, make_coordinator()
    verify_firm(firm, checks=["visited"], by=coordinator, now=NOON)
    hide_firm(firm, reason="Not what it says", by=coordinator, now=NOON)
    firm.refresh_from_db()

    page = firm_page(coordinator, firm)

    assert page.checks == ("visited it",)
    assert (page.verified_by, page.hidden_reason) == (coordinator.name, "Not what it says")


@pytest.mark.parametrize("count", [1, 3])
def test_waiting_rows_take_as_many_queries_for_three_firms_as_for_one(count, django_assert_num_queries):
    need = make_need()
    for _each in range(count - 1):
        make_site()
    coordinator = make_coordinator()
    coordinator.refresh_from_db()

    with django_assert_num_queries(3):
        rows = waiting_rows(coordinator)

    assert len(rows) == count
    assert (rows[0].card.pk, rows[0].places, rows[0].listing_count) == (need.firm_id, "Krokom", 1)


def test_site_place_names_locality_and_municipality():
    assert site_place(make_site(locality="Ås")) == "Ås, Krokom"
    assert site_place(make_site(locality="")) == "Krokom"
