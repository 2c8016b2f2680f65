"""The divisions of NACE Rev. 2 under short names, for forms and for reading a firm's code."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from matching.knowledge.knowledge import DATA_FOLDER
from matching.knowledge.languages import LANGUAGES, name_in
from matching.knowledge.tables import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Industry:
    """One division."""

    code: str  # two digits
    names: Mapping[str, str]  # by language

    def name(self, language: str) -> str:
        """Return the name in this language, or in the next best."""
        return name_in(self.names, language)


@cache
def load_industries() -> Mapping[str, Industry]:
    """Return the 88 divisions by code, in the order of their codes; read once."""
    rows = Tables(DATA_FOLDER).rows("industries")
    return MappingProxyType(
        {
            row.text("code"): Industry(code=row.text("code"), names=MappingProxyType(row.names(LANGUAGES)))
            for row in rows
        }
    )


def industry_name(nace: str, language: str) -> str:
    """Return the name of the division that a code such as 16 or 16.10 lies in, "" where there is none."""
    industry = load_industries().get(nace[:2])
    return industry.name(language) if industry else ""
