"""The market's index: one process keeps it in memory, brings it up to date and writes down what pages read."""

import logging
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import RLock
from uuid import UUID, uuid4

from django.db import transaction

from marketplace.actions.meanings import remember_meanings
from marketplace.models import CandidateList, IndexOwner, Listing
from marketplace.queries.live_markets import LiveMarkets
from marketplace.queries.market_snapshots import restored_market, save_market

ALL_LOOKED_AT = 500  # listings: so many are compared with memory at each change (some .4 s), in case more has changed
_SAVED_AFTER = 50  # changes: so many are made up at most by who begins from the snapshot
log = logging.getLogger(__name__)
_ONE_OWNER = 1  # the primary key of the only row


class IndexLostError(Exception):
    """Another process has taken the index over. What was asked for has to be asked for again."""


@dataclass(slots=True)
class _Index:
    """What this process keeps, under its lock; nothing before its first use and after a failure."""

    lock: RLock
    markets: LiveMarkets | None = None
    token: UUID | None = None
    unsaved: int = 0


_INDEX = _Index(RLock())


@dataclass(frozen=True, slots=True)
class MarketNews:
    """The market brought up to date. changed: the listings whose best counterparts for suggestions are others now."""

    markets: LiveMarkets
    changed: frozenset[int]


@contextmanager
def market_up_to_date(*, now: datetime, listing: Listing | None = None) -> Iterator[MarketNews]:
    """Take in what has changed in the database, write the lists that changed with it, and hold the market still.

    listing: the only one that need be looked at, in a market so large that looking at all takes long.
    Safe to repeat. Only where the index is kept: whoever calls this takes it over.
    Raises IndexLostError when another process does so meanwhile.
    """
    with _INDEX.lock:
        try:
            yield _bring_up_to_date(now=now, listing=listing)
        except BaseException:
            # What memory has taken in and the database has not would be lost: begin anew the next time.
            _INDEX.markets = None
            raise


def _bring_up_to_date(*, now: datetime, listing: Listing | None) -> MarketNews:
    markets = _INDEX.markets
    if markets is None or not markets.is_current(now.date()) or not _is_owner():
        _take_over(now=now)
        remember_meanings()
        markets = _INDEX.markets = restored_market(as_of=now.date())
        markets.update()  # what has changed since it was written; of one made anew, nothing
        _write_lists(markets, markets.listings(), gone=_listed() - markets.listings())
        _save(markets)
        return MarketNews(markets, frozenset())
    before = markets.listings()
    alone = listing is not None and len(before) > ALL_LOOKED_AT
    looked_at = [listing.pk] if listing and alone else None
    remember_meanings(looked_at)
    changed, listed = markets.update(looked_at)
    _write_lists(markets, listed, gone=before - markets.listings())
    _INDEX.unsaved += bool(listed)
    if _INDEX.unsaved >= _SAVED_AFTER:
        _save(markets)
    return MarketNews(markets, frozenset(changed))


def _save(markets: LiveMarkets) -> None:
    """Write the market down for whoever begins next. Without it all is made anew: slower, and no less right."""
    _INDEX.unsaved = 0
    try:
        save_market(markets)
    except OSError as error:
        log.warning("The market's snapshot could not be written: %s", error)


def _take_over(*, now: datetime) -> None:
    _INDEX.token = uuid4()
    IndexOwner.objects.update_or_create(pk=_ONE_OWNER, defaults={"token": _INDEX.token, "since": now})


def _is_owner() -> bool:
    return IndexOwner.objects.filter(token=_INDEX.token).exists()


def _listed() -> frozenset[int]:
    return frozenset(CandidateList.objects.values_list("listing_id", flat=True))


@transaction.atomic
def _write_lists(markets: LiveMarkets, pks: Iterable[int], *, gone: Collection[int]) -> None:
    """Write the lists of these listings. Raise IndexLostError if another process owns the index by now."""
    if not IndexOwner.objects.select_for_update().filter(token=_INDEX.token).exists():
        raise IndexLostError("Another process owns the index.")
    CandidateList.objects.filter(listing__in=gone).delete()
    rows = [
        CandidateList(listing_id=pk, view=view, counterparts=markets.counterparts(pk, view=view), as_of=markets.as_of)
        for pk in sorted(markets.listings().intersection(pks))
        for view in CandidateList.View
    ]
    CandidateList.objects.bulk_create(
        rows,
        batch_size=200,
        update_conflicts=True,
        unique_fields=["listing", "view"],
        update_fields=["counterparts", "as_of"],
    )
