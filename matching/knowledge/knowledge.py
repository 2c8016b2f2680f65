"""Everything the engine knows before it sees a listing, in one frozen object."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from matching.knowledge.amendments import Amendment
from matching.knowledge.cases import Case, read_cases
from matching.knowledge.keeping import kept
from matching.knowledge.languages import name_in, read_together
from matching.knowledge.law import Law, read_law
from matching.knowledge.lookup import CodesByText, codes_by_text, only_code
from matching.knowledge.material_uses import MaterialUses, read_material_uses
from matching.knowledge.materials import Material, read_materials
from matching.knowledge.properties import Property, Source, read_properties, read_sources
from matching.knowledge.relatives import Relative, read_relatives
from matching.knowledge.sectors import Sectors, read_sectors
from matching.knowledge.tables import Tables
from matching.knowledge.terms import Term, TermFlag, TermKind, fold_text, read_terms
from matching.knowledge.uses import Use, read_uses
from matching.knowledge.waste_codes import WasteCode, read_waste_codes, read_waste_headings

DATA_FOLDER = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Knowledge:
    """The shipped tables. Further tables become further frozen mappings here.

    version: short hash of all tables; stored with whatever was computed from them.
    children: leaf codes by group code, as the table has them.
    terms: every word for a material, its names among them, and the words for other things that listings tell.
    search_terms: the words that lead to a material or use from a search alone.
    materials_of_waste_code: the leaves that usually have a code, those first that have it first.
    """

    version: str
    materials: Mapping[str, Material]
    children: Mapping[str, tuple[str, ...]]
    relatives: tuple[Relative, ...]
    properties: Mapping[str, Property]
    sources: Mapping[str, Source]
    uses: Mapping[str, Use]
    material_uses: MaterialUses
    sectors: Sectors
    cases: Mapping[str, Case]
    terms: tuple[Term, ...]
    search_terms: tuple[Term, ...]
    waste_codes: Mapping[str, WasteCode]
    waste_headings: Mapping[str, Mapping[str, str]]
    materials_of_waste_code: Mapping[str, tuple[str, ...]]
    law: Law
    _codes_by_text: CodesByText = field(repr=False)
    _uses_by_text: CodesByText = field(repr=False)
    _other_words: frozenset[tuple[str, str]] = field(repr=False)

    @property
    def groups(self) -> tuple[Material, ...]:
        return tuple(material for material in self.materials.values() if material.is_group)

    @property
    def leaves(self) -> tuple[Material, ...]:
        return tuple(material for material in self.materials.values() if not material.is_group)

    def material(self, code: str) -> Material:
        """Return the material with this code. Raises KeyError."""
        try:
            return self.materials[code]
        except KeyError:
            raise KeyError(f"“{code}” is no material code.") from None

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Return the codes above this one, nearest first; none for a group. Raises KeyError."""
        above: list[str] = []
        parent = self.material(code).parent
        while parent:
            above.append(parent)
            parent = self.materials[parent].parent
        return tuple(above)

    def group(self, code: str) -> str:
        """Return the code of the group that this one lies in, a group's own. Raises KeyError."""
        return (code, *self.ancestors(code))[-1]

    def name(self, code: str, language: str) -> str:
        """Return a material's name; nynorsk falls back to bokmål, all to English. Raises KeyError."""
        return name_in(self.material(code).names, language)

    def use(self, code: str) -> Use:
        """Return the use with this code. Raises KeyError."""
        try:
            return self.uses[code]
        except KeyError:
            raise KeyError(f"“{code}” is no code of a use.") from None

    def use_name(self, code: str, language: str) -> str:
        """Return the name of a use; nynorsk falls back to bokmål, all to English. Raises KeyError."""
        return name_in(self.use(code).names, language)

    def waste_name(self, code: str, language: str) -> str:
        """Return the name of a waste code, heading or chapter, its digits where it has none. Raises KeyError."""
        names = self.waste_codes[code].names if code in self.waste_codes else self.waste_headings[code]
        return name_in(names, language) or code

    def material_for(self, text: str, language: str = "") -> Material:
        """Return the one material that a text names: by its code, its name or a term, whatever the case.

        With a language its own words come first, then those of all, unless the word means something else
        in that language ("mask" is spent grain in Norwegian, a worm in Swedish). Raises KeyError for a text
        that no material has or several have.
        """
        folded = fold_text(text)
        if folded in self.materials:
            return self.materials[folded]
        if any((each, folded) in self._other_words for each in read_together(language)):
            raise KeyError(f"“{text}” means no material in this language.")
        return self.materials[only_code(text, language=language, codes=self._codes_by_text, kind="material")]

    def use_for(self, text: str, language: str = "") -> Use:
        """Return the one use that a text names: by its code, its name or a term, as `material_for` does.

        Raises KeyError for a text that no use has or several have.
        """
        folded = fold_text(text)
        if folded in self.uses:
            return self.uses[folded]
        return self.uses[only_code(text, language=language, codes=self._uses_by_text, kind="use")]


@kept
def load_knowledge(folder: Path = DATA_FOLDER, *, amendments: tuple[Amendment, ...] = ()) -> Knowledge:
    """Return the knowledge of the tables in a folder with what is laid over them, read once.

    Raises TableError for a cell that cannot be read, FileNotFoundError for a table that is not there.
    """
    tables = Tables(folder, amendments)
    properties = read_properties(tables)
    materials = read_materials(tables, properties=properties)
    uses, every_term = read_uses(tables), read_terms(tables, materials=materials.values())
    terms = tuple(term for term in every_term if TermFlag.SEARCH not in term.flags)
    return Knowledge(
        version=tables.version(),
        materials=MappingProxyType(materials),
        children=_children(materials.values()),
        relatives=read_relatives(tables, materials=materials),
        properties=MappingProxyType(properties),
        sources=MappingProxyType(read_sources(tables)),
        uses=MappingProxyType(uses),
        material_uses=read_material_uses(tables, properties=properties, uses=uses),
        sectors=read_sectors(tables, materials=materials, uses=uses),
        cases=MappingProxyType(read_cases(tables, materials=materials, uses=uses)),
        terms=terms,
        search_terms=tuple(term for term in every_term if TermFlag.SEARCH in term.flags),
        waste_codes=MappingProxyType(read_waste_codes(tables)),
        waste_headings=MappingProxyType(read_waste_headings(tables)),
        materials_of_waste_code=_materials_of_waste_code(materials.values()),
        law=read_law(tables),
        _codes_by_text=codes_by_text(materials, terms=[term for term in terms if term.material]),
        _uses_by_text=codes_by_text(uses, terms=[term for term in terms if term.kind is TermKind.USE]),
        _other_words=frozenset((t.language, fold_text(t.text)) for t in terms if t.kind is TermKind.OTHER),
    )


def _children(materials: Iterable[Material]) -> Mapping[str, tuple[str, ...]]:
    children: dict[str, list[str]] = defaultdict(list)
    for material in materials:
        if material.parent:
            children[material.parent].append(material.code)
    return MappingProxyType({parent: tuple(codes) for parent, codes in children.items()})


def _materials_of_waste_code(materials: Iterable[Material]) -> Mapping[str, tuple[str, ...]]:
    ranked = [(place, leaf.code, code) for leaf in materials for place, code in enumerate(leaf.waste_codes)]
    by_code: dict[str, list[str]] = defaultdict(list)
    for _, material, code in sorted(ranked, key=lambda row: row[0]):
        by_code[code].append(material)
    return MappingProxyType({code: tuple(found) for code, found in by_code.items()})
