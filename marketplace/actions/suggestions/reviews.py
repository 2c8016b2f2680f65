"""Coordinators decide: approve, dismiss with a reason, ask a firm, put off, and undo.

Two keywords are common to the decisions. seen: the state that the person had on screen; where somebody else has decided
since, they are told who and when instead of deciding over it. shown: where and how the suggestion was shown
(`queries.review_lists.shown_in`); the event keeps it, with the judgement of that moment, for learning.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace.actions.events import Changes, record
from marketplace.errors import RefusedError, WrongStateError, require
from marketplace.models import DismissReason, Event, Firm, Listing, Suggestion, User
from marketplace.permissions import can_review
from marketplace.queries.border_cards import lacks_legal_fact
from marketplace.queries.suggestions import facts_of_reason
from marketplace.wording.numbers import day_text

Shown = Mapping[str, object]
LONGEST_DELAY = timedelta(days=365)
State = Suggestion.State


@transaction.atomic
def approve_suggestion(
    suggestion: Suggestion, *, by: User, now: datetime, seen: str = "", shown: Shown | None = None
) -> Suggestion:
    """Send a proposed symbiosis to its firms.

    Raises PermissionDenied if `by` may not review it, WrongStateError if someone already has, RefusedError
    while a firm is unverified.
    """
    suggestion, old = _locked_for_review(suggestion, by=by, seen=seen)
    suggestion.move_to(State.APPROVED)
    unverified = Firm.objects.filter(listings__suggestion_parts__suggestion=suggestion, verified_at=None)
    if names := ", ".join(unverified.order_by("pk").values_list("name", flat=True)):
        raise RefusedError(
            _("%(firms)s: not verified yet. Verify the firm first, then approve.") % {"firms": names},
            code="firm_unverified",
        )
    unconfirmed = Listing.objects.filter(suggestion_parts__suggestion=suggestion, is_confirmed=False)
    if titles := ", ".join(unconfirmed.order_by("pk").values_list("title", flat=True)):
        raise RefusedError(
            _("%(titles)s: the firm has not confirmed this yet. Ask it again, or wait for its answer.")
            % {"titles": titles},
            code="listing_unconfirmed",
        )
    suggestion.reviewed_by, suggestion.reviewed_at = by, now
    suggestion.save(update_fields=["state", "reviewed_by", "reviewed_at"])
    changes = _decision(suggestion, old=old, shown=shown)
    record(Event.Kind.SUGGESTION_APPROVED, suggestion, by=by, now=now, changes=changes)
    return suggestion


@transaction.atomic
def dismiss_suggestion(
    suggestion: Suggestion,
    *,
    by: User,
    now: datetime,
    reason: str,
    note: str = "",
    seen: str = "",
    shown: Shown | None = None,
) -> Suggestion:
    """Dismiss a suggestion for a coded reason. Raise as `approve_suggestion`, ValidationError for the reason."""
    suggestion, old = _locked_for_review(suggestion, by=by, seen=seen)
    suggestion.move_to(State.DISMISSED)
    suggestion.dismiss_reason, suggestion.dismiss_note = reason, note
    suggestion.clean_fields(exclude=["reviewed_by", "asked_by", "asked_listing", "later_by"])
    listings = Listing.objects.filter(suggestion_parts__suggestion=suggestion)
    suggestion.dismissed_facts = facts_of_reason(DismissReason(reason), listings)
    suggestion.reviewed_by, suggestion.reviewed_at = by, now
    fields = ["state", "reviewed_by", "reviewed_at", "dismiss_reason", "dismiss_note", "dismissed_facts"]
    suggestion.save(update_fields=fields)
    changes = {"reason": ["", reason], **_decision(suggestion, old=old, shown=shown)}
    record(Event.Kind.SUGGESTION_DISMISSED, suggestion, by=by, now=now, changes=changes)
    return suggestion


@transaction.atomic
def ask_for_fact(
    suggestion: Suggestion,
    *,
    by: User,
    now: datetime,
    listing_pk: int,
    fact: str,
    seen: str = "",
    shown: Shown | None = None,
) -> Suggestion:
    """Ask a firm for one fact that its listing lacks.

    Raises as `approve_suggestion`; RefusedError if the listing already says it.
    """
    suggestion, old = _locked_for_review(suggestion, by=by, seen=seen)
    suggestion.move_to(State.ASKED)
    part = suggestion.parts.select_related("listing").filter(listing=listing_pk).first()
    lacks = {(item["fact"], item["side"]) for item in suggestion.missing}
    if part is None or not ((fact, part.listing.side) in lacks or lacks_legal_fact(part.listing, fact)):
        raise RefusedError(_("This listing already says that. Reload to see it."), code="nothing_missing")
    suggestion.asked_listing, suggestion.asked_fact = part.listing, fact
    suggestion.asked_by, suggestion.asked_at = by, now
    suggestion.save(update_fields=["state", "asked_listing", "asked_fact", "asked_by", "asked_at"])
    changes = {"asked_fact": ["", fact], **_decision(suggestion, old=old, shown=shown)}
    record(Event.Kind.SUGGESTION_ASKED, suggestion, by=by, now=now, changes=changes)
    return suggestion


@transaction.atomic
def put_off_suggestion(
    suggestion: Suggestion, *, by: User, now: datetime, until: date, seen: str = "", shown: Shown | None = None
) -> Suggestion:
    """Take a suggestion out of the queue until a day; then it comes back by itself.

    Raises as `approve_suggestion`; RefusedError for a day that is not ahead, or more than a year ahead.
    """
    suggestion, old = _locked_for_review(suggestion, by=by, seen=seen)
    today = localdate(now)
    if not today < until <= today + LONGEST_DELAY:
        raise RefusedError(
            _("%(day)s is not between tomorrow and %(last)s. Choose a day in between.")
            % {"day": day_text(until), "last": day_text(today + LONGEST_DELAY)},
            code="bad_day",
        )
    suggestion.move_to(State.LATER)
    suggestion.later_until, suggestion.later_by, suggestion.later_at = until, by, now
    suggestion.save(update_fields=["state", "later_until", "later_by", "later_at"])
    changes = {"later_until": [None, until], **_decision(suggestion, old=old, shown=shown)}
    record(Event.Kind.SUGGESTION_PUT_OFF, suggestion, by=by, now=now, changes=changes)
    return suggestion


@transaction.atomic
def return_suggestion(suggestion: Suggestion, *, by: User | None, now: datetime) -> None:
    """Put a suggestion back into the queue on the day that was named when it was put off. Safe to repeat."""
    suggestion = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if suggestion.state == State.LATER and suggestion.later_until <= localdate(now):
        _return(suggestion, by=by, now=now)


def _return(suggestion: Suggestion, *, by: User | None, now: datetime) -> None:
    suggestion.move_to(State.PROPOSED)
    suggestion.save(update_fields=["state"])
    record(Event.Kind.SUGGESTION_RETURNED, suggestion, by=by, now=now, changes={"state": [State.LATER, State.PROPOSED]})


@transaction.atomic
def return_asked_about(suggestion: Suggestion, *, now: datetime) -> None:
    """Put a suggestion back into the queue because one of its firms has asked about it. Safe to repeat."""
    suggestion = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if suggestion.state == State.LATER:
        _return(suggestion, by=None, now=now)


@transaction.atomic
def undo_review(suggestion: Suggestion, *, by: User, now: datetime) -> Suggestion:
    """Take one's own decision back and put the suggestion into the queue again.

    Raises PermissionDenied for anybody but the one who decided, RefusedError once the firms have been told.
    """
    suggestion, old = _locked_for_review(suggestion, by=by)
    if suggestion.state not in (State.APPROVED, State.DISMISSED, State.ASKED, State.LATER):
        raise WrongStateError(_("There is nothing to undo: the suggestion waits for review."))
    require(
        suggestion.decided_by == by, _("Only %(name)s, who decided, can undo this.") % {"name": suggestion.decided_by}
    )
    if hasattr(suggestion, "symbiosis"):
        raise RefusedError(_("The firms have been told already. Talk to them instead."), code="firms_told")
    suggestion.move_to(State.PROPOSED)
    suggestion.reviewed_by = suggestion.reviewed_at = None
    suggestion.dismiss_reason = suggestion.dismiss_note = suggestion.dismissed_facts = ""
    fields = ["state", "reviewed_by", "reviewed_at", "dismiss_reason", "dismiss_note", "dismissed_facts"]
    try:
        with transaction.atomic():
            suggestion.save(update_fields=fields)
    except IntegrityError:
        message = _("The same two listings have been suggested anew since. Look in the queue.")
        raise RefusedError(message, code="suggested_anew") from None
    record(Event.Kind.SUGGESTION_UNDONE, suggestion, by=by, now=now, changes={"state": [old, suggestion.state]})
    return suggestion


def _locked_for_review(suggestion: Suggestion, *, by: User, seen: str = "") -> tuple[Suggestion, str]:
    """Return the row as it is now, with its state."""
    # Two coordinators may click at once: the second must see the first one's decision.
    suggestion = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    require(can_review(by, suggestion), _("Only a coordinator of the area, outside the firms, can review this."))
    if seen and suggestion.state != seen:
        raise suggestion.decided_already()
    return suggestion, suggestion.state


def _decision(suggestion: Suggestion, *, old: str, shown: Shown | None) -> Changes:
    """Return what learning reads: what was decided, on which judgement, and how it was shown."""
    judged = {
        "score": suggestion.score,
        "fits": suggestion.fits,
        "knowledge": suggestion.knowledge_version,
        "ranking": suggestion.ranking_id,
    }
    changes: Changes = {"state": [old, suggestion.state], "judged": [None, judged]}
    return changes | ({"shown": [None, dict(shown)]} if shown else {})
