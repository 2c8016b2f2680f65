"""Customs headings and animal origin of goods by the words for them. Suggestions: a person confirms."""

from dataclasses import dataclass

from matching.knowledge.tables import Confidence, Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsRow:
    """words: parts of a family's name. abp_kind: "" where it is of no animal origin."""

    words: tuple[str, ...]
    hs: tuple[str, ...]
    abp_kind: str
    confidence: Confidence

    def names(self, family: str) -> bool:
        return any(word in family for word in self.words)


def read_goods(tables: Tables) -> tuple[GoodsRow, ...]:
    """Return the rows in order: the first whose words a family has is the one."""
    return tuple(
        GoodsRow(
            words=row.items("words"),
            hs=row.items("hs"),
            abp_kind=row.text("abp_kind"),
            confidence=row.read("confidence", Confidence),
        )
        for row in tables.rows("law/goods")
    )
