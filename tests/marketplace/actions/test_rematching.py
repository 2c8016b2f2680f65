"""A correction of the tables is felt: listings are matched, judged and indexed by what the tables say now."""

from datetime import date, timedelta

import pytest

from marketplace.actions.search_index import index_outdated
from marketplace.actions.suggestions import propose_suggestions, rematch
from marketplace.actions.table_corrections import (
    approve_correction,
    propose_correction,
    propose_term,
    reject_correction,
    withdraw_correction,
)
from marketplace.models import Event, FollowUp, SearchTerm, Suggestion, TableCorrection
from marketplace.queries.knowledge import tables_in_force
from marketplace.queries.search_terms import index_version
from marketplace.queries.suggestions import knowledge_version
from marketplace.wording.causes import cause_text
from tests.factories import NOON, make_coordinator, make_need, make_offer
from tests.worker import work_off

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
FOR_MULCH = {"table": "material_uses", "row": "bark;mulch", "column": "suitability", "new": "possible"}
MULCH = {"use": "mulch", "material": "straw"}  # so that bark counts by what the tables say of it as mulch
WORD = {"concept": "bark", "language": "sv", "text": "Kvistmull", "reason": "-", "valid_from": TODAY}
Kind = Event.Kind


@pytest.fixture(autouse=True)
def _tables_stay(monkeypatch):
    """Keep what was read with some amendments from test to test: reading takes a second."""
    monkeypatch.setattr("marketplace.knowledge_tables.forget_kept", lambda *, but: None)


def correction(**facts):
    facts = FOR_MULCH | {"reason": "-", "valid_from": TODAY} | facts
    return propose_correction(TableCorrection(**facts), by=make_coordinator(), now=NOON)


def approved(waiting):
    return approve_correction(waiting, by=make_coordinator(), now=NOON)


def work():
    with tables_in_force(as_of=TODAY):
        work_off(now=NOON)
        return knowledge_version(), index_version()


def judgements():
    kinds = [Kind.SUGGESTION_PROPOSED, Kind.SUGGESTION_RESCORED, Kind.SUGGESTION_LAPSED]
    events = Event.objects.filter(kind__in=kinds).order_by("pk")
    return [(event.kind, event.changes["cause"][1]) for event in events]


def test_what_waits_is_judged_anew_and_says_why():
    offer, _need = make_offer(), make_need(**MULCH)
    propose_suggestions(offer, by=None, now=NOON)
    before = Suggestion.objects.get()

    approved(correction())
    tables, _index = work()

    after = Suggestion.objects.get()
    assert after.score < before.score
    assert (before.knowledge_version != tables, after.knowledge_version) == (True, tables)
    assert judgements()[1:] == [("suggestion.rescored", "tables_corrected")]
    assert cause_text("tables_corrected", side="") == "What is known of materials was corrected."


def test_taking_a_correction_back_is_felt_too(settings):
    settings.SUGGEST_FROM = 0.6  # the pair comes to .55 with the correction and to .73 without
    make_offer(), make_need(**MULCH)
    in_force = approved(correction())
    work()
    assert not Suggestion.objects.exists()

    withdraw_correction(in_force, by=make_coordinator(is_lead=True), now=NOON)
    work()

    assert Suggestion.objects.count() == 1
    assert judgements() == [("suggestion.proposed", "tables_corrected")]


def test_a_new_word_leads_to_listings_that_say_it():
    offer = make_offer(title="Kvistmull", material="sawmill_chips")
    index_outdated()
    assert not SearchTerm.objects.filter(listing=offer, term="=bark").exists()

    approved(propose_term(**WORD, by=make_coordinator(), now=NOON))
    _tables, index = work()

    offer.refresh_from_db()
    assert offer.indexed_by == index
    assert SearchTerm.objects.filter(listing=offer, term="=bark").exists()


def test_carried_out_twice_it_changes_nothing_more():
    make_offer(), make_need(**MULCH)
    rematch(now=NOON)
    approved(correction())
    work()
    told = judgements()

    FollowUp.objects.update(state=FollowUp.State.WAITING)
    work()

    assert judgements() == told


def test_of_several_reviews_the_last_one_matches_for_all(monkeypatch):
    passes = []
    monkeypatch.setattr("marketplace.actions.suggestions.rematching.rematch", lambda **more: passes.append(more))
    for row in ("bark;mulch", "straw;mulch"):
        approved(correction(row=row))

    work()

    assert len(passes) == 1
    assert set(FollowUp.objects.values_list("state", flat=True)) == {"done"}


@pytest.mark.parametrize("course", ["rejected", "withdrawn", "of a later day"])
def test_what_does_not_touch_the_tables_matches_nothing(monkeypatch, course):
    passes = []
    monkeypatch.setattr("marketplace.actions.suggestions.rematching.rematch", lambda **more: passes.append(more))

    if course == "rejected":
        reject_correction(correction(), by=make_coordinator(), now=NOON)
    elif course == "withdrawn":
        waiting = correction()
        withdraw_correction(waiting, by=waiting.proposed_by, now=NOON)
    else:
        approved(correction(valid_from=TODAY + timedelta(days=1)))
    work()

    assert passes == []
