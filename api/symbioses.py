"""Symbioses on their way: for their firms what is open to them, for their coordinators the whole worksheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated

from api.cards import ListingOut
from api.reading import CardViewSet
from marketplace.models import BarrierCode, Party, Role, Symbiosis
from marketplace.queries.listing_cards import ListingCard
from marketplace.queries.parties import Contact
from marketplace.queries.symbioses import symbiosis_cards, visible_symbioses
from marketplace.queries.worksheets import FollowedFacts, followed_facts

# As a help text: the schema would otherwise invent a name for each place in which the same codes stand.
_BARRIERS = f"One of {', '.join(BarrierCode.values)}."


class ContactOut(serializers.Serializer):
    """Whom to call."""

    name = serializers.CharField()
    email = serializers.EmailField()
    phone = serializers.CharField(allow_blank=True)


class PartyOut(serializers.Serializer):
    """One listing's firm. Name, contacts and answer are there when they are open to the caller."""

    role = serializers.ChoiceField(choices=Role.choices)
    listing = ListingOut()
    answer = serializers.ChoiceField(
        choices=Party.Answer.choices, allow_blank=True, help_text="Empty: not open to the caller."
    )
    answered_at = serializers.DateTimeField(allow_null=True)
    is_mine = serializers.BooleanField()
    contacts = ContactOut(many=True)


class BarrierOut(serializers.Serializer):
    """What stands in the way, or stood there."""

    code = serializers.CharField(help_text=_BARRIERS)
    note = serializers.CharField(allow_blank=True)
    remover = serializers.CharField(allow_blank=True, help_text="Who could remove it.")
    is_open = serializers.BooleanField()
    noted_at = serializers.DateTimeField()
    removed_at = serializers.DateTimeField(allow_null=True)


class FollowedOut(serializers.Serializer):
    """What only whoever follows it up reads."""

    goal = serializers.CharField(allow_blank=True)
    progress = serializers.CharField(allow_blank=True)
    is_step_shared = serializers.BooleanField(help_text="Whether introduced firms read the next step.")
    active_at = serializers.DateTimeField(help_text="When somebody last did something about it.")
    stage_before_hold = serializers.CharField(allow_blank=True, help_text="The stage to which it goes back.")
    barriers = BarrierOut(many=True)


class NextStepOut(serializers.Serializer):
    """What is done next, and on which day."""

    text = serializers.CharField()
    date = serializers.DateField(allow_null=True)


class SymbiosisOut(serializers.Serializer):
    """Firms on their way from an idea to deliveries.

    The next step is there for coordinators, and for introduced firms where it is shared with them; `followed` for
    coordinators alone. Notes, contacts and files are not in the API.
    """

    id = serializers.IntegerField(source="pk")
    title = serializers.CharField()
    stage = serializers.ChoiceField(choices=Symbiosis.Stage.choices)
    stage_since = serializers.DateTimeField()
    barrier = serializers.CharField(allow_blank=True, help_text=f"Why it is on hold or has failed. {_BARRIERS}")
    opened_at = serializers.DateTimeField()
    is_introduced = serializers.BooleanField(help_text="Whether all firms have said yes.")
    owner = ContactOut(allow_null=True)
    parties = PartyOut(many=True)
    next_step = NextStepOut(allow_null=True)
    followed = FollowedOut(allow_null=True)
    url = serializers.SerializerMethodField(help_text="Its page.")

    def get_url(self, row: "SymbiosisRow") -> str:
        return self.context["request"].build_absolute_uri(row.url)


@dataclass(frozen=True, slots=True)
class PartyRow:
    """What `PartyOut` writes."""

    role: str
    listing: ListingCard
    answer: str
    answered_at: datetime | None
    is_mine: bool
    contacts: list[Contact]


@dataclass(frozen=True, slots=True)
class NextStepRow:
    """What `NextStepOut` writes."""

    text: str
    date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbiosisRow:
    """What `SymbiosisOut` writes."""

    pk: int
    title: str
    stage: str
    stage_since: datetime
    barrier: str
    opened_at: datetime
    is_introduced: bool
    owner: Contact | None
    parties: list[PartyRow]
    next_step: NextStepRow | None
    followed: FollowedFacts | None
    url: str


class SymbiosisViewSet(CardViewSet):
    """The symbioses of the caller's firms, and for coordinators those of their area, newest first."""

    queryset = Symbiosis.objects.none()  # for the schema, which asks as nobody
    serializer_class = SymbiosisOut
    permission_classes = [IsAuthenticated]
    filterset_fields = ["stage"]
    ordering = ("-opened_at", "pk")

    def get_queryset(self) -> QuerySet[Symbiosis]:
        return visible_symbioses(self.request.user)

    def to_cards(self, rows: Iterable[Symbiosis]) -> list[SymbiosisRow]:
        symbioses = list(rows)
        cards = symbiosis_cards(symbioses, viewer=self.request.user)
        followed = followed_facts(symbioses, followed={card.pk for card in cards if card.is_followed})
        return [
            SymbiosisRow(
                pk=card.pk,
                title=card.title,
                stage=card.stage,
                stage_since=card.stage_since,
                barrier=symbiosis.barrier,
                opened_at=card.opened_at,
                is_introduced=card.is_introduced,
                owner=card.owner,
                parties=[
                    PartyRow(each.role, each.card, each.answer, each.answered_at, each.is_mine, each.contacts)
                    for each in card.parties
                ],
                next_step=NextStepRow(card.next_step, card.next_step_date) if card.next_step else None,
                followed=followed.get(card.pk),
                url=card.url,
            )
            for symbiosis, card in zip(symbioses, cards, strict=True)
        ]
