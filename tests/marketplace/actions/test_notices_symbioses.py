"""Who is told what about suggestions and symbioses: each side its own title, and nobody else's."""

from datetime import timedelta

import pytest

from marketplace.actions.events import record
from marketplace.actions.notices_symbioses import (
    ask_if_still_true,
    introduce_parties,
    tell_of_expiry,
    tell_of_question,
    tell_of_renewed_consent,
    tell_parties,
)
from marketplace.actions.suggestions import ask_for_fact
from marketplace.actions.symbioses import answer_introduction, open_symbiosis, renew_consent
from marketplace.models import Event, Listing, Notice, Suggestion
from tests.factories import NOON, make_coordinator, make_member, make_need, make_offer, make_suggestion

pytestmark = pytest.mark.django_db
Code = Notice.Code


@pytest.fixture
def suggestion():
    review = {"state": Suggestion.State.APPROVED, "reviewed_by": make_coordinator(), "reviewed_at": NOON}
    return make_suggestion(make_offer(title="Min bark"), make_need(title="Mitt strö"), **review)


@pytest.fixture
def people(suggestion):
    return [make_member(part.listing.firm) for part in suggestion.parts.order_by("pk")]


@pytest.fixture
def symbiosis(suggestion):
    return open_symbiosis(suggestion, by=None, now=NOON + timedelta(minutes=3))


def told():
    return sorted(Notice.objects.values_list("user", "code"))


def test_tell_parties_tells_each_side_its_own_title_once(suggestion, people, symbiosis):
    for _time in range(2):
        tell_parties(suggestion, by=None, now=NOON)

    titles = {notice.user: notice.values["title"] for notice in Notice.objects.all()}
    assert titles == {people[0]: "Min bark", people[1]: "Mitt strö"}
    assert told() == sorted((person.pk, Code.SYMBIOSIS_SUGGESTED) for person in people)


def test_tell_parties_tells_nobody_of_an_approval_that_was_undone(suggestion, people):
    tell_parties(suggestion, by=None, now=NOON)

    assert told() == []


def test_introduce_parties_waits_for_the_last_answer(people, symbiosis):
    party = symbiosis.parties.order_by("pk")[0]
    answer_introduction(party, by=people[0], now=NOON, consents=True)

    introduce_parties(party, by=None, now=NOON)

    assert told() == []


@pytest.mark.parametrize(("consents", "code"), [(True, Code.FIRMS_INTRODUCED), (False, Code.SYMBIOSIS_ENDED)])
def test_introduce_parties_tells_both_sides_and_the_coordinator_how_it_went(people, symbiosis, consents, code):
    own, other = symbiosis.parties.order_by("pk")
    answer_introduction(own, by=people[0], now=NOON, consents=True)
    answer_introduction(other, by=people[1], now=NOON, consents=consents)

    for _time in range(2):
        introduce_parties(other, by=None, now=NOON)

    assert told() == sorted((person.pk, code) for person in (*people, symbiosis.owner))


def test_tell_of_renewed_consent_asks_both_sides_anew(people, symbiosis):
    party = symbiosis.parties.order_by("pk")[0]
    Listing.objects.filter(pk=party.listing_id).update(version=party.listing_version + 1)
    renew_consent(party, by=None, now=NOON)

    tell_of_renewed_consent(symbiosis, by=None, now=NOON)

    assert told() == sorted((person.pk, Code.CONSENT_RENEWED) for person in people)
    assert {notice.values["round"] for notice in Notice.objects.all()} == {2}


def test_tell_of_question_leads_the_firm_to_its_listing():
    suggestion, coordinator = make_suggestion(), make_coordinator()
    need = suggestion.parts.get(role="receiver").listing
    person = make_member(need.firm)
    make_member(suggestion.parts.get(role="giver").listing.firm)
    asked = ask_for_fact(suggestion, by=coordinator, now=NOON, listing_pk=need.pk, fact="months")

    tell_of_question(asked, by=None, now=NOON)

    notice = Notice.objects.get()
    assert (notice.user, notice.code, notice.path) == (person, Code.FACT_ASKED, f"/listings/{need.pk}/edit/")


def test_tell_of_question_keeps_silent_about_what_is_answered():
    tell_of_question(make_suggestion(), by=None, now=NOON)

    assert told() == []


@pytest.mark.parametrize(
    ("tell", "kind", "code"),
    [
        (tell_of_expiry, Event.Kind.LISTING_EXPIRED, Code.LISTING_EXPIRED),
        (ask_if_still_true, Event.Kind.LISTING_QUESTIONED, Code.STILL_TRUE),
    ],
)
def test_members_are_told_about_their_listing(tell, kind, code):
    offer = make_offer()
    member = make_member(offer.firm)
    make_member()
    record(kind, offer, by=None, now=NOON)

    for _time in range(2):
        tell(offer, by=None, now=NOON)

    assert told() == [(member.pk, code)]
