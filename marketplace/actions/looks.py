"""Looks at hidden identities: a coordinator may know who a firm is, and the firm may know who has looked."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from marketplace.actions.events import record_all
from marketplace.models import Event, Firm, User
from marketplace.permissions import is_coordinator
from marketplace.queries.looks import firms_looked_at


def note_looks(firm_pks: Iterable[int], *, by: User, now: datetime) -> None:
    """Note that a coordinator has seen who these firms are, once per day and person. Nobody else's look is one.

    Not of one's own firm. Safe to repeat: a page that is loaded again notes nothing.
    """
    pks = set(firm_pks)
    if not pks or not is_coordinator(by):
        return
    if pks - firms_looked_at(by, since=_start_of(now), among=pks):
        _note(pks, by=by, now=now)


@transaction.atomic
def _note(pks: set[int], *, by: User, now: datetime) -> None:
    # The rows are held, so that two pages at the same moment note one look.
    firms = Firm.objects.select_for_update().filter(pk__in=pks).exclude(membership__user=by).order_by("pk")
    held = list(firms)
    done = firms_looked_at(by, since=_start_of(now), among=pks)
    new = [firm for firm in held if firm.pk not in done]
    record_all(Event.Kind.FIRM_LOOKED_AT, new, by=by, now=now)


def _start_of(now: datetime) -> datetime:
    """Return the midnight before, where the site is."""
    here = localtime(now)
    return here - timedelta(hours=here.hour, minutes=here.minute, seconds=here.second, microseconds=here.microsecond)
