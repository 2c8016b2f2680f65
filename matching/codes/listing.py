"""What was understood of a line as rows of a table: a code, a material, or both."""

from collections.abc import Iterator

from matching.codes.finder import FoundCode, FoundMaterial, Understood
from matching.knowledge import Knowledge

_Row = tuple[str, str, float]  # waste code, material, score


def ranked_rows(understood: Understood, *, knowledge: Knowledge, top: int) -> list[_Row]:
    """Return codes with their material, and materials that have no code (heat, services), the likeliest first."""
    rows = [(found.code, found.material, found.score) for found in understood.codes]
    rows += [("", found.code, found.score) for found in understood.materials if _is_without_code(found, knowledge)]
    return sorted(rows, key=lambda row: (-row[2], row[0] or "~", row[1]))[:top]


def told_lines(understood: Understood, *, knowledge: Knowledge, language: str, top: int) -> Iterator[str]:
    """Yield one line for each code and material, in the reader's language, with the words that led there."""
    found: dict[tuple[str, str], FoundCode | FoundMaterial] = {("", each.code): each for each in understood.materials}
    found |= {(each.code, each.material): each for each in understood.codes}
    for code, material, score in ranked_rows(understood, knowledge=knowledge, top=top):
        each = found[code, material]
        named = [knowledge.waste_name(code, language)] if code else []
        named += [knowledge.name(material, language)] if material else []
        asked = f" ? {each.question}" if isinstance(each, FoundCode) and each.question else ""
        star = "*" if isinstance(each, FoundCode) and each.hazardous else ""
        words = ", ".join(dict.fromkeys(evidence.word for evidence in each.words))
        yield f"{score:.2f}  {code + star:7}  {' / '.join(named)}  ({words}){asked}"


def _is_without_code(found: FoundMaterial, knowledge: Knowledge) -> bool:
    return bool(knowledge.materials[found.code].no_waste_code)
