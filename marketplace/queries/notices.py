"""What a person has been told."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from marketplace.models import Notice, User
from marketplace.wording.notices import notice_help, notice_line


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """One notice in the reader's language."""

    line: str
    help: str
    url: str
    written_at: datetime
    is_new: bool


def notices_of(viewer: User) -> QuerySet[Notice]:
    """Return what a person has been told, newest first."""
    return Notice.objects.filter(user=viewer).order_by("-written_at", "-pk")


def unread_count(viewer: User) -> int:
    """Return how many notices a person has not seen."""
    return Notice.objects.filter(user=viewer, read_at=None).count()


def notice_cards(notices: QuerySet[Notice] | list[Notice]) -> list[NoticeCard]:
    """Return notices as a page shows them."""
    return [
        NoticeCard(notice_line(notice), notice_help(notice), notice.path, notice.written_at, notice.read_at is None)
        for notice in notices
    ]
