from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail

from marketplace.actions.events import record
from marketplace.actions.follow_ups import FIRST_PAUSE, LEASE, MAX_ATTEMPTS, claim_follow_up, end_follow_up
from marketplace.actions.follow_ups import put_off_follow_up as put_off
from marketplace.actions.notices import mail_notice
from marketplace.errors import RefusedError
from marketplace.follow_ups import ACTIONS, FOLLOW_UPS, UNDO_TIME, carry_out, dispatch
from marketplace.models import Event, FollowUp, Listing, Notice
from marketplace.queries.events import claimable_follow_ups
from tests.factories import NOON, make_coordinator, make_offer, make_suggestion, make_user
from tests.worker import work_off

pytestmark = pytest.mark.django_db
Kind = Event.Kind
State = FollowUp.State
SECOND = timedelta(seconds=1)


@pytest.fixture
def quiet_actions(monkeypatch):
    """Return the names of the actions carried out, in order; none of them does anything."""
    carried_out = []
    for name in ACTIONS:
        monkeypatch.setitem(ACTIONS, name, lambda subject, *, by, now, name=name: carried_out.append(name))
    return carried_out


def heard(kind, subject, *, now=NOON):
    """Record an event and dispatch it. Return its follow-ups in their order."""
    event = record(kind, subject, by=None, now=now)
    dispatch(event.pk, now=now)
    return list(event.follow_ups.order_by("pk"))


def failing(error):
    def act(subject, *, by, now):
        raise error

    return act


def test_dispatch_makes_one_follow_up_per_action_in_the_order_of_the_table():
    [propose, renew] = heard(Kind.LISTING_CHANGED, make_offer())

    assert [propose.action, renew.action] == [action.__name__ for action in FOLLOW_UPS[Kind.LISTING_CHANGED]]
    assert Event.objects.get().dispatched_at == NOON


def test_dispatch_twice_makes_nothing_twice():
    event = record(Kind.LISTING_CHANGED, make_offer(), by=None, now=NOON)

    dispatch(event.pk, now=NOON)
    dispatch(event.pk, now=NOON + SECOND)

    assert event.follow_ups.count() == 2
    event.refresh_from_db()
    assert event.dispatched_at == NOON


def test_dispatch_of_an_event_that_calls_for_nothing_marks_it_as_heard():
    heard(Kind.LISTING_DRAFTED, make_offer())

    assert not FollowUp.objects.exists()
    assert Event.objects.get().dispatched_at == NOON


def test_claim_gives_a_follow_up_to_one_worker_only():
    [propose] = heard(Kind.LISTING_LAW_ANSWERED, make_offer())

    first = claim_follow_up(propose.pk, now=NOON)
    second = claim_follow_up(propose.pk, now=NOON + SECOND)

    assert (first.state, first.attempts, first.lease_until) == (State.RUNNING, 1, NOON + LEASE)
    assert second is None


def test_claim_refuses_what_is_done():
    [propose] = heard(Kind.LISTING_LAW_ANSWERED, make_offer())
    end_follow_up(claim_follow_up(propose.pk, now=NOON))

    assert claim_follow_up(propose.pk, now=NOON + LEASE * 2) is None


def test_claim_keeps_the_order_within_an_event():
    propose, renew = heard(Kind.LISTING_CHANGED, make_offer())

    too_early = claim_follow_up(renew.pk, now=NOON)
    end_follow_up(claim_follow_up(propose.pk, now=NOON))

    assert too_early is None
    assert claim_follow_up(renew.pk, now=NOON) is not None


def test_claim_keeps_the_order_of_the_events_of_a_subject():
    offer = make_offer()
    [answered] = heard(Kind.LISTING_LAW_ANSWERED, offer)
    [paused] = heard(Kind.LISTING_PAUSED, offer)

    running = claim_follow_up(answered.pk, now=NOON)
    too_early = claim_follow_up(paused.pk, now=NOON)
    end_follow_up(running)

    assert too_early is None
    assert claim_follow_up(paused.pk, now=NOON) is not None


