"""What coordinators write down about a symbiosis. Events say that they did, never what: the log is not for firms."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace.actions.activity import locked_symbiosis, record_activity
from marketplace.errors import RefusedError
from marketplace.models import ContactEntry, Event, InvolvedPerson, Note, Symbiosis, User
from marketplace.queries.members import people_of_firms

Entry = Note | ContactEntry | InvolvedPerson


@transaction.atomic
def write_note(symbiosis: Symbiosis, *, text: str, by: User, now: datetime) -> Note:
    """Add a note. Raises PermissionDenied, ValidationError."""
    symbiosis = locked_symbiosis(symbiosis, by=by)
    last = symbiosis.notes.order_by("-pk").first()
    if last and (last.text, last.author_id) == (text, by.pk):
        return last  # sent twice
    return _keep(Note(symbiosis=symbiosis, text=text, author=by, written_at=now), by=by, now=now)


@transaction.atomic
def log_contact(
    symbiosis: Symbiosis,
    *,
    way: str,
    on: date,
    by: User,
    now: datetime,
    person: User | None = None,
    with_whom: str = "",
    said: str = "",
) -> ContactEntry:
    """Add a call, mail, meeting or visit to the contact log.

    person: somebody of its firms; with_whom: anybody else. Raises PermissionDenied, RefusedError, ValidationError.
    """
    symbiosis = locked_symbiosis(symbiosis, by=by)
    if person is None and not with_whom:
        raise ValidationError({"with_whom": _("Say with whom it was.")})
    if person and not people_of_firms(symbiosis).filter(pk=person.pk).exists():
        raise RefusedError(_("%(name)s belongs to none of the firms. Write the name.") % {"name": person})
    if on > localdate(now):
        raise ValidationError({"on": _("This day is still to come. For plans there is the next step.")})
    facts = {"way": way, "on": on, "person": person, "with_whom": "" if person else with_whom, "said": said}
    last = symbiosis.contact_entries.order_by("-pk").first()
    if last and last.author_id == by.pk and all(getattr(last, name) == value for name, value in facts.items()):
        return last  # sent twice
    entry = ContactEntry(symbiosis=symbiosis, author=by, written_at=now, **facts)
    return _keep(entry, by=by, now=now)


@transaction.atomic
def involve_person(
    symbiosis: Symbiosis, *, name: str, by: User, now: datetime, role: str = "", email: str = "", phone: str = ""
) -> InvolvedPerson:
    """Add somebody who matters and belongs to none of the firms. Raises PermissionDenied, ValidationError."""
    symbiosis = locked_symbiosis(symbiosis, by=by)
    facts = {"name": name, "role": role, "email": email, "phone": phone}
    if same := symbiosis.involved_people.filter(**facts).first():
        return same  # sent twice
    person = InvolvedPerson(symbiosis=symbiosis, added_by=by, added_at=now, **facts)
    return _keep(person, by=by, now=now)


@transaction.atomic
def remove_entry(entry: Entry, *, by: User, now: datetime) -> None:
    """Delete a note, a contact or an involved person: it was wrong, or somebody asked. Safe to repeat.

    Raises PermissionDenied.
    """
    symbiosis = locked_symbiosis(entry.symbiosis, by=by)
    removed, _models = type(entry).objects.filter(pk=entry.pk).delete()
    if removed:
        changes = {"entry": [entry._meta.model_name, None]}
        record_activity(symbiosis, Event.Kind.SYMBIOSIS_LOG_CHANGED, by=by, now=now, changes=changes)


def _keep(entry: Entry, *, by: User, now: datetime) -> Entry:
    entry.full_clean(exclude=["author", "person", "added_by"])
    entry.save()
    changes = {"entry": [None, entry._meta.model_name]}
    record_activity(entry.symbiosis, Event.Kind.SYMBIOSIS_LOGGED, by=by, now=now, changes=changes)
    return entry
