"""The rules in force on a day, compiled once, and which of them a case meets."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from matching.compliance import (
    animals,
    borders,
    entries,
    hazards,
    national,
    plastics,
    prohibitions,
    purposes,
    shipments,
    standing,
)
from matching.compliance.case import Case, Test
from matching.compliance.truth import Truth, any_of, negate
from matching.knowledge.law import Law, Rule

_MODULES = (purposes, hazards, animals, standing, entries, plastics, shipments, national, prohibitions, borders)

TESTS: dict[str, Test] = {
    name: found for module in _MODULES for name, found in vars(module).items() if hasattr(found, "is_legal_test")
}
"""Every test that a rule can name."""


class Literal(NamedTuple):
    """A test, or its opposite. name: under which a case keeps the answer."""

    name: str
    test: Test
    negated: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Rules whose first literal is the same: where it fails, none of them is looked at."""

    first: Literal
    rules: tuple[tuple[int, Rule, tuple[Literal, ...]], ...]  # place in the table, the rule, its further literals


Program = tuple[Group, ...]


@cache
def compiled_rules(law: Law, period: int) -> Program:
    """Return the rules of the period with this number between two changes of the law."""
    day = first_day(law, period)
    groups: dict[tuple[str, ...], list[tuple[int, Rule, tuple[Literal, ...]]]] = defaultdict(list)
    for place, rule in enumerate(law.rules_on(day)):
        if rule.when:
            groups[rule.when[0]].append((place, rule, tuple(map(_literal, rule.when[1:]))))
    return tuple(Group(_literal(first), tuple(rules)) for first, rules in groups.items())


@cache
def parameters_of(law: Law, period: int) -> Mapping[str, str]:
    return MappingProxyType(dict(law.parameters_on(first_day(law, period))))


def period_of(law: Law, day: date) -> int:
    """Return the number of the period that a day lies in; nothing in the tables changes within one."""
    return bisect_right(law.changes, day)


def first_day(law: Law, period: int) -> date:
    """Return the day on which a period begins, the first of all days for the one before any change."""
    return law.changes[period - 1] if period else date.min


def _literal(alternatives: tuple[str, ...]) -> Literal:
    if len(alternatives) == 1:
        name = alternatives[0]
        plain = name.removeprefix("!")
        return Literal(plain, TESTS[plain], name.startswith("!"))
    literals = [_literal((name,)) for name in alternatives]
    return Literal(
        "|".join(alternatives), lambda case: any_of(*(_value(each, case) for each in literals)), negated=False
    )


def _value(literal: Literal, case: Case) -> Truth:
    truth = literal.test(case)
    return negate(truth) if literal.negated else truth


def applying(program: Program, case: Case) -> list[tuple[int, Rule, Truth]]:
    """Return the rules that fire (True) or are open (what they ask), in the order of the table."""
    found: list[tuple[int, Rule, Truth]] = []
    for group in program:
        first = _value(group.first, case)
        if first is False:
            continue
        for place, rule, literals in group.rules:
            truth = _all_hold(literals, case, asked=frozenset() if first is True else first)
            if truth is not False:
                found.append((place, rule, truth))
    found.sort(key=itemgetter(0))
    return found


def _all_hold(literals: tuple[Literal, ...], case: Case, *, asked: frozenset[str]) -> Truth:
    """Return whether all literals hold; of several that are open the first is asked, the next when it is answered."""
    answers = case.answers
    for name, test, negated in literals:
        truth = answers.get(name)
        if truth is None:
            truth = test(case)
        if truth is negated:
            return False
        if not isinstance(truth, bool):
            asked = asked or truth
    return asked or True