def test_claim_waits_for_an_earlier_event_whose_message_was_lost():
    offer = make_offer()
    lost = record(Kind.LISTING_PUBLISHED, offer, by=None, now=NOON)
    [paused] = heard(Kind.LISTING_PAUSED, offer)

    too_early = claim_follow_up(paused.pk, now=NOON)
    dispatch(lost.pk, now=NOON)

    assert too_early is None
    assert [row.event_id for row in claimable_follow_ups(now=NOON)] == [lost.pk]


def test_claim_is_not_held_up_by_other_subjects():
    heard(Kind.LISTING_LAW_ANSWERED, make_offer())
    [other] = heard(Kind.LISTING_LAW_ANSWERED, make_offer())

    assert claim_follow_up(other.pk, now=NOON) is not None


def test_claim_waits_until_a_review_can_no_longer_be_undone():
    [opens, _tells] = heard(Kind.SUGGESTION_APPROVED, make_suggestion())

    assert claim_follow_up(opens.pk, now=NOON + UNDO_TIME - SECOND) is None
    assert claim_follow_up(opens.pk, now=NOON + UNDO_TIME) is not None


def test_claim_takes_over_from_a_worker_that_died():
    [propose] = heard(Kind.LISTING_LAW_ANSWERED, make_offer())
    claim_follow_up(propose.pk, now=NOON)

    within_lease = claim_follow_up(propose.pk, now=NOON + LEASE)
    after_it = claim_follow_up(propose.pk, now=NOON + LEASE + SECOND)

    assert within_lease is None
    assert after_it.attempts == 2


def test_a_worker_that_lost_its_lease_can_neither_end_nor_put_off_the_other_ones_work():
    [propose] = heard(Kind.LISTING_LAW_ANSWERED, make_offer())
    late = claim_follow_up(propose.pk, now=NOON)
    claim_follow_up(propose.pk, now=NOON + LEASE + SECOND)

    end_follow_up(late)
    put_off(late, error="too late", now=NOON)

    propose.refresh_from_db()
    assert (propose.state, propose.attempts, propose.outcome) == (State.RUNNING, 2, "")


def test_a_failure_after_the_end_does_not_bring_a_follow_up_back():
    [propose] = heard(Kind.LISTING_LAW_ANSWERED, make_offer())
    claimed = claim_follow_up(propose.pk, now=NOON)
    end_follow_up(claimed)

    put_off(claimed, error="the broker's", now=NOON)

    propose.refresh_from_db()
    assert propose.state == State.DONE


def test_carry_out_ends_what_a_rule_refuses_with_its_code(monkeypatch):
    [propose] = heard(Kind.LISTING_LAW_ANSWERED, make_offer())
    monkeypatch.setitem(ACTIONS, propose.action, failing(RefusedError("No.", code="not_now")))

    carry_out(claim_follow_up(propose.pk, now=NOON), now=NOON)

    propose.refresh_from_db()
    assert (propose.state, propose.outcome) == (State.REFUSED, "not_now")


def test_carry_out_ends_what_has_lost_its_subject():
    offer = make_offer()
    [propose] = heard(Kind.LISTING_LAW_ANSWERED, offer)
    offer.delete()

    carry_out(claim_follow_up(propose.pk, now=NOON), now=NOON)

    propose.refresh_from_db()
    assert (propose.state, propose.outcome) == (State.REFUSED, "vanished")


def test_carry_out_raises_when_something_else_than_the_subject_is_missing(monkeypatch):
    [propose] = heard(Kind.LISTING_LAW_ANSWERED, make_offer())
    monkeypatch.setitem(ACTIONS, propose.action, failing(Notice.DoesNotExist()))

    with pytest.raises(Notice.DoesNotExist):
        carry_out(claim_follow_up(propose.pk, now=NOON), now=NOON)


def test_put_off_waits_twice_as_long_each_time():
    [propose] = heard(Kind.LISTING_LAW_ANSWERED, make_offer())
    now, pauses = NOON, []

    for _attempt in range(MAX_ATTEMPTS - 1):
        put_off(claim_follow_up(propose.pk, now=now), error="no luck", now=now)
        propose.refresh_from_db()
        pauses.append(propose.next_try_at - now)
        now = propose.next_try_at

    assert pauses == [FIRST_PAUSE * 2**doublings for doublings in range(MAX_ATTEMPTS - 1)]
    assert (propose.state, propose.outcome) == (State.WAITING, "no luck")


