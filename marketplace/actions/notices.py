"""Telling people things, on the page and by mail."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation

from marketplace.actions.events import record
from marketplace.models import Event, Notice, User
from marketplace.wording.notices import notice_mail


@transaction.atomic
def tell(
    people: Iterable[User],
    code: Notice.Code,
    *,
    event: Event,
    path: str,
    now: datetime,
    values: Mapping[str, object] | None = None,
) -> None:
    """Write one notice per person about an event. Safe to repeat: nobody is told the same twice."""
    for user in people:
        if not user.is_active:
            continue
        notice, is_new = Notice.objects.get_or_create(
            event=event,
            user=user,
            code=code,
            path=path,
            defaults={"language": user.language, "values": dict(values or {}), "written_at": now},
        )
        if is_new:
            record(Event.Kind.NOTICE_WRITTEN, notice, by=None, now=now)


@transaction.atomic
def tell_address(
    email: str,
    code: Notice.Code,
    *,
    event: Event,
    path: str,
    language: str,
    now: datetime,
    values: Mapping[str, object] | None = None,
) -> None:
    """Write a notice to somebody who has no account yet. Safe to repeat."""
    notice, is_new = Notice.objects.get_or_create(
        event=event,
        email=email,
        defaults={"code": code, "path": path, "language": language, "values": dict(values or {}), "written_at": now},
    )
    if is_new:
        record(Event.Kind.NOTICE_WRITTEN, notice, by=None, now=now)


def mail_notice(notice: Notice, *, by: User | None, now: datetime) -> None:
    """Send a notice as mail, in the reader's language.

    A worker that dies between sending and noting it sends again, with the same Message-ID: mail systems
    drop the second one.
    """
    notice = Notice.objects.select_related("user").get(pk=notice.pk)
    if notice.mailed_at is not None:
        return
    address = notice.user.email if notice.user else notice.email
    with translation.override(notice.language):
        subject, body = notice_mail(notice, base_url=settings.BASE_URL)
    host = urlsplit(settings.BASE_URL).hostname
    EmailMessage(subject, body, to=[address], headers={"Message-ID": f"<notice-{notice.pk}@{host}>"}).send()
    Notice.objects.filter(pk=notice.pk).update(mailed_at=now)


@transaction.atomic
def read_notices(user: User, *, now: datetime) -> None:
    """Mark a person's notices as read."""
    Notice.objects.filter(user=user, read_at=None).update(read_at=now)
