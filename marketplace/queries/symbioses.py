"""Symbioses as their parties and coordinators may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.models import Membership, Party, Role, Symbiosis, User
from marketplace.permissions import is_coordinator
from marketplace.queries.legal_facts import law_prefetches
from marketplace.queries.listing_cards import ListingCard, listing_card
from marketplace.queries.strips import Strip, make_strip
from marketplace.wording.distances import precision_text


@dataclass(frozen=True, slots=True)
class Contact:
    """A person of an introduced firm."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyCard:
    """One party as its reader may see it; contacts only when both have said yes."""

    pk: int
    card: ListingCard
    role_label: str
    answer: str
    answer_label: str
    answered_at: datetime | None
    is_mine: bool
    can_answer: bool
    contacts: list[Contact]
    address: str
    precision: str  # how exactly the point of its site is known, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbiosisCard:
    """One symbiosis as its reader may see it."""

    pk: int
    title: str
    strip: Strip
    parties: list[PartyCard]
    stage: str
    stage_label: str
    stages: list[dict[str, str]]
    barrier: str
    barrier_note: str
    is_introduced: bool
    owner: Contact | None
    opened_at: datetime
    url: str


def visible_symbioses(viewer: User) -> QuerySet[Symbiosis]:
    """Return the symbioses of the viewer's firms, and those of a coordinator's area."""
    may_see = Q(parties__listing__firm__membership__user=viewer)
    if is_coordinator(viewer):
        areas = viewer.coordinator.areas.values("municipality")
        may_see |= Q() if viewer.coordinator.is_lead else Q(parties__listing__site__municipality__in=areas)
        if viewer.coordinator.is_lead:
            may_see = Q(pk__isnull=False)
    members = Membership.objects.select_related("user").order_by("pk")
    parties = (
        Party.objects.select_related("listing__firm", "listing__site")
        .prefetch_related(Prefetch("listing__firm__membership_set", queryset=members), *law_prefetches("listing__"))
        .order_by("pk")
    )
    return (
        Symbiosis.objects.filter(may_see)
        .distinct()
        .select_related("suggestion__ranking", "owner")
        .prefetch_related(Prefetch("parties", queryset=parties))
        .order_by("-opened_at", "pk")
    )


def symbiosis_cards(symbioses: Iterable[Symbiosis], *, viewer: User) -> list[SymbiosisCard]:
    """Return the cards of symbioses that came through `visible_symbioses`."""
    reader = _Reader(viewer)
    return [_symbiosis_card(symbiosis, reader=reader) for symbiosis in symbioses]


def symbiosis_card(symbiosis: Symbiosis, *, viewer: User) -> SymbiosisCard:
    """Return one symbiosis as the viewer may see it."""
    return _symbiosis_card(symbiosis, reader=_Reader(viewer))


def named_people(symbiosis: Symbiosis, *, viewer: User) -> set[int]:
    """Return the ids of the people whose names the viewer may read in the symbiosis' history.

    The members of the firms that are open to the viewer, and the coordinators: who answered for a blind firm is blind.
    """
    reader, parties = _Reader(viewer), list(symbiosis.parties.all())
    seen = [party.listing.firm for party in parties if reader.sees(party, parties)]
    members = {member.user_id for firm in seen for member in firm.membership_set.all()}
    return members | {pk for pk in (symbiosis.owner_id, symbiosis.suggestion.reviewed_by_id) if pk}


class _Reader:
    """Who reads, asked once: their firms, and the municipalities they coordinate."""

    def __init__(self, viewer: User) -> None:
        self.firms = set(viewer.membership_set.values_list("firm_id", flat=True))
        self.is_lead = is_coordinator(viewer) and viewer.coordinator.is_lead
        areas = viewer.coordinator.areas.values_list("municipality", flat=True) if is_coordinator(viewer) else []
        self.areas = set(areas)

    def coordinates(self, parties: list[Party]) -> bool:
        """Return whether they coordinate one of the parties, which opens all; not in a matter of their own."""
        if any(party.listing.firm_id in self.firms for party in parties):
            return False
        return self.is_lead or any(party.listing.site.municipality in self.areas for party in parties)

    def sees(self, party: Party, parties: list[Party]) -> bool:
        """Return whether this party's firm is open: their own, consented on both sides, or coordinated."""
        if party.listing.firm_id in self.firms or self.coordinates(parties):
            return True
        own = [each for each in parties if each.listing.firm_id in self.firms]
        return party.answer == Party.Answer.YES and any(each.answer == Party.Answer.YES for each in own)


