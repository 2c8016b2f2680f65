"""What firms said by phone, as coordinators and firms may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse

from marketplace.models import Event, Firm, Listing, Membership, StatedListing, Statement, User
from marketplace.permissions import Viewer, is_coordinator
from marketplace.queries.events import history
from marketplace.queries.firms import coordinated_firms
from marketplace.queries.listing_cards import ListingCard, listing_card
from marketplace.queries.opened import note_opened
from marketplace.queries.statement_links import LAPSES_AFTER, REMIND_AFTER, lapses_at
from marketplace.wording.changes import change_lines
from marketplace.wording.events import EventLine

_Answer = StatedListing.Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedRow:
    """One offer or need of a statement, open: for those who wrote it or whose it is."""

    card: ListingCard
    listing: Listing
    answer: str
    answer_label: str
    answered_by: str
    answered_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Return whether the firm can answer it now."""
        return self.answer == _Answer.UNANSWERED and bool(Listing.NEXT_STATES[Listing.State(self.listing.state)])


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementCard:
    """One statement for a coordinator of its firm, or for the firm."""

    pk: int
    firm_pk: int
    firm_name: str
    spoken_by: str
    email: str
    phone: str
    said_on: date
    written_by: str
    written_at: datetime
    state: str
    state_label: str
    asked_at: datetime | None
    reminded_at: datetime | None
    lapses_at: datetime
    is_forgotten: bool
    rows: list[StatedRow]
    answered: str  # yes or no to a partner, where that is what was said
    symbiosis_pk: int | None  # to whose partner
    url: str


def has_members(firm: Firm) -> bool:
    """Return whether anybody with an account can answer for a firm."""
    return Membership.objects.filter(firm=firm, user__is_active=True).exists()


def speakers() -> QuerySet[Statement]:
    """Return the statements that a firm has confirmed from the address of who spoke for it, the newest first."""
    confirmed = StatedListing.objects.filter(
        statement=OuterRef("pk"), answer__in=[_Answer.CONFIRMED, _Answer.CORRECTED]
    )
    answered = Statement.objects.filter(Exists(confirmed), state=Statement.State.ANSWERED, forgotten_at=None)
    return answered.exclude(email="").order_by("-closed_at", "-pk")


def speaker_of(firm: Firm) -> Statement | None:
    """Return who answers by link for a firm that nobody has an account for; None where there are members, or nobody."""
    return None if has_members(firm) else speakers().filter(firm=firm).first()


def last_speaker(firm: Firm) -> dict[str, str]:
    """Return who spoke for a firm last, for a coordinator who calls again."""
    statement = firm.statements.filter(forgotten_at=None).order_by("-written_at", "-pk").first()
    if statement is None:
        return {}
    names = "spoken_by", "email", "phone", "language"
    return {name: getattr(statement, name) for name in names}


def corrections(listing: Listing) -> list[EventLine]:
    """Return what coordinators corrected of a listing lately, each with who and when, for those to whom it is open."""
    events = history(listing).filter(kind=Event.Kind.LISTING_CORRECTED)[:3]
    return [EventLine(" · ".join(change_lines(event.changes)), str(event.by or ""), event.at) for event in events]


def unanswered(statement: Statement) -> QuerySet[StatedListing]:
    """Return what the firm has not answered yet and could still answer."""
    over = [state for state, following in Listing.NEXT_STATES.items() if not following]
    return statement.stated.filter(answer=_Answer.UNANSWERED).exclude(listing__state__in=over)


def visible_statements(viewer: Viewer) -> QuerySet[Statement]:
    """Return the statements of the firms that a coordinator writes for, newest first; nobody else lists any."""
    if not is_coordinator(viewer):
        return Statement.objects.none()
    firms = coordinated_firms(viewer).exclude(membership__user=viewer)
    return _for_cards(Statement.objects.filter(firm__in=firms.values("pk"))).order_by("-written_at", "-pk")


def statement_to_answer(statement: Statement) -> Statement:
    """Return the statement of a link with what its page shows."""
    return _for_cards(Statement.objects.all()).get(pk=statement.pk)


def statements_waiting_for(viewer: User) -> QuerySet[Statement]:
    """Return what the members of the viewer's firms are asked to confirm, the oldest first."""
    open_question = StatedListing.objects.filter(statement=OuterRef("pk"), answer=_Answer.UNANSWERED)
    waiting = Statement.objects.filter(Exists(open_question), state=Statement.State.WAITING, asked_at__isnull=False)
    return waiting.filter(firm__membership__user=viewer).select_related("firm", "written_by").order_by("asked_at", "pk")


def statements_to_remind(*, now: datetime) -> QuerySet[Statement]:
    """Return the statements that nobody has answered in a week."""
    asked = Statement.objects.filter(state=Statement.State.WAITING, reminded_at=None)
    return asked.filter(asked_at__lte=now - REMIND_AFTER).order_by("pk")


def statements_to_lapse(*, now: datetime) -> QuerySet[Statement]:
    """Return the statements that nobody has answered in thirty days."""
    return Statement.objects.filter(state=Statement.State.WAITING, asked_at__lte=now - LAPSES_AFTER).order_by("pk")


def _for_cards(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    stated = StatedListing.objects.select_related("listing__firm", "listing__site", "answered_by").order_by("pk")
    return statements.select_related("firm", "written_by", "spoken_answer__party").prefetch_related(
        Prefetch("stated", queryset=stated)
    )


def statement_cards(statements: Iterable[Statement]) -> list[StatementCard]:
    """Return the cards of statements that came through a query of this file."""
    return [statement_card(statement) for statement in statements]


def statement_card(statement: Statement) -> StatementCard:
    """Return one statement's card, which names its firm."""
    note_opened(statement.firm_id)
    spoken = getattr(statement, "spoken_answer", None)
    return StatementCard(
        pk=statement.pk,
        firm_pk=statement.firm_id,
        firm_name=statement.firm.name,
        spoken_by=statement.spoken_by,
        email=statement.email,
        phone=statement.phone,
        said_on=statement.said_on,
        written_by=str(statement.written_by),
        written_at=statement.written_at,
        state=statement.state,
        state_label=statement.get_state_display(),
        asked_at=statement.asked_at,
        reminded_at=statement.reminded_at,
        lapses_at=lapses_at(statement),
        is_forgotten=statement.forgotten_at is not None,
        rows=[_row(stated) for stated in statement.stated.all() if stated.answer != _Answer.REPLACED],
        answered=spoken.get_said_display() if spoken else "",
        symbiosis_pk=spoken.party.symbiosis_id if spoken else None,
        url=reverse("statement-detail", args=[statement.pk]),
    )


def _row(stated: StatedListing) -> StatedRow:
    listing = stated.listing
    listing.is_open_to_viewer, listing.is_mine = True, False
    return StatedRow(
        card=listing_card(listing),
        listing=listing,
        answer=stated.answer,
        answer_label=stated.get_answer_display(),
        answered_by=str(stated.answered_by or ""),
        answered_at=stated.answered_at,
    )
