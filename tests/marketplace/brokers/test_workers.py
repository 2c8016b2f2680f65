import pytest
from django.utils import timezone

from marketplace.actions.listings import publish_listing
from marketplace.models import CandidateList, Event, FollowUp, Listing, Suggestion
from marketplace.queries.live_markets import LiveMarkets
from tests.databases import ON_POSTGRESQL, POSTGRESQL, SQLITE
from tests.factories import make_need, make_offer
from tests.marketplace.brokers.conftest import FOLDER, RABBITMQ, REDIS
from tests.marketplace.brokers.settings import QUEUE
from tests.marketplace.brokers.standstill import POINTS

# The embedded default, and the two that production may choose. Tests of one broker do not run side by side.
SITES = [
    pytest.param((FOLDER, SQLITE), id="folder", marks=pytest.mark.xdist_group("folder")),
    pytest.param(
        (REDIS, POSTGRESQL),
        id="redis",
        marks=[*ON_POSTGRESQL, pytest.mark.needs(REDIS)],
    ),
    pytest.param(
        (RABBITMQ, POSTGRESQL),
        id="rabbitmq",
        marks=[*ON_POSTGRESQL, pytest.mark.needs(RABBITMQ)],
    ),
]
every_broker = pytest.mark.parametrize("site_parts", SITES, indirect=True)


def publish(listing: Listing) -> None:
    publish_listing(listing, by=None, now=timezone.now())


def publish_an_offer_that_two_firms_need() -> None:
    make_need()
    make_need()
    publish(make_offer(state=Listing.State.DRAFT))


def is_all_done() -> bool:
    unheard = Event.objects.filter(dispatched_at=None)
    unfinished = FollowUp.objects.exclude(state=FollowUp.State.DONE)
    return Event.objects.exists() and not unheard.exists() and not unfinished.exists()


def assert_lists_are_those_of_the_market() -> None:
    markets = LiveMarkets(as_of=timezone.now().date())
    stored = {(row.listing_id, row.view): row.counterparts for row in CandidateList.objects.all()}
    views = CandidateList.View
    assert stored == {(pk, view): markets.counterparts(pk, view=view) for pk in markets.listings() for view in views}
    assert stored


def assert_suggested_once(count: int) -> None:
    sets = list(Suggestion.objects.values_list("listing_set", flat=True))
    proposals = Event.objects.filter(kind=Event.Kind.SUGGESTION_PROPOSED).values_list("subject_id", flat=True)
    assert len(sets) == len(set(sets)) == count
    assert sorted(proposals) == sorted(Suggestion.objects.values_list("pk", flat=True))


@every_broker
def test_worker_suggests_what_was_published_exactly_once(site):
    site.start_worker()
    need, offer = make_need(state=Listing.State.DRAFT), make_offer(state=Listing.State.DRAFT)

    publish(need)
    publish(offer)
    site.wait_until(lambda: Suggestion.objects.exists() and is_all_done())

    assert_suggested_once(1)
    assert set(FollowUp.objects.values_list("action", "attempts")) == {
        ("propose_suggestions", 1),
        ("note_new_listing", 1),
    }


@every_broker
@pytest.mark.parametrize("point", POINTS)
def test_worker_killed_at_any_point_loses_and_doubles_nothing(site, point):
    doomed = site.start_worker(stand_still_at=point, lease_seconds=2)
    publish_an_offer_that_two_firms_need()
    site.wait_until(site.stands_still.exists)

    site.kill(doomed)
    site.start_worker()
    site.wait_until(is_all_done)

    assert_suggested_once(2)
    assert_lists_are_those_of_the_market()


@every_broker
def test_worker_finds_what_the_broker_lost(site):
    publish_an_offer_that_two_firms_need()
    site.lose_messages()

    site.start_worker()
    site.wait_until(is_all_done)

    assert_suggested_once(2)


@every_broker
def test_two_workers_do_everything_once(site):
    site.start_worker()
    site.start_worker(queues=(QUEUE,))  # only one keeps the index
    listings = [make(state=Listing.State.DRAFT) for make in (make_offer, make_need) for _ in range(4)]

    for listing in listings:
        publish(listing)
    site.wait_until(is_all_done)

    assert_suggested_once(Suggestion.objects.count())
    assert Suggestion.objects.exists()
    assert set(FollowUp.objects.values_list("attempts", flat=True)) == {1}
