"""The whole market matched from nothing, to hold the market in memory against."""

from datetime import date

from django.conf import settings

from marketplace.queries.matching import BEST, blocked_firms, engine_setting, matching_record, published_listings
from matching.engine import find_matches
from matching.records import Match


def all_matches_to_suggest(*, as_of: date) -> tuple[Match, ...]:
    """Return every match of the market that a coordinator should see."""
    rows = [matching_record(listing, blocks=blocked_firms()) for listing in published_listings()]
    offers, needs = ([row for row in rows if row.side == side] for side in ("offer", "need"))
    matches = find_matches(offers, needs, **engine_setting(as_of), top=BEST)
    return tuple(match for match in matches if match.score >= settings.SUGGEST_FROM)
