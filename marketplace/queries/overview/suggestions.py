"""The rows of suggestions: what was made, decided, how far it came; and how long a decision took."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.utils.translation import gettext as _

from marketplace.models import Role, Suggestion, SuggestionPart, Symbiosis
from marketplace.queries.overview.listings import Naming, material_name, municipality_name
from marketplace.queries.overview.scope import Scope, suggestions_of
from marketplace.queries.overview.sheets import Row, Sheet

State = Suggestion.State
# How far a suggestion can come, one after the other; each is a column with 1 for what came so far.
STEPS = ("made", "approved", "discussion", "negotiation", "implementation", "completed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What of a listing a suggestion is about."""

    listing: int
    material: str
    use: str
    municipality: str
    resource: str
    rhythm: str
    quantity: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One suggestion with both its sides; stage: of its symbiosis, empty where there is none."""

    pk: int
    state: str
    score: float
    distance_km: float | None
    proposed_at: datetime
    reviewed_at: datetime | None
    dismiss_reason: str
    symbiosis: int | None
    stage: str
    giver: Part
    receiver: Part

    @property
    def is_open(self) -> bool:
        return self.state in Suggestion.OPEN_STATES and self.stage != Symbiosis.Stage.FAILED


_OF_SUGGESTION = ("pk", "state", "score", "distance_km", "proposed_at", "reviewed_at", "dismiss_reason")
_OF_SYMBIOSIS = ("symbiosis__pk", "symbiosis__stage")
_OF_PART = ("material", "use", "site__municipality", "resource", "rhythm", "quantity")


def pairs_of(scope: Scope) -> list[Pair]:
    """Return the suggestions of the area, best first."""
    found = suggestions_of(scope)
    sides: dict[int, dict[str, Part]] = {}
    parts = SuggestionPart.objects.filter(suggestion__in=found.values("pk")).order_by("pk")
    fields = ("suggestion", "role", "listing", *(f"listing__{name}" for name in _OF_PART))
    for suggestion, role, listing, *facts in parts.values_list(*fields):
        names = ("material", "use", "municipality", "resource", "rhythm", "quantity")
        sides.setdefault(suggestion, {})[role] = Part(listing=listing, **dict(zip(names, facts, strict=True)))
    names = (*_OF_SUGGESTION, "symbiosis", "stage")
    pairs = []
    for values in found.order_by("-score", "pk").values_list(*_OF_SUGGESTION, *_OF_SYMBIOSIS):
        facts = dict(zip(names, values, strict=True))
        facts["stage"] = facts["stage"] or ""
        both = sides[facts["pk"]]
        pairs.append(Pair(**facts, giver=both[Role.GIVER], receiver=both[Role.RECEIVER]))
    return pairs


def suggestion_sheet(scope: Scope, pairs: Sequence[Pair], *, reached: Mapping[int, str]) -> Sheet:
    """Return every suggestion of the area. reached: by symbiosis, the furthest stage that it has come to."""
    named = cache(material_name)
    rows = [_row(scope, pair, furthest=reached.get(pair.symbiosis or 0, ""), named=named) for pair in pairs]
    return Sheet(code="suggestions", title=_("Suggestions"), columns=_columns(), rows=rows)


def _row(scope: Scope, pair: Pair, *, furthest: str, named: Naming) -> Row:
    is_made, is_decided = scope.holds(pair.proposed_at), scope.holds(pair.reviewed_at)
    place = STEPS.index(furthest) if furthest in STEPS else 1 if pair.state == State.APPROVED else 0
    approved, dismissed = (is_decided and pair.state == state for state in (State.APPROVED, State.DISMISSED))
    return {
        "suggestion": pair.pk,
        "giver": pair.giver.listing,
        "receiver": pair.receiver.listing,
        "material": pair.giver.material or pair.giver.resource,
        "material_name": named(pair.giver.material, pair.giver.resource),
        "from": municipality_name(pair.giver.municipality),
        "to": municipality_name(pair.receiver.municipality),
        "crosses_border": int(pair.giver.municipality[:2] != pair.receiver.municipality[:2]),
        "score": round(100 * pair.score),
        "state": pair.state,
        "proposed": str(scope.day(pair.proposed_at)),
        "made_month": scope.month(pair.proposed_at),
        "decided": str(scope.day(pair.reviewed_at)) if pair.reviewed_at else "",
        "decided_month": scope.month(pair.reviewed_at) if approved or dismissed else None,
        "approved_in": int(approved),
        "dismissed_in": int(dismissed),
        "decided_in": int(approved or dismissed),
        "reason": pair.dismiss_reason,
        "waiting": int(pair.state == State.PROPOSED),
        "asked": int(pair.state == State.ASKED),
        "later": int(pair.state == State.LATER),
        "symbiosis": pair.symbiosis,
        **{step: int(is_made and place >= at) for at, step in enumerate(STEPS)},
    }


def review_stays(scope: Scope, pairs: Sequence[Pair]) -> Iterator[tuple[int, str, datetime, datetime | None]]:
    """Yield each wait for a decision: suggestion, stage, since, until; no end where it still waits.

    What lapsed or was merged was never decided, and counts for nothing.
    """
    for pair in pairs:
        if pair.state in (State.APPROVED, State.DISMISSED):
            yield pair.pk, "review", pair.proposed_at, pair.reviewed_at
        elif pair.state in Suggestion.WAITING_STATES:
            yield pair.pk, "review", pair.proposed_at, None


def _columns() -> dict[str, str]:
    return {
        "suggestion": _("Suggestion"),
        "giver": _("Offer"),
        "receiver": _("Need"),
        "material": _("Material, code"),
        "material_name": _("Material"),
        "from": _("From"),
        "to": _("To"),
        "crosses_border": _("Crosses the border"),
        "score": _("Fit"),
        "state": _("State"),
        "proposed": _("Made on"),
        "made_month": _("Month it was made"),
        "decided": _("Decided on"),
        "decided_month": _("Month it was decided"),
        "approved_in": _("Approved within these days"),
        "dismissed_in": _("Dismissed within these days"),
        "decided_in": _("Decided within these days"),
        "reason": _("Reason of the dismissal"),
        "waiting": _("Waits for review"),
        "asked": _("A firm is asked"),
        "later": _("Put off"),
        "symbiosis": _("Symbiosis"),
        **step_names(),
    }


def step_names() -> dict[str, str]:
    """Return the steps of the funnel as people call them."""
    return {
        "made": _("Suggested"),
        "approved": _("Sent to the firms"),
        "discussion": _("Firms met: discussion"),
        "negotiation": _("Negotiation"),
        "implementation": _("Implementation"),
        "completed": _("Completed"),
    }
