"""Which listings on the market fit one listing, and why, judged on what the caller may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from rest_framework import serializers

from api.cards import ListingOut
from api.reading import WholePageOut
from marketplace.models import Listing
from marketplace.permissions import Viewer, can_edit_listing
from marketplace.queries.listing_cards import ListingCard, listing_card
from marketplace.queries.matching import shown_matches
from marketplace.queries.strips import shown_strips, stored_reasons
from marketplace.wording.reasons import reason_sentence
from matching.records import Aspect, ReasonCode


class ReasonOut(serializers.Serializer):
    """Why a pair fits or does not: a stable code, and a sentence in the reader's language."""

    code = serializers.ChoiceField(choices=[(code.value, code.value) for code in ReasonCode])
    aspect = serializers.ChoiceField(choices=[(aspect.value, aspect.value) for aspect in Aspect])
    text = serializers.CharField()


class MatchOut(serializers.Serializer):
    """One match of a listing."""

    rank = serializers.IntegerField(min_value=1)
    score = serializers.FloatField(min_value=0, max_value=1)
    percent = serializers.IntegerField(min_value=0, max_value=100)
    km = serializers.IntegerField(allow_null=True, help_text="By road, estimated; between areas where one is blind.")
    crosses_border = serializers.BooleanField()
    fits = serializers.DictField(child=serializers.FloatField(), help_text="Aspect → fit, above 0 up to 1.")
    reasons_for = ReasonOut(many=True)
    reasons_against = ReasonOut(many=True)
    listing = ListingOut()


class MatchPageOut(WholePageOut):
    """The matches of one listing."""

    results = MatchOut(many=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRow:
    """What `MatchOut` writes."""

    rank: int
    score: float
    percent: int
    km: int | None
    crosses_border: bool
    fits: Mapping[str, float]
    reasons_for: list[dict[str, object]]
    reasons_against: list[dict[str, object]]
    listing: ListingCard


def match_rows(listing: Listing, *, viewer: Viewer) -> list[MatchRow]:
    """Return the matches of a listing, best first; none of one that is not on the market."""
    if listing.state != Listing.State.PUBLISHED:
        return []
    is_own = can_edit_listing(viewer, listing)
    found = shown_matches(listing, is_own=is_own, as_of=timezone.localdate())
    is_offer = listing.side == Listing.Side.OFFER
    match_of = {int(match.need_id if is_offer else match.offer_id): match for match in found}
    own, rows = listing_card(listing), []
    for rank, shown in enumerate(shown_strips(found, own=own, viewer=viewer), start=1):
        match = match_of[shown.other.pk]
        # A blind side is judged at the middle of its band: an amount in words would look like one that somebody gave.
        exact = not shown.other.is_blind and (is_own or not own.is_blind)
        rows.append(
            MatchRow(
                rank=rank,
                score=round(shown.strip.score, 4),
                percent=shown.strip.percent,
                km=shown.strip.km,
                crosses_border=shown.strip.crosses_border,
                fits={str(aspect): round(fit, 4) for aspect, fit in match.fits.items()},
                reasons_for=worded_reasons(stored_reasons(match.reasons_for), exact=exact),
                reasons_against=worded_reasons(stored_reasons(match.reasons_against), exact=exact),
                listing=shown.other,
            )
        )
    return rows


def worded_reasons(reasons: Iterable[Mapping[str, object]], *, exact: bool) -> list[dict[str, object]]:
    """Return stored reasons with their sentences, which name numbers where they are exact."""
    return [
        {"code": reason["code"], "aspect": reason["aspect"], "text": reason_sentence(reason, exact=exact)}
        for reason in reasons
    ]
