"""Which unknown fact to ask for next, and what each answer would make of the exchange."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType, UnionType
from typing import Any, get_args, get_type_hints

from matching.compliance.card import BorderCard
from matching.compliance.facts import Facts
from matching.compliance.judging import border_card
from matching.knowledge import Knowledge
from matching.knowledge.law import Criterion, Law
from matching.knowledge.law_codes import Status

Answer = bool | StrEnum
_FACT = "FACT:"


@dataclass(frozen=True, slots=True)
class Question:
    """One fact to ask a firm for. outcomes: the status after each answer; empty where it is a number or a text."""

    fact: str
    outcomes: Mapping[Answer, Status]

    @property
    def best(self) -> int:
        """Return the rank of the best status that an answer can bring, that of a question where none is known."""
        return min((status.rank for status in self.outcomes.values()), default=Status.ASK.rank)


def questions(facts: Facts, card: BorderCard, *, knowledge: Knowledge, as_of: date) -> tuple[Question, ...]:
    """Return what the card asks of firms, the one with the best way out first, else in the order of the rules.

    Each answer is tried alone, with everything else as it stands.
    """
    found = []
    for code in card.asks:
        if code.startswith(_FACT):
            name = code.removeprefix(_FACT)
            tried = {
                answer: border_card(replace(facts, **{name: answer}), knowledge=knowledge, as_of=as_of).status
                for answer in _answers(name)
            }
            found.append(Question(name, MappingProxyType(tried)))
    return tuple(sorted(found, key=lambda question: question.best))


def _answers(name: str) -> tuple[Any, ...]:
    hint = get_type_hints(Facts)[name]
    kind = get_args(hint)[0] if isinstance(hint, UnionType) else hint
    if kind is bool:
        return (True, False)
    return tuple(kind) if isinstance(kind, type) and issubclass(kind, StrEnum) else ()


def dossier_criteria(law: Law, *, dossier: str, facts: Facts) -> tuple[Criterion, ...]:
    """Return the questions of a dossier (`byproduct`, `reuse`) that the countries of an exchange ask, in their order.

    Sweden has four for by-products and Norway five: across the border both are to be answered.
    """
    countries = {"", facts.origin_country, facts.dest_country}
    return tuple(each for each in law.criteria if each.dossier == dossier and each.country in countries)
