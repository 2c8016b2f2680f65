"""People are told once, in their language, by page and by mail."""

from datetime import timedelta

import pytest
from django.core import mail

from marketplace.actions.events import record
from marketplace.actions.notices import mail_notice, read_notices, tell, tell_address
from marketplace.models import Event, Notice, Party
from marketplace.queries.events import last_event
from tests.factories import NOON, make_member, make_offer, make_symbiosis, make_user

pytestmark = pytest.mark.django_db
Code = Notice.Code


@pytest.fixture
def event():
    offer = make_offer()
    record(Event.Kind.LISTING_EXPIRED, offer, by=None, now=NOON)
    return last_event(offer, Event.Kind.LISTING_EXPIRED)


def told(event, *people, **fields):
    facts = {"event": event, "path": "/listings/1/", "values": {"title": "Bark"}, "now": NOON, **fields}
    tell(people, Code.LISTING_EXPIRED, **facts)
    return list(Notice.objects.order_by("pk"))


def test_tell_writes_one_notice_each_in_their_language(event):
    kari, goran = make_user(language="nb"), make_user(language="sv")

    notices = told(event, kari, goran)

    assert [(notice.user, notice.language, notice.written_at) for notice in notices] == [
        (kari, "nb", NOON),
        (goran, "sv", NOON),
    ]
    assert Event.objects.filter(kind=Event.Kind.NOTICE_WRITTEN).count() == 2


def test_tell_again_tells_nobody_twice(event):
    person = make_user()

    told(event, person)
    told(event, person, now=NOON + timedelta(hours=1))

    assert Notice.objects.get().written_at == NOON
    assert Event.objects.filter(kind=Event.Kind.NOTICE_WRITTEN).count() == 1


def test_tell_leaves_out_who_is_gone(event):
    assert told(event, make_user(is_active=False)) == []


def test_tell_address_writes_to_somebody_without_an_account(event):
    facts = {"event": event, "path": "/join/x/", "language": "nb", "now": NOON, "values": {"firm": "F", "name": "N"}}

    for _time in range(2):
        tell_address("ny@example.org", Code.COLLEAGUE_INVITED, **facts)

    notice = Notice.objects.get()
    assert (notice.email, notice.user, notice.language) == ("ny@example.org", None, "nb")


def test_mail_notice_sends_once_in_the_readers_language(event, settings):
    settings.BASE_URL = "https://torget.example"
    (notice,) = told(event, make_user(language="sv", email="goran@example.org"))

    for hours in range(2):
        mail_notice(notice, by=None, now=NOON + timedelta(hours=hours))

    (letter,) = mail.outbox
    notice.refresh_from_db()
    assert letter.to == ["goran@example.org"]
    assert letter.extra_headers["Message-ID"] == f"<notice-{notice.pk}@torget.example>"
    assert "https://torget.example/listings/1/" in letter.body
    assert "Hello" not in letter.body
    assert notice.mailed_at == NOON


def test_mail_notice_that_failed_is_sent_again(event, settings):
    (notice,) = told(event, make_user())
    settings.EMAIL_BACKEND = "no.such.backend"
    with pytest.raises(ImportError):
        mail_notice(notice, by=None, now=NOON)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    mail_notice(notice, by=None, now=NOON)

    assert len(mail.outbox) == 1


@pytest.mark.parametrize(("round_asked", "has_link"), [(1, True), (0, False)])
def test_mail_notice_has_the_signed_link_of_the_round_that_is_asked_now(event, round_asked, has_link):
    party = Party.objects.filter(symbiosis=make_symbiosis()).order_by("pk").first()
    person = make_member(party.listing.firm)
    values = {"title": "Bark", "party": party.pk, "round": round_asked}
    tell([person], Code.SYMBIOSIS_SUGGESTED, event=event, path="/symbioses/1/", values=values, now=NOON)

    mail_notice(Notice.objects.get(), by=None, now=NOON)

    assert ("/answer/" in mail.outbox[0].body) is has_link


def test_read_notices_marks_ones_own_alone(event):
    reader, other = make_user(), make_user()
    told(event, reader, other)

    read_notices(reader, now=NOON)

    assert dict(Notice.objects.values_list("user", "read_at")) == {reader.pk: NOON, other.pk: None}
