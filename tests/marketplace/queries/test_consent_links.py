"""A signed link answers for one person, one party, one round, for thirty days."""

import pytest
from django.core import signing

from marketplace.actions.symbioses import renew_consent
from marketplace.models import Listing, Party
from marketplace.queries.consent_links import consent_link, read_consent_token
from tests.factories import NOON, make_member, make_symbiosis

pytestmark = pytest.mark.django_db


@pytest.fixture
def party():
    return make_symbiosis().parties.order_by("pk").first()


@pytest.fixture
def person(party):
    return make_member(party.listing.firm)


def token_of(party, person):
    return consent_link(party, person).split("/")[-2]


def test_read_consent_token_returns_whose_answer_it_is(party, person):
    assert read_consent_token(token_of(party, person)) == (party, person)


@pytest.mark.parametrize("token", ["", "x", "eyJwYXJ0eSI6MX0:1abc:forged", "a:b:c", "å" * 500])
def test_read_consent_token_refuses_a_forged_one(token):
    with pytest.raises(signing.BadSignature):
        read_consent_token(token)


def test_read_consent_token_refuses_one_whose_content_was_changed(party, person):
    other = make_symbiosis().parties.order_by("pk").first()
    content, rest = token_of(party, person).split(":", 1)
    foreign = token_of(other, person).split(":", 1)[0]

    assert content != foreign
    with pytest.raises(signing.BadSignature):
        read_consent_token(f"{foreign}:{rest}")


def test_read_consent_token_refuses_what_was_signed_for_something_else(party, person):
    token = signing.dumps({"party": party.pk, "round": 1, "person": person.pk}, salt="another")

    with pytest.raises(signing.BadSignature):
        read_consent_token(token)


@pytest.mark.parametrize(("days", "is_valid"), [(29, True), (31, False)])
def test_read_consent_token_lasts_thirty_days(party, person, monkeypatch, days, is_valid):
    token = token_of(party, person)
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + days * 86_400)

    if is_valid:
        assert read_consent_token(token) == (party, person)
    else:
        with pytest.raises(signing.SignatureExpired):
            read_consent_token(token)


def test_read_consent_token_of_an_earlier_round_is_overtaken(party, person):
    token = token_of(party, person)

    Listing.objects.filter(pk=party.listing_id).update(version=2)
    renew_consent(party, by=None, now=NOON)

    with pytest.raises(signing.BadSignature):
        read_consent_token(token)


@pytest.mark.parametrize("gone", ["party", "person"])
def test_read_consent_token_refuses_what_is_gone(party, person, gone):
    token = token_of(party, person)
    if gone == "party":
        Party.objects.filter(pk=party.pk).delete()
    else:
        person.is_active = False
        person.save()

    with pytest.raises(signing.BadSignature):
        read_consent_token(token)
