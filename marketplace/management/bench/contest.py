"""Peers asked the same questions in turn, so that whatever else the machine does hits all alike.

Each some questions in a row, as a site in use asks them: who answers in a fraction of a millisecond would else be
measured at fetching back from memory what the others have pushed out of the processor's caches.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import mean, median

from marketplace.management.bench.measuring import table, told_number, told_ratio, told_seconds
from marketplace.management.bench.peers import Peer, load_peer
from marketplace.management.bench.pool import Pool

OURS, PLAIN = "ours", "ours, numpy alone"
_TICK = 1e-9  # a clock may be too coarse to see a quick answer
_FEWEST = 3  # so many questions everybody answers, however long it takes
_IN_A_ROW = 10


@dataclass
class Contestant:
    """A peer with what its answers took, and how many of the right offers they held.

    has_other_score: it ranks by more than the others do, so that recall says nothing.
    """

    name: str
    peer: Peer
    has_other_score: bool = False
    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    recalls: list[float] = field(default_factory=list)

    def ask(self, need: int) -> list[int]:
        """Let the peer answer, and note what it took."""
        cpu_start, start = self._cpu(), time.perf_counter()
        found = self.peer.best(need)
        self.seconds.append(time.perf_counter() - start)
        self.cpu_seconds.append(self._cpu() - cpu_start)
        return found

    def has_time(self, most_seconds: float) -> bool:
        """Return whether it may be asked once more."""
        return len(self.seconds) < _FEWEST or sum(self.seconds) < most_seconds

    def ratios_to(self, other: "Contestant") -> tuple[float, float]:
        """Return the ratios of the medians and of the CPU times over the questions that both have answered."""
        both = min(len(self.seconds), len(other.seconds))
        cpu = sum(self.cpu_seconds[:both]) / max(sum(other.cpu_seconds[:both]), _TICK)
        return median(self.seconds[:both]) / median(other.seconds[:both]), cpu

    def row(self, first: "Contestant", *, offers: int) -> tuple[str, ...]:
        """Return the row of a table that compares with the first. Memory where a peer tells it."""
        stored: Callable[[], int] | None = getattr(self.peer, "stored_bytes", None)
        ratio, cpu_ratio = self.ratios_to(first)
        return (
            self.name,
            told_seconds(median(self.seconds)),
            told_ratio(ratio),
            told_seconds(mean(self.cpu_seconds)),
            told_ratio(cpu_ratio),
            "" if self.has_other_score else f"{mean(self.recalls):.3f}",
            told_number(stored() / offers) if stored else "",
            f"{len(self.seconds)}",
        )

    def _cpu(self) -> float:
        """Return the CPU time of this process, and of the peer's own where it has one."""
        elsewhere: Callable[[], float] = getattr(self.peer, "cpu_seconds", lambda: 0.0)
        return time.process_time() + elsewhere()


class Contest:
    """Who has answered the same questions, ours first."""

    def __init__(self, pool: Pool, *, needs: Sequence[int], most_seconds: float) -> None:
        self._pool, self._needs, self._most_seconds = pool, needs, most_seconds
        self.everybody: dict[str, Contestant] = {}

    def lines(self, ours: Sequence[Contestant], *, rankers: Sequence[str]) -> Iterator[str]:
        """Yield the table of ours and of those peers that can run here, then who could not."""
        not_run = []
        with ExitStack() as stack:
            everybody = list(ours)
            for name in rankers:
                module = load_peer(name)
                missing = module.what_is_missing() if hasattr(module, "what_is_missing") else ""
                if missing:
                    not_run.append(f"Not run: {module.NAME}: {missing}.")
                else:
                    everybody.append(Contestant(module.NAME, stack.enter_context(module.opened(self._pool))))
            ask_in_turn(everybody, self._pool, needs=self._needs, most_seconds=self._most_seconds)
            rows = [contestant.row(everybody[0], offers=len(self._pool.offers)) for contestant in everybody]
        self.everybody = {contestant.name: contestant for contestant in everybody}
        headings = ("who", "median", "to ours", "CPU time", "to ours", "recall@20", "bytes an offer", "answers")
        yield from table(*headings, rows=rows)
        yield from (line for reason in not_run for line in (reason, ""))

    def ratios(self, slow: str, fast: str) -> tuple[float, float] | None:
        """Return the ratios of the medians and of the CPU times of two, None where one of them has not run."""
        if not (slow in self.everybody and fast in self.everybody):
            return None
        return self.everybody[slow].ratios_to(self.everybody[fast])


def ask_in_turn(everybody: Sequence[Contestant], pool: Pool, *, needs: Sequence[int], most_seconds: float) -> None:
    """Ask everybody for some needs in a row, in turn; who has used up its time is asked no more.

    Before it counts, everybody is asked once. The truth is the pool's own formula.
    """
    for contestant in everybody:
        contestant.peer.best(needs[0])
    for first in range(0, len(needs), _IN_A_ROW):
        some = needs[first : first + _IN_A_ROW]
        truths = [pool.best(need) for need in some]
        for contestant in everybody:
            found = [contestant.ask(need) for need in some if contestant.has_time(most_seconds)]
            told = zip(some, found, truths, strict=False)
            contestant.recalls.extend(pool.recall(need, answer, truth=truth) for need, answer, truth in told)
