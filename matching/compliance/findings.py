"""What the rules that fire add up to: the border card under one mode."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType

from matching.compliance.borders import hs_codes
from matching.compliance.card import BorderCard, OpenRule
from matching.compliance.case import Case
from matching.compliance.listed import listed_codes
from matching.compliance.rulebook import Program, applying
from matching.knowledge import Confidence
from matching.knowledge.law import Rule
from matching.knowledge.law_codes import IfUnknown, Regime, Status

_SUREST_FIRST = (Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW)


@dataclass(slots=True)
class Findings:
    """What the rules add up to while they are gone through."""

    status: Status = Status.OK
    fired: dict[str, None] = field(default_factory=dict)
    open_rules: dict[str, frozenset[str]] = field(default_factory=dict)
    asking: set[str] = field(default_factory=set)
    regimes: list[Regime] = field(default_factory=list)
    papers: list[Rule] = field(default_factory=list)
    unblock: dict[str, None] = field(default_factory=dict)
    deciders: dict[str, None] = field(default_factory=dict)
    asks: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    confidence: Confidence = Confidence.HIGH

    def fire(self, rule: Rule) -> None:
        self.fired[rule.id] = None
        self._raise(rule.status)
        self._take(rule)
        self.unblock.update(dict.fromkeys(rule.unblock))
        self.notes.update(dict.fromkeys(rule.notes))
        (self.deciders if rule.status is Status.BLOCKED else self.asks).update(dict.fromkeys(rule.ask))
        self.confidence = max(self.confidence, rule.confidence, key=_SUREST_FIRST.index)

    def leave_open(self, rule: Rule, asked: frozenset[str]) -> None:
        """Take the stricter branch for regime and papers; a status worse than a question is not certain."""
        self.open_rules[rule.id] = self.open_rules.get(rule.id, frozenset()) | asked
        if rule.if_unknown is IfUnknown.ASK:
            self._raise(Status.ASK)
            self.asking.add(rule.id)
            self.asks.update(dict.fromkeys(sorted(asked)))
        if rule.if_unknown is IfUnknown.STRICT:
            self._raise(rule.status)
        if rule.if_unknown is not IfUnknown.NOTE and rule.regime is not Regime.PROHIBITED:
            self._take(rule)

    def _raise(self, status: Status) -> None:
        if status.rank > self.status.rank:
            self.status = status

    def _take(self, rule: Rule) -> None:
        self.papers.append(rule)
        if rule.regime:
            self.regimes.append(rule.regime)

    def regime(self) -> Regime | None:
        return max(self.regimes, key=lambda regime: regime.rank, default=None)


def judge(case: Case, program: Program) -> BorderCard:
    """Return what the rules make of a case whose mode is decided."""
    findings = Findings()
    for _, rule, truth in applying(program, case):
        if isinstance(truth, bool):
            findings.fire(rule)
        else:
            findings.leave_open(rule, truth)
    return _card(case, findings)


def _card(case: Case, findings: Findings) -> BorderCard:
    regime = findings.regime()
    forbidden = regime is Regime.PROHIBITED
    # Papers that belong to a regime count only under it: no Annex VII where consent is needed.
    counted = [] if forbidden else [rule for rule in findings.papers if rule.regime in (None, regime)]
    return BorderCard(
        day=case.day,
        status=findings.status,
        regime=regime,
        list_codes=listed_codes(case, regime),
        hs_codes=hs_codes(case),
        papers=_unique(rule.papers for rule in counted),
        optional=_unique(rule.optional for rule in counted),
        unblock=("U-NEVER",) if forbidden else tuple(findings.unblock),
        deciders=() if forbidden else tuple(findings.deciders),
        asks=tuple(findings.asks),
        notes=tuple(findings.notes),
        fired=tuple(findings.fired),
        open_rules=tuple(
            OpenRule(rule, tuple(sorted(asks)), rule in findings.asking) for rule, asks in findings.open_rules.items()
        ),
        presumed=tuple(sorted(case.presumed)),
        confidence=findings.confidence,
        branches=MappingProxyType({}),
    )


def _unique(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for group in groups for code in group))
