"""The parties of a symbiosis as their readers may see them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from marketplace.models import Firm, Party, SpokenAnswer, Symbiosis, User
from marketplace.permissions import is_coordinator
from marketplace.queries.listing_cards import ListingCard, listing_card
from marketplace.wording.distances import precision_text


@dataclass(frozen=True, slots=True)
class Contact:
    """A person of an introduced firm."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLine:
    """What a firm answered by phone: who said it, when, and who wrote it down."""

    pk: int
    said_label: str
    spoken_by: str  # empty once it is erased
    said_on: date
    written_by: str
    is_waiting: bool  # it does not count yet
    may_take_back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyCard:
    """One party as its reader may see it; contacts only when both have said yes."""

    pk: int
    card: ListingCard
    role: str
    role_label: str
    answer: str
    answer_label: str
    answered_at: datetime | None
    is_mine: bool
    can_answer: bool
    is_reachable: bool  # whether mail reaches anybody at the firm
    spoken: SpokenLine | None
    contacts: list[Contact]
    address: str
    precision: str  # how exactly the point of its site is known, in words


def standing_answers() -> QuerySet[SpokenAnswer]:
    """Return the answers by phone that wait or count, the newest first."""
    standing = SpokenAnswer.objects.filter(state__in=[SpokenAnswer.State.WAITING, SpokenAnswer.State.COUNTED])
    return standing.select_related("statement__written_by").order_by("-pk")


class PartyReader:
    """Who reads, asked once: their firms, and the municipalities they coordinate."""

    def __init__(self, viewer: User | None, *, firm: Firm | None = None) -> None:
        self.pk, self.is_coordinator = viewer and viewer.pk, viewer is not None and is_coordinator(viewer)
        self.firms = {firm.pk} if firm else set(viewer.membership_set.values_list("firm_id", flat=True))
        self.is_lead = self.is_coordinator and viewer.coordinator.is_lead
        areas = viewer.coordinator.areas.values_list("municipality", flat=True) if self.is_coordinator else []
        self.areas = set(areas)

    def coordinates(self, parties: list[Party]) -> bool:
        """Return whether they follow it up, which opens all parties; not in a matter of their own."""
        if any(party.listing.firm_id in self.firms for party in parties):
            return False
        if self.is_coordinator and any(party.symbiosis.owner_id == self.pk for party in parties):
            return True
        return self.is_lead or any(party.listing.site.municipality in self.areas for party in parties)

    def sees(self, party: Party, parties: list[Party]) -> bool:
        """Return whether this party's firm is open: their own, consented on both sides, or coordinated."""
        if party.listing.firm_id in self.firms or self.coordinates(parties):
            return True
        own = [each for each in parties if each.listing.firm_id in self.firms]
        return party.answer == Party.Answer.YES and any(each.answer == Party.Answer.YES for each in own)


def party_card(party: Party, *, symbiosis: Symbiosis, parties: list[Party], reader: PartyReader) -> PartyCard:
    is_mine = party.listing.firm_id in reader.firms
    is_open = reader.sees(party, parties)
    # What the other one answered stays hidden until it can no longer sway one's own answer.
    tells_answer = is_open or symbiosis.course_stage != Symbiosis.Stage.IDEA
    listing = party.listing
    listing.is_open_to_viewer, listing.is_mine = is_open or listing.visibility == "open", is_mine
    return PartyCard(
        pk=party.pk,
        card=listing_card(listing),
        role=party.role,
        role_label=party.get_role_display(),
        answer=party.answer if tells_answer else "",
        answer_label=party.get_answer_display() if tells_answer else "",
        answered_at=party.answered_at if is_open else None,
        is_mine=is_mine,
        can_answer=is_mine and party.answer == Party.Answer.UNANSWERED and symbiosis.stage == Symbiosis.Stage.IDEA,
        is_reachable=bool(_people(listing.firm) or listing.firm.speakers),
        spoken=_spoken_line(party, symbiosis=symbiosis) if is_mine or reader.coordinates(parties) else None,
        contacts=_contacts(party) if is_open else [],
        address=", ".join(filter(None, [listing.site.address, listing.site.locality]))
        if is_open and listing.site
        else "",
        precision=precision_text(listing.site.location_precision) if is_open and listing.site else "",
    )


def _people(firm: Firm) -> list[User]:
    return [member.user for member in firm.membership_set.all() if member.user.is_active]


def _heard(party: Party) -> SpokenAnswer | None:
    """Return what the firm answered by phone in this round of asking."""
    return next((spoken for spoken in party.heard if spoken.round == party.round), None)


def _spoken_line(party: Party, *, symbiosis: Symbiosis) -> SpokenLine | None:
    spoken = _heard(party)
    if spoken is None:
        return None
    return SpokenLine(
        pk=spoken.pk,
        said_label=spoken.get_said_display(),
        spoken_by=spoken.statement.spoken_by,
        said_on=spoken.statement.said_on,
        written_by=str(spoken.statement.written_by),
        is_waiting=spoken.state == SpokenAnswer.State.WAITING,
        may_take_back=symbiosis.stage == Symbiosis.Stage.IDEA,
    )


def _contacts(party: Party) -> list[Contact]:
    """Return the people of a party's firm; where nobody has an account, who spoke for it: as confirmed, or by phone."""
    firm, spoken = party.listing.firm, _heard(party)
    if people := _people(firm):
        return [Contact(str(person), person.email, person.phone) for person in people]
    said = firm.speakers[:1] or ([spoken.statement] if spoken and spoken.statement.spoken_by else [])
    return [Contact(each.spoken_by, each.email, each.phone) for each in said]
