"""What is known about materials, their words and their waste codes, read from the tables in `matching/data`."""

from matching.knowledge.cases import Case, CaseStatus
from matching.knowledge.knowledge import Knowledge, load_knowledge
from matching.knowledge.languages import LANGUAGES
from matching.knowledge.material_uses import MaterialUse, MaterialUses, Suitability
from matching.knowledge.materials import Material
from matching.knowledge.properties import Property, Source
from matching.knowledge.sectors import Sector, Sectors
from matching.knowledge.tables import Basis, Confidence, TableError
from matching.knowledge.terms import Term, TermFlag, TermKind, fold_text
from matching.knowledge.uses import Hierarchy, Use
from matching.knowledge.waste_codes import EntryType, Validity, WasteCode

__all__ = [
    "LANGUAGES",
    "Basis",
    "Case",
    "CaseStatus",
    "Confidence",
    "EntryType",
    "Hierarchy",
    "Knowledge",
    "Material",
    "MaterialUse",
    "MaterialUses",
    "Property",
    "Sector",
    "Sectors",
    "Source",
    "Suitability",
    "TableError",
    "Term",
    "TermFlag",
    "TermKind",
    "Use",
    "Validity",
    "WasteCode",
    "fold_text",
    "load_knowledge",
]
