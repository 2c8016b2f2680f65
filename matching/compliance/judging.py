"""The border card of an exchange: under the mode that is known, or under both where nobody has said."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

from matching.compliance.card import BorderCard
from matching.compliance.case import Case
from matching.compliance.facts import Facts
from matching.compliance.findings import judge
from matching.compliance.rulebook import compiled_rules, parameters_of, period_of
from matching.knowledge import Knowledge
from matching.knowledge.law_codes import Mode, Regime, Status

_COMPARED = "S-24"
_SHIPMENTS = frozenset({Regime.WSR_BELOW20, Regime.WSR_ART18, Regime.WSR_PIC})
_OUTSIDE = frozenset({"S-00", "S-01"})  # at home, and what shipment law leaves to others


def border_card(facts: Facts, *, knowledge: Knowledge, as_of: date) -> BorderCard:
    """Return what the law asks of an exchange.

    The law of the day on which it starts counts where that is known and to come, else that of `as_of`. Where it is open
    how Norway stands, both answers are worked out: alike, they are the answer; if not, the authorities are asked.
    """
    law = knowledge.law
    day = max(as_of, facts.start_date) if facts.start_date else as_of
    period = period_of(law, day)
    program, parameters = compiled_rules(law, period), parameters_of(law, period)
    mode = facts.no_wsr_mode or Mode(parameters["no_wsr_mode"])

    def judged(branch: Mode) -> tuple[BorderCard, bool]:
        case = Case(facts, knowledge=knowledge, day=day, mode=branch, parameters=parameters)
        return judge(case, program), case.mode_asked

    if mode is not Mode.UNKNOWN:
        return judged(mode)[0]
    eea, mode_asked = judged(Mode.EEA)
    card = _compared(eea, judged(Mode.OECD)[0], knowledge=knowledge) if mode_asked else eea
    return replace(card, fired=(*card.fired, _COMPARED)) if _is_shipment(card) else card


def _is_shipment(card: BorderCard) -> bool:
    """Return whether the law of shipments of waste speaks: then how Norway stands has been looked at."""
    if card.regime is Regime.PROHIBITED:
        return any(rule.startswith("S-") and rule not in _OUTSIDE for rule in card.fired)
    return card.regime in _SHIPMENTS


def _compared(eea: BorderCard, oecd: BorderCard, *, knowledge: Knowledge) -> BorderCard:
    stricter = max(eea, oecd, key=_sternness)
    milder = oecd if stricter is eea else eea
    codes = tuple(dict.fromkeys((*eea.list_codes, *oecd.list_codes)))
    if _sternness(eea) == _sternness(oecd) and eea.papers == oecd.papers:
        return replace(stricter, list_codes=codes)
    rule = next(rule for rule in knowledge.law.rules if rule.id == _COMPARED)
    status = max(Status.ASK, milder.status, key=lambda status: status.rank)
    asked = dict.fromkeys((*rule.ask, *eea.asks, *oecd.asks))
    return replace(
        stricter,
        status=status,
        list_codes=codes,
        presumed=tuple(sorted({*eea.presumed, *oecd.presumed})),
        asks=tuple(asked),
        deciders=tuple(dict.fromkeys((*stricter.deciders, *rule.ask))),
        fired=tuple(dict.fromkeys((*eea.fired, *oecd.fired))),
        branches=MappingProxyType({Mode.EEA: eea, Mode.OECD: oecd}),
    )


def _sternness(card: BorderCard) -> tuple[int, int]:
    return card.status.rank, card.regime.rank if card.regime else -1
