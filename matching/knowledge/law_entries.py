"""The lists of Regulation (EU) 2024/1157, and which entry a waste code usually has. Suggestions: a person confirms."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from matching.knowledge.law_codes import Colour
from matching.knowledge.tables import Confidence, Row, Tables

UNLISTED = "unlisted"
_COLOURS = {"III": Colour.GREEN, "IIIB": Colour.GREEN_IIIB, "IV": Colour.AMBER}
_DECIDED_OTHERWISE = {
    **dict.fromkeys(("EU3011", "EU48", "B3011", "Y48"), Colour.PLASTIC),
    **dict.fromkeys(("GC010", "GC020", "Y49"), Colour.ELECTRONIC),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WasteEntry:
    """The entry that a waste code usually has.

    needs: the test that it hangs on, "" for none; otherwise: the entry where the test fails.
    hs: customs headings, the likeliest first. alternatives: other entries that may be right.
    """

    waste_code: str
    entry: str
    needs: str
    otherwise: str
    hs: tuple[str, ...]
    alternatives: tuple[str, ...]
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ListEntries:
    """annexes: entry → III, IIIB or IV. mixtures: entries that may be mixed (Annex IIIA), single or several."""

    annexes: Mapping[str, str]
    mixtures: frozenset[frozenset[str]]
    by_waste_code: Mapping[str, WasteEntry]

    def colour(self, code: str) -> Colour | None:
        """Return what an entry means, None for a code that no list has."""
        if code == UNLISTED:
            return Colour.UNLISTED
        return _DECIDED_OTHERWISE.get(code) or _COLOURS.get(self.annexes.get(code, ""))


def read_list_entries(tables: Tables) -> ListEntries:
    annexes = {row.text("code"): row.text("annex") for row in tables.rows("law/list_entries")}
    waste_entries: dict[str, WasteEntry] = {}
    for row in tables.rows("law/waste_entries"):
        read = _waste_entry(row)
        if read.waste_code in waste_entries:
            raise row.error(f"{read.waste_code} comes twice")
        waste_entries[read.waste_code] = read
    return ListEntries(
        annexes=MappingProxyType(annexes),
        mixtures=frozenset(frozenset(row.items("entries")) for row in tables.rows("law/list_mixtures")),
        by_waste_code=MappingProxyType(waste_entries),
    )


def _waste_entry(row: Row) -> WasteEntry:
    return WasteEntry(
        waste_code=row.text("waste_code"),
        entry=row.text("entry"),
        needs=row.text("needs"),
        otherwise=row.text("otherwise"),
        hs=row.items("hs"),
        alternatives=row.items("alternatives"),
        source=row.text("source"),
        confidence=row.read("confidence", Confidence),
    )
