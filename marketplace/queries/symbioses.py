"""Symbioses as their parties and coordinators may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.models import Coordinator, Event, Firm, Membership, Party, Role, Symbiosis, User
from marketplace.permissions import can_follow_up, is_coordinator
from marketplace.queries.events import history
from marketplace.queries.legal_facts import law_prefetches
from marketplace.queries.parties import Contact, PartyCard, PartyReader, party_card, standing_answers
from marketplace.queries.statements import speakers
from marketplace.queries.strips import Strip, make_strip

# The rest of a symbiosis' history is the coordinators' work.
_FIRMS_READ = (
    Event.Kind.SYMBIOSIS_OPENED,
    Event.Kind.SYMBIOSIS_MOVED,
    Event.Kind.SYMBIOSIS_HANDED_OVER,
    Event.Kind.CONSENT_RENEWED,
    Event.Kind.FIRMS_INTRODUCED,
    Event.Kind.SYMBIOSIS_ASKED,
)


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
    stage_since: datetime
    next_step: str
    next_step_date: date | None
    is_followed: bool  # whether the reader follows it up
    url: str


def visible_symbioses(viewer: User) -> QuerySet[Symbiosis]:
    """Return the symbioses of the viewer's firms, those of a coordinator's area, and those handed over to them."""
    may_see = Q(_of_own_firm(viewer))
    if is_coordinator(viewer):
        may_see |= _coordinated(viewer)
    return _with_parties(Symbiosis.objects.filter(may_see)).order_by("-opened_at", "pk")


def followed_symbioses(viewer: User) -> QuerySet[Symbiosis]:
    """Return the symbioses that a coordinator may follow up (permissions.can_follow_up), in no order."""
    if not is_coordinator(viewer):
        return Symbiosis.objects.none()
    return Symbiosis.objects.filter(_coordinated(viewer)).exclude(_of_own_firm(viewer))


def own_symbioses(viewer: User) -> QuerySet[Symbiosis]:
    """Return the symbioses of the viewer's firms, newest first."""
    return _with_parties(Symbiosis.objects.filter(_of_own_firm(viewer))).order_by("-opened_at", "pk")


def symbioses_of(firm: Firm) -> QuerySet[Symbiosis]:
    """Return the symbioses of a firm, for who answers for it by link."""
    return _with_parties(Symbiosis.objects.filter(parties__listing__firm=firm)).order_by("-opened_at", "pk")


def symbiosis_history(symbiosis: Symbiosis, *, viewer: User) -> QuerySet[Event]:
    """Return what has happened to a symbiosis: all of it for whoever follows it up, for the firms what is theirs."""
    events = history(symbiosis)
    return events if can_follow_up(viewer, symbiosis) else events.filter(kind__in=_FIRMS_READ)


def _of_own_firm(viewer: User) -> Exists:
    return Exists(Party.objects.filter(symbiosis=OuterRef("pk"), listing__firm__membership__user=viewer))


def _coordinated(viewer: User) -> Q:
    if viewer.coordinator.is_lead:
        return Q(pk__isnull=False)
    areas = viewer.coordinator.areas.values("municipality")
    of_area = Party.objects.filter(symbiosis=OuterRef("pk"), listing__site__municipality__in=areas)
    return Q(owner=viewer) | Q(Exists(of_area))


def _with_parties(symbioses: QuerySet[Symbiosis]) -> QuerySet[Symbiosis]:
    members = Membership.objects.select_related("user").order_by("pk")
    said = Prefetch("listing__firm__statements", queryset=speakers(), to_attr="speakers")
    parties = (
        Party.objects.select_related("listing__firm", "listing__site")
        .prefetch_related(
            Prefetch("listing__firm__membership_set", queryset=members),
            said,
            Prefetch("spoken_answers", queryset=standing_answers(), to_attr="heard"),
            *law_prefetches("listing__"),
        )
        .order_by("pk")
    )
    related = symbioses.select_related("suggestion__ranking", "owner")
    return related.prefetch_related(Prefetch("parties", queryset=parties))


def symbiosis_cards(symbioses: Iterable[Symbiosis], *, viewer: User) -> list[SymbiosisCard]:
    """Return the cards of symbioses that came through `visible_symbioses`."""
    reader = PartyReader(viewer)
    return [_symbiosis_card(symbiosis, reader=reader) for symbiosis in symbioses]


def symbiosis_card(symbiosis: Symbiosis, *, viewer: User) -> SymbiosisCard:
    """Return one symbiosis as the viewer may see it."""
    return _symbiosis_card(symbiosis, reader=PartyReader(viewer))


def symbiosis_card_of(symbiosis: Symbiosis, *, firm: Firm) -> SymbiosisCard:
    """Return one symbiosis as its firm may see it, for who answers for it by link."""
    return _symbiosis_card(symbiosis, reader=PartyReader(None, firm=firm))


def named_people(symbiosis: Symbiosis, *, viewer: User) -> set[int]:
    """Return the ids of the people whose names the viewer may read in the symbiosis' history.

    The members of the firms that are open to the viewer, and the coordinators: who answered for a blind firm is blind,
    also if they coordinate elsewhere.
    """
    reader, parties = PartyReader(viewer), list(symbiosis.parties.all())
    seen = [party.listing.firm for party in parties if reader.sees(party, parties)]
    members = {member.user_id for firm in seen for member in firm.membership_set.all()}
    insiders = {member.user_id for party in parties for member in party.listing.firm.membership_set.all()}
    coordinators = set(Coordinator.objects.values_list("user", flat=True)) - insiders
    return members | coordinators | {pk for pk in (symbiosis.owner_id, symbiosis.suggestion.reviewed_by_id) if pk}


def _symbiosis_card(symbiosis: Symbiosis, *, reader: PartyReader) -> SymbiosisCard:
    parties = list(symbiosis.parties.all())
    cards = [party_card(party, symbiosis=symbiosis, parties=parties, reader=reader) for party in parties]
    giver, receiver = (
        next(card.card for card, party in zip(cards, parties, strict=True) if party.role == role)
        for role in (Role.GIVER, Role.RECEIVER)
    )
    owner, is_followed = symbiosis.owner, reader.coordinates(parties)
    # The coordinator may have named a firm in it: nobody reads it before all names are open.
    tells_step = is_followed or (symbiosis.is_step_shared and symbiosis.introduced_at is not None)
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
        barrier_note=symbiosis.barrier_note if is_followed else "",
        is_introduced=symbiosis.introduced_at is not None,
        owner=Contact(str(owner), owner.email, owner.phone) if owner else None,
        opened_at=symbiosis.opened_at,
        stage_since=symbiosis.stage_since,
        next_step=symbiosis.next_step if tells_step else "",
        next_step_date=symbiosis.next_step_date if tells_step else None,
        is_followed=is_followed,
        url=reverse("symbiosis-detail", args=[symbiosis.pk]),
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
    if now == Symbiosis.Stage.FAILED:
        return [{"label": Symbiosis.Stage.IDEA.label, "state": "done"}, {"label": now.label, "state": "failed"}]
    place = _TRACK.index(symbiosis.course_stage)
    if now == Symbiosis.Stage.ON_HOLD:
        done = [{"label": stage.label, "state": "done"} for stage in _TRACK[: place + 1]]
        return [*done, {"label": now.label, "state": "held"}]
    states = ["done"] * place + ["now"] + ["next"] * (len(_TRACK) - place - 1)
    return [{"label": stage.label, "state": state} for stage, state in zip(_TRACK, states, strict=True)]
