"""The border card of an exchange of one material of the tables, and whether it stops the exchange."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial

from matching.compliance.card import BorderCard
from matching.compliance.doubts import is_worth_asking
from matching.compliance.facts import Facts
from matching.compliance.judging import border_card
from matching.knowledge import Knowledge, kept
from matching.knowledge.law_codes import Regime, Status

Stop = tuple[Status, Regime | None]
_KEPT = 5_000  # exchanges by their facts, of some 2 KB each


def exchange_card(facts: Facts, *, material: str, knowledge: Knowledge, as_of: date) -> tuple[Facts, BorderCard]:
    """Return the border card of an exchange, with codes of the tables where nothing else suggests any."""
    card = border_card(facts, knowledge=knowledge, as_of=as_of)
    given = knowledge.materials.get(material)
    hinted = facts
    if given and given.hs_hint and not card.hs_codes:
        hinted = replace(hinted, hs_code=given.hs_hint)
    if given and given.shipment_hint and "FACT:wsr_code" in card.asks:
        hinted = replace(hinted, wsr_code=frozenset({given.shipment_hint}))
    return (facts, card) if hinted is facts else (hinted, border_card(hinted, knowledge=knowledge, as_of=as_of))


def stop_of(facts: Facts, *, material: str, knowledge: Knowledge, as_of: date) -> Stop | None:
    """Return how an exchange stands where the law stops it or a person has to look; None where it does not.

    material: of the tables. What was asked before is remembered: most of a page of exchanges stood there before.
    """
    return _stops_of(knowledge)(facts, material, as_of)


@kept
def _stops_of(knowledge: Knowledge) -> Callable[[Facts, str, date], Stop | None]:
    return lru_cache(maxsize=_KEPT)(partial(_stop, knowledge))


def _stop(knowledge: Knowledge, facts: Facts, material: str, as_of: date) -> Stop | None:
    facts, card = exchange_card(facts, material=material, knowledge=knowledge, as_of=as_of)
    if card.status in (Status.OK, Status.PAPERS):
        return None
    given = knowledge.materials[material]
    is_open = card.status is Status.ASK
    if is_open and not is_worth_asking(card, facts, material=given, knowledge=knowledge, as_of=as_of):
        return None
    return card.status, card.regime
