"""A page of the queue: keyset, order, and one that is shown to learn."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.models import Suggestion
from marketplace.queries.review_lists import (
    ON_A_PAGE,
    POOL,
    SLOT,
    capped_counts,
    drawn,
    next_of_list,
    read_list,
    review_list,
    shown_in,
    signed_list,
)
from marketplace.queries.suggestions import review_queue
from tests.factories import NOON, make_coordinator, make_need, make_offer, make_suggestion

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture
def coordinator():
    return make_coordinator()


def make_many(number):
    """Make suggestions of one firm's listings, best first."""
    offer, need = make_offer(), make_need()
    site, other = offer.site, need.site
    return [
        make_suggestion(
            make_offer(site=site),
            make_need(site=other),
            score=1 - place / 1000,
            proposed_at=NOON - timedelta(hours=(7 * place) % 101),
        )
        for place in range(number)
    ]


def page_of(viewer, *, order="", after="", day=DAY, draws=True):
    return review_list(viewer, review_queue(viewer), order=order, after=after, day=day, draws=draws)


def test_a_short_queue_is_shown_whole_and_draws_nobody(coordinator):
    rows = make_many(3)

    listed = page_of(coordinator)

    assert listed.pks == [row.pk for row in rows]
    assert (listed.explored, listed.propensity, listed.after) == (None, None, None)


def test_a_long_queue_shows_one_from_below_in_its_slot_with_its_chance(coordinator):
    rows = make_many(ON_A_PAGE + 4)
    best, below = [row.pk for row in rows[:ON_A_PAGE]], [row.pk for row in rows[ON_A_PAGE:]]

    listed = page_of(coordinator)

    assert len(listed.rows) == ON_A_PAGE + 1
    assert listed.pks[SLOT - 1] == listed.explored
    assert listed.explored in below
    assert listed.propensity == 1 / 4
    assert [pk for pk in listed.pks if pk != listed.explored] == best
    assert listed.after == best[-1]


def test_who_is_shown_to_learn_stays_the_same_all_day_and_changes_with_day_and_person():
    pool = list(range(1, POOL + 1))

    first = drawn(pool, seed="2026-11-24:1")

    assert drawn(pool[::-1], seed="2026-11-24:1") == first
    assert drawn([pk for pk in pool if pk % 2 == first % 2], seed="2026-11-24:1") == first
    assert len({drawn(pool, seed=f"2026-11-{day}:{person}") for day in range(1, 25) for person in (1, 2)}) > 15


def test_everybody_below_is_drawn_about_as_often():
    pool, counts = list(range(5)), dict.fromkeys(range(5), 0)

    for day in range(2000):
        counts[drawn(pool, seed=f"{day}:7")] += 1

    assert all(300 < count < 500 for count in counts.values())


@pytest.mark.parametrize("order", ["", "newest", "oldest"])
def test_pages_follow_on_each_other_without_gap_or_repetition(coordinator, order):
    make_many(2 * ON_A_PAGE + 5)
    keys = {"": ("-score", "pk"), "newest": ("-proposed_at", "-pk"), "oldest": ("proposed_at", "pk")}[order]
    whole = list(review_queue(coordinator).order_by(*keys).values_list("pk", flat=True))

    found, after = [], ""
    while after is not None:
        listed = page_of(coordinator, order=order, after=str(after), draws=False)
        found += listed.pks
        after = listed.after

    assert found == whole


@pytest.mark.parametrize("after", ["x", "0", "99999999", "9" * 40, "-1"])
def test_a_page_after_nothing_is_the_first(coordinator, after):
    rows = make_many(2)

    assert page_of(coordinator, after=after).pks == [row.pk for row in rows]


def test_a_page_takes_as_many_queries_for_many_as_for_few(coordinator):
    make_many(ON_A_PAGE + 2)
    with CaptureQueriesContext(connection) as few:
        page_of(coordinator)
    make_many(20)
    with CaptureQueriesContext(connection) as many:
        page_of(coordinator)

    assert len(few) == len(many)


def test_beside_is_who_stands_before_and_after(coordinator):
    first, second, third = make_many(3)

    listed = page_of(coordinator)

    assert listed.beside(second.pk) == (first, third)
    assert listed.beside(first.pk) == (None, second)
    assert listed.beside(third.pk) == (second, None)
    assert listed.beside(0) == (None, first)


def test_shown_in_tells_place_length_query_and_chance(coordinator):
    make_many(ON_A_PAGE + 2)
    listed = page_of(coordinator)
    content = read_list(signed_list(listed, viewer=coordinator, query="score=80"), viewer=coordinator)

    best, explored = shown_in(content, listed.pks[0]), shown_in(content, listed.explored)

    assert best == {"position": 1, "length": 31, "query": "score=80", "explored": False, "propensity": 1.0}
    assert explored == {"position": SLOT, "length": 31, "query": "score=80", "explored": True, "propensity": 0.5}
    assert shown_in(content, 0) == {}
    assert shown_in({}, listed.pks[0]) == {}


def test_a_list_that_is_forged_or_somebody_elses_tells_nothing(coordinator):
    make_many(1)
    token = signed_list(page_of(coordinator), viewer=coordinator, query="")

    assert read_list(token, viewer=make_coordinator()) == {}
    assert read_list(token[:-2] + "xx", viewer=coordinator) == {}
    assert read_list("", viewer=coordinator) == {}


def test_next_of_list_goes_down_passes_what_is_decided_and_starts_over(coordinator):
    first, second, third, fourth = make_many(4)
    listed = page_of(coordinator)
    content = read_list(signed_list(listed, viewer=coordinator, query=""), viewer=coordinator)
    Suggestion.objects.filter(pk=third.pk).update(state="lapsed")

    assert next_of_list(coordinator, content, after=second.pk) == fourth.pk
    assert next_of_list(coordinator, content, after=fourth.pk) == first.pk
    Suggestion.objects.exclude(pk=fourth.pk).update(state="lapsed")
    assert next_of_list(coordinator, content, after=fourth.pk) is None


def test_capped_counts_count_every_state_and_stop_counting(coordinator, monkeypatch):
    monkeypatch.setattr("marketplace.queries.review_lists.COUNTED", 2)
    make_many(5)
    make_suggestion(state="dismissed", dismiss_reason="price", reviewed_by=coordinator, reviewed_at=NOON)

    counts = capped_counts(Suggestion.objects.all())

    assert (counts["proposed"], counts["dismissed"], counts["asked"]) == (3, 1, 0)


def test_less_obvious_first_begins_with_another_material_than_the_need_names_then_by_score(coordinator):
    same, better_same = (make_suggestion(score=score) for score in (0.7, 0.9))
    other, better_other, between = (
        make_suggestion(make_offer(), make_need(material=material), score=score)
        for material, score in (("sawdust", 0.3), ("sawdust", 0.5), ("straw", 0.4))
    )

    listed = page_of(coordinator, order="unlike")

    assert listed.pks == [each.pk for each in (better_other, between, other, better_same, same)]


def test_less_obvious_first_goes_on_where_the_page_before_ended(coordinator):
    for place in range(6):
        make_suggestion(make_offer(), make_need(material="sawdust" if place % 2 else "bark"), score=0.9 - place / 10)
    whole = page_of(coordinator, order="unlike").pks

    for place, pk in enumerate(whole):
        assert page_of(coordinator, order="unlike", after=str(pk)).pks == whole[place + 1 :]
