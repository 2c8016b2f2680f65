"""Synergy sheets: one suggestion or symbiosis on one page, blind or named exactly as its reader may see it."""

from dataclasses import dataclass
from datetime import date

from marketplace.models import Listing, Role, Suggestion, Symbiosis, User
from marketplace.queries.border_cards import BorderView, border_view
from marketplace.queries.legal_facts import LawSide
from marketplace.queries.listing_cards import ListingCard, listing_card
from marketplace.queries.potentials import potential
from marketplace.queries.strips import Strip, make_strip
from marketplace.queries.symbioses import SymbiosisCard, symbiosis_card
from marketplace.wording.missing import missing_fact_text
from marketplace.wording.sheets import impact_lines, next_step_of_suggestion, next_step_of_symbiosis, question_line

_MOST_QUESTIONS = 5  # on one page; the rest stands on the page of the exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetImpact:
    """What it could save, as lines; source: where the factor is from, "" where none is known."""

    lines: list[str]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPlan:
    """Where a symbiosis is going, as far as the reader may know; goal and progress are the coordinators' own."""

    goal: str
    progress: str
    step: str
    step_date: date | None
    is_shared: bool  # whether the firms read the step


@dataclass(frozen=True, slots=True, kw_only=True)
class SynergySheet:
    """All that stands on a sheet. Its cards hold what this reader may know, and everything else follows from them."""

    title: str
    strip: Strip
    state_label: str
    border: BorderView | None
    impact: SheetImpact | None
    next_step: str  # what the state calls for
    plan: SheetPlan | None  # what its coordinator has planned
    contact: str  # the coordinator to call
    is_blind: bool  # at least one side is
    as_of: date

    @property
    def questions(self) -> list[str]:
        """Return what is open: of the listings, then for the law; the most telling first."""
        law = [question_line(fact.text, side=fact.side) for fact in self.border.open_facts] if self.border else []
        return list(dict.fromkeys([*self.strip.missing, *law]))[:_MOST_QUESTIONS]


def suggestion_sheet(suggestion: Suggestion, *, viewer: User, blind: bool, as_of: date) -> SynergySheet:
    """Return the sheet of a suggestion that came through `visible_suggestions`: for a coordinator, both sides open.

    blind: as the firms may see it before either has said yes.
    """
    listings = {part.role: part.listing for part in suggestion.parts.all()}
    cards = {role: _card(listing, is_open=not blind) for role, listing in listings.items()}
    asked = missing_fact_text(suggestion.asked_fact) if suggestion.asked_fact else ""
    return _sheet(
        suggestion,
        listings=listings,
        cards=cards,
        as_of=as_of,
        state_label=suggestion.get_state_display(),
        next_step=next_step_of_suggestion(suggestion.state, asked=asked),
        contact=_contact(suggestion.decided_by or viewer),
    )


def symbiosis_sheet(symbiosis: Symbiosis, *, viewer: User, blind: bool, as_of: date) -> SynergySheet:
    """Return the sheet of a symbiosis that came through `visible_symbioses`, as the viewer may see it.

    blind: as it could be shown to anybody.
    """
    listings = {party.role: party.listing for party in symbiosis.parties.all()}
    card = symbiosis_card(symbiosis, viewer=viewer)
    cards = {Role.GIVER: card.strip.giver, Role.RECEIVER: card.strip.receiver}
    if blind:
        cards = {role: _card(listing, is_open=False) for role, listing in listings.items()}
    return _sheet(
        symbiosis.suggestion,
        listings=listings,
        cards=cards,
        as_of=as_of,
        state_label=symbiosis.get_stage_display(),
        next_step=next_step_of_symbiosis(symbiosis.stage, barrier=symbiosis.get_barrier_display()),
        plan=None if blind else _plan(symbiosis, card),
        contact=_contact(symbiosis.owner),
    )


def _plan(symbiosis: Symbiosis, card: SymbiosisCard) -> SheetPlan | None:
    """Return what is planned, where anything is: the card knows whether its reader may read the step."""
    goal, progress = (symbiosis.goal, symbiosis.progress) if card.is_followed else ("", "")
    if not (goal or progress or card.next_step):
        return None
    return SheetPlan(
        goal=goal,
        progress=progress,
        step=card.next_step,
        step_date=card.next_step_date,
        is_shared=symbiosis.is_step_shared and card.is_introduced,
    )


def _card(listing: Listing, *, is_open: bool) -> ListingCard:
    listing.is_open_to_viewer = is_open or listing.visibility == Listing.Visibility.OPEN
    listing.is_mine = False
    return listing_card(listing)


def _contact(person: User | None) -> str:
    return ", ".join(filter(None, [str(person), person.email, person.phone])) if person else ""


def _sheet(
    suggestion: Suggestion,
    *,
    listings: dict[str, Listing],
    cards: dict[str, ListingCard],
    as_of: date,
    state_label: str,
    next_step: str,
    contact: str,
    plan: SheetPlan | None = None,
) -> SynergySheet:
    giver, receiver = cards[Role.GIVER], cards[Role.RECEIVER]
    strip = make_strip(suggestion, giver=giver, receiver=receiver)
    sides = (LawSide(listings[role], cards[role].is_open) for role in (Role.GIVER, Role.RECEIVER))
    material = giver.material_name or giver.title
    return SynergySheet(
        title=f"{material[:1].upper()}{material[1:]} → {receiver.use_name or receiver.material_name or receiver.title}",
        strip=strip,
        state_label=state_label,
        border=border_view(*sides, as_of=as_of),
        impact=_impact(giver, receiver, km=strip.km),
        next_step=next_step,
        plan=plan,
        contact=contact,
        is_blind=not (giver.is_open and receiver.is_open),
        as_of=as_of,
    )


def _impact(giver: ListingCard, receiver: ListingCard, *, km: int | None) -> SheetImpact | None:
    """Return what the pages of the exchange say that it could save, as lines."""
    found = potential(giver, receiver, km=km)
    if found is None:
        return None
    return SheetImpact(
        lines=impact_lines(waste_t=found.waste_t, net=found.net, once=found.once),
        source=f"{found.source_title} ({found.year})" if found.source_title else "",
    )
