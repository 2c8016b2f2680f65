"""Reviews and consents at the same moment: one counts, the other is told, and nothing happens twice."""

from datetime import timedelta
from functools import partial

import pytest

from marketplace.actions.desk import open_desk
from marketplace.actions.listings import change_listing
from marketplace.actions.looks import note_looks
from marketplace.actions.suggestions import (
    approve_suggestion,
    ask_for_fact,
    dismiss_suggestion,
    dismiss_suggestions,
    propose_suggestions,
    put_off_suggestion,
    undo_review,
)
from marketplace.actions.symbioses import answer_introduction, open_symbiosis, renew_consents
from marketplace.errors import RefusedError, WrongStateError
from marketplace.models import Event, Listing, Notice, Suggestion, Symbiosis
from tests.at_once import errors_of, kinds
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_suggestion,
    make_symbiosis,
)
from tests.worker import work_off

Kind = Event.Kind
SOON = NOON + timedelta(minutes=5)


# --- Review ----------------------------------------------------------------------------------------------------------


def verified_suggestion():
    offer, need = make_offer(firm=make_firm(is_verified=True)), make_need(firm=make_firm(is_verified=True))
    return make_suggestion(offer, need)


def test_of_two_reviews_at_once_one_counts_and_the_other_is_told_whose_and_when(at_once):
    suggestion = verified_suggestion()
    kajsa, frode = make_coordinator(name="Kajsa"), make_coordinator(name="Frode")

    outcomes = at_once(
        lambda: approve_suggestion(suggestion, by=kajsa, now=NOON),
        lambda: dismiss_suggestion(suggestion, by=frode, now=NOON, reason="distance"),
    )

    (refusal,) = errors_of(outcomes)
    suggestion.refresh_from_db()
    assert isinstance(refusal, WrongStateError)
    assert suggestion.reviewed_by.name in refusal.message
    assert "24 Nov 2026" in refusal.message
    assert kinds(Kind.SUGGESTION_APPROVED) + kinds(Kind.SUGGESTION_DISMISSED) == 1


@pytest.mark.parametrize("decision", ["dismiss", "put off", "ask"])
def test_of_two_decisions_over_what_both_saw_waiting_one_counts_and_the_other_is_told(at_once, decision):
    suggestion = verified_suggestion()
    need = suggestion.parts.get(role="receiver").listing_id
    kajsa, frode = make_coordinator(name="Kajsa"), make_coordinator(name="Frode")
    acts = {
        "dismiss": partial(dismiss_suggestion, reason="distance"),
        "put off": partial(put_off_suggestion, until=(NOON + timedelta(days=7)).date()),
        "ask": partial(ask_for_fact, listing_pk=need, fact="months"),
    }

    outcomes = at_once(
        lambda: put_off_suggestion(
            suggestion, by=kajsa, now=NOON, until=(NOON + timedelta(days=2)).date(), seen="proposed"
        ),
        lambda: acts[decision](suggestion, by=frode, now=NOON, seen="proposed"),
    )

    (refusal,) = errors_of(outcomes)
    suggestion.refresh_from_db()
    assert isinstance(refusal, WrongStateError)
    assert suggestion.decided_by.name in refusal.message
    assert "24 Nov 2026" in refusal.message
    assert Event.objects.filter(kind__startswith="suggestion.").count() == 1


def test_of_two_who_dismiss_many_at_once_each_suggestion_is_dismissed_by_one(at_once):
    both = [verified_suggestion(), verified_suggestion()]
    kajsa, frode = make_coordinator(name="Kajsa"), make_coordinator(name="Frode")

    outcomes = at_once(
        lambda: dismiss_suggestions(both, by=kajsa, now=NOON, reason="law", seen="proposed"),
        lambda: dismiss_suggestions(both[::-1], by=frode, now=NOON, reason="price", seen="proposed"),
    )

    assert errors_of(outcomes) == []
    assert sum(len(outcome.done) for outcome in outcomes) == 2
    assert all("was here first" in why for outcome in outcomes for _each, why in outcome.refused)
    assert kinds(Kind.SUGGESTION_DISMISSED) == 2