def test_put_off_gives_up_after_eight_attempts_and_lets_the_next_one_pass():
    propose, renew = heard(Kind.LISTING_CHANGED, make_offer())
    FollowUp.objects.filter(pk=propose.pk).update(attempts=MAX_ATTEMPTS - 1)

    put_off(claim_follow_up(propose.pk, now=NOON), error="no luck", now=NOON)

    propose.refresh_from_db()
    assert (propose.state, propose.attempts) == (State.STUCK, MAX_ATTEMPTS)
    assert claim_follow_up(renew.pk, now=NOON) is not None


def test_claim_gives_up_what_has_killed_eight_workers():
    [propose] = heard(Kind.LISTING_LAW_ANSWERED, make_offer())
    now = NOON
    for _attempt in range(MAX_ATTEMPTS):
        assert claim_follow_up(propose.pk, now=now) is not None
        now += LEASE + SECOND

    assert claim_follow_up(propose.pk, now=now) is None
    propose.refresh_from_db()
    assert propose.state == State.STUCK


def test_follow_ups_of_one_subject_run_in_the_order_of_its_events(quiet_actions):
    offer = make_offer()
    for kind in (Kind.LISTING_CHANGED, Kind.LISTING_PAUSED, Kind.LISTING_LAW_ANSWERED):
        record(kind, offer, by=None, now=NOON)

    work_off(now=NOON)

    assert quiet_actions == ["propose_suggestions", "renew_consents", "lapse_suggestions", "propose_suggestions"]
    assert set(FollowUp.objects.values_list("state", flat=True)) == {State.DONE}


def test_follow_ups_of_an_undone_approval_are_refused(monkeypatch):
    coordinator = make_coordinator()
    suggestion = make_suggestion(state="approved", reviewed_by=coordinator, reviewed_at=NOON)
    record(Kind.SUGGESTION_APPROVED, suggestion, by=coordinator, now=NOON)
    type(suggestion).objects.filter(pk=suggestion.pk).update(state="proposed", reviewed_by=None, reviewed_at=None)

    work_off(now=NOON + UNDO_TIME)

    assert [row.outcome for row in FollowUp.objects.order_by("pk")] == ["approval_undone", ""]
    assert not Notice.objects.exists()


def test_mail_sent_by_a_worker_that_died_before_noting_it_is_the_same_mail_again():
    event = record(Kind.FIRM_VERIFIED, make_offer().firm, by=None, now=NOON)
    notice = Notice.objects.create(
        event=event,
        user=make_user(),
        language="sv",
        code=Notice.Code.FIRM_VERIFIED,
        values={"firm": "Firm"},
        path="/my-firm/",
        written_at=NOON,
    )

    mail_notice(notice, by=None, now=NOON)
    Notice.objects.update(mailed_at=None)
    mail_notice(notice, by=None, now=NOON)
    mail_notice(notice, by=None, now=NOON)

    identities = [message.message()["Message-ID"] for message in mail.outbox]
    assert identities == [f"<notice-{notice.pk}@{settings.ALLOWED_HOSTS[0]}>"] * 2


def test_every_kind_of_event_is_in_the_table():
    assert set(FOLLOW_UPS) == set(Kind)


def test_every_action_of_the_table_has_a_name_of_its_own():
    actions = {action for actions in FOLLOW_UPS.values() for action in actions}

    assert len(ACTIONS) == len(actions)
    assert all(ACTIONS[action.__name__] is action for action in actions)


def test_a_listing_published_again_after_a_pause_keeps_its_order(quiet_actions):
    offer = make_offer(state=Listing.State.PAUSED)
    [first] = heard(Kind.LISTING_PAUSED, offer)
    second, _third = heard(Kind.LISTING_PUBLISHED, offer)

    assert [row.pk for row in claimable_follow_ups(now=NOON)] == [first.pk]
    work_off(now=NOON)
    second.refresh_from_db()
    assert (quiet_actions, second.state) == (
        ["lapse_suggestions", "propose_suggestions", "note_new_listing"],
        State.DONE,
    )
