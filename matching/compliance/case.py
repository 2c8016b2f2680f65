"""One exchange on one day: its facts, the parameters of that day, and every test answered once."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, wraps
from typing import Any

from matching.compliance.facts import Facts
from matching.compliance.truth import Truth
from matching.knowledge import Knowledge
from matching.knowledge.law_codes import Mode

_UNKNOWN: tuple[object, ...] = (None, "", frozenset())

Test = Callable[["Case"], Truth]


class Case:
    """What the tests ask. `presumed` collects the facts that a sign's absence stood in for; `mode_asked` tells
    whether any answer hung on how Norway stands."""

    __slots__ = ("_mode", "answers", "day", "entry", "facts", "knowledge", "mode_asked", "parameters", "presumed")

    def __init__(
        self, facts: Facts, *, knowledge: Knowledge, day: date, mode: Mode, parameters: Mapping[str, str]
    ) -> None:
        self.facts, self.knowledge, self.day, self._mode, self.parameters = facts, knowledge, day, mode, parameters
        self.answers: dict[str, Truth] = {}
        self.presumed: set[str] = set()
        self.mode_asked = False
        self.entry: Any = None  # found once by `entries`

    @property
    def mode(self) -> Mode:
        self.mode_asked = True
        return self._mode

    def number(self, code: str) -> float:
        """Return a parameter that is a number. Raises KeyError where none holds on the day."""
        return float(self.parameters[code])

    def since(self, code: str) -> bool:
        """Return whether the day named by a parameter has come."""
        return self.day >= date.fromisoformat(self.parameters[code])

    def listed(self, code: str) -> frozenset[str]:
        """Return a parameter that is a list."""
        return _parts(self.parameters[code])

    def presume_not(self, *facts: str) -> bool:
        """Take something for no, as none of these facts points to it, and remember those of them that are unknown."""
        self.presumed.update(fact for fact in facts if getattr(self.facts, fact) in _UNKNOWN)
        return False


def legal_test(function: Test) -> Test:
    """Make a function one of the tests that rules can name: answered once in each case."""
    name = function.__name__

    @wraps(function)
    def answered(case: Case) -> Truth:
        answer = case.answers.get(name)
        if answer is None:
            answer = case.answers[name] = function(case)
        return answer

    answered.is_legal_test = True  # type: ignore[attr-defined]  # a mark for `rulebook`; functions have no such attribute
    return answered


@cache
def _parts(text: str) -> frozenset[str]:
    return frozenset(text.split(";"))
