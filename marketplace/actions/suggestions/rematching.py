"""The whole market matched anew: each night, and when the tables have been corrected."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils import timezone

from marketplace.actions.candidates import market_up_to_date
from marketplace.actions.suggestions.proposals import (
    lapse_suggestion,
    listing_set,
    propose_suggestion,
    rescore_suggestion,
)
from marketplace.models import Role, Suggestion, TableCorrection, User
from marketplace.queries.causes import FIRM_ASKED, REMATCHED, TABLES_CORRECTED, Cause
from marketplace.queries.events import waits_for_its_first_try
from marketplace.queries.interests import unsuggested_pairs
from marketplace.queries.live_markets import LiveMarkets
from marketplace.queries.suggestions import judged_by_other_tables
from marketplace.queries.table_corrections import has_been_in_force
from matching.records import Match


def rematch(
    *, now: datetime, progress: Callable[[int], Callable[[], None]] | None = None, cause: Cause = REMATCHED
) -> tuple[int, int]:
    """Propose whatever the whole market calls for, and judge anew what waits and was judged by other tables.

    Return how many matches are good, and how many suggestions new. Safe to repeat. Brings the index up to date too:
    whoever calls this takes it over, and its owner makes its own anew.
    progress: told how many matches are to be looked at; what it returns is called after each.
    """
    outdated = list(judged_by_other_tables().prefetch_related("parts"))
    with market_up_to_date(now=now) as news:
        judged = [(each, _judged(each, markets=news.markets)) for each in outdated]
        good = news.markets.matches_to_suggest(news.markets.listings())
        asked = [match for pair in unsuggested_pairs() if (match := news.markets.judge(*pair))]
    for suggestion, match in judged:
        if match:
            rescore_suggestion(suggestion, match, now=now, cause=cause)
        else:
            lapse_suggestion(suggestion, by=None, now=now, cause=cause)
    step = progress(len(good)) if progress else lambda: None
    new = _propose_new(good, now=now, cause=cause, step=step)
    return len(good), new + _propose_new(asked, now=now, cause=FIRM_ASKED, step=lambda: None)


def _judged(suggestion: Suggestion, *, markets: LiveMarkets) -> Match | None:
    by_role = {part.role: part.listing_id for part in suggestion.parts.all()}
    return markets.judge(by_role[Role.GIVER], by_role[Role.RECEIVER])


def _propose_new(good: Iterable[Match], *, now: datetime, cause: Cause, step: Callable[[], None]) -> int:
    """Propose the matches that are no suggestions yet: most are, and need no look at the rows."""
    still_open = Suggestion.objects.filter(state__in=Suggestion.OPEN_STATES)
    known, new = set(still_open.values_list("listing_set", flat=True)), 0
    for match in good:
        new += listing_set(match) not in known and propose_suggestion(match, now=now, cause=cause)
        step()
    return new


def match_by_tables(correction: TableCorrection, *, by: User | None, now: datetime) -> None:
    """Match the market by the tables as they are now that this correction was reviewed. Safe to repeat.

    Words tell of materials too, so that any listing may be affected: the index finds which, as it is made anew with
    the tables. That is one pass for any number of reviews: whoever sees that another's waits leaves it to that one.
    """
    is_felt = has_been_in_force(correction, as_of=timezone.localtime(now).date())
    if is_felt and not waits_for_its_first_try(match_by_tables.__name__):
        rematch(now=now, cause=TABLES_CORRECTED)
