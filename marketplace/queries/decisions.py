"""What coordinators have decided about suggestions, as learning reads it: from the events of their decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.timezone import localdate

from marketplace.models import DismissReason, Event, Suggestion
from marketplace.queries.rankings import current_ranking
from marketplace.queries.review_lists import ON_A_PAGE
from matching.exposure import Exposure, decision_weights, looked_at
from matching.learning import CALIBRATE_FROM, Decisions, make_decisions
from matching.records import Floats

# A no for these says nothing about the fit: the two may suit each other well.
_NOT_ABOUT_FIT = [DismissReason.KNOWN, DismissReason.FIRM_SAID_NO, DismissReason.DUPLICATE, DismissReason.OTHER]
_DECIDED = {
    Suggestion.State.APPROVED: Event.Kind.SUGGESTION_APPROVED,
    Suggestion.State.DISMISSED: Event.Kind.SUGGESTION_DISMISSED,
}
# Whoever asks or puts off has looked at it too.
_LOOKED = (*_DECIDED.values(), Event.Kind.SUGGESTION_ASKED, Event.Kind.SUGGESTION_PUT_OFF)


@dataclass(frozen=True, slots=True)
class _Read:
    """One event of a decision. sitting: who went through which list on which day."""

    kind: str
    judged: Mapping[str, float] | None
    exposure: Exposure | None
    sitting: tuple[int | None, date, str]


def about_fit() -> QuerySet[Suggestion]:
    """Return the decided suggestions whose decision is about how well the two fit."""
    decided = Suggestion.objects.filter(state__in=list(_DECIDED))
    return decided.exclude(dismiss_reason__in=_NOT_ABOUT_FIT)


def decisions() -> Decisions:
    """Return the decisions that stand and are about the fit, each counting as many as it stands for.

    Judged as at that moment, and weighed by how it was shown then (`matching.exposure`); where no event tells, as the
    suggestion is now and as one at the top of a list.
    """
    events = _events()
    last = {subject: event for subject, event in events if event.kind in _DECIDED.values()}
    rows = about_fit().order_by("reviewed_at", "pk").values_list("pk", "fits", "state")
    read = [(fits, state, _standing(last.get(pk), state)) for pk, fits, state in rows]
    exposures = [event.exposure if event else None for _fits, _state, event in read]
    weights = decision_weights(exposures, chances=_chances([event for _subject, event in events]))
    told = [
        (event.judged if event and event.judged is not None else fits, state == Suggestion.State.APPROVED)
        for fits, state, event in read
    ]
    return make_decisions(told, weights=weights)


def _standing(event: _Read | None, state: str) -> _Read | None:
    """Return the last decision's event where it is the one that stands."""
    return event if event and event.kind == _DECIDED[Suggestion.State(state)] else None


def _chances(events: list[_Read]) -> Floats:
    """Return how likely each place of a list is looked at, by how deep coordinators have gone in their sittings."""
    deepest: dict[tuple[int | None, date, str], int] = {}
    for event in events:
        if event.exposure:
            deepest[event.sitting] = max(deepest.get(event.sitting, 0), event.exposure.position)
    return looked_at(list(deepest.values()), places=max(deepest.values(), default=1))


def _events() -> list[tuple[int, _Read]]:
    """Return every decision about a suggestion, the oldest first."""
    of_suggestions = Event.objects.filter(
        subject_type=ContentType.objects.get_for_model(Suggestion), kind__in=_LOOKED
    ).order_by("pk")
    rows = of_suggestions.values_list("subject_id", "kind", "by_id", "at", "changes")
    return [(subject, _read(kind, by, localdate(at), changes)) for subject, kind, by, at, changes in rows]


def _read(kind: str, by: int | None, day: date, changes: Mapping[str, list]) -> _Read:
    judged, shown = (changes.get(name, [None, None])[1] or {} for name in ("judged", "shown"))
    if not shown:
        return _Read(kind, judged.get("fits"), None, (by, day, ""))
    query = dict(parse_qsl(str(shown["query"])))
    # A further page follows on one that was gone through: how many before it, the list does not tell.
    above = ON_A_PAGE if query.pop("after", "") else 0
    exposure = Exposure(above + int(shown["position"]), float(shown["propensity"]))
    return _Read(kind, judged.get("fits"), exposure, (by, day, urlencode(query)))


@dataclass(frozen=True, slots=True)
class Standing:
    """How far what coordinators decide has come to carry the chances. wanted: decisions."""

    decided: int
    wanted: int
    by_coordinators: bool
    is_learnt: bool


def ranking_standing() -> Standing:
    """Return where weights and chances come from, for everybody to know."""
    ranking = current_ranking()
    return Standing(about_fit().count(), CALIBRATE_FROM, ranking.by_coordinators, is_learnt=ranking.pk is not None)
