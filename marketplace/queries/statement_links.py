"""Signed links by which a firm confirms, without a password, what it said by phone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.errors import RefusedError
from marketplace.models import Statement, User

LAPSES_AFTER = timedelta(days=30)
REMIND_AFTER = timedelta(days=7)
_signer = Signer(salt="marketplace.statement")
_NOBODY = 0  # the person of a link that went to an address without an account


class StatementLinkOverError(RefusedError):
    """A link that no longer counts."""

    code = "statement_link_over"


@dataclass(frozen=True, slots=True)
class StatementLink:
    """What a link stands for. person: the member it was sent to, None for an address."""

    statement: Statement
    person: User | None


def statement_link(statement: Statement, *, person: User | None = None) -> str:
    """Return the path by which this person, or who reads the statement's mail, answers this round of asking."""
    token = _signer.sign(f"{statement.pk}-{statement.round}-{person.pk if person else _NOBODY}")
    return reverse("statement-answer", args=[token])


def lapses_at(statement: Statement) -> datetime:
    """Return when a statement that nobody answers lapses: its links with it."""
    return (statement.asked_at or statement.written_at) + LAPSES_AFTER


def open_statement_link(token: str, *, now: datetime) -> StatementLink:
    """Return what a link stands for. Raise StatementLinkOverError with what to do.

    An answered statement still opens: who follows the link a second time sees what they answered.
    """
    call = _("Call your coordinator, who can ask you again.")
    try:
        pk, asked_round, person_pk = _signer.unsign(token).split("-")
    except (BadSignature, ValueError) as error:
        raise StatementLinkOverError(_("This link is not complete.") + " " + call) from error
    rows = Statement.objects.select_related("firm", "written_by")
    statement = rows.filter(pk=pk, round=asked_round, asked_at__isnull=False).first()
    person = User.objects.filter(pk=person_pk, is_active=True).first()
    if statement is None or (person is None and int(person_pk) != _NOBODY):
        raise StatementLinkOverError(_("We have asked anew since. Use the link of the newest mail."))
    is_late = statement.state == Statement.State.WAITING and lapses_at(statement) <= now
    if is_late or statement.state == Statement.State.LAPSED:
        raise StatementLinkOverError(_("This link is older than 30 days.") + " " + call)
    return StatementLink(statement, person)
