"""Who is told what about what firms say by phone. Each is the follow-up of an event, and safe to repeat."""

from datetime import datetime

from django.urls import reverse

from marketplace.actions.notices import tell, tell_address
from marketplace.models import Event, Listing, Notice, Statement, User
from marketplace.queries.events import last_event
from marketplace.queries.members import members_of
from marketplace.queries.statement_links import statement_link


def ask_to_confirm(statement: Statement, *, by: User | None, now: datetime) -> None:
    """Send the firm the link by which it confirms: to its members, or to the address of who spoke for it."""
    event = last_event(statement, Event.Kind.STATEMENT_ASKED)
    _tell_firm(statement, Notice.Code.STATEMENT_ASKED, event=event, now=now)


def remind_to_confirm(statement: Statement, *, by: User | None, now: datetime) -> None:
    """Send the link once more."""
    event = last_event(statement, Event.Kind.STATEMENT_REMINDED)
    _tell_firm(statement, Notice.Code.STATEMENT_REMINDED, event=event, now=now)


def _tell_firm(statement: Statement, code: Notice.Code, *, event: Event, now: datetime) -> None:
    statement = Statement.objects.select_related("firm", "written_by").get(pk=statement.pk)
    if statement.state != Statement.State.WAITING:
        return
    values = {"firm": statement.firm.name, "name": str(statement.written_by)}
    members = list(members_of(statement.firm))
    for member in members:
        path = statement_link(statement, person=member)
        tell([member], code, event=event, path=path, now=now, values=values)
    if not members and statement.email:
        path, language = statement_link(statement), statement.language
        tell_address(statement.email, code, event=event, path=path, language=language, now=now, values=values)


def tell_writer_of_answers(statement: Statement, *, by: User | None, now: datetime) -> None:
    """Tell the coordinator who wrote it that the firm has answered."""
    _tell_writer(statement, Notice.Code.STATEMENT_ANSWERED, kind=Event.Kind.STATEMENT_ANSWERED, now=now)


def tell_writer_of_lapse(statement: Statement, *, by: User | None, now: datetime) -> None:
    """Tell the coordinator who wrote it that the firm never answered."""
    _tell_writer(statement, Notice.Code.STATEMENT_LAPSED, kind=Event.Kind.STATEMENT_LAPSED, now=now)


def _tell_writer(statement: Statement, code: Notice.Code, *, kind: Event.Kind, now: datetime) -> None:
    statement = Statement.objects.select_related("firm", "written_by").get(pk=statement.pk)
    path, values = reverse("statement-detail", args=[statement.pk]), {"firm": statement.firm.name}
    tell([statement.written_by], code, event=last_event(statement, kind), path=path, now=now, values=values)


def tell_of_correction(listing: Listing, *, by: User | None, now: datetime) -> None:
    """Tell a firm's members what a coordinator changed in their listing, and who it was."""
    event = last_event(listing, Event.Kind.LISTING_CORRECTED)
    path = reverse("listing-detail", args=[listing.pk])
    values = {"title": listing.title, "name": str(event.by or "")}
    tell(members_of(listing.firm), Notice.Code.LISTING_CORRECTED, event=event, path=path, now=now, values=values)
