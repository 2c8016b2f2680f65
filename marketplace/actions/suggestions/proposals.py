"""Suggested symbioses come from the engine: proposed, judged anew, and ended when no longer possible."""

from datetime import datetime

from django.db import IntegrityError, transaction

from marketplace.actions.candidates import market_up_to_date
from marketplace.actions.events import record
from marketplace.models import Event, Firm, Listing, Role, Suggestion, SuggestionPart, User
from marketplace.queries.border_cards import lacks_legal_fact
from marketplace.queries.causes import FIRM_ASKED, REMATCHED, Cause, cause_of
from marketplace.queries.interests import unsuggested_pairs
from marketplace.queries.rankings import current_ranking
from marketplace.queries.strips import stored_reasons
from marketplace.queries.suggestions import facts_of_reason, knowledge_version
from marketplace.wording.law_questions import law_question
from matching.records import Match

_NOTICEABLE = 0.005  # a smaller change of score is not worth an event


def propose_suggestions(listing: Listing, *, by: User | None, now: datetime) -> None:
    """Bring the market's index, and with it the suggestions of a listing, up to date. Safe to repeat.

    Computes first, without a lock on any row; then each suggestion is one short write that looks again.
    """
    listing = Listing.objects.select_related("firm").get(pk=listing.pk)
    if listing.state != Listing.State.PUBLISHED or listing.firm.hidden_at:
        lapse_suggestions(listing, by=by, now=now)
        return
    cause = cause_of(listing)
    is_offer = listing.side == Listing.Side.OFFER
    waiting = Suggestion.objects.filter(parts__listing=listing, state__in=Suggestion.OPEN_STATES)
    partners = {each: each.parts.exclude(listing=listing).get().listing_id for each in waiting}
    with market_up_to_date(now=now, listing=listing) as news:
        judged = {
            suggestion: news.markets.judge(*((listing.pk, other) if is_offer else (other, listing.pk)))
            for suggestion, other in partners.items()
        }
        good = news.markets.matches_to_suggest({listing.pk})
        asked = [match for pair in unsuggested_pairs(listing) if (match := news.markets.judge(*pair))]
    for suggestion, match in judged.items():
        if match:
            rescore_suggestion(suggestion, match, now=now, cause=cause)
        else:
            lapse_suggestion(suggestion, by=by, now=now, cause=cause)
    for match in good:
        propose_suggestion(match, now=now, cause=cause)
    for match in asked:  # however good: a person wants to know
        propose_suggestion(match, now=now, cause=FIRM_ASKED)


def propose_suggestions_of_firm(firm: Firm, *, by: User | None, now: datetime) -> None:
    """Bring the suggestions of all a firm's listings up to date: it was hidden, shown, or somebody was blocked."""
    with market_up_to_date(now=now):
        pass  # listings of other firms may have changed with it: those that have blocked its name
    for listing in firm.listings.filter(state=Listing.State.PUBLISHED).order_by("pk"):
        propose_suggestions(listing, by=by, now=now)


def listing_set(match: Match) -> str:
    """Return the name of the set of listings that a match joins."""
    return "-".join(str(pk) for pk in sorted((int(match.offer_id), int(match.need_id))))


def propose_suggestion(match: Match, *, now: datetime, cause: Cause = REMATCHED) -> bool:
    """Store a match as a suggestion, unless its set is open, or was dismissed for a reason that still holds.

    Return whether it is new.
    """
    try:
        return _propose(match, now=now, cause=cause)
    except IntegrityError:
        # Another worker proposed the same set a moment ago: the constraint let one of the two through.
        return False


@transaction.atomic
def _propose(match: Match, *, now: datetime, cause: Cause) -> bool:
    pks = [int(match.offer_id), int(match.need_id)]
    rows = Listing.objects.select_for_update(of=("self",)).select_related("firm").order_by("pk")
    listings = {row.pk: row for row in rows.filter(pk__in=pks, state=Listing.State.PUBLISHED, firm__hidden_at=None)}
    name = listing_set(match)
    is_open = Suggestion.objects.filter(listing_set=name, state__in=Suggestion.OPEN_STATES).exists()
    if len(listings) < 2 or is_open or _still_dismissed(name, listings=list(listings.values())):
        return False
    suggestion = Suggestion(listing_set=name, proposed_at=now, **_judgement(match))
    suggestion.full_clean()
    suggestion.save()
    for pk, role in zip(pks, (Role.GIVER, Role.RECEIVER), strict=True):
        SuggestionPart.objects.create(
            suggestion=suggestion, listing=listings[pk], role=role, listing_version=listings[pk].version
        )
    record(Event.Kind.SUGGESTION_PROPOSED, suggestion, by=None, now=now, changes=cause.changes())
    return True


