"""What a firm answers about what it said by phone: right, right with a correction, or not ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.actions.events import record
from marketplace.actions.listings import change_listing, publish_listing, withdraw_listing
from marketplace.errors import AlreadyAnsweredError, RefusedError, require
from marketplace.models import Event, Listing, StatedListing, Statement, User
from marketplace.permissions import is_member
from marketplace.queries.events import history
from marketplace.queries.statement_links import lapses_at
from marketplace.queries.statements import unanswered

_Answer = StatedListing.Answer
CORRECTABLE = {"title", "amount", "unit", "rhythm"}


@dataclass(frozen=True, slots=True)
class ListingAnswer:
    """One answer. facts: what the firm corrects, a part of CORRECTABLE."""

    confirms: bool
    facts: Mapping[str, object] = field(default_factory=dict)


@transaction.atomic
def answer_statement(
    statement: Statement, *, answers: Mapping[int, ListingAnswer], by: User | None, now: datetime
) -> Statement:
    """Take the firm's answers, by listing; all of them or none. The same ones sent twice change nothing.

    by: a member of the firm; None: whoever holds the link that was sent to the statement's address.
    Raises PermissionDenied, AlreadyAnsweredError, RefusedError for an old round, ValidationError.
    """
    asked_round = statement.round
    statement = Statement.objects.select_for_update(of=("self",)).select_related("firm").get(pk=statement.pk)
    require(by is None or is_member(by, statement.firm), _("Only members of the firm can answer for it."))
    if statement.round != asked_round or statement.state == Statement.State.LAPSED or lapses_at(statement) <= now:
        raise RefusedError(_("We have asked anew since. Use the link of the newest mail."), code="asked_anew")
    rows = statement.stated.select_for_update(of=("self",)).select_related("listing").order_by("pk")
    changes = {}
    for stated in rows.filter(listing__in=answers):
        if _answer_one(stated, answers[stated.listing_id], by=by, now=now):
            changes[str(stated.listing_id)] = [_Answer.UNANSWERED, stated.answer]
    if changes:
        record(Event.Kind.STATEMENT_ANSWERED, statement, by=by, now=now, changes=changes)
        _close_if_answered(statement, now=now)
    return statement


def _answer_one(stated: StatedListing, answer: ListingAnswer, *, by: User | None, now: datetime) -> bool:
    """Carry out one answer; return whether it is new."""
    listing = stated.listing
    facts = {
        name: value for name, value in answer.facts.items() if name in CORRECTABLE and getattr(listing, name) != value
    }
    if stated.answer != _Answer.UNANSWERED:
        agrees = stated.answer in (_Answer.CONFIRMED, _Answer.CORRECTED)
        if agrees == answer.confirms and not (answer.confirms and facts):
            return False
        raise AlreadyAnsweredError(
            _("“%(title)s” is answered already: %(answer)s. Call your coordinator to change it.")
            % {"title": listing.title, "answer": stated.get_answer_display()}
        )
    stated.answered_by, stated.answered_at = by, now
    stated.answer = _Answer.REFUSED if not answer.confirms else _Answer.CORRECTED if facts else _Answer.CONFIRMED
    stated.save(update_fields=["answer", "answered_by", "answered_at"])
    if not answer.confirms:
        _take_away(listing, by=by, now=now)
        return True
    if facts:
        listing = change_listing(listing, facts=facts, by=by, now=now)
    _confirm(listing, by=by, now=now)
    return True


def _take_away(listing: Listing, *, by: User | None, now: datetime) -> None:
    if Listing.State.WITHDRAWN in Listing.NEXT_STATES[Listing.State(listing.state)]:
        withdraw_listing(listing, by=by, now=now)


def _confirm(listing: Listing, *, by: User | None, now: datetime) -> None:
    listing = Listing.objects.select_for_update(of=("self",)).get(pk=listing.pk)
    if not listing.is_confirmed:  # who belongs to the firm has confirmed it by changing it
        listing.is_confirmed, listing.confirmed_at, listing.questioned_at = True, now, None
        listing.save(update_fields=["is_confirmed", "confirmed_at", "questioned_at"])
        record(Event.Kind.LISTING_FIRM_CONFIRMED, listing, by=by, now=now)
    if listing.state in (Listing.State.PAUSED, Listing.State.EXPIRED):
        publish_listing(listing, by=by, now=now)


def settle_statements(listing: Listing, *, by: User | None, now: datetime) -> None:
    """Note as answered what a member of the firm has confirmed on the listing's own page. Safe to repeat."""
    for pk in StatedListing.objects.filter(listing=listing, answer=_Answer.UNANSWERED).values_list("pk", flat=True):
        _settle(pk, now=now)


@transaction.atomic
def _settle(pk: int, *, now: datetime) -> None:
    statement = Statement.objects.select_for_update(of=("self",)).get(stated=pk)
    stated = StatedListing.objects.select_for_update(of=("self",)).select_related("listing").get(pk=pk)
    if stated.answer != _Answer.UNANSWERED or not stated.listing.is_confirmed:
        return
    event = history(stated.listing).filter(kind=Event.Kind.LISTING_FIRM_CONFIRMED).first()
    stated.answer = _Answer.CONFIRMED
    stated.answered_by, stated.answered_at = (event.by, event.at) if event else (None, now)
    stated.save(update_fields=["answer", "answered_by", "answered_at"])
    changes = {str(stated.listing_id): [_Answer.UNANSWERED, stated.answer]}
    record(Event.Kind.STATEMENT_ANSWERED, statement, by=stated.answered_by, now=now, changes=changes)
    _close_if_answered(statement, now=now)


def _close_if_answered(statement: Statement, *, now: datetime) -> None:
    if statement.state == Statement.State.WAITING and not unanswered(statement).exists():
        statement.move_to(Statement.State.ANSWERED)
        statement.closed_at = now
        statement.save(update_fields=["state", "closed_at"])
