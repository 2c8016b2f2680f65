"""Telling people things, on the page and by mail."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from marketplace.actions.events import record
from marketplace.models import Event, Notice, Party, User
from marketplace.queries.consent_links import consent_link
from marketplace.queries.saved_searches import found_lines, stop_link
from marketplace.wording.notices import Link, notice_mail

_OF_SEARCHES = (Notice.Code.SEARCH_FOUND, Notice.Code.SEARCHES_FOUND)
MOST_LINES = 30  # of finds in one mail, shared by its searches; their pages show all


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
        subject, body = notice_mail(notice, base_url=settings.BASE_URL, links=_links(notice))
    host = urlsplit(settings.BASE_URL).hostname
    headers = {"Message-ID": f"<notice-{notice.pk}@{host}>", **_stop_headers(notice)}
    EmailMessage(subject, body, to=[address], headers=headers).send()
    Notice.objects.filter(pk=notice.pk).update(mailed_at=now)


def _links(notice: Notice) -> Sequence[Link]:
    """Return what links a mail has beside that of its page: to answer without a login, to what was found."""
    if notice.code in _OF_SEARCHES:
        return _found_links(notice)
    if notice.user is None or notice.code not in (Notice.Code.SYMBIOSIS_SUGGESTED, Notice.Code.CONSENT_RENEWED):
        return []
    party = Party.objects.filter(pk=notice.values["party"], round=notice.values["round"]).first()
    if party is None:
        return []  # asked anew since: a newer notice has the link that counts
    return [Link(_("Answer without logging in:"), f"{settings.BASE_URL}{consent_link(party, notice.user)}")]


def _found_links(notice: Notice) -> list[Link]:
    """Return what saved searches have found, as their owner may see it now, and how to hear no more of them."""
    found = _found(notice)
    lines = {line.listing: line for line in found_lines(notice.user, [pk for each in found for pk in each["listings"]])}
    links: list[Link] = []
    for each in found:
        if len(found) > 1:
            heading = _("Your search “%(name)s”: %(number)d") % each
            links.append(Link(f"== {heading} ==", f"{settings.BASE_URL}/searches/{each['search']}/"))
        shown = [lines[pk] for pk in each["listings"] if pk in lines][: max(MOST_LINES // len(found), 1)]
        links += [
            Link(f"{number}. {line.text}", f"{settings.BASE_URL}{line.path}") for number, line in enumerate(shown, 1)
        ]
        stop = stop_link([each["search"]])
        links.append(Link(_("No more mail about this search:"), f"{settings.BASE_URL}{stop}"))
    if len(found) > 1:
        links.append(Link(_("No more mail about any search in this mail:"), _stop_address(notice)))
    return links


def _stop_address(notice: Notice) -> str:
    """Return where mail about the searches of a mail is stopped: of those that it tells of, and no others."""
    return f"{settings.BASE_URL}{stop_link([each['search'] for each in _found(notice)])}"


def _stop_headers(notice: Notice) -> dict[str, str]:
    """Return by which mail programs show a button that ends such mail (RFC 8058)."""
    if notice.code not in _OF_SEARCHES:
        return {}
    return {"List-Unsubscribe": f"<{_stop_address(notice)}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _found(notice: Notice) -> list[dict[str, Any]]:
    """Return what each search has found that a notice tells of."""
    return notice.values["found"] if notice.code == Notice.Code.SEARCHES_FOUND else [notice.values]


@transaction.atomic
def read_notices(user: User, *, now: datetime) -> None:
    """Mark a person's notices as read."""
    Notice.objects.filter(user=user, read_at=None).update(read_at=now)
