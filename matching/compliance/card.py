"""What the law asks of one exchange, as codes: never a verdict, always with the rules that say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from matching.knowledge import Confidence
from matching.knowledge.law_codes import Mode, Regime, Status


@dataclass(frozen=True, slots=True)
class OpenRule:
    """A rule that would fire, or not, if these were known: facts (`FACT:…`) or judgements of authorities (`AUTH-…`).

    is_asked: whether the card asks for them; else nothing hangs on the rule but its note or its papers.
    """

    rule: str
    asks: tuple[str, ...]
    is_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BorderCard:
    """The answer for one exchange on one day.

    list_codes, hs_codes: suggestions, the sterner or likelier first; a person confirms them.
    papers: what must exist; optional: what may help. deciders: the authorities that can lift a block.
    asks: what to ask, of the firms or of authorities. presumed: facts taken for absent as nothing points to them.
    fired: rules that hold. open_rules: rules that hang on something unknown. confidence: the least of those that fired.
    branches: the cards of both modes where it is open how Norway stands and they differ.
    """

    day: date
    status: Status
    regime: Regime | None
    list_codes: tuple[str, ...]
    hs_codes: tuple[str, ...]
    papers: tuple[str, ...]
    optional: tuple[str, ...]
    unblock: tuple[str, ...]
    deciders: tuple[str, ...]
    asks: tuple[str, ...]
    notes: tuple[str, ...]
    fired: tuple[str, ...]
    open_rules: tuple[OpenRule, ...]
    presumed: tuple[str, ...]
    confidence: Confidence
    branches: Mapping[Mode, "BorderCard"]

    @property
    def rules(self) -> tuple[str, ...]:
        """Return the rules that made the answer: those that fired, and those that ask."""
        asking = (open_rule.rule for open_rule in self.open_rules if open_rule.is_asked)
        return tuple(dict.fromkeys((*self.fired, *asking)))

    @property
    def unblock_or_ask(self) -> tuple[str, ...]:
        """Return what lifts the block and who decides, else what to ask."""
        return (*self.unblock, *self.deciders) if self.status is Status.BLOCKED else self.asks
