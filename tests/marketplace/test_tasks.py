from datetime import timedelta

import pytest
from celery import Celery, current_app
from django.utils import timezone

from marketplace.actions.events import record
from marketplace.actions.follow_ups import MAX_ATTEMPTS
from marketplace.actions.listings import publish_listing
from marketplace.actions.staged_imports import take_back_import
from marketplace.follow_ups import ACTIONS
from marketplace.models import Event, Find, FollowUp, Listing, Notice, Report, Suggestion, ToldListing
from marketplace.tasks import daily_task, follow_up_task, sweep_task
from tests.factories import (
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_saved_search,
    make_symbiosis,
)
from tests.spreadsheets import imported
from tests.worker import work_off

pytestmark = pytest.mark.django_db(transaction=True)
Kind = Event.Kind
State = FollowUp.State
NOBODY_LISTENS = "127.0.0.1:1"


@pytest.fixture(autouse=True)
def _empty_queue():
    while _next_message():
        pass


@pytest.fixture(params=["redis", "amqp"])
def _broker_away(request):
    """Send to a broker that does not answer."""
    usual = current_app._get_current_object()
    away = Celery("away")
    away.config_from_object("django.conf:settings", namespace="CELERY")
    away.conf.broker_url = f"{request.param}://{NOBODY_LISTENS}//"
    away.set_current()
    yield
    usual.set_current()


def _next_message():
    with current_app.connection_for_read() as connection:
        for name in ("follow_ups", "index"):
            queue = current_app.amqp.queues[name](connection.default_channel)
            queue.declare()
            if message := queue.get(no_ack=True):
                return message
        return None


def deliver():
    """Run the tasks whose messages wait, and those that they send in turn. Return their names."""
    names = []
    while message := _next_message():
        _arguments, keywords, _embedded = message.decode()
        names.append(message.headers["task"].removeprefix("marketplace."))
        current_app.tasks[message.headers["task"]](**keywords)
    return names


def publish(listing):
    return publish_listing(listing, by=None, now=timezone.now())


def test_a_published_listing_is_matched_by_its_messages_alone():
    make_need()
    offer = make_offer(state=Listing.State.DRAFT)

    publish(offer)
    names = deliver()

    assert names == ["dispatch", "index_follow_up", "dispatch", "follow_up"]
    assert Suggestion.objects.count() == 1


def test_each_follow_up_asks_for_the_next_one_of_its_subject():
    offer = make_offer()
    record(Kind.LISTING_CHANGED, offer, by=None, now=timezone.now())
    record(Kind.LISTING_PAUSED, offer, by=None, now=timezone.now())

    deliver()

    assert list(FollowUp.objects.order_by("pk").values_list("action", "state")) == [
        ("propose_suggestions", State.DONE),
        ("renew_consents", State.DONE),
        ("lapse_suggestions", State.DONE),
    ]


