"""What the sections on ranking have in common: a set, rankers, and how a lead is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap

from matching.evaluation import Comparison, Direction, GoldSet, compare_rankers
from matching.evaluation.rankers import OURS, Ranker
from matching.evaluation.report import Lead
from matching.records import Side

SEED = 2026
SHORT = (OURS, "text aspect alone", "wording (character n-grams)", "nearest", "random")
SIDES = (Side.NEED, Side.OFFER)
_WIDTH = 118


@dataclass(frozen=True)
class Trial:
    """What rankers are tried on. split: dev or test."""

    gold: GoldSet
    rankers: Mapping[str, Ranker]
    split: str

    def compared(self, direction: Direction, *, names: tuple[str, ...] = ()) -> tuple[Comparison, ...]:
        """Return rankers side by side, all where no name is given."""
        rankers = {name: self.rankers[name] for name in names} if names else self.rankers
        return compare_rankers(self.gold, rankers, direction=direction, split=self.split, seed=SEED)

    @property
    def whole(self) -> Iterator[str]:
        """Yield the names of rankers that are more than ours less an aspect."""
        return (name for name in self.rankers if not name.startswith(f"{OURS} without "))


def is_baseline(name: str) -> bool:
    """Return whether a ranker is none of ours."""
    return name.split(" ")[0] != OURS


def on_one_set(ranker: Ranker, gold: GoldSet) -> Ranker:
    """Return a ranker that has ranked a set once and for all: it is asked in ten directions."""
    scores = ranker(gold.offers, gold.needs)
    return lambda offers, needs: scores


def paragraph(*sentences: str) -> Iterator[str]:
    """Yield the lines of a paragraph, with an empty one behind it: how long they are hangs on figures."""
    yield from (*wrap(" ".join(sentences), width=_WIDTH, break_long_words=False, break_on_hyphens=False), "")


def told_lead(lead: Lead | None) -> str:
    return f"{lead[0]:+.3f} ({lead[1]:+.3f} to {lead[2]:+.3f})" if lead else ""
