"""From an approved suggestion to firms that know each other."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from marketplace.actions.barriers import keep_barrier
from marketplace.actions.events import record
from marketplace.actions.stages import take_stage
from marketplace.actions.suggestions import lapse_suggestion
from marketplace.errors import AlreadyAnsweredError, RefusedError, WrongStateError, require
from marketplace.models import BarrierCode, Event, Listing, Party, SpokenAnswer, Statement, Suggestion, Symbiosis, User
from marketplace.permissions import can_answer, can_ask_party
from marketplace.queries.border_cards import lacks_legal_fact
from marketplace.queries.events import history
from marketplace.queries.statements import speaker_of

ASKED_AGAIN_AFTER = timedelta(days=7)
# Until the firms negotiate, a changed fact asks for consent again; after that they talk to each other.
_EARLY_STAGES = (Symbiosis.Stage.IDEA, Symbiosis.Stage.DISCUSSION)


@transaction.atomic
def open_symbiosis(suggestion: Suggestion, *, by: User | None, now: datetime) -> Symbiosis | None:
    """Open the symbiosis of an approved suggestion, with one unanswered party per listing. Safe to repeat.

    Return None where a listing has left the market meanwhile: then the suggestion ends instead. Raises
    RefusedError if the approval was undone, or is too young because it was given anew.
    """
    suggestion = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if hasattr(suggestion, "symbiosis"):
        return suggestion.symbiosis
    undo_until = suggestion.reviewed_at + timedelta(seconds=settings.UNDO_SECONDS) if suggestion.reviewed_at else now
    if suggestion.state != Suggestion.State.APPROVED or now < undo_until:
        raise RefusedError(_("The approval was undone."), code="approval_undone")
    on_market = {"listing__state": Listing.State.PUBLISHED, "listing__firm__hidden_at": None}
    if suggestion.parts.exclude(**on_market).exists():
        lapse_suggestion(suggestion, by=by, now=now)
        return None
    symbiosis = Symbiosis.objects.create(
        suggestion=suggestion, owner=suggestion.reviewed_by, opened_at=now, stage_since=now, active_at=now
    )
    for part in suggestion.parts.select_related("listing"):
        Party.objects.create(
            symbiosis=symbiosis, listing=part.listing, role=part.role, listing_version=part.listing.version
        )
    record(Event.Kind.SYMBIOSIS_OPENED, symbiosis, by=by, now=now)
    return symbiosis


@transaction.atomic
def answer_introduction(
    party: Party,
    *,
    by: User | None,
    now: datetime,
    consents: bool,
    barrier: str = "",
    note: str = "",
    speaker: Statement | None = None,
) -> Party:
    """Answer for a firm whether it wants to be introduced. The last yes opens names, contacts and places.

    A no ends the symbiosis, with a barrier. speaker: who spoke for a firm without members and answers by link, or whose
    answer by phone a coordinator wrote down (actions.spoken_answers); `by` is None then. Raises PermissionDenied for
    anybody else but the firm's members, AlreadyAnsweredError, RefusedError if the symbiosis has moved on or ended.
    """
    # The firms may answer at the same moment: whoever locks second sees the other's answer.
    symbiosis = Symbiosis.objects.select_for_update().get(pk=party.symbiosis_id)
    party = Party.objects.select_for_update(of=("self",)).select_related("listing__firm").get(pk=party.pk)
    may = can_answer(by, party) if by else speaker is not None and _speaks_for(speaker, party)
    require(may, _("Only members of the firm can answer for it."))
    answer = Party.Answer.YES if consents else Party.Answer.NO
    if party.answer == answer:
        return party  # the same answer sent twice
    if party.answer != Party.Answer.UNANSWERED:
        raise AlreadyAnsweredError(
            _("Your firm has answered “%(answer)s” already. Talk to the coordinator to change it.")
            % {"answer": party.get_answer_display()}
        )
    require_answerable(symbiosis, consents=consents)
    party.answer, party.answered_by, party.answered_at = answer, by, now
    party.save(update_fields=["answer", "answered_by", "answered_at"])
    changes = {"answer": [Party.Answer.UNANSWERED, answer]} | ({"speaker": [None, speaker.pk]} if speaker else {})
    record(Event.Kind.PARTY_ANSWERED, party, by=by, now=now, changes=changes)
    symbiosis.active_at = now
    symbiosis.save(update_fields=["active_at"])
    _draw_conclusion(symbiosis, by=by, now=now, barrier=barrier, note=note)
    return party


def require_answerable(symbiosis: Symbiosis, *, consents: bool) -> None:
    """Raise RefusedError where there is nothing to answer, or nobody may be introduced."""
    if symbiosis.stage != Symbiosis.Stage.IDEA:
        raise RefusedError(
            _("This suggestion is at “%(stage)s”: there is nothing to answer.")
            % {"stage": symbiosis.get_stage_display()},
            code="not_asked",
        )
    if consents and symbiosis.parties.exclude(listing__firm__hidden_at=None).exists():
        # Nobody is introduced to a firm that was taken out of sight.
        raise RefusedError(_("This firm is hidden after a report. Talk to your coordinator."), code="firm_hidden")
    if consents:
        _require_confirmed_and_verified(symbiosis)


def _speaks_for(speaker: Statement, party: Party) -> bool:
    """Return whether somebody without an account may answer: by the link, or as a coordinator heard it by phone."""
    heard = party.spoken_answers.filter(statement=speaker, state=SpokenAnswer.State.WAITING)
    return speaker == speaker_of(party.listing.firm) or heard.exists()


def _require_confirmed_and_verified(symbiosis: Symbiosis) -> None:
    """Raise RefusedError while nobody may be introduced: one sentence for either side, which tells neither."""
    unconfirmed, unverified = Q(listing__is_confirmed=False), Q(listing__firm__verified_at=None)
    if symbiosis.parties.filter(unconfirmed | unverified).exists():
        raise RefusedError(
            _("One of the firms is not verified, or has not confirmed its listing yet. You can answer when it has."),
            code="not_confirmed",
        )


def _draw_conclusion(symbiosis: Symbiosis, *, by: User | None, now: datetime, barrier: str, note: str) -> None:
    answers = set(symbiosis.parties.values_list("answer", flat=True))
    if Party.Answer.NO in answers:
        symbiosis.barrier, symbiosis.barrier_note = barrier or BarrierCode.OTHER, note
        take_stage(symbiosis, Symbiosis.Stage.FAILED, by=by, now=now)
        keep_barrier(symbiosis, code=symbiosis.barrier, note=note, by=by, now=now)
    elif answers == {Party.Answer.YES}:
        symbiosis.introduced_at = now
        take_stage(symbiosis, Symbiosis.Stage.DISCUSSION, by=by, now=now)


def renew_consents(listing: Listing, *, by: User | None, now: datetime) -> None:
    """Ask for consent again where a listing's material, amount, price or place has changed. Safe to repeat."""
    early = Q(symbiosis__stage__in=_EARLY_STAGES) | Q(symbiosis__stage_before_hold__in=_EARLY_STAGES)
    stale = Party.objects.filter(early, listing=listing, listing_version__lt=listing.version)
    for party in stale.order_by("pk"):
        renew_consent(party, by=by, now=now)


