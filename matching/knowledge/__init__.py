"""What is known about materials, their words and their waste codes, read from the tables in `matching/data`."""

from matching.knowledge.amendments import TERMS, Amendment, as_patch, key_of
from matching.knowledge.cases import Case, CaseStatus
from matching.knowledge.keeping import forget_kept, forget_made_by, kept
from matching.knowledge.knowledge import DATA_FOLDER, Knowledge, load_knowledge
from matching.knowledge.languages import LANGUAGES
from matching.knowledge.material_uses import MaterialUse, MaterialUses, Suitability
from matching.knowledge.materials import Material
from matching.knowledge.properties import Property, Source
from matching.knowledge.relatives import Closeness, Relative
from matching.knowledge.sectors import Sector, Sectors
from matching.knowledge.tables import Basis, Confidence, TableError, Tables
from matching.knowledge.terms import Term, TermFlag, TermKind, fold_text
from matching.knowledge.uses import Hierarchy, Use
from matching.knowledge.waste_codes import EntryType, Validity, WasteCode

__all__ = [
    "DATA_FOLDER",
    "LANGUAGES",
    "TERMS",
    "Amendment",
    "Basis",
    "Case",
    "CaseStatus",
    "Closeness",
    "Confidence",
    "EntryType",
    "Hierarchy",
    "Knowledge",
    "Material",
    "MaterialUse",
    "MaterialUses",
    "Property",
    "Relative",
    "Sector",
    "Sectors",
    "Source",
    "Suitability",
    "TableError",
    "Tables",
    "Term",
    "TermFlag",
    "TermKind",
    "Use",
    "Validity",
    "WasteCode",
    "as_patch",
    "fold_text",
    "forget_kept",
    "forget_made_by",
    "kept",
    "key_of",
    "load_knowledge",
]
