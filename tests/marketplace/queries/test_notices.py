"""What a person has been told, and nobody else."""

from datetime import timedelta

import pytest

from marketplace.actions.events import record
from marketplace.models import Event, Notice
from marketplace.queries.notices import notice_cards, notices_of, unread_count
from tests.factories import NOON, make_offer, make_user

pytestmark = pytest.mark.django_db


def make_notice(user, *, hours=0, **fields):
    offer = make_offer()
    event = record(Event.Kind.LISTING_EXPIRED, offer, by=None, now=NOON) or Event.objects.last()
    facts = {"code": Notice.Code.LISTING_EXPIRED, "values": {"title": offer.title}, "language": "sv"}
    written = {"path": f"/listings/{offer.pk}/", "written_at": NOON + timedelta(hours=hours)}
    return Notice.objects.create(event=event, user=user, **{**facts, **written, **fields})


def test_notices_of_a_person_come_newest_first():
    person = make_user()
    old, new = make_notice(person), make_notice(person, hours=1)
    make_notice(make_user())

    assert list(notices_of(person)) == [new, old]


def test_unread_count_counts_what_the_person_has_not_seen():
    person = make_user()
    make_notice(person), make_notice(person, read_at=NOON), make_notice(make_user())

    assert unread_count(person) == 1


def test_notice_cards_say_what_is_new_and_where_to_go():
    person = make_user()
    notice = make_notice(person)

    (card,) = notice_cards(notices_of(person))

    assert card.line == f"“{notice.values['title']}” has expired."
    assert (card.url, card.is_new, card.written_at) == (notice.path, True, NOON)
