"""What firms say by phone: a coordinator writes it down, and the firm is asked to confirm it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from marketplace.actions.events import record
from marketplace.actions.firms import register_firm
from marketplace.actions.invitations import invite_colleague
from marketplace.actions.listings import change_listing, pause_listing, publish_listing, save_draft
from marketplace.actions.sites import add_site
from marketplace.errors import RefusedError, require
from marketplace.models import Event, Firm, Listing, Notice, Party, Site, StatedListing, Statement, User
from marketplace.permissions import can_invite, can_write_on_behalf, coordinates_municipality
from marketplace.queries.events import history
from marketplace.queries.statement_links import LAPSES_AFTER, REMIND_AFTER, lapses_at
from marketplace.queries.statements import has_members, unanswered

_Answer = StatedListing.Answer


def write_statement(
    statement: Statement, *, site: Site, listings: Iterable[Listing], publishes: bool, by: User, now: datetime
) -> Statement:
    """Write down what a firm said by phone: its offers and needs, unconfirmed, as drafts or published.

    statement: unsaved; its firm too where it is new, and then the site is its first. listings: unsaved.
    Sent twice with the same key, it is written once. Raises PermissionDenied, RefusedError, ValidationError.
    """
    written = Statement.objects.filter(key=statement.key, written_by=by)
    if twin := written.first():
        return twin
    try:
        return _write(statement, site=site, listings=listings, publishes=publishes, by=by, now=now)
    except (IntegrityError, ValidationError):
        # The same form at the same moment: the other one has written the firm and the statement.
        if twin := written.first():
            return twin
        raise


@transaction.atomic
def _write(
    statement: Statement, *, site: Site, listings: Iterable[Listing], publishes: bool, by: User, now: datetime
) -> Statement:
    _save_firm_and_site(statement.firm, site, by=by, now=now)
    statement.firm_id = statement.firm.pk
    statement.written_by, statement.written_at = by, now
    statement.full_clean()
    statement.save()
    record(Event.Kind.STATEMENT_WRITTEN, statement, by=by, now=now)
    for listing in listings:
        listing.firm, listing.site, listing.is_confirmed = statement.firm, site, False
        save_draft(listing, by=by, now=now)
        StatedListing.objects.create(statement=statement, listing=listing)
        if publishes:
            publish_listing(listing, by=by, now=now)
    return ask_statement(statement, by=by, now=now) if publishes else statement


def _save_firm_and_site(firm: Firm, site: Site, *, by: User, now: datetime) -> None:
    message = _("Only a coordinator of the firm's area, outside the firm, can write for it.")
    if firm.pk is None:
        require(coordinates_municipality(by, site.municipality), message)
        register_firm(firm, site=site, by=by, now=now, owns=False)
        return
    require(can_write_on_behalf(by, firm), message)
    if site.pk is None:
        site.firm = firm
        add_site(site, by=by, now=now)


@transaction.atomic
def correct_listing(
    listing: Listing, *, facts: Mapping[str, object], said: Statement, by: User, now: datetime
) -> Listing:
    """Correct a firm's listing after a call. Raise PermissionDenied, WrongStateError, ValidationError.

    said: unsaved; who said it, when, and where to ask. The members of a firm that has some are told what changed
    and by whom; of a firm without, the listing is unconfirmed until it has answered.
    """
    listing = Listing.objects.select_for_update(of=("self",)).select_related("firm", "site").get(pk=listing.pk)
    require(
        can_write_on_behalf(by, listing.firm),
        _("Only a coordinator of the firm's area, outside the firm, can write for it."),
    )
    before = history(listing).filter(kind=Event.Kind.LISTING_CHANGED).first()
    listing = change_listing(listing, facts=facts, by=by, now=now)
    change = history(listing).filter(kind=Event.Kind.LISTING_CHANGED).first()
    if change == before:
        return listing
    said.firm, said.written_by, said.written_at = listing.firm, by, now
    # Of an imported firm nobody has spoken yet, and there may be no address: its listing stays as it was.
    is_asked = said.email or StatedListing.objects.filter(listing=listing).exists()
    if has_members(listing.firm) or not is_asked:
        record(Event.Kind.LISTING_CORRECTED, listing, by=by, now=now, changes=change.changes)
        _keep_who_said(said, listing, now=now)
    else:
        _ask_anew(said, listing, now=now)
    return listing


def _keep_who_said(said: Statement, listing: Listing, *, now: datetime) -> None:
    """Keep on whose word a listing was corrected, where somebody was named; its members are told, not asked."""
    if not said.spoken_by:
        return
    said.email, said.state, said.closed_at = "", Statement.State.ANSWERED, now
    said.full_clean()
    said.save()
    StatedListing.objects.create(
        statement=said, listing=listing, answer=_Answer.TOLD, answered_by=said.written_by, answered_at=now
    )
    record(Event.Kind.STATEMENT_WRITTEN, said, by=said.written_by, now=now)


def _ask_anew(said: Statement, listing: Listing, *, now: datetime) -> None:
    """Hold a corrected listing for unconfirmed until its firm has answered."""
    by = said.written_by
    StatedListing.objects.filter(listing=listing, answer=_Answer.UNANSWERED).update(
        answer=_Answer.REPLACED, answered_by=by, answered_at=now
    )
    listing.is_confirmed = False
    listing.save(update_fields=["is_confirmed"])
    said.full_clean()
    said.save()
    StatedListing.objects.create(statement=said, listing=listing)
    record(Event.Kind.STATEMENT_WRITTEN, said, by=by, now=now)
    if listing.state in Listing.OPEN_STATES:
        ask_statement(said, by=by, now=now)


@transaction.atomic
def ask_statement(statement: Statement, *, by: User | None, now: datetime, email: str | None = None) -> Statement:
    """Ask the firm to confirm, by a new link; older ones no longer count. Also again, and after it lapsed.

    email: the address from now on. Raises PermissionDenied, WrongStateError, RefusedError, ValidationError.
    """
    statement = _locked(statement, by=by)
    if statement.state == Statement.State.LAPSED:
        statement.move_to(Statement.State.WAITING)
    if statement.state != Statement.State.WAITING or not unanswered(statement).exists():
        raise RefusedError(_("The firm has answered already. See what it said."), code="answered_already")
    if email is not None:
        statement.email = email.strip().lower()
    if not statement.email and not has_members(statement.firm):
        raise RefusedError(
            _("Nobody at %(firm)s can confirm yet. Type the e-mail address of the person you spoke to.")
            % {"firm": statement.firm},
            code="nobody_to_ask",
        )
    statement.round += bool(statement.asked_at)
    statement.asked_at, statement.reminded_at, statement.closed_at = now, None, None
    statement.full_clean()
    statement.save(update_fields=["state", "email", "round", "asked_at", "reminded_at", "closed_at"])
    record(Event.Kind.STATEMENT_ASKED, statement, by=by, now=now)
    return statement


def ask_about_listing(listing: Listing, *, by: User | None, now: datetime) -> None:
    """Ask the firm about a draft of a call that has been published since. Safe to repeat."""
    waiting = Statement.objects.filter(stated__listing=listing, stated__answer=_Answer.UNANSWERED)
    for statement in waiting.filter(state=Statement.State.WAITING):
        published_at = Listing.objects.get(pk=listing.pk).published_at
        if published_at and (statement.asked_at is None or statement.asked_at < published_at):
            ask_statement(statement, by=by, now=now)


@transaction.atomic
def remind_statement(statement: Statement, *, by: User | None, now: datetime) -> Statement:
    """Remind the firm once that it has not answered. Raise RefusedError where it is not time, or not called for."""
    statement = _locked(statement, by=by)
    is_due = statement.asked_at is not None and statement.asked_at + REMIND_AFTER <= now
    if statement.state != Statement.State.WAITING or statement.reminded_at or not is_due:
        raise RefusedError(_("This firm was reminded already, or has answered."), code="not_due")
    statement.reminded_at = now
    statement.save(update_fields=["reminded_at"])
    record(Event.Kind.STATEMENT_REMINDED, statement, by=by, now=now)
    return statement


@transaction.atomic
def lapse_statement(statement: Statement, *, by: User | None, now: datetime) -> Statement:
    """End the wait for an answer: what is unconfirmed leaves the market. Raise RefusedError before 30 days."""
    statement = _locked(statement, by=by)
    if statement.asked_at is None or lapses_at(statement) > now:
        raise RefusedError(_("The firm has %(days)s days to answer.") % {"days": LAPSES_AFTER.days}, code="not_due")
    statement.move_to(Statement.State.LAPSED)
    statement.closed_at = now
    statement.save(update_fields=["state", "closed_at"])
    for stated in unanswered(statement).select_related("listing").order_by("pk"):
        if stated.listing.state == Listing.State.PUBLISHED:
            # By the marketplace, which may also for a firm that is hidden.
            pause_listing(stated.listing, by=None, now=now)
    record(Event.Kind.STATEMENT_LAPSED, statement, by=by, now=now)
    return statement


@transaction.atomic
def forget_speaker(statement: Statement, *, by: User | None, now: datetime) -> Statement:
    """Erase name, address and number of who spoke for the firm, as they may ask; what was answered stays.

    by: a coordinator of the firm, or None for the person, by the link. Safe to repeat. Raise PermissionDenied.
    """
    statement = _locked(statement, by=by)
    if statement.forgotten_at:
        return statement
    of_statement = Q(event__in=history(statement).values("pk"))
    parties = Party.objects.filter(listing__firm=statement.firm_id).values_list("pk", flat=True)
    of_symbioses = Q(email=statement.email, values__party__in=list(parties))
    Notice.objects.filter(of_statement | of_symbioses, user=None).delete()
    statement.spoken_by = statement.email = statement.phone = ""
    statement.forgotten_at = now
    statement.save(update_fields=["spoken_by", "email", "phone", "forgotten_at"])
    record(Event.Kind.STATEMENT_FORGOTTEN, statement, by=by, now=now)
    return statement


def invite_speaker(statement: Statement, *, now: datetime) -> None:
    """Invite who spoke for a firm without members to become its owner, as they ask by the link.

    Raise RefusedError where the address is erased, or the coordinator who wrote it no longer may.
    """
    statement = Statement.objects.select_related("firm", "written_by").get(pk=statement.pk)
    if not statement.email or not can_invite(statement.written_by, statement.firm):
        raise RefusedError(_("Ask your coordinator for an invitation."), code="not_invited")
    invite_colleague(statement.firm, email=statement.email, by=statement.written_by, now=now)


def new_statement(
    *, key: str, spoken_by: str, email: str, language: str, said_on: date, firm: Firm, phone: str = ""
) -> Statement:
    """Return an unsaved statement."""
    return Statement(
        key=key,
        spoken_by=spoken_by.strip(),
        email=email.strip().lower(),
        phone=phone.strip(),
        language=language,
        said_on=said_on,
        firm=firm,
    )


def _locked(statement: Statement, *, by: User | None) -> Statement:
    rows = Statement.objects.select_for_update(of=("self",)).select_related("firm")
    statement = rows.get(pk=statement.pk)
    require(
        by is None or can_write_on_behalf(by, statement.firm),
        _("Only a coordinator of the firm's area, outside the firm, can write for it."),
    )
    return statement