@transaction.atomic
def renew_consent(party: Party, *, by: User | None, now: datetime) -> None:
    """Ask every party of a symbiosis again, because one's listing has changed. Safe to repeat.

    While it is on hold nobody can answer: then it goes back to the question once it is resumed.
    """
    symbiosis = Symbiosis.objects.select_for_update().get(pk=party.symbiosis_id)
    # Looked at again under the lock: another worker may have asked, and firms may have answered that.
    is_stale = symbiosis.parties.filter(listing_version__lt=F("listing__version")).exists()
    if symbiosis.course_stage not in _EARLY_STAGES or not is_stale:
        return
    old = symbiosis.course_stage
    if symbiosis.stage == Symbiosis.Stage.ON_HOLD:
        symbiosis.stage_before_hold = Symbiosis.Stage.IDEA
    elif symbiosis.stage != Symbiosis.Stage.IDEA:
        symbiosis.move_to(Symbiosis.Stage.IDEA)
        symbiosis.stage_since, symbiosis.moved_by = now, by
    symbiosis.introduced_at, symbiosis.active_at = None, now
    symbiosis.save(
        update_fields=["stage", "stage_before_hold", "stage_since", "moved_by", "introduced_at", "active_at"]
    )
    for each in symbiosis.parties.select_for_update(of=("self",)).select_related("listing"):
        each.answer, each.answered_by, each.answered_at = Party.Answer.UNANSWERED, None, None
        each.listing_version = each.listing.version
        each.round += 1
        each.save(update_fields=["answer", "answered_by", "answered_at", "listing_version", "round"])
    changes = {"stage": [old, Symbiosis.Stage.IDEA]}
    record(Event.Kind.CONSENT_RENEWED, symbiosis, by=by, now=now, changes=changes)


@transaction.atomic
def ask_party(party: Party, *, by: User, now: datetime, fact: str) -> None:
    """Ask a party's firm for one fact that the law needs of its listing.

    Raises PermissionDenied, WrongStateError where nothing comes of the symbiosis, RefusedError if the listing says it
    already or the firm has been asked within a week.
    """
    symbiosis = Symbiosis.objects.select_for_update().get(pk=party.symbiosis_id)
    party = Party.objects.select_related("listing__firm", "listing__site").get(pk=party.pk)
    require(can_ask_party(by, party), _("Only coordinators, and firms that have been introduced, can ask a firm."))
    if symbiosis.stage == Symbiosis.Stage.FAILED:
        raise WrongStateError(_("Nothing comes of this symbiosis, so there is nothing to ask."))
    if not lacks_legal_fact(party.listing, fact):
        raise RefusedError(_("This listing already says that. Reload to see it."), code="nothing_missing")
    asked = {"asked_listing": [None, party.listing_id], "asked_fact": ["", fact]}
    recent = history(symbiosis).filter(kind=Event.Kind.SYMBIOSIS_ASKED, at__gt=now - ASKED_AGAIN_AFTER)
    if any(event.changes == asked for event in recent):
        raise RefusedError(_("The firm has been asked for that within a week. Wait, or call."), code="asked")
    record(Event.Kind.SYMBIOSIS_ASKED, symbiosis, by=by, now=now, changes=asked)