def _symbiosis_card(symbiosis: Symbiosis, *, reader: _Reader) -> SymbiosisCard:
    parties = list(symbiosis.parties.all())
    cards = [_party_card(party, symbiosis=symbiosis, parties=parties, reader=reader) for party in parties]
    giver, receiver = (
        next(card.card for card, party in zip(cards, parties, strict=True) if party.role == role)
        for role in (Role.GIVER, Role.RECEIVER)
    )
    owner = symbiosis.owner
    return SymbiosisCard(
        pk=symbiosis.pk,
        title=_("%(material)s: %(giver)s → %(receiver)s")
        % {
            "material": giver.material_name[:1].upper() + giver.material_name[1:],
            "giver": giver.firm_name or giver.blind_label,
            "receiver": receiver.firm_name or receiver.blind_label,
        },
        strip=make_strip(symbiosis.suggestion, giver=giver, receiver=receiver),
        parties=cards,
        stage=symbiosis.stage,
        stage_label=symbiosis.get_stage_display(),
        stages=_stage_track(symbiosis),
        barrier=symbiosis.get_barrier_display() if symbiosis.barrier else "",
        barrier_note=symbiosis.barrier_note if reader.coordinates(parties) else "",
        is_introduced=symbiosis.introduced_at is not None,
        owner=Contact(str(owner), owner.email, owner.phone) if owner else None,
        opened_at=symbiosis.opened_at,
        url=reverse("symbiosis-detail", args=[symbiosis.pk]),
    )


def _party_card(party: Party, *, symbiosis: Symbiosis, parties: list[Party], reader: _Reader) -> PartyCard:
    is_mine = party.listing.firm_id in reader.firms
    is_open = reader.sees(party, parties)
    listing = party.listing
    listing.is_open_to_viewer, listing.is_mine = is_open or listing.visibility == "open", is_mine
    people = [member.user for member in listing.firm.membership_set.all()] if is_open else []
    return PartyCard(
        pk=party.pk,
        card=listing_card(listing),
        role_label=party.get_role_display(),
        # What the other one answered stays hidden until it can no longer sway one's own answer.
        answer=party.answer if is_open or symbiosis.stage != Symbiosis.Stage.IDEA else "",
        answer_label=party.get_answer_display() if is_open or symbiosis.stage != Symbiosis.Stage.IDEA else "",
        answered_at=party.answered_at if is_open else None,
        is_mine=is_mine,
        can_answer=is_mine and party.answer == Party.Answer.UNANSWERED and symbiosis.stage == Symbiosis.Stage.IDEA,
        contacts=[Contact(str(person), person.email, person.phone) for person in people if person.is_active],
        address=", ".join(filter(None, [listing.site.address, listing.site.locality]))
        if is_open and listing.site
        else "",
        precision=precision_text(listing.site.location_precision) if is_open and listing.site else "",
    )


_TRACK = (
    Symbiosis.Stage.IDEA,
    Symbiosis.Stage.DISCUSSION,
    Symbiosis.Stage.NEGOTIATION,
    Symbiosis.Stage.IMPLEMENTATION,
    Symbiosis.Stage.COMPLETED,
)


def _stage_track(symbiosis: Symbiosis) -> list[dict[str, str]]:
    """Return the stages with where the symbiosis stands; a stopped one ends with how it stopped."""
    now = Symbiosis.Stage(symbiosis.stage)
    if now in (Symbiosis.Stage.FAILED, Symbiosis.Stage.ON_HOLD):
        state = "failed" if now == Symbiosis.Stage.FAILED else "held"
        return [{"label": Symbiosis.Stage.IDEA.label, "state": "done"}, {"label": now.label, "state": state}]
    place = _TRACK.index(now)
    states = ["done"] * place + ["now"] + ["next"] * (len(_TRACK) - place - 1)
    return [{"label": stage.label, "state": state} for stage, state in zip(_TRACK, states, strict=True)]
