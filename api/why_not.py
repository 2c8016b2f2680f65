"""Why a listing is among the matches of another, or not."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers

from api.cards import ListingOut
from api.matches import LackedFactOut, ReasonOut, lacked_fact, worded_reasons
from marketplace.models import Listing
from marketplace.permissions import Viewer, can_edit_listing
from marketplace.queries.listings import visible_listings
from marketplace.queries.matching import SHOWN
from marketplace.queries.strips import stored_reasons
from marketplace.queries.why_not import why_not
from marketplace.wording.why_not import gate_sentence
from matching.records import Gate


class GateOut(serializers.Serializer):
    """A hard rule that a pair fails: a stable code, and a sentence in the reader's language."""

    code = serializers.ChoiceField(choices=[(gate.value, gate.value) for gate in Gate])
    text = serializers.CharField()


class WhyNotOut(serializers.Serializer):
    """What keeps two listings apart, or how they fare beside the ten matches that are listed."""

    on_market = serializers.BooleanField(help_text="Whether both are: else nothing is judged.")
    exact = serializers.BooleanField(
        help_text="Judged on all facts of both, for who coordinates both; else on what you may see of the other one."
    )
    gates = GateOut(many=True, help_text="Those that are closed. Empty: the two may match.")
    score = serializers.FloatField(allow_null=True, help_text="null where a gate is closed or one is off the market.")
    is_listed = serializers.BooleanField(help_text="Whether it is among the matches.")
    rank = serializers.IntegerField(allow_null=True, help_text="Among the matches; null beyond.")
    last_score = serializers.FloatField(allow_null=True, help_text="Of the last of the matches, on what you may see.")
    fits = serializers.DictField(child=serializers.FloatField(), help_text="Aspect → fit, above 0 up to 1.")
    reasons_against = ReasonOut(many=True)
    missing = LackedFactOut(many=True, help_text="Of sides that are judged exactly; else what is hidden is not told.")
    listing = ListingOut(help_text="The other one.")


def why_not_row(listing: Listing, other_pk: int, *, viewer: Viewer) -> dict[str, object]:
    """Return what `WhyNotOut` writes. Raise PermissionDenied for who does not act for the listing.

    Raise Http404 for another one that the viewer may not see, or of the same side.
    """
    if not can_edit_listing(viewer, listing):
        raise PermissionDenied
    other = get_object_or_404(visible_listings(viewer).exclude(side=listing.side), pk=other_pk)
    found = why_not(listing, other, viewer=viewer, as_of=timezone.localdate(), most=SHOWN)
    match = found.match
    return {
        "on_market": not found.off_market,
        "exact": found.exact,
        "gates": [{"code": gate.value, "text": gate_sentence(gate)} for gate in found.gates],
        "score": round(match.score, 4) if match else None,
        "is_listed": found.is_shown,
        "rank": found.rank,
        "last_score": None if found.last_score is None else round(found.last_score, 4),
        "fits": {str(aspect): round(fit, 4) for aspect, fit in match.fits.items()} if match else {},
        "reasons_against": worded_reasons(stored_reasons(match.reasons_against), exact=found.names_numbers)
        if match
        else [],
        "missing": [lacked_fact(fact) for fact in found.missing],
        "listing": found.other,
    }
