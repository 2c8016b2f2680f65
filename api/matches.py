"""Which listings on the market fit one listing, and why, judged on what the caller may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from rest_framework import serializers

from api.cards import ListingOut
from api.ranges import RangeOut
from api.reading import WholePageOut
from marketplace.models import Listing
from marketplace.permissions import Viewer, can_edit_listing
from marketplace.queries.listing_cards import ListingCard, listing_card
from marketplace.queries.matching import most_telling_fact, shown_matches
from marketplace.queries.potentials import Potential, potential
from marketplace.queries.rankings import approval_chance, current_ranking
from marketplace.queries.strips import shown_strips, stored_reasons
from marketplace.wording.aspects import case_note
from marketplace.wording.missing import missing_fact_sentence
from marketplace.wording.reasons import reason_sentence
from matching.records import Aspect, DeliveredValue, MissingFact, ReasonCode


class ReasonOut(serializers.Serializer):
    """Why a pair fits or does not: a stable code, and a sentence in the reader's language."""

    code = serializers.ChoiceField(choices=[(code.value, code.value) for code in ReasonCode])
    aspect = serializers.ChoiceField(choices=[(aspect.value, aspect.value) for aspect in Aspect])
    text = serializers.CharField()


class DeliveredValueOut(serializers.Serializer):
    """What the two gain together, SEK a tonne, and how far by road it pays to carry."""

    low = serializers.FloatField()
    value = serializers.FloatField()
    high = serializers.FloatField()
    break_even_km = serializers.FloatField()


class PotentialOut(serializers.Serializer):
    """What an exchange could save, in tonnes a year, or in all when `once`: possible, never measured."""

    waste_t = serializers.FloatField(help_text="Kept from being waste.")
    co2e_avoided_t = RangeOut(source="avoided", allow_null=True, help_text="null: no factor is known, none is claimed.")
    co2e_transport_t = RangeOut(source="transport")
    co2e_net_t = RangeOut(source="net", allow_null=True)
    once = serializers.BooleanField()
    is_exact = serializers.BooleanField(help_text="Whether on amounts as stated, not on the middle of their bands.")
    source = serializers.CharField(source="source_title")
    source_url = serializers.CharField()
    year = serializers.IntegerField(allow_null=True)


class LackedFactOut(serializers.Serializer):
    """A fact that one of two listings lacks."""

    fact = serializers.CharField(help_text="material, use, amount and so on; a quality by name: quality:moisture.")
    side = serializers.ChoiceField(choices=Listing.Side.choices)
    text = serializers.CharField()


class MatchOut(serializers.Serializer):
    """One match of a listing."""

    rank = serializers.IntegerField(min_value=1)
    score = serializers.FloatField(min_value=0, max_value=1)
    percent = serializers.IntegerField(min_value=0, max_value=100)
    km = serializers.IntegerField(allow_null=True, help_text="By road, estimated; between areas where one is blind.")
    minutes = serializers.IntegerField(
        allow_null=True, help_text="By lorry, estimated, between the same points; null for what goes by pipe."
    )
    crosses_border = serializers.BooleanField()
    approval_chance = serializers.FloatField(
        help_text="How likely a coordinator would approve, made of the score; see `chances_by` of the page."
    )
    fits = serializers.DictField(child=serializers.FloatField(), help_text="Aspect → fit, above 0 up to 1.")
    reasons_for = ReasonOut(many=True)
    reasons_against = ReasonOut(many=True)
    missing = LackedFactOut(many=True, help_text="Of sides that are judged exactly; else what is hidden is not told.")
    delivered_value = DeliveredValueOut(allow_null=True, help_text="Where both sides are judged exactly.")
    similar_case = serializers.CharField(allow_blank=True, help_text="Where such a thing has been done, in words.")
    potential = PotentialOut(allow_null=True)
    listing = ListingOut()


class MatchPageOut(WholePageOut):
    """The matches of one listing."""

    most_telling = LackedFactOut(
        allow_null=True, help_text="For its own firm: the missing fact that would change this ranking most."
    )
    chances_by = serializers.ChoiceField(
        choices=["authors", "coordinators"],
        help_text="Whose labels chances are fitted to: the authors' until coordinators have decided 200 suggestions.",
    )
    results = MatchOut(many=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRow:
    """What `MatchOut` writes."""

    rank: int
    score: float
    percent: int
    km: int | None
    minutes: int | None
    crosses_border: bool
    fits: Mapping[str, float]
    reasons_for: list[dict[str, object]]
    reasons_against: list[dict[str, object]]
    approval_chance: float
    missing: list[dict[str, str]]
    delivered_value: DeliveredValue | None
    similar_case: str
    potential: Potential | None
    listing: ListingCard


def match_rows(listing: Listing, *, viewer: Viewer) -> list[MatchRow]:
    """Return the matches of a listing, best first; none of one that is not on the market."""
    if listing.state != Listing.State.PUBLISHED:
        return []
    is_own = can_edit_listing(viewer, listing)
    found = shown_matches(listing, is_own=is_own, as_of=timezone.localdate())
    is_offer = listing.side == Listing.Side.OFFER
    match_of = {int(match.need_id if is_offer else match.offer_id): match for match in found}
    own, ranking, rows = listing_card(listing), current_ranking(), []
    for rank, shown in enumerate(shown_strips(found, own=own, viewer=viewer), start=1):
        match = match_of[shown.other.pk]
        # A blind side is judged at the middle of its band: an amount in words would look like one that somebody gave.
        hidden = {shown.other.side: shown.other.is_blind, own.side: own.is_blind and not is_own}
        exact = not any(hidden.values())
        rows.append(
            MatchRow(
                rank=rank,
                score=round(shown.strip.score, 4),
                percent=shown.strip.percent,
                km=shown.strip.km,
                minutes=shown.strip.minutes,
                crosses_border=shown.strip.crosses_border,
                fits={str(aspect): round(fit, 4) for aspect, fit in match.fits.items()},
                reasons_for=worded_reasons(stored_reasons(match.reasons_for), exact=exact),
                reasons_against=worded_reasons(stored_reasons(match.reasons_against), exact=exact),
                approval_chance=round(approval_chance(match.score, ranking=ranking), 4),
                missing=[lacked_fact(item) for item in match.missing if not hidden[item.side]],
                delivered_value=match.value if exact else None,
                similar_case=case_note(match.similar_case) if match.similar_case else "",
                potential=potential(shown.strip.giver, shown.strip.receiver, km=shown.strip.km),
                listing=shown.other,
            )
        )
    return rows


def match_page(listing: Listing, *, viewer: Viewer) -> dict[str, object]:
    """Return what is told of all matches of a listing together."""
    fact = None
    if listing.state == Listing.State.PUBLISHED and can_edit_listing(viewer, listing):
        fact = most_telling_fact(listing, as_of=timezone.localdate())
    by = "coordinators" if current_ranking().by_coordinators else "authors"
    return {"most_telling": lacked_fact(fact) if fact else None, "chances_by": by}


def lacked_fact(fact: MissingFact) -> dict[str, str]:
    """Return a missing fact as the API tells it."""
    return {"fact": fact.code, "side": str(fact.side), "text": missing_fact_sentence(fact.code, fact.side)}


def worded_reasons(reasons: Iterable[Mapping[str, object]], *, exact: bool) -> list[dict[str, object]]:
    """Return stored reasons with their sentences, which name numbers where they are exact."""
    return [
        {"code": reason["code"], "aspect": reason["aspect"], "text": reason_sentence(reason, exact=exact)}
        for reason in reasons
    ]
