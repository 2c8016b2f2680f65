"""Stuck follow-ups: seen, tried again and ended by lead coordinators."""

import pytest

from marketplace.actions.follow_ups import give_up_follow_up, retry_follow_up
from marketplace.errors import WrongStateError
from marketplace.models import Event, FollowUp, Notice
from tests.factories import NOON, make_coordinator, make_member, make_offer, make_user
from tests.worker import work_off

pytestmark = pytest.mark.django_db
State = FollowUp.State


@pytest.fixture
def lead(client):
    person = make_coordinator(is_lead=True)
    client.force_login(person)
    return person


@pytest.fixture
def stuck():
    return make_stuck()


def make_stuck(**fields):
    event = Event.objects.create(kind="listing.questioned", subject=make_offer(), at=NOON, dispatched_at=NOON)
    facts = {"state": State.STUCK, "attempts": 8, "outcome": "OSError: Hemliga Såg", "next_try_at": NOON, **fields}
    return FollowUp.objects.create(event=event, action="ask_if_still_true", **facts)


def test_stuck_follow_ups_are_for_leads(client, stuck):
    answers = []
    for person in (None, make_user(), make_member(), make_coordinator(), make_coordinator(is_lead=True)):
        if person:
            client.force_login(person)
        answers.append(client.get("/follow-ups/").status_code)

    assert answers == [302, 404, 404, 404, 200]


def test_stuck_follow_ups_show_what_failed_and_no_text_that_could_name_somebody(client, lead, stuck):
    make_stuck(state=State.DONE, outcome="")

    page = client.get("/follow-ups/").content.decode()

    assert page.count("<code>ask_if_still_true</code>") == 1
    assert "OSError" in page
    assert "Hemliga" not in page


def test_nothing_stuck_says_so(client, lead):
    assert "Nothing is stuck" in client.get("/follow-ups/").content.decode()


def test_retry_gives_all_tries_again_and_is_carried_out(client, lead, stuck):
    member = make_member(stuck.event.subject.firm)

    client.post(f"/follow-ups/{stuck.pk}/retry/")
    work_off()

    stuck.refresh_from_db()
    assert stuck.state == State.DONE
    assert Notice.objects.filter(user=member).exists()
    assert Event.objects.get(kind=Event.Kind.FOLLOW_UP_RETRIED).by == lead


def test_end_ends_it_for_good_and_keeps_what_was_wrong(client, lead, stuck):
    client.post(f"/follow-ups/{stuck.pk}/end/")

    stuck.refresh_from_db()
    assert stuck.state == State.REFUSED
    event = Event.objects.get(kind=Event.Kind.FOLLOW_UP_ENDED)
    assert event.changes == {"outcome": ["OSError: Hemliga Såg", "ended_by_hand"]}


@pytest.mark.parametrize("step", ["retry", "end"])
def test_decisions_are_posted_by_leads(client, stuck, step):
    client.force_login(make_coordinator())

    assert client.post(f"/follow-ups/{stuck.pk}/{step}/").status_code == 404
    assert client.get(f"/follow-ups/{stuck.pk}/{step}/").status_code == 405
    stuck.refresh_from_db()
    assert stuck.state == State.STUCK


@pytest.mark.parametrize("act", [retry_follow_up, give_up_follow_up])
@pytest.mark.parametrize("state", [State.WAITING, State.DONE, State.REFUSED])
def test_what_is_not_stuck_is_left_alone(act, state):
    follow_up = make_stuck(state=state)

    with pytest.raises(WrongStateError, match="Reload"):
        act(follow_up, by=make_coordinator(is_lead=True), now=NOON)


def test_a_second_decision_is_told_so(client, lead, stuck):
    client.post(f"/follow-ups/{stuck.pk}/end/")

    page = client.post(f"/follow-ups/{stuck.pk}/retry/", follow=True).content.decode()

    assert "This follow-up is “no longer called for” by now." in page