def test_undoing_an_import_goes_before_the_matching_that_it_has_left():
    firm = make_firm()
    member = make_member(firm)
    rows = "".join(f"Bark {number};bark;{number + 1};ton;Krokom\n" for number in range(3))
    staged = imported(firm, f"Vad;Material;Mängd;Enhet;Ort\n{rows}".encode(), by=member, now=timezone.now())
    take_back_import(staged, by=member, now=timezone.now())

    message = _next_message()
    _arguments, keywords, _embedded = message.decode()
    current_app.tasks[message.headers["task"]](**keywords)

    staged.refresh_from_db()
    assert staged.state == "undone"
    assert set(Listing.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert not FollowUp.objects.filter(action="propose_suggestions", state=State.DONE).exists()
    deliver()
    assert not FollowUp.objects.exclude(state=State.DONE).exists()


def test_a_message_delivered_twice_changes_nothing():
    make_need()
    publish(make_offer(state=Listing.State.DRAFT))
    deliver()
    done = FollowUp.objects.get(action="propose_suggestions")

    follow_up_task(follow_up_id=done.pk)

    assert list(FollowUp.objects.values_list("state", "attempts")) == [(State.DONE, 1)] * 2
    assert Suggestion.objects.count() == 1


@pytest.mark.usefixtures("_broker_away")
def test_publishing_succeeds_without_a_broker():
    started = timezone.now()

    publish(make_offer(state=Listing.State.DRAFT))

    assert Listing.objects.get().state == Listing.State.PUBLISHED
    assert Event.objects.get().dispatched_at is None
    assert timezone.now() - started < timedelta(seconds=60)  # two on a quiet machine: it does not wait for the broker


def test_the_sweep_asks_for_what_was_never_asked_for():
    make_need()
    publish(make_offer(state=Listing.State.DRAFT))
    while _next_message():
        pass  # the broker has lost them

    sweep_task()
    deliver()

    assert Suggestion.objects.count() == 1


def test_the_sweep_asks_only_for_the_first_of_what_waits():
    offer = make_offer()
    for kind in (Kind.LISTING_PAUSED, Kind.LISTING_PUBLISHED, Kind.LISTING_PAUSED):
        event = record(kind, offer, by=None, now=timezone.now())
        FollowUp.objects.create(event=event, action="lapse_suggestions", next_try_at=event.at)
    Event.objects.update(dispatched_at=timezone.now())
    while _next_message():
        pass

    sweep_task()

    assert _next_message().decode()[1] == {"follow_up_id": FollowUp.objects.order_by("pk").first().pk}
    assert _next_message() is None


def test_the_sweep_has_people_told_of_what_waited_for_the_end_of_a_pause():
    now = timezone.now()
    search = make_saved_search(frequency="at_once")
    ToldListing.objects.create(person=search.owner, listing=make_offer(), told_at=now - timedelta(minutes=11))
    Find.objects.create(search=search, listing=make_offer(), found_at=now - timedelta(minutes=5))

    sweep_task()
    names = deliver()

    assert names[0] == "tell_of_finds"
    assert Notice.objects.get(mailed_at__isnull=False).user == search.owner


def test_a_failure_is_written_into_its_row_and_tried_again(monkeypatch):
    def fails(subject, *, by, now):
        raise ZeroDivisionError("by nothing")

    publish(make_offer(state=Listing.State.DRAFT))
    monkeypatch.setitem(ACTIONS, "propose_suggestions", fails)

    with pytest.raises(ZeroDivisionError):
        deliver()

    follow_up = FollowUp.objects.get(action="propose_suggestions")
    assert (follow_up.state, follow_up.attempts) == (State.WAITING, 1)
    assert follow_up.outcome == "ZeroDivisionError: by nothing"
    assert follow_up.next_try_at > timezone.now()


def test_a_failure_does_not_hold_up_other_subjects(monkeypatch):
    def fails(subject, *, by, now):
        raise ZeroDivisionError

    monkeypatch.setitem(ACTIONS, "propose_suggestions", fails)
    for listing in (make_offer(state=Listing.State.DRAFT), make_offer()):
        record(
            Kind.LISTING_LAW_ANSWERED if listing.state == "draft" else Kind.LISTING_PAUSED,
            listing,
            by=None,
            now=timezone.now(),
        )

    with pytest.raises(ZeroDivisionError):
        deliver()
    deliver()

    assert set(FollowUp.objects.values_list("action", "state")) == {
        ("propose_suggestions", State.WAITING),
        ("lapse_suggestions", State.DONE),
    }


def test_a_stuck_follow_up_is_left_alone():
    event = record(Kind.LISTING_LAW_ANSWERED, make_offer(), by=None, now=timezone.now())
    FollowUp.objects.create(
        event=event, action="propose_suggestions", state=State.STUCK, attempts=MAX_ATTEMPTS, next_try_at=event.at
    )

    deliver()
    sweep_task()
    deliver()

    assert FollowUp.objects.get().state == State.STUCK


def test_daily_ends_listings_whose_last_day_has_passed():
    yesterday = (timezone.now() - timedelta(days=2)).date()
    over, lasting = make_offer(available_until=yesterday), make_offer(confirmed_at=timezone.now())

    daily_task()

    over.refresh_from_db()
    lasting.refresh_from_db()
    assert (over.state, lasting.state) == (Listing.State.EXPIRED, Listing.State.PUBLISHED)


def test_daily_task_forgets_who_reported_long_ago():
    past = timezone.now() - timedelta(days=400)
    closed = {"state": Report.State.REJECTED, "closed_at": past, "decision_note": "It may stand.", "at": past}
    report = Report.objects.create(listing=make_offer(), reason="spam", name="Ola", email="ola@example.com", **closed)

    daily_task()

    report.refresh_from_db()
    assert (report.name, report.email) == ("", "")


def test_daily_reminds_the_owner_of_a_due_step_once():
    owner, today = make_coordinator(), timezone.localdate()
    facts = {"owner": owner, "next_step": "Ring"}
    make_symbiosis(next_step_date=today, **facts), make_symbiosis(next_step_date=today + timedelta(days=1), **facts)

    for _time in range(2):
        daily_task()
        work_off()

    assert list(Notice.objects.values_list("user", "code")) == [(owner.pk, Notice.Code.STEP_DUE)]
