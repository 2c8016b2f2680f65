"""Pages of members, invitations and claims."""

import pytest
from django.urls import reverse
from django.utils import timezone

from marketplace.actions.claims import ask_claim
from marketplace.actions.invitations import invite_colleague
from marketplace.models import Claim, Invitation, Membership
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_site, make_user

pytestmark = pytest.mark.django_db


def send_as(client, person, name, *arguments, **typed):
    client.force_login(person)
    return client.post(reverse(name, args=arguments), typed, follow=True)


def test_invitation_new_invites(client):
    firm = make_firm()
    owner = make_member(firm)

    page = send_as(client, owner, "invitation-new", firm.pk, email="new@example.org")

    assert Invitation.objects.get().email == "new@example.org"
    assert "new@example.org" in page.content.decode()
    assert send_as(client, owner, "invitation-new", firm.pk, email="nobody").status_code == 422
    assert send_as(client, owner, "invitation-new", firm.pk, email=owner.email).status_code == 422


def test_invitation_new_is_refused_to_members_and_coordinators(client):
    firm = make_site().firm

    for person in (make_member(firm, role="member"), make_coordinator()):
        assert send_as(client, person, "invitation-new", firm.pk, email="new@example.org").status_code == 403


def test_invitation_withdraw_is_for_owners(client):
    firm = make_firm()
    owner = make_member(firm)
    invitation = invite_colleague(firm, email="new@example.org", by=owner, now=timezone.now())
    for person in (make_user(), make_member(), make_member(firm, role="member")):
        assert send_as(client, person, "invitation-withdraw", invitation.pk).status_code == 404

    send_as(client, owner, "invitation-withdraw", invitation.pk)

    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None


def test_member_role_and_member_remove(client):
    firm = make_firm()
    owner, member = make_member(firm), make_member(firm, role="member")
    membership = member.membership_set.get()

    send_as(client, owner, "member-role", membership.pk, role="owner")
    membership.refresh_from_db()
    assert membership.role == Membership.Role.OWNER

    send_as(client, owner, "member-remove", membership.pk)
    assert not member.membership_set.exists()

    page = send_as(client, owner, "member-remove", owner.membership_set.get().pk)
    assert "needs an owner" in page.content.decode()
    page = send_as(client, owner, "member-role", owner.membership_set.get().pk, role="member")
    assert "needs an owner" in page.content.decode()
    page = send_as(client, owner, "member-role", owner.membership_set.get().pk, role="king")
    assert page.status_code == 200
    assert owner.membership_set.get().role == Membership.Role.OWNER


def test_member_acts_are_refused_to_others(client):
    firm = make_site().firm
    owner, member = make_member(firm), make_member(firm, role="member")
    pk = owner.membership_set.get().pk

    for person in (make_user(), make_member()):
        assert send_as(client, person, "member-remove", pk).status_code == 404
        assert send_as(client, person, "member-role", pk, role="member").status_code == 404
    for person in (member, make_coordinator()):
        assert send_as(client, person, "member-remove", pk).status_code == 403
        assert send_as(client, person, "member-role", pk, role="member").status_code == 403


def test_a_member_may_leave(client):
    firm = make_firm()
    make_member(firm)
    member = make_member(firm, role="member")

    page = send_as(client, member, "member-remove", member.membership_set.get().pk)

    assert page.redirect_chain[0][0] == reverse("my-firm")
    assert not member.membership_set.exists()


@pytest.mark.parametrize(("answer", "state", "count"), [("yes", Claim.State.GRANTED, 1), ("no", Claim.State.DENIED, 0)])
def test_claim_answer(client, answer, state, count):
    firm, person = make_firm(), make_user()
    owner = make_member(firm)
    claim = ask_claim(firm, by=person, now=NOON)
    client.force_login(owner)
    assert str(person) in client.get(reverse("claim-list")).content.decode()

    for _time in range(2):
        send_as(client, owner, "claim-answer", claim.pk, answer=answer)

    claim.refresh_from_db()
    assert claim.state == state
    assert person.membership_set.count() == count


def test_claim_answer_after_another_answer_says_so(client):
    firm = make_firm()
    first, second = make_member(firm), make_member(firm)
    claim = ask_claim(firm, by=make_user(), now=NOON)
    send_as(client, first, "claim-answer", claim.pk, answer="no")

    page = send_as(client, second, "claim-answer", claim.pk, answer="yes")

    assert "has been answered already" in page.content.decode()


def test_claim_answer_takes_only_yes_and_no(client):
    firm = make_firm()
    claim = ask_claim(firm, by=make_user(), now=NOON)

    send_as(client, make_member(firm), "claim-answer", claim.pk, answer="maybe")

    claim.refresh_from_db()
    assert claim.state == Claim.State.ASKED


def test_claim_answer_is_not_there_for_others(client):
    firm = make_firm()
    make_member(firm)
    claim = ask_claim(firm, by=make_user(), now=NOON)

    for person in (claim.user, make_user(), make_member(), make_member(firm, role="member"), make_coordinator()):
        assert send_as(client, person, "claim-answer", claim.pk, answer="yes").status_code == 404


def test_claim_list_tells_who_waits_for_what(client):
    person = make_user()
    firm = make_firm(name="Ås Såg")
    ask_claim(firm, by=person, now=NOON)
    client.force_login(person)

    assert "Ås Såg" in client.get(reverse("claim-list")).content.decode()
