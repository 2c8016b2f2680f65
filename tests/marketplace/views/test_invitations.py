"""The page behind an invitation's link."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from marketplace.actions.invitations import invite_colleague, withdraw_invitation
from marketplace.queries.invitations import EXPIRES_AFTER, invitation_token
from tests.factories import PASSWORD, make_firm, make_member, make_user

pytestmark = pytest.mark.django_db


def invite(*, ago=timedelta()):
    firm = make_firm(name="Ås Såg")
    return invite_colleague(firm, email="new@example.org", by=make_member(firm), now=timezone.now() - ago)


def link_of(invitation):
    return reverse("invitation-accept", args=[invitation_token(invitation)])


def test_a_person_with_an_account_joins_with_one_click(client):
    invitation, person = invite(), make_user()
    client.force_login(person)
    assert "Ås Såg" in client.get(link_of(invitation)).content.decode()

    page = client.post(link_of(invitation))

    assert page.url == reverse("firm-detail", args=[invitation.firm_id])
    assert person.membership_set.get().firm == invitation.firm


def test_looking_at_the_link_joins_nobody(client):
    invitation, person = invite(), make_user()
    client.force_login(person)

    client.get(link_of(invitation))

    assert not person.membership_set.exists()


def test_a_person_who_is_not_logged_in_can_log_in_and_come_back(client):
    invitation, person = invite(), make_user(password=PASSWORD)
    text = client.get(link_of(invitation)).content.decode()
    assert reverse("account_signup") in text

    page = client.post(
        reverse("account_login"), {"login": person.email, "password": PASSWORD, "next": link_of(invitation)}
    )

    assert page.url == link_of(invitation)


def test_sending_the_form_without_a_login_joins_nobody(client):
    invitation = invite()

    assert client.post(link_of(invitation)).status_code == 200

    assert invitation.firm.membership_set.count() == 1


def test_a_used_link_lets_nobody_else_in(client):
    invitation = invite()
    client.force_login(make_user())
    client.post(link_of(invitation))
    other = make_user()
    client.force_login(other)

    page = client.post(link_of(invitation))

    assert page.status_code == 410
    assert not other.membership_set.exists()


def test_links_that_are_over_say_what_to_do(client):
    withdrawn = invite()
    withdraw_invitation(withdrawn, by=withdrawn.invited_by, now=timezone.now())

    for link in (link_of(withdrawn), link_of(invite(ago=EXPIRES_AFTER)), reverse("invitation-accept", args=["x"])):
        page = client.get(link)
        assert page.status_code == 410
        assert "Ask your colleague for a new one." in page.content.decode()
        assert "Ås Såg" not in page.content.decode()


def test_signing_up_after_the_link_is_over_asks_for_a_firm(client):
    invitation = invite()
    client.get(link_of(invitation))
    withdraw_invitation(invitation, by=invitation.invited_by, now=timezone.now())

    assert "org_number" in client.get(reverse("account_signup")).context["form"].fields
