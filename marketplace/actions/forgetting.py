"""What becomes of the symbioses' worksheets when a person leaves: their name goes, the work stays."""

import re
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from marketplace.actions.activity import record_activity
from marketplace.models import Barrier, ContactEntry, Event, InvolvedPerson, Note, Notice, SpokenAnswer, Symbiosis, User


def forget_in_symbioses(user: User, *, by: User | None, now: datetime) -> None:
    """Take a person's name and address out of what coordinators have written down; what they own is nobody's.

    For `delete_account`, before the person's firms and name are forgotten. Notes and contacts that they wrote stay,
    as the work of a deleted account.
    """
    for symbiosis in Symbiosis.objects.select_for_update().filter(owner=user).order_by("pk"):
        symbiosis.owner = None
        symbiosis.save(update_fields=["owner"])
        changes = {"owner": [user.pk, None]}
        record_activity(symbiosis, Event.Kind.SYMBIOSIS_HANDED_OVER, by=by, now=now, changes=changes)
    about = list(_about(user).values_list("pk", flat=True))
    InvolvedPerson.objects.filter(email__iexact=user.email).delete()
    Notice.objects.filter(code=Notice.Code.HANDED_OVER, event__by=user).delete()
    pattern = _pattern(user)
    for rows, fields in _texts(about):
        _take_out(rows, fields, pattern)
    _take_out_of_events(about, pattern)


def _about(user: User) -> QuerySet[Symbiosis]:
    """Return the symbioses in whose log the person may be named."""
    of_firm = Q(parties__listing__firm__membership__user=user)
    named = Q(contact_entries__person=user) | Q(involved_people__email__iexact=user.email)
    return Symbiosis.objects.filter(of_firm | named).distinct()


def _pattern(user: User) -> re.Pattern[str]:
    """Return what finds the person in a text: the address, and a name of more than one word.

    “Karin” alone could be anybody: it stays.
    """
    found = [user.email, *([user.name] if " " in user.name.strip() else [])]
    words = "|".join(re.escape(each.strip()) for each in found if each)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def _texts(symbioses: list[int]) -> list[tuple[QuerySet[Model], tuple[str, ...]]]:
    """Return the rows and their fields in which coordinators write freely."""
    of_these = {"symbiosis__in": symbioses}
    return [
        (Symbiosis.objects.filter(pk__in=symbioses), ("goal", "progress", "next_step", "barrier_note")),
        (Note.objects.filter(**of_these), ("text",)),
        (ContactEntry.objects.filter(**of_these), ("with_whom", "said")),
        (Barrier.objects.filter(**of_these), ("note", "remover")),
        (InvolvedPerson.objects.filter(**of_these), ("role",)),
        (SpokenAnswer.objects.filter(party__symbiosis__in=symbioses), ("note",)),
    ]


def _take_out(rows: QuerySet[Model], fields: tuple[str, ...], pattern: re.Pattern[str]) -> None:
    for row in rows:
        new = {name: _without(getattr(row, name), pattern, row._meta.get_field(name).max_length) for name in fields}
        if changed := {name: text for name, text in new.items() if text != getattr(row, name)}:
            rows.model.objects.filter(pk=row.pk).update(**changed)


def _take_out_of_events(symbioses: list[int], pattern: re.Pattern[str]) -> None:
    """Goals and steps of earlier days stand in the events, and a step in what its owner was told."""
    kind = ContentType.objects.get_for_model(Symbiosis)
    events = Event.objects.filter(subject_type=kind, subject_id__in=symbioses)
    for event in events.filter(kind=Event.Kind.SYMBIOSIS_PLANNED):
        changes = {name: [_without(each, pattern) for each in pair] for name, pair in event.changes.items()}
        if changes != event.changes:
            Event.objects.filter(pk=event.pk).update(changes=changes)
    for notice in Notice.objects.filter(event__in=events, code=Notice.Code.STEP_DUE):
        values = {name: _without(value, pattern) for name, value in notice.values.items()}
        if values != notice.values:
            Notice.objects.filter(pk=notice.pk).update(values=values)


def _without(value: object, pattern: re.Pattern[str], longest: int | None = None) -> object:
    """Return a text without the person; what is no text stays as it is."""
    return pattern.sub(_("a deleted account"), value)[:longest] if isinstance(value, str) else value
