"""The market's index writes down what pages read, in one process at a time, and begins anew after a failure."""

from datetime import timedelta
from uuid import uuid4

import pytest

from marketplace.actions import candidates
from marketplace.actions.candidates import IndexLostError, market_up_to_date
from marketplace.models import CandidateList, IndexOwner, Listing
from marketplace.queries.matching import best_shown_matches, shown_matches
from tests.factories import NOON, make_need, make_offer

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def update(**more):
    with market_up_to_date(now=NOON, **more) as news:
        return news.changed


def stored(listing):
    return dict(listing.candidate_lists.values_list("view", "counterparts"))


def test_lists_of_both_views_are_written_and_follow_the_market():
    offer, need = make_offer(), make_need()
    update()
    assert stored(offer) == {"shown": [need.pk], "own": [need.pk]}

    second = make_need(quantity_kg=1)
    changed = update()

    assert stored(offer)["shown"] == [need.pk, second.pk]
    assert stored(second)["own"] == [offer.pk]
    assert {offer.pk, second.pk} <= changed


def test_lists_of_what_has_left_are_removed():
    offer, need = make_offer(), make_need()
    update()
    Listing.objects.filter(pk=need.pk).update(state=Listing.State.WITHDRAWN)

    update()

    assert stored(offer) == {"shown": [], "own": []}
    assert stored(need) == {}


def test_lists_of_what_left_while_nobody_kept_the_index_are_removed():
    offer, need = make_offer(), make_need()
    update()
    Listing.objects.filter(pk=need.pk).update(state=Listing.State.WITHDRAWN)
    candidates._INDEX.markets = None  # as after a restart

    update()

    assert stored(offer) == {"shown": [], "own": []}
    assert stored(need) == {}


def test_whoever_finds_another_owner_takes_over_and_begins_anew():
    offer, need = make_offer(), make_need()
    update()
    IndexOwner.objects.update(token=uuid4())
    CandidateList.objects.update(counterparts=[])  # as another process may have left it

    update()

    assert stored(offer)["shown"] == [need.pk]
    assert IndexOwner.objects.count() == 1


def test_a_process_that_is_overtaken_writes_nothing_and_forgets(monkeypatch):
    offer = make_offer()
    update()
    need = make_need()
    monkeypatch.setattr(candidates, "_is_owner", lambda: IndexOwner.objects.update(token=uuid4()) == 1)
    with pytest.raises(IndexLostError):
        update()
    assert stored(offer)["shown"] == []
    monkeypatch.undo()

    update()

    assert stored(offer)["shown"] == [need.pk]


def test_a_failure_while_writing_loses_no_change(monkeypatch):
    offer = make_offer()
    update()
    need = make_need()
    monkeypatch.setattr(candidates, "_write_lists", lambda *_arguments, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        update()
    monkeypatch.undo()

    update()

    assert stored(offer)["shown"] == [need.pk]


def test_another_day_makes_every_list_anew():
    make_offer(), make_need()
    update()

    with market_up_to_date(now=NOON + timedelta(days=1)):
        pass

    assert set(CandidateList.objects.values_list("as_of", flat=True)) == {TODAY + timedelta(days=1)}


def test_in_a_large_market_only_the_changed_listing_is_looked_at(monkeypatch):
    monkeypatch.setattr(candidates, "ALL_LOOKED_AT", 1)
    offer, need = make_offer(), make_need()
    update()
    Listing.objects.update(state=Listing.State.PAUSED)

    update(listing=offer)

    assert stored(offer) == {}
    assert stored(need) == {"shown": [], "own": []}


def test_pages_judge_only_whom_the_index_has_listed():
    offer, need = make_offer(), make_need()
    update()
    make_need(quantity_kg=1)  # the index has not heard of it

    assert [match.need_id for match in shown_matches(offer, is_own=True, as_of=TODAY)] == [str(need.pk)]
    assert best_shown_matches([offer], as_of=TODAY)[offer.pk].need_id == str(need.pk)


def test_pages_leave_out_who_is_listed_and_has_left_since():
    offer, need = make_offer(), make_need()
    update()
    Listing.objects.filter(pk=need.pk).update(state=Listing.State.PAUSED)

    assert shown_matches(offer, is_own=False, as_of=TODAY) == ()


def test_pages_judge_all_where_nothing_is_listed_or_the_list_is_old():
    offer, need = make_offer(), make_need()
    listed = [CandidateList(listing=offer, view=view, as_of=TODAY - timedelta(days=3)) for view in ("shown", "own")]
    CandidateList.objects.bulk_create(listed)

    assert [match.need_id for match in shown_matches(offer, is_own=False, as_of=TODAY)] == [str(need.pk)]


def test_pages_of_a_large_market_wait_for_the_index(monkeypatch):
    monkeypatch.setattr("marketplace.queries.matching.SCANNED", 1)
    offer, need = make_offer(), make_need()
    assert shown_matches(offer, is_own=False, as_of=TODAY) == ()

    update()

    assert [match.need_id for match in shown_matches(offer, is_own=False, as_of=TODAY)] == [str(need.pk)]