def test_a_firm_looked_at_from_two_pages_at_once_is_noted_once(at_once):
    firm, kajsa = make_firm(), make_coordinator()

    outcomes = at_once(*[lambda: note_looks([firm.pk], by=kajsa, now=NOON)] * 2)

    assert errors_of(outcomes) == []
    assert kinds(Kind.FIRM_LOOKED_AT) == 1


def test_a_desk_opened_in_two_tabs_at_once_is_noted_once(at_once):
    kajsa = make_coordinator()

    outcomes = at_once(*[lambda: open_desk(by=kajsa, now=NOON)] * 2)

    assert errors_of(outcomes) == []
    assert kinds(Kind.DESK_OPENED) == 1


def test_of_an_undo_and_the_telling_at_once_only_one_happens(at_once):
    suggestion, coordinator = verified_suggestion(), make_coordinator()
    approve_suggestion(suggestion, by=coordinator, now=NOON)

    outcomes = at_once(
        lambda: undo_review(suggestion, by=coordinator, now=SOON),
        lambda: open_symbiosis(suggestion, by=None, now=SOON),
    )

    suggestion.refresh_from_db()
    assert len(errors_of(outcomes)) == 1
    assert Symbiosis.objects.exists() == (suggestion.state == Suggestion.State.APPROVED)


def test_two_workers_propose_a_pair_once(at_once):
    offer, need = make_offer(), make_need()

    outcomes = at_once(
        lambda: propose_suggestions(offer, by=None, now=NOON), lambda: propose_suggestions(need, by=None, now=NOON)
    )

    assert errors_of(outcomes) == []
    assert Suggestion.objects.count() == kinds(Kind.SUGGESTION_PROPOSED) == 1


# --- Consent ---------------------------------------------------------------------------------------------------------


def members_of(symbiosis):
    return {party: make_member(party.listing.firm) for party in symbiosis.parties.order_by("pk")}


def test_two_firms_that_say_yes_at_once_are_introduced_once(at_once):
    symbiosis = make_symbiosis()
    (one, her), (other, him) = members_of(symbiosis).items()

    outcomes = at_once(
        lambda: answer_introduction(one, by=her, now=NOON, consents=True),
        lambda: answer_introduction(other, by=him, now=NOON, consents=True),
    )
    work_off(now=SOON)

    symbiosis.refresh_from_db()
    assert errors_of(outcomes) == []
    assert symbiosis.stage == Symbiosis.Stage.DISCUSSION
    assert kinds(Kind.SYMBIOSIS_MOVED) == 1
    assert Notice.objects.filter(code=Notice.Code.FIRMS_INTRODUCED, user__in=[her, him]).count() == 2


def test_two_members_who_answer_at_once_answer_once(at_once):
    symbiosis = make_symbiosis()
    party = symbiosis.parties.first()
    her, him = make_member(party.listing.firm), make_member(party.listing.firm)

    outcomes = at_once(
        lambda: answer_introduction(party, by=her, now=NOON, consents=True),
        lambda: answer_introduction(party, by=him, now=NOON, consents=False),
    )

    (refusal,) = errors_of(outcomes)
    assert isinstance(refusal, RefusedError)
    assert kinds(Kind.PARTY_ANSWERED) == 1


def test_a_no_and_a_yes_at_once_end_in_a_no(at_once):
    symbiosis = make_symbiosis()
    (one, her), (other, him) = members_of(symbiosis).items()

    at_once(
        lambda: answer_introduction(one, by=her, now=NOON, consents=True),
        lambda: answer_introduction(other, by=him, now=NOON, consents=False),
    )

    symbiosis.refresh_from_db()
    assert symbiosis.stage == Symbiosis.Stage.FAILED
    assert symbiosis.introduced_at is None


def test_two_workers_ask_for_consent_anew_once(at_once):
    symbiosis = make_symbiosis()
    party = symbiosis.parties.first()
    change_listing(party.listing, by=None, now=NOON, facts={"amount": 20})
    listing = Listing.objects.get(pk=party.listing_id)

    outcomes = at_once(*[lambda: renew_consents(listing, by=None, now=NOON)] * 2)

    assert errors_of(outcomes) == []
    assert set(symbiosis.parties.values_list("round", flat=True)) == {2}
    assert kinds(Kind.CONSENT_RENEWED) == 1
