"""Who is told what about firms and members."""

import pytest
from django.utils import translation

from marketplace.actions.claims import answer_claim, ask_claim
from marketplace.actions.firms import register_firm, verify_firm
from marketplace.actions.invitations import invite_colleague, withdraw_invitation
from marketplace.actions.notices_firms import (
    tell_claimant,
    tell_coordinators_of_firm,
    tell_invited,
    tell_members_verified,
    tell_owners_of_claim,
)
from marketplace.models import Firm, Notice, Site
from marketplace.queries.invitations import EXPIRES_AFTER
from marketplace.wording.notices import notice_line
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_site, make_user

pytestmark = pytest.mark.django_db


def told():
    return {notice.user or notice.email for notice in Notice.objects.all()}


def registered():
    firm = Firm(name="Ås Såg", country="SE", org_number="5566778899")
    site = Site(municipality="SE-2309", latitude=63.3, longitude=14.4)
    return register_firm(firm, site=site, by=make_user(), now=NOON)


def test_tell_owners_of_claim_tells_owners_once():
    firm = make_site().firm
    owner, _member, _coordinator = make_member(firm), make_member(firm, role="member"), make_coordinator()
    claim = ask_claim(firm, by=make_user(name="Anna"), now=NOON)

    for _time in range(2):
        tell_owners_of_claim(claim, by=None, now=NOON)

    notice = Notice.objects.get()
    assert (notice.user, notice.code) == (owner, Notice.Code.CLAIM_ASKED)
    assert "Anna" in notice_line(notice)
    assert firm.name in notice_line(notice)


def test_tell_owners_of_claim_tells_the_coordinator_where_nobody_owns():
    firm, coordinator = make_site().firm, make_coordinator()
    make_coordinator(("NO-5001",))

    tell_owners_of_claim(ask_claim(firm, by=make_user(), now=NOON), by=None, now=NOON)

    assert told() == {coordinator}


def test_tell_owners_of_claim_is_too_late_once_it_is_answered():
    firm = make_firm()
    owner = make_member(firm)
    claim = ask_claim(firm, by=make_user(), now=NOON)
    answer_claim(claim, is_granted=True, by=owner, now=NOON)

    tell_owners_of_claim(claim, by=None, now=NOON)

    assert not Notice.objects.exists()


@pytest.mark.parametrize(("is_granted", "word"), [(True, "granted"), (False, "denied")])
def test_tell_claimant_tells_the_answer(is_granted, word):
    firm, person = make_firm(), make_user(language="en")
    claim = answer_claim(ask_claim(firm, by=person, now=NOON), is_granted=is_granted, by=make_member(firm), now=NOON)

    tell_claimant(claim, by=None, now=NOON)

    assert told() == {person}
    assert word in notice_line(Notice.objects.get())


def test_tell_claimant_tells_it_in_the_language_of_whoever_reads():
    firm, person = make_firm(), make_user(language="sv")
    claim = answer_claim(ask_claim(firm, by=person, now=NOON), is_granted=True, by=make_member(firm), now=NOON)
    tell_claimant(claim, by=None, now=NOON)

    with translation.override("nb"):
        line = notice_line(Notice.objects.get())

    assert "innvilget" in line


def test_tell_invited_writes_to_an_account_or_an_address():
    firm, known = make_firm(), make_user()
    owner = make_member(firm, language="nb", name="Kari")
    invitations = [invite_colleague(firm, email=email, by=owner, now=NOON) for email in (known.email, "new@x.org")]

    for invitation in invitations * 2:
        tell_invited(invitation, by=None, now=NOON)

    assert told() == {known, "new@x.org"}
    unknown = Notice.objects.get(user=None)
    assert unknown.language == "nb"
    assert "Kari" in notice_line(unknown)
    assert unknown.path.startswith("/join/")


def test_tell_invited_keeps_quiet_about_withdrawn_and_old_ones():
    firm = make_firm()
    owner = make_member(firm)
    invitation = invite_colleague(firm, email="new@x.org", by=owner, now=NOON)

    tell_invited(invitation, by=None, now=NOON + EXPIRES_AFTER)
    withdraw_invitation(invitation, by=owner, now=NOON)
    tell_invited(invitation, by=None, now=NOON)

    assert not Notice.objects.exists()


def test_tell_coordinators_of_firm_says_that_it_waits():
    coordinator, _other = make_coordinator(), make_coordinator(("NO-5001",))
    firm = registered()

    tell_coordinators_of_firm(firm, by=None, now=NOON)

    assert told() == {coordinator}
    assert firm.name in notice_line(Notice.objects.get())


def test_tell_coordinators_of_firm_is_needless_once_it_is_verified():
    coordinator, firm = make_coordinator(), registered()
    verify_firm(firm, checks=["known"], by=coordinator, now=NOON)

    tell_coordinators_of_firm(firm, by=None, now=NOON)

    assert not Notice.objects.exists()


def test_tell_members_verified_tells_all_members():
    firm = make_site().firm
    people = {make_member(firm), make_member(firm, role="member")}
    verify_firm(firm, checks=["known"], by=make_coordinator(), now=NOON)

    tell_members_verified(firm, by=None, now=NOON)

    assert told() == people
