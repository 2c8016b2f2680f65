"""Symbioses of the demo that have been on their way for weeks: in every stage, with log, barriers and dates."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from marketplace.actions.barriers import note_barrier, remove_barrier
from marketplace.actions.claims import answer_claim, ask_claim
from marketplace.actions.logs import involve_person, log_contact, write_note
from marketplace.actions.next_steps import plan_symbiosis
from marketplace.actions.stages import fail_symbiosis, hold_symbiosis, move_symbiosis
from marketplace.actions.suggestions import approve_suggestion
from marketplace.actions.symbioses import answer_introduction, open_symbiosis
from marketplace.demo_people import DemoPerson
from marketplace.management.demo_story import demo_user
from marketplace.management.demo_tales import TALES, Tale
from marketplace.models import Firm, Party, Suggestion, Symbiosis, User
from marketplace.permissions import is_member


@transaction.atomic
def tell_tales(*, by: User, now: datetime) -> None:
    """Let the demo's older symbioses happen, once in the life of a demo: those whose suggestion is there."""
    if Suggestion.objects.filter(reviewed_by=by).exists():
        return
    for tale in TALES:
        suggestions = Suggestion.objects.filter(state=Suggestion.State.PROPOSED)
        suggestions = suggestions.filter(parts__listing__external_id=tale.offer)
        if found := suggestions.filter(parts__listing__external_id=tale.need).first():
            _tell(tale, found, by=by, now=now)


def _tell(tale: Tale, suggestion: Suggestion, *, by: User, now: datetime) -> None:
    opened_at = now - timedelta(days=tale.opened)
    approve_suggestion(suggestion, by=by, now=opened_at - timedelta(seconds=settings.UNDO_SECONDS))
    symbiosis = open_symbiosis(suggestion, by=None, now=opened_at)
    answered_at = opened_at + timedelta(days=2)
    names = {"giver": tale.giver, "receiver": tale.receiver}
    for party in symbiosis.parties.select_related("listing__firm").order_by("pk"):
        person = _speaker(party, name=names[party.role], by=by, now=opened_at)
        if tale.has_met:
            answer_introduction(party, by=person, consents=True, now=answered_at)
    for step in tale.steps:
        symbiosis = Symbiosis.objects.get(pk=symbiosis.pk)
        facts = dict(step.facts)
        if (due_in := facts.pop("due_in", None)) is not None:
            facts["next_step_date"] = localdate(now) + timedelta(days=due_in)
        _ACTS[step.what](symbiosis, facts, by=by, now=now - timedelta(days=step.days_ago))


def _speaker(party: Party, *, name: str, by: User, now: datetime) -> User:
    """Return the person who answers for a firm of the demo; they are not on the login page."""
    firm: Firm = party.listing.firm
    language = "nb" if firm.country == "NO" else "sv"
    email = f"{party.listing.external_id}@demo.example"
    person = demo_user(DemoPerson(email=email, name=name, language=language, role="", firm=firm.name))
    if not is_member(person, firm):
        answer_claim(ask_claim(firm, by=person, now=now), is_granted=True, by=by, now=now)
    return person


def _act_move(symbiosis: Symbiosis, facts: dict[str, object], *, by: User, now: datetime) -> None:
    move_symbiosis(symbiosis, seen=symbiosis.stage, by=by, now=now, **facts)


def _act_hold(symbiosis: Symbiosis, facts: dict[str, object], *, by: User, now: datetime) -> None:
    hold_symbiosis(symbiosis, seen=symbiosis.stage, by=by, now=now, **facts)


def _act_fail(symbiosis: Symbiosis, facts: dict[str, object], *, by: User, now: datetime) -> None:
    fail_symbiosis(symbiosis, seen=symbiosis.stage, by=by, now=now, **facts)


def _act_plan(symbiosis: Symbiosis, facts: dict[str, object], *, by: User, now: datetime) -> None:
    plan_symbiosis(symbiosis, facts=facts, by=by, now=now)


def _act_contact(symbiosis: Symbiosis, facts: dict[str, object], *, by: User, now: datetime) -> None:
    log_contact(symbiosis, on=localdate(now), by=by, now=now, **facts)


def _act_note(symbiosis: Symbiosis, facts: dict[str, object], *, by: User, now: datetime) -> None:
    write_note(symbiosis, by=by, now=now, **facts)


def _act_person(symbiosis: Symbiosis, facts: dict[str, object], *, by: User, now: datetime) -> None:
    involve_person(symbiosis, by=by, now=now, **facts)


def _act_barrier(symbiosis: Symbiosis, facts: dict[str, object], *, by: User, now: datetime) -> None:
    note_barrier(symbiosis, by=by, now=now, **facts)


def _act_barrier_removed(symbiosis: Symbiosis, facts: dict[str, object], *, by: User, now: datetime) -> None:
    remove_barrier(symbiosis.barriers.get(state="open", **facts), by=by, now=now)


_ACTS: dict[str, Callable[..., None]] = {
    "move": _act_move,
    "hold": _act_hold,
    "fail": _act_fail,
    "plan": _act_plan,
    "contact": _act_contact,
    "note": _act_note,
    "person": _act_person,
    "barrier": _act_barrier,
    "barrier removed": _act_barrier_removed,
}
