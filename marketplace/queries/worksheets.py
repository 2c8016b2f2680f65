"""What a coordinator who follows a symbiosis up sees of it beside its page: barriers, log, files, people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse

from marketplace.models import Attachment, Barrier, InvolvedPerson, Membership, Symbiosis, User
from marketplace.permissions import can_follow_up
from marketplace.queries.corrections import correctable_to
from marketplace.queries.pipeline import movable_stages
from marketplace.wording.numbers import file_size_text

NOTE, CONTACT, PERSON, FILE = "note", "contact", "person", "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One note, or one contact, of the log."""

    way: str  # of a contact, empty for a note
    way_label: str
    whom: str
    on: date
    text: str
    author: str
    written_at: datetime
    remove_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """One file: what it is called, how large it is, and where it is downloaded."""

    name: str
    size: str
    url: str
    added_by: str
    added_at: datetime
    remove_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One person who is involved and belongs to none of the firms."""

    name: str
    role: str
    email: str
    phone: str
    remove_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheet:
    """Everything that is written down about one symbiosis, for its coordinators."""

    symbiosis: Symbiosis
    onward: list[Symbiosis.Stage]  # where it may be moved to
    back: Symbiosis.Stage | None  # where its last step may be taken back to
    may_stop: bool
    may_resume: bool
    is_failed: bool
    barriers: list[Barrier]
    log: list[LogLine]
    files: list[FileLine]
    people: list[PersonLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedFacts:
    """What of a symbiosis only whoever follows it up reads."""

    goal: str
    progress: str
    is_step_shared: bool
    active_at: datetime
    stage_before_hold: str
    barriers: list[Barrier]


def followed_facts(symbioses: Iterable[Symbiosis], *, followed: set[int]) -> dict[int, FollowedFacts]:
    """Return pk → facts, of those symbioses whose cards say that the viewer follows them up."""
    barriers: dict[int, list[Barrier]] = {pk: [] for pk in followed}
    for barrier in Barrier.objects.filter(symbiosis__in=followed).order_by("state", "-noted_at", "pk"):
        barriers[barrier.symbiosis_id].append(barrier)
    return {
        each.pk: FollowedFacts(
            goal=each.goal,
            progress=each.progress,
            is_step_shared=each.is_step_shared,
            active_at=each.active_at,
            stage_before_hold=each.stage_before_hold,
            barriers=barriers[each.pk],
        )
        for each in symbioses
        if each.pk in followed
    }


def symbiosis_worksheet(symbiosis: Symbiosis, *, viewer: User, now: datetime) -> Worksheet | None:
    """Return the worksheet of a symbiosis for whoever follows it up, None for the firms."""
    if not can_follow_up(viewer, symbiosis):
        return None
    stage = Symbiosis.Stage(symbiosis.stage)
    people = symbiosis.involved_people.order_by("name", "pk")
    files = symbiosis.attachments.select_related("added_by").order_by("-added_at", "-pk")
    barriers = symbiosis.barriers.select_related("noted_by", "removed_by")
    return Worksheet(
        symbiosis=symbiosis,
        onward=movable_stages(symbiosis),
        back=correctable_to(symbiosis, now=now),
        may_stop=Symbiosis.Stage.FAILED in Symbiosis.NEXT_STAGES[stage],
        may_resume=stage == Symbiosis.Stage.ON_HOLD,
        is_failed=stage == Symbiosis.Stage.FAILED,
        barriers=list(barriers.order_by("state", "-noted_at", "pk")),
        log=_log(symbiosis),
        files=[_file_line(file) for file in files],
        people=[_person_line(person) for person in people],
    )


def visible_attachments(viewer: User, symbiosis: Symbiosis) -> QuerySet[Attachment]:
    """Return the files of a symbiosis for whoever follows it up, none for anybody else."""
    return symbiosis.attachments.all() if can_follow_up(viewer, symbiosis) else Attachment.objects.none()


def colleagues_for(symbiosis: Symbiosis) -> QuerySet[User]:
    """Return the coordinators to whom a symbiosis can be handed over (permissions.can_take_over)."""
    insiders = Membership.objects.filter(firm__in=symbiosis.parties.values("listing__firm")).values("user")
    people = User.objects.filter(coordinator__isnull=False, is_active=True).exclude(pk__in=insiders)
    return people.exclude(pk=symbiosis.owner_id).order_by("name", "pk")


def _log(symbiosis: Symbiosis) -> list[LogLine]:
    """Return notes and contacts, the newest day first."""
    notes = [
        LogLine(
            way="",
            way_label="",
            whom="",
            on=note.written_at.date(),
            text=note.text,
            author=str(note.author or ""),
            written_at=note.written_at,
            remove_url=_remove_url(symbiosis, NOTE, note.pk),
        )
        for note in symbiosis.notes.select_related("author")
    ]
    contacts = [
        LogLine(
            way=contact.way,
            way_label=contact.get_way_display(),
            whom=contact.whom,
            on=contact.on,
            text=contact.said,
            author=str(contact.author or ""),
            written_at=contact.written_at,
            remove_url=_remove_url(symbiosis, CONTACT, contact.pk),
        )
        for contact in symbiosis.contact_entries.select_related("author", "person")
    ]
    return sorted([*notes, *contacts], key=lambda line: (line.on, line.written_at), reverse=True)


def _file_line(file: Attachment) -> FileLine:
    return FileLine(
        name=file.name,
        size=file_size_text(file.size),
        url=reverse("symbiosis-file", args=[file.symbiosis_id, file.pk]),
        added_by=str(file.added_by or ""),
        added_at=file.added_at,
        remove_url=_remove_url(file.symbiosis, FILE, file.pk),
    )


def _person_line(person: InvolvedPerson) -> PersonLine:
    return PersonLine(
        name=person.name,
        role=person.role,
        email=person.email,
        phone=person.phone,
        remove_url=_remove_url(person.symbiosis, PERSON, person.pk),
    )


def _remove_url(symbiosis: Symbiosis, kind: str, pk: int) -> str:
    return reverse("symbiosis-entry-remove", args=[symbiosis.pk, kind, pk])
