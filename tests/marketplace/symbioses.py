"""Symbioses on their way, as tests of several kinds need them."""

from datetime import timedelta

from marketplace.actions.symbioses import answer_introduction
from marketplace.models import Event, Party, Symbiosis
from tests.factories import NOON, make_member, make_symbiosis

Stage = Symbiosis.Stage
LATER = NOON + timedelta(days=2)
FORWARD = [
    (Stage.DISCUSSION, Stage.NEGOTIATION),
    (Stage.NEGOTIATION, Stage.IMPLEMENTATION),
    (Stage.IMPLEMENTATION, Stage.COMPLETED),
]


def met(**fields):
    """Return a symbiosis whose firms have met."""
    return make_symbiosis(**{"answer": Party.Answer.YES, "introduced_at": NOON, **fields})


def firms_answer(symbiosis, *answers):
    for party, consents in zip(symbiosis.parties.order_by("pk"), answers, strict=False):
        answer_introduction(party, by=make_member(party.listing.firm), now=NOON, consents=consents)


def moves():
    return list(Event.objects.filter(kind=Event.Kind.SYMBIOSIS_MOVED).order_by("pk").values_list("changes", flat=True))
