"""One decision over many suggestions: each is an action and an event of its own, and one refused stops no other."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied

from marketplace.actions.suggestions.reviews import Shown, dismiss_suggestion, undo_review
from marketplace.errors import RefusedError
from marketplace.models import Suggestion, User


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of many: those done, and those refused with why."""

    done: list[Suggestion]
    refused: list[tuple[Suggestion, str]]


def dismiss_suggestions(
    suggestions: Iterable[Suggestion],
    *,
    by: User,
    now: datetime,
    reason: str,
    note: str = "",
    seen: str = "",
    shown: Mapping[int, Shown] | None = None,
) -> Outcome:
    """Dismiss suggestions for one reason. shown: by id, as for `dismiss_suggestion`. Raise ValidationError for it."""
    ways = shown or {}
    return _each(
        suggestions,
        lambda each: dismiss_suggestion(
            each, by=by, now=now, reason=reason, note=note, seen=seen, shown=ways.get(each.pk)
        ),
    )


def undo_reviews(suggestions: Iterable[Suggestion], *, by: User, now: datetime) -> Outcome:
    """Take one's own decisions back."""
    return _each(suggestions, lambda each: undo_review(each, by=by, now=now))


def _each(suggestions: Iterable[Suggestion], act: Callable[[Suggestion], Suggestion]) -> Outcome:
    outcome = Outcome([], [])
    for suggestion in suggestions:
        try:
            outcome.done.append(act(suggestion))
        except (RefusedError, PermissionDenied) as refusal:
            outcome.refused.append((suggestion, str(refusal)))
    return outcome
