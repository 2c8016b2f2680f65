"""A goal of a page of figures: what was asked for, what was found, and whether that is enough."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

_COMPARED: Mapping[str, Callable[[float, float], bool]] = MappingProxyType(
    {"≥": operator.ge, "≤": operator.le, ">": operator.gt}
)
GOAL_HEADINGS = ("goal", "asked for", "found", "")


@dataclass(frozen=True)
class Goal:
    """asked: ≥, ≤ or >. figure: None where it was not measured in this run. by_cpu: the same by CPU time, if timed."""

    name: str
    asked: str
    limit: float
    figure: float | None
    tell: Callable[[float], str]
    by_cpu: float | None = None

    def row(self) -> tuple[str, str, str, str]:
        """Return the cells under `GOAL_HEADINGS`."""
        asked = f"{self.asked} {self.tell(self.limit)}"
        if self.figure is None:
            return self.name, asked, "not measured", ""
        told, verdict = self.tell(self.figure), "reached" if self._is_reached(self.figure) else "**missed**"
        if self.by_cpu is not None:
            told += f" ({self.tell(self.by_cpu)})"
            if self._is_reached(self.by_cpu) != self._is_reached(self.figure):
                verdict = "**missed** by CPU time" if self._is_reached(self.figure) else "reached by CPU time alone"
        return self.name, asked, told, verdict

    def _is_reached(self, figure: float) -> bool:
        return _COMPARED[self.asked](figure, self.limit)