def _still_dismissed(name: str, *, listings: list[Listing]) -> bool:
    last = (
        Suggestion.objects.filter(listing_set=name, state=Suggestion.State.DISMISSED).order_by("-reviewed_at").first()
    )
    return last is not None and last.dismissed_facts == facts_of_reason(last.dismiss_reason, listings)


def _judgement(match: Match) -> dict[str, object]:
    return {
        "score": match.score,
        "fits": {str(aspect): fit for aspect, fit in match.fits.items()},
        "reasons_for": stored_reasons(match.reasons_for),
        "reasons_against": stored_reasons(match.reasons_against),
        "missing": [{"fact": item.code, "side": str(item.side)} for item in match.missing],
        "distance_km": match.distance_km,
        "knowledge_version": knowledge_version(),
        "ranking_id": current_ranking().pk,
    }


@transaction.atomic
def rescore_suggestion(suggestion: Suggestion, match: Match, *, now: datetime, cause: Cause) -> None:
    """Judge a waiting suggestion anew; an asked fact that has come in puts it back into the queue."""
    suggestion = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if suggestion.state not in Suggestion.WAITING_STATES:
        return
    old_score = suggestion.score
    judgement = _judgement(match)
    is_changed = any(getattr(suggestion, name) != value for name, value in judgement.items())
    answered = suggestion.state == Suggestion.State.ASKED and not _still_lacks(suggestion, match)
    if not is_changed and not answered:
        return
    for name, value in judgement.items():
        setattr(suggestion, name, value)
    if answered:
        suggestion.move_to(Suggestion.State.PROPOSED)
    suggestion.save(update_fields=["state", *judgement])
    for part in suggestion.parts.select_related("listing"):
        SuggestionPart.objects.filter(pk=part.pk).update(listing_version=part.listing.version)
    changes = {"score": [old_score, suggestion.score], **cause.changes()}
    if answered:
        record(Event.Kind.SUGGESTION_ANSWERED, suggestion, by=None, now=now, changes=changes)
    elif abs(old_score - suggestion.score) > _NOTICEABLE:
        record(Event.Kind.SUGGESTION_RESCORED, suggestion, by=None, now=now, changes=changes)


def _still_lacks(suggestion: Suggestion, match: Match) -> bool:
    listing = suggestion.asked_listing
    if law_question(suggestion.asked_fact):
        return lacks_legal_fact(listing, suggestion.asked_fact)
    return any(suggestion.asked_fact in (item.code, item.fact) and item.side == listing.side for item in match.missing)


def lapse_suggestions(listing: Listing, *, by: User | None, now: datetime) -> None:
    """End every suggestion of a listing that has left the market, and propose what rises to its place.

    Safe to repeat.
    """
    if Listing.objects.filter(pk=listing.pk, state=Listing.State.PUBLISHED, firm__hidden_at=None).exists():
        return  # it came back in the meantime; the event of that brings it up to date
    cause = cause_of(listing)
    for suggestion in Suggestion.objects.filter(parts__listing=listing, state__in=Suggestion.OPEN_STATES):
        lapse_suggestion(suggestion, by=by, now=now, cause=cause)
    with market_up_to_date(now=now, listing=listing) as news:
        risen = news.markets.matches_to_suggest(news.changed)
    for match in risen:
        propose_suggestion(match, now=now, cause=cause)


@transaction.atomic
def lapse_suggestion(suggestion: Suggestion, *, by: User | None, now: datetime, cause: Cause = REMATCHED) -> None:
    """End a suggestion that is no longer possible, unless its firms have been told."""
    suggestion = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if suggestion.state not in Suggestion.OPEN_STATES or hasattr(suggestion, "symbiosis"):
        return
    if suggestion.state == Suggestion.State.APPROVED:
        suggestion.move_to(Suggestion.State.PROPOSED)  # as an undo: nobody has been told yet
    suggestion.move_to(Suggestion.State.LAPSED)
    suggestion.save(update_fields=["state"])
    record(Event.Kind.SUGGESTION_LAPSED, suggestion, by=by, now=now, changes=cause.changes())
