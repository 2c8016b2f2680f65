"""What firms of an industry usually take in, do and have left: hypotheses for a firm that has told nothing yet."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from matching.knowledge.languages import name_in, read_together
from matching.knowledge.tables import Basis, Confidence, Row, Tables
from matching.knowledge.terms import fold_text

LANGUAGES = ("sv", "nb", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """An industry of NACE Rev. 2 as the region has it. What it says of a firm is a guess, and is shown as one.

    code: division ("10"), group ("38.3") or class ("10.51").
    words: what people call such a firm, by language, the most usual first.
    inputs: materials it could take; uses: what it would use them for; residues: what it has left or could share.
    """

    code: str
    words: Mapping[str, tuple[str, ...]]
    inputs: tuple[str, ...]
    uses: tuple[str, ...]
    residues: tuple[str, ...]
    source: str
    how: Basis
    confidence: Confidence

    def name(self, language: str) -> str:
        """Return the most usual word in this language, or in the next best."""
        return self.names(language)[0]

    def names(self, language: str) -> tuple[str, ...]:
        """Return all its words in this language, or in the next best."""
        return self.words[name_in({each: each for each in self.words}, language)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sectors:
    """Every sector by its code, and by what people call it."""

    by_code: Mapping[str, Sector]
    _by_word: Mapping[tuple[str, str], tuple[Sector, ...]] = field(repr=False)

    def of(self, nace: str) -> Sector | None:
        """Return the nearest that a firm's code lies in: 10.51 before 10.5 before 10; None where there is none."""
        digits = nace.strip().replace(" ", "")
        steps = (digits[:length].rstrip(".") for length in (5, 4, 2))
        return next((self.by_code[step] for step in steps if step in self.by_code), None)

    def named(self, text: str, language: str) -> tuple[Sector, ...]:
        """Return the sectors that are called this in the reader's language, classes before divisions."""
        folded = fold_text(text)
        found = (sector for each in sorted(read_together(language)) for sector in self._by_word.get((each, folded), ()))
        return tuple(
            sorted(
                {sector.code: sector for sector in found}.values(), key=lambda sector: (-len(sector.code), sector.code)
            )
        )


def read_sectors(tables: Tables, *, materials: Collection[str], uses: Collection[str]) -> Sectors:
    """Return the sectors of the table. Raises TableError for a code that comes twice or names what we do not have."""
    by_code: dict[str, Sector] = {}
    by_word: dict[tuple[str, str], list[Sector]] = defaultdict(list)
    for row in tables.rows("sectors"):
        sector = _read_sector(row)
        unknown = {*sector.inputs, *sector.residues} - {*materials} | {*sector.uses} - {*uses}
        if sector.code in by_code or unknown:
            raise row.error(f"{sector.code} comes twice, or names what there is not: {', '.join(sorted(unknown))}")
        by_code[sector.code] = sector
        for language, words in sector.words.items():
            for word in words:
                by_word[language, fold_text(word)].append(sector)
    return Sectors(
        by_code=MappingProxyType(by_code),
        _by_word=MappingProxyType({key: tuple(found) for key, found in by_word.items()}),
    )


def _read_sector(row: Row) -> Sector:
    return Sector(
        code=row.text("code"),
        words=MappingProxyType({language: row.items(f"words_{language}") for language in LANGUAGES}),
        inputs=row.items("inputs"),
        uses=row.items("uses"),
        residues=row.items("residues"),
        source=row.text("source"),
        how=row.read("how", Basis),
        confidence=row.read("confidence", Confidence),
    )
