"""Who is told what about suggestions and symbioses. Each is the follow-up of an event, and safe to repeat."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from marketplace.actions.notices import tell, tell_address
from marketplace.models import Event, Listing, Notice, Party, Role, SpokenAnswer, Suggestion, Symbiosis, User
from marketplace.permissions import can_follow_up
from marketplace.queries.asks import answer_path
from marketplace.queries.border_cards import lacks_legal_fact
from marketplace.queries.consent_links import consent_link
from marketplace.queries.corrections import is_correction
from marketplace.queries.events import history, last_event
from marketplace.queries.members import members_of
from marketplace.queries.statements import speaker_of
from marketplace.wording.law_questions import law_question


def tell_parties(suggestion: Suggestion, *, by: User | None, now: datetime) -> None:
    """Tell the members of every firm of an approved suggestion, once its symbiosis is open."""
    symbiosis = Symbiosis.objects.filter(suggestion=suggestion).first()
    if symbiosis is None:
        return  # undone in time
    event = last_event(symbiosis, Event.Kind.SYMBIOSIS_OPENED)
    _tell_all_parties(symbiosis, Notice.Code.SYMBIOSIS_SUGGESTED, event=event, now=now)


def introduce_parties(party: Party, *, by: User | None, now: datetime) -> None:
    """Tell everyone, after a party's answer, that the names are open or that a firm said no.

    A coordinator may have moved the symbiosis on meanwhile: told is what the answers came to, once.
    """
    symbiosis = Symbiosis.objects.select_related("owner").get(pk=party.symbiosis_id)
    if symbiosis.introduced_at:
        code, stage = Notice.Code.FIRMS_INTRODUCED, Symbiosis.Stage.DISCUSSION
    elif symbiosis.parties.filter(answer=Party.Answer.NO).exists():
        code, stage = Notice.Code.SYMBIOSIS_ENDED, Symbiosis.Stage.FAILED
    else:
        return  # another firm has not answered yet
    moves = history(symbiosis).filter(kind=Event.Kind.SYMBIOSIS_MOVED)
    event = moves.filter(changes__stage=[Symbiosis.Stage.IDEA, stage])[0]
    _tell_all_parties(symbiosis, code, event=event, now=now)
    if symbiosis.owner:
        tell([symbiosis.owner], code, event=event, path=_path(symbiosis), now=now)


def tell_of_written_answer(symbiosis: Symbiosis, *, by: User | None, now: datetime) -> None:
    """Tell a firm's members that a coordinator wrote down their answer, while it can still be undone."""
    waiting = SpokenAnswer.objects.filter(party__symbiosis=symbiosis, state=SpokenAnswer.State.WAITING)
    for spoken in waiting.select_related("party__listing__firm", "statement__written_by").order_by("pk"):
        written = history(symbiosis).filter(kind=Event.Kind.ANSWER_WRITTEN, changes__spoken_answer=[None, spoken.pk])
        listing = spoken.party.listing
        values = {"title": listing.title, "name": str(spoken.statement.written_by), "said": spoken.said}
        code, path = Notice.Code.ANSWER_WRITTEN, _path(symbiosis)
        tell(members_of(listing.firm), code, event=written[0], path=path, values=values, now=now)


def tell_of_renewed_consent(symbiosis: Symbiosis, *, by: User | None, now: datetime) -> None:
    """Tell the firms that a fact has changed and that they are asked again; while it is on hold, once it goes on."""
    event = history(symbiosis).filter(kind=Event.Kind.CONSENT_RENEWED).first()
    if event and symbiosis.stage == Symbiosis.Stage.IDEA:
        _tell_all_parties(symbiosis, Notice.Code.CONSENT_RENEWED, event=event, now=now)


def tell_of_stage(symbiosis: Symbiosis, *, by: User | None, now: datetime) -> None:
    """Tell the firms where their symbiosis stands, after the undo time, so that a wrong tap reaches nobody.

    What their own answers led to they are told otherwise.
    """
    moves = history(symbiosis).filter(kind=Event.Kind.SYMBIOSIS_MOVED)
    last, before = (*moves[:2], None)[:2]
    is_told_later = now < last.at + timedelta(seconds=settings.UNDO_SECONDS)
    if is_told_later or last.changes["stage"][1] != symbiosis.stage or _is_of_answers(last, symbiosis):
        return
    if is_correction(last) and not before.notices.filter(code=Notice.Code.STAGE_MOVED).exists():
        return  # of the wrong step nobody has heard
    renewed = history(symbiosis).filter(kind=Event.Kind.CONSENT_RENEWED, pk__gt=before.pk if before else 0)
    if symbiosis.stage != Symbiosis.Stage.IDEA or not renewed.exists():
        values = {"stage": symbiosis.stage}
        _tell_all_parties(symbiosis, Notice.Code.STAGE_MOVED, event=last, values=values, now=now)


def _is_of_answers(move: Event, symbiosis: Symbiosis) -> bool:
    """Return whether a move came of a yes of all firms, or of a no of one."""
    stages = tuple(move.changes["stage"])
    if stages == (Symbiosis.Stage.IDEA, Symbiosis.Stage.FAILED):
        return symbiosis.parties.filter(answer=Party.Answer.NO).exists()
    return stages in Symbiosis.BY_CONSENT


