"""Firms ask a coordinator about a listing; a pair that could work becomes a suggestion, the rest is answered."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace.actions.candidates import market_up_to_date
from marketplace.actions.events import record
from marketplace.actions.notices import tell
from marketplace.actions.suggestions.proposals import propose_suggestion
from marketplace.actions.suggestions.reviews import return_asked_about
from marketplace.errors import AlreadyAnsweredError, RefusedError, require
from marketplace.models import Event, Interest, Listing, Notice, Suggestion, Symbiosis, User
from marketplace.permissions import can_answer_interest, can_show_interest
from marketplace.queries.causes import FIRM_ASKED
from marketplace.queries.events import last_event
from marketplace.queries.interests import has_been_declined
from marketplace.queries.members import members_of
from marketplace.queries.why_not import gates_as_shown
from marketplace.wording.why_not import gate_sentence

# Who asks about everything is helped with nothing; and each answer must stay too dear to measure places by.
MOST_A_DAY = 10


def show_interest(other: Listing, *, own: Listing, by: User, now: datetime, message: str = "") -> Interest:
    """Ask a coordinator about a listing beside one of the own firm's. Safe to repeat: the two are asked about once.

    Raises PermissionDenied for who is no member, RefusedError where the two cannot meet by what they show or the firm
    may not ask (yet). What one of them hides is never told: that is judged later, and a coordinator answers.
    """
    require(can_show_interest(by, own), _("Only members of the firm that asks can do this."))
    if known := _open_interest(own, other):
        if has_been_declined(known):
            raise RefusedError(
                _("A coordinator has looked at the two and does not go on with it. Ask about another listing."),
                code="declined",
            )
        return known
    _refuse_what_cannot(own, other, now=now)
    return _keep(Interest(own=own, other=other, message=message.strip(), by=by, at=now))


@transaction.atomic
def _keep(interest: Interest) -> Interest:
    # Locked, so that the same question sent twice at once is found here and not by the constraint; the firm, so that
    # its questions are counted one after another.
    own = Listing.objects.select_for_update().select_related("firm").get(pk=interest.own_id)
    if known := _open_interest(own, interest.other):
        return known
    _refuse_who_may_not(own, now=interest.at)
    interest.listing_set = "-".join(str(pk) for pk in sorted((own.pk, interest.other_id)))
    if Symbiosis.objects.filter(suggestion__listing_set=interest.listing_set).exists():
        raise RefusedError(_("Both firms have been asked about this already. See your symbioses."), code="firms_told")
    interest.full_clean()
    interest.save()
    record(Event.Kind.INTEREST_SHOWN, interest, by=interest.by, now=interest.at)
    return interest


def _open_interest(own: Listing, other: Listing) -> Interest | None:
    return Interest.objects.filter(own=own, other=other, closed_at=None).first()


def _refuse_who_may_not(own: Listing, *, now: datetime) -> None:
    if not own.firm.is_verified:
        raise RefusedError(
            _("%(firm)s is not verified yet. A coordinator does that first; then you can ask.") % {"firm": own.firm},
            code="firm_unverified",
        )
    if Interest.objects.filter(own__firm=own.firm, at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise RefusedError(
            _("Your firm has asked about %(number)s listings within a day. Wait until tomorrow.")
            % {"number": MOST_A_DAY},
            code="too_many",
        )


def _refuse_what_cannot(own: Listing, other: Listing, *, now: datetime) -> None:
    if own.state != Listing.State.PUBLISHED:
        raise RefusedError(_("Publish “%(title)s” first, then ask.") % {"title": own.title}, code="unpublished")
    if other.state != Listing.State.PUBLISHED or other.firm.hidden_at:
        raise RefusedError(_("This listing has left the market. Look for another."), code="off_market")
    if own.side == other.side:
        raise RefusedError(_("An offer goes with a need. Choose one of the other side."), code="same_side")
    if closed := gates_as_shown(own, other, as_of=localdate(now)):
        raise RefusedError(" ".join(gate_sentence(gate) for gate in closed), code="not_possible")


def suggest_interest(interest: Interest, *, by: User | None, now: datetime) -> None:
    """Make a suggestion of what a firm has asked about, or bring one that was put off back. Safe to repeat.

    Where the matcher makes none of it (a gate that only hidden facts close, or a dismissal that still holds) it waits
    for a coordinator's answer, and becomes one as soon as that has changed.
    """
    interest = Interest.objects.select_related("own").get(pk=interest.pk)
    if interest.closed_at:
        return
    pair = interest.own_id, interest.other_id
    with market_up_to_date(now=now, listing=interest.own) as news:
        match = news.markets.judge(*(pair if interest.own.side == Listing.Side.OFFER else reversed(pair)))
    if match:
        propose_suggestion(match, now=now, cause=FIRM_ASKED)
    for put_off in Suggestion.objects.filter(listing_set=interest.listing_set, state=Suggestion.State.LATER):
        return_asked_about(put_off, now=now)


@transaction.atomic
def answer_interest(interest: Interest, *, by: User, now: datetime, answer: str) -> Interest:
    """Tell a firm what comes of what it has asked about.

    Raises PermissionDenied, AlreadyAnsweredError, ValidationError without an answer.
    """
    interest = Interest.objects.select_for_update(of=("self",)).select_related("own", "other").get(pk=interest.pk)
    require(can_answer_interest(by, interest), _("Only a coordinator of the area, outside the firms, can answer this."))
    if interest.closed_at:
        raise AlreadyAnsweredError(_("Another coordinator has answered this already."))
    interest.answer, interest.closed_by, interest.closed_at = answer.strip(), by, now
    interest.full_clean()
    interest.save(update_fields=["answer", "closed_by", "closed_at"])
    record(Event.Kind.INTEREST_ANSWERED, interest, by=by, now=now)
    return interest


def tell_of_answer(interest: Interest, *, by: User | None, now: datetime) -> None:
    """Tell a firm that a coordinator has answered. Safe to repeat."""
    interest = Interest.objects.select_related("own__firm").get(pk=interest.pk)
    if interest.closed_at:
        _tell(interest, event=last_event(interest, Event.Kind.INTEREST_ANSWERED), now=now)


def tell_of_dismissal(suggestion: Suggestion, *, by: User | None, now: datetime) -> None:
    """Tell the firms that had asked about a suggestion that nothing comes of it, unless that was undone in time."""
    suggestion.refresh_from_db()
    if suggestion.state != Suggestion.State.DISMISSED:
        return
    event = last_event(suggestion, Event.Kind.SUGGESTION_DISMISSED)
    asked = Interest.objects.filter(listing_set=suggestion.listing_set, closed_at=None, at__lte=suggestion.reviewed_at)
    for interest in asked.select_related("own__firm").order_by("pk"):
        _tell(interest, event=event, now=now)


def _tell(interest: Interest, *, event: Event, now: datetime) -> None:
    values = {"title": interest.own.title}
    people = members_of(interest.own.firm)
    tell(people, Notice.Code.INTEREST_ANSWERED, event=event, path=reverse("my-firm"), values=values, now=now)
