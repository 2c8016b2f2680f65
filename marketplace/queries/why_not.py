"""Why a listing is not among the matches that another one's page shows."""

from dataclasses import dataclass
from datetime import date

from marketplace.models import Listing
from marketplace.permissions import coordinates_listing
from marketplace.queries.listing_cards import ListingCard, listing_card
from marketplace.queries.listings import Viewer, market
from marketplace.queries.matching import (
    NO_BLOCKS,
    blocked_firms,
    engine_setting,
    matching_record,
    published_listings,
    ranked_and_shown,
)
from matching.engine import Market
from matching.records import Gate, Match, MissingFact, Side
from matching.records import Listing as Record


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """What keeps two listings apart, or how they fare beside those that are shown."""

    own: ListingCard
    other: ListingCard
    off_market: tuple[ListingCard, ...] = ()  # which of the two takes no part in matching: then nothing is judged
    exact: bool = False  # judged on all facts of both, as suggestions are; else on what the page's reader may see
    gates: tuple[Gate, ...] = ()
    match: Match | None = None  # None where a gate is closed or one is off the market
    page_score: float | None = None  # what orders the page: never of what the other one hides
    rank: int | None = None  # among the best that the page picks from; None beyond
    shown: int = 0  # how many the page shows to this viewer
    last_score: float | None = None  # of the last one shown
    is_shown: bool = False

    @property
    def names_numbers(self) -> bool:
        """Whether sentences with the numbers of the judgement are true, and the reader's to know."""
        return self.exact or not self.other.is_blind

    @property
    def missing(self) -> list[MissingFact]:
        """Return what the two leave out; of a side that hides its facts it is not told which."""
        facts = self.match.missing if self.match else ()
        return [fact for fact in facts if fact.side == self.own.side or self.names_numbers]


def why_not(listing: Listing, other: Listing, *, viewer: Viewer, as_of: date, most: int) -> WhyNot:
    """Return why the other one is not among the `most` matches of a listing that the viewer acts for.

    The other one counts with what everybody may see, as in those matches. For who coordinates both and belongs to
    neither, the two are judged on all their facts instead, and only the order is that of the page.
    """
    own_card, other_card = listing_card(listing), listing_card(other)
    rows = {row.pk: row for row in published_listings().filter(pk__in=(listing.pk, other.pk))}
    off_market = tuple(card for card in (own_card, other_card) if card.pk not in rows)
    if off_market:
        return WhyNot(own=own_card, other=other_card, off_market=off_market)
    pair = rows[listing.pk], rows[other.pk]
    gates, match = _as_shown(*pair, knows_firm=listing.is_mine or other_card.is_open, as_of=as_of)
    page_score = match.score
    if exact := _judges_exactly(viewer, listing, other):
        gates, match = _exactly(*pair, as_of=as_of)
    ranked, shown = ranked_and_shown(listing, is_own=True, as_of=as_of, most=most)
    ranks = {_other_pk(each, listing): rank for rank, each in enumerate(ranked, start=1)}
    scores = {_other_pk(each, listing): each.score for each in shown}
    # As on the page: without those whose pages this viewer may not open.
    may_open = set(market(viewer).filter(pk__in=scores).values_list("pk", flat=True))
    return WhyNot(
        own=own_card,
        other=other_card,
        exact=exact,
        gates=gates,
        match=None if gates else match,
        page_score=None if gates else page_score,
        rank=ranks.get(other.pk),
        shown=len(may_open),
        last_score=min((scores[pk] for pk in may_open), default=None),
        is_shown=other.pk in may_open,
    )


def gates_as_shown(own: Listing, other: Listing, *, as_of: date) -> tuple[Gate, ...]:
    """Return what surely keeps two published listings apart, by what a member of the first one's firm may see."""
    rows = published_listings().in_bulk((own.pk, other.pk))
    gates = _as_shown(rows[own.pk], rows[other.pk], knows_firm=True, as_of=as_of)[0]
    # Within its area a blind listing may be nearer than the middle that it is measured to.
    unsure = {Gate.BEYOND_LIMIT} if other.visibility == Listing.Visibility.BLIND else set()
    return tuple(gate for gate in gates if gate not in unsure)


def _judges_exactly(viewer: Viewer, listing: Listing, other: Listing) -> bool:
    """Whether the viewer reviews what lies between the two: coordinates both, and belongs to neither firm."""
    if listing.is_mine or other.is_mine:
        return False
    return coordinates_listing(viewer, listing) and coordinates_listing(viewer, other)


def _as_shown(own: Listing, other: Listing, *, knows_firm: bool, as_of: date) -> tuple[tuple[Gate, ...], Match]:
    """Judge a pair as the page of its own side does; knows_firm: else it is not told that both are of one firm."""
    reader_firm = own.firm_id if knows_firm else None
    records = (
        matching_record(own, blocks=NO_BLOCKS),
        matching_record(other, blocks=NO_BLOCKS, coarse=True, reader_firm=reader_firm),
    )
    return _judged(*records, as_of=as_of)


def _exactly(own: Listing, other: Listing, *, as_of: date) -> tuple[tuple[Gate, ...], Match]:
    """Judge a pair on all that is known, as suggestions are."""
    blocks = blocked_firms()
    return _judged(matching_record(own, blocks=blocks), matching_record(other, blocks=blocks), as_of=as_of)


def _judged(*records: Record, as_of: date) -> tuple[tuple[Gate, ...], Match]:
    offer, need = sorted(records, key=lambda record: record.side is Side.NEED)
    both = Market([offer], [need], **engine_setting(as_of))
    return both.closed_gates(offer.id, need.id), both.judge(offer.id, need.id)


def _other_pk(match: Match, listing: Listing) -> int:
    return int(match.need_id if listing.side == Listing.Side.OFFER else match.offer_id)