def tell_of_due_step(symbiosis: Symbiosis, *, by: User | None, now: datetime) -> None:
    """Remind its owner of the next step."""
    symbiosis = Symbiosis.objects.select_related("owner").get(pk=symbiosis.pk)
    if symbiosis.owner and symbiosis.next_step and can_follow_up(symbiosis.owner, symbiosis):
        event = last_event(symbiosis, Event.Kind.SYMBIOSIS_STEP_DUE)
        values = {"step": symbiosis.next_step, "title": _title(symbiosis)}
        tell([symbiosis.owner], Notice.Code.STEP_DUE, event=event, path=_path(symbiosis), values=values, now=now)


def tell_new_owner(symbiosis: Symbiosis, *, by: User | None, now: datetime) -> None:
    """Tell the coordinator to whom a symbiosis was handed over."""
    symbiosis = Symbiosis.objects.select_related("owner").get(pk=symbiosis.pk)
    event = last_event(symbiosis, Event.Kind.SYMBIOSIS_HANDED_OVER)
    if symbiosis.owner and symbiosis.owner != event.by and can_follow_up(symbiosis.owner, symbiosis):
        values = {"name": str(event.by or ""), "title": _title(symbiosis)}
        tell([symbiosis.owner], Notice.Code.HANDED_OVER, event=event, path=_path(symbiosis), values=values, now=now)


def tell_of_question(suggestion: Suggestion, *, by: User | None, now: datetime) -> None:
    """Ask a firm's members for the fact that a coordinator wants to know."""
    if suggestion.state != Suggestion.State.ASKED:
        return
    listing = suggestion.asked_listing
    is_legal = law_question(suggestion.asked_fact) is not None
    tell(
        members_of(listing.firm),
        Notice.Code.LAW_FACT_ASKED if is_legal else Notice.Code.FACT_ASKED,
        event=last_event(suggestion, Event.Kind.SUGGESTION_ASKED),
        path=answer_path(listing.pk, suggestion.asked_fact),
        values={"fact": suggestion.asked_fact, "title": listing.title},
        now=now,
    )


def tell_of_asked_party(symbiosis: Symbiosis, *, by: User | None, now: datetime) -> None:
    """Ask firms' members for the facts that somebody wants to know of them in a symbiosis."""
    listings = {party.listing_id: party.listing for party in symbiosis.parties.select_related("listing__firm")}
    for event in history(symbiosis).filter(kind=Event.Kind.SYMBIOSIS_ASKED):
        listing, fact = listings[event.changes["asked_listing"][1]], event.changes["asked_fact"][1]
        if lacks_legal_fact(listing, fact):
            tell(
                members_of(listing.firm),
                Notice.Code.LAW_FACT_ASKED,
                event=event,
                path=answer_path(listing.pk, fact),
                values={"fact": fact, "title": listing.title},
                now=now,
            )


def tell_of_expiry(listing: Listing, *, by: User | None, now: datetime) -> None:
    """Tell a firm's members that a listing has expired, and how to renew it."""
    event = last_event(listing, Event.Kind.LISTING_EXPIRED)
    _tell_members(listing, Notice.Code.LISTING_EXPIRED, event=event, now=now)


def ask_if_still_true(listing: Listing, *, by: User | None, now: datetime) -> None:
    """Ask a firm's members whether a listing is still true."""
    event = last_event(listing, Event.Kind.LISTING_QUESTIONED)
    _tell_members(listing, Notice.Code.STILL_TRUE, event=event, now=now)


def _tell_members(listing: Listing, code: Notice.Code, *, event: Event, now: datetime) -> None:
    path = reverse("listing-detail", args=[listing.pk])
    tell(members_of(listing.firm), code, event=event, path=path, values={"title": listing.title}, now=now)


def _tell_all_parties(
    symbiosis: Symbiosis, code: Notice.Code, *, event: Event, now: datetime, values: Mapping[str, object] | None = None
) -> None:
    parties = Party.objects.filter(symbiosis=symbiosis).select_related("listing__firm").order_by("pk")
    path = _path(symbiosis)
    for party in parties:
        # The reader's own title only: the other side is blind until both say yes.
        told = {"title": party.listing.title, "party": party.pk, "round": party.round, **(values or {})}
        tell(members_of(party.listing.firm), code, event=event, path=path, values=told, now=now)
        if speaker := speaker_of(party.listing.firm):
            # Nobody there has an account: the link is the page.
            link, language = consent_link(party, speaker), speaker.language
            tell_address(speaker.email, code, event=event, path=link, language=language, values=told, now=now)


def _path(symbiosis: Symbiosis) -> str:
    return reverse("symbiosis-detail", args=[symbiosis.pk])


def _title(symbiosis: Symbiosis) -> str:
    """Return what it is called to a coordinator, who sees both sides: the title of what is given."""
    return symbiosis.parties.filter(role=Role.GIVER).values_list("listing__title", flat=True)[0]
