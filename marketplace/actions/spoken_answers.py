"""What a firm answers a coordinator by phone about a partner: written down, undone, counted after the undo time."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace.actions.activity import locked_symbiosis, record_activity
from marketplace.actions.symbioses import answer_introduction, require_answerable
from marketplace.errors import AlreadyAnsweredError, RefusedError, WrongStateError
from marketplace.models import Event, Party, SpokenAnswer, Statement, Symbiosis, User
from marketplace.queries.statements import has_members

_State = SpokenAnswer.State
_UNANSWERED = Party.Answer.UNANSWERED


@transaction.atomic
def write_answer(
    party: Party, *, said: Statement, consents: bool, by: User, now: datetime, barrier: str = "", note: str = ""
) -> SpokenAnswer:
    """Write down what a firm answered by phone. It counts after the undo time, as if the firm had answered itself.

    said: unsaved; who said it and when. Sent twice with the same key, it is written once. Raises PermissionDenied
    for whoever does not follow the symbiosis up, AlreadyAnsweredError, RefusedError, ValidationError.
    """
    symbiosis = locked_symbiosis(Symbiosis(pk=party.symbiosis_id), by=by)
    party = Party.objects.select_for_update(of=("self",)).select_related("listing__firm").get(pk=party.pk)
    if twin := SpokenAnswer.objects.filter(party=party, statement__key=said.key, statement__written_by=by).first():
        return twin
    if party.answer != _UNANSWERED or party.spoken_answers.filter(state=_State.WAITING).exists():
        raise AlreadyAnsweredError(
            _("An answer of %(firm)s is there already. Reload to see it.") % {"firm": party.listing.firm}
        )
    require_answerable(symbiosis, consents=consents)
    _keep_call(said, party, by=by, now=now)
    spoken = SpokenAnswer(
        party=party,
        round=party.round,
        statement=said,
        said=SpokenAnswer.Said.YES if consents else SpokenAnswer.Said.NO,
        barrier="" if consents else barrier,
        note="" if consents else note,
    )
    spoken.full_clean()
    spoken.save()
    changes = {"spoken_answer": [None, spoken.pk], "answer": [_UNANSWERED, spoken.said]}
    record_activity(symbiosis, Event.Kind.ANSWER_WRITTEN, by=by, now=now, changes=changes)
    return spoken


def _keep_call(said: Statement, party: Party, *, by: User, now: datetime) -> None:
    """Save who said it: of a firm with members no address or number, for theirs are known."""
    if said.said_on > localdate(now):
        raise ValidationError({"said_on": _("This day is still to come. Write down what has been said.")})
    said.firm, said.written_by, said.written_at = party.listing.firm, by, now
    said.state, said.closed_at = Statement.State.ANSWERED, now
    if has_members(said.firm):
        said.email = said.phone = ""
    said.full_clean()
    said.save()


@transaction.atomic
def take_back_answer(spoken: SpokenAnswer, *, by: User, now: datetime) -> SpokenAnswer:
    """Take back what was written down: before it counts, or a yes that no other firm's yes has made an introduction of.

    Safe to repeat. Raises PermissionDenied, WrongStateError.
    """
    symbiosis = locked_symbiosis(Symbiosis(pk=spoken.party.symbiosis_id), by=by)
    spoken = SpokenAnswer.objects.select_for_update().get(pk=spoken.pk)
    if spoken.state == _State.TAKEN_BACK:
        return spoken
    if spoken.state == _State.COUNTED:
        _reopen(spoken, symbiosis)
    spoken.move_to(_State.TAKEN_BACK)
    spoken.save(update_fields=["state"])
    changes = {"spoken_answer": [spoken.pk, None], "answer": [spoken.said, _UNANSWERED]}
    record_activity(symbiosis, Event.Kind.ANSWER_TAKEN_BACK, by=by, now=now, changes=changes)
    return spoken


def _reopen(spoken: SpokenAnswer, symbiosis: Symbiosis) -> None:
    """Make a party unanswered again whose spoken yes has counted. Names that are open cannot be closed again."""
    party = Party.objects.select_for_update().get(pk=spoken.party_id)
    if symbiosis.stage != Symbiosis.Stage.IDEA or (party.round, party.answer) != (spoken.round, spoken.said):
        raise WrongStateError(
            _("The firms have been told what came of this answer. Put the symbiosis on hold, or end it, instead.")
        )
    party.answer, party.answered_by, party.answered_at = _UNANSWERED, None, None
    party.save(update_fields=["answer", "answered_by", "answered_at"])


def count_answers(symbiosis: Symbiosis, *, by: User | None, now: datetime) -> None:
    """Let the spoken answers of a symbiosis count whose undo time is over. Safe to repeat."""
    written_before = now - timedelta(seconds=settings.UNDO_SECONDS)
    due = SpokenAnswer.objects.filter(party__symbiosis=symbiosis, state=_State.WAITING)
    for pk in due.filter(statement__written_at__lte=written_before).order_by("pk").values_list("pk", flat=True):
        _count(pk, symbiosis, now=now)


@transaction.atomic
def _count(pk: int, symbiosis: Symbiosis, *, now: datetime) -> None:
    symbiosis = Symbiosis.objects.select_for_update().get(pk=symbiosis.pk)
    spoken = SpokenAnswer.objects.select_for_update(of=("self",)).select_related("statement", "party").get(pk=pk)
    if spoken.state != _State.WAITING:
        return
    is_open = (spoken.party.round, spoken.party.answer) == (spoken.round, _UNANSWERED)
    spoken.move_to(_State.COUNTED if is_open and _answer(spoken, now=now) else _State.OVERTAKEN)
    spoken.save(update_fields=["state"])
    if spoken.state == _State.OVERTAKEN:
        changes = {"spoken_answer": [spoken.pk, None]}
        record_activity(symbiosis, Event.Kind.ANSWER_TAKEN_BACK, by=None, now=now, changes=changes)


def _answer(spoken: SpokenAnswer, *, now: datetime) -> bool:
    """Answer for the firm; return whether that was possible: a firm may be hidden since, or the symbiosis on hold."""
    answer = {"consents": spoken.said == SpokenAnswer.Said.YES, "barrier": spoken.barrier, "note": spoken.note}
    try:
        with transaction.atomic():
            answer_introduction(spoken.party, by=None, speaker=spoken.statement, now=now, **answer)
    except RefusedError:
        return False
    return True
