"""Customs headings and animal origin of goods by the words for them. Suggestions: a person confirms."""

import re
from dataclasses import dataclass

from matching.knowledge.tables import Confidence, Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsRow:
    """pattern: of the words in a family's name; None for a row that stands for its `abp_kind` alone.

    abp_kind: "" where it is of no animal origin.
    """

    pattern: re.Pattern[str] | None
    hs: tuple[str, ...]
    abp_kind: str
    confidence: Confidence

    def names(self, family: str) -> bool:
        return self.pattern is not None and self.pattern.search(family) is not None


def read_goods(tables: Tables) -> tuple[GoodsRow, ...]:
    """Return the rows in order: the first whose words a family has is the one."""
    return tuple(
        GoodsRow(
            pattern=_pattern(row.items("words")),
            hs=row.items("hs"),
            abp_kind=row.text("abp_kind"),
            confidence=row.read("confidence", Confidence),
        )
        for row in tables.rows("law/goods")
    )


def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})(?:e?s)?\b") if words else None
