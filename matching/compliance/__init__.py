"""May it be moved and used? What the law asks of an exchange: dated information with citations, never a verdict."""

from matching.compliance.card import BorderCard, OpenRule
from matching.compliance.clocks import Deadline, Step, deadlines
from matching.compliance.exchanges import exchange_card, stop_of
from matching.compliance.facts import (
    Abp,
    AbpKind,
    ArrangerType,
    Facts,
    FirmSize,
    OriginProcess,
    Permit,
    Purpose,
    StatusClaim,
    TreatedWood,
    WoodPackaging,
)
from matching.compliance.goods import is_never_animal, wood_treatment
from matching.compliance.judging import border_card
from matching.compliance.legal_ease import COUNTRY_PAIRS, LegalTable, country_pair, legal_ease, legal_table, purpose_of
from matching.compliance.questions import Question, dossier_criteria, questions
from matching.compliance.suggested_codes import CodeKind, SuggestedCode, suggested_codes
from matching.knowledge.law_codes import Mode, Regime, Status

__all__ = [
    "COUNTRY_PAIRS",
    "Abp",
    "AbpKind",
    "ArrangerType",
    "BorderCard",
    "CodeKind",
    "Deadline",
    "Facts",
    "FirmSize",
    "LegalTable",
    "Mode",
    "OpenRule",
    "OriginProcess",
    "Permit",
    "Purpose",
    "Question",
    "Regime",
    "Status",
    "StatusClaim",
    "Step",
    "SuggestedCode",
    "TreatedWood",
    "WoodPackaging",
    "border_card",
    "country_pair",
    "deadlines",
    "dossier_criteria",
    "exchange_card",
    "is_never_animal",
    "legal_ease",
    "legal_table",
    "purpose_of",
    "questions",
    "stop_of",
    "suggested_codes",
    "wood_treatment",
]
