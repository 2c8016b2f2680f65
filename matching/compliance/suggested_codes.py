"""Codes that a person is asked to confirm: list entry, customs heading, kind of animal by-product, Swedish permit."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matching.compliance.borders import hs_codes
from matching.compliance.card import BorderCard
from matching.compliance.case import Case
from matching.compliance.entries import electronic, entry_row
from matching.compliance.facts import AbpKind, Facts, Purpose
from matching.compliance.goods import goods_row
from matching.compliance.rulebook import parameters_of, period_of
from matching.knowledge import Confidence, Knowledge
from matching.knowledge.law_codes import Mode

_TREATMENTS = {
    Purpose.BIOGAS: "biological",
    Purpose.COMPOST: "biological",
    Purpose.CONSTRUCTION_FILL: "construction",
    Purpose.REUSE: "preparing_for_reuse",
    Purpose.RECYCLING: "mechanical",
}
_OF_OPERATIONS = {"R12": "sorting", "R13": "storage"}
_MIXED_BUILDING_WASTE = "170904"
_KG_PER_TONNE = 1000


class CodeKind(StrEnum):
    LIST_ENTRY = "list_entry"
    HS = "hs"
    ABP_KIND = "abp_kind"
    SWEDISH_PERMIT = "swedish_permit"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedCode:
    """One code with what else it may be. is_stated: the firm has said it itself; else a person is to confirm it.

    level: of a Swedish permit code, B (permit) or C (notification).
    """

    kind: CodeKind
    code: str
    alternatives: tuple[str, ...]
    confidence: Confidence
    is_stated: bool = False
    level: str = ""


def suggested_codes(
    facts: Facts, card: BorderCard, *, knowledge: Knowledge, as_of: date
) -> dict[CodeKind, SuggestedCode]:
    """Return the codes that can be suggested for an exchange and its card; a kind without any is left out."""
    law = knowledge.law
    parameters = parameters_of(law, period_of(law, as_of))
    case = Case(facts, knowledge=knowledge, day=as_of, mode=Mode.EEA, parameters=parameters)
    found = (_list_entry(case, card), _hs(case), _abp_kind(case), _swedish_permit(case))
    return {each.kind: each for each in found if each}


def _list_entry(case: Case, card: BorderCard) -> SuggestedCode | None:
    if not card.list_codes:
        return None
    row = entry_row(case)
    others = (*card.list_codes[1:], *(row.alternatives if row else ()))
    return SuggestedCode(
        kind=CodeKind.LIST_ENTRY,
        code=card.list_codes[0],
        alternatives=_others(others, card.list_codes[0]),
        confidence=row.confidence if row else Confidence.MEDIUM,
        is_stated=card.list_codes[0] in case.facts.wsr_code,
    )


def _hs(case: Case) -> SuggestedCode | None:
    codes = hs_codes(case)
    if not codes:
        return None
    row = entry_row(case) or goods_row(case)
    return SuggestedCode(
        kind=CodeKind.HS,
        code=codes[0],
        alternatives=codes[1:],
        confidence=row.confidence if row else Confidence.MEDIUM,
        is_stated=bool(case.facts.hs_code),
    )


def _abp_kind(case: Case) -> SuggestedCode | None:
    """Return the stated kind, else the one of the goods' words, else that of the waste code."""
    stated, named = case.facts.abp_kind, goods_row(case)
    by_code = case.knowledge.law.animal_codes.get(case.facts.ewc_code, "")
    kinds = tuple(filter(None, (stated, named.abp_kind if named else "", by_code)))
    if not kinds:
        return None
    return SuggestedCode(
        kind=CodeKind.ABP_KIND,
        code=AbpKind(kinds[0]),
        alternatives=_others(kinds[1:], kinds[0]),
        confidence=Confidence.HIGH if stated else Confidence.MEDIUM,
        is_stated=stated is not None,
    )


def _swedish_permit(case: Case) -> SuggestedCode | None:
    """Return the receiver's code by treatment and yearly intake; with an unknown intake the other sizes may be it."""
    facts, codes = case.facts, case.knowledge.law.permit_codes
    if facts.dest_country != "SE":
        return None
    fitting = [row for row in codes if row.treatment == _treatment(case)]
    tonnes = facts.intake_t_year or facts.annual_t or (facts.quantity_kg or 0) / _KG_PER_TONNE
    covering = [row for row in fitting if row.covers(tonnes)] or fitting
    first = covering[0]
    sizes = () if facts.intake_t_year else tuple(row.code for row in fitting)
    code = facts.mpf_code or first.code
    return SuggestedCode(
        kind=CodeKind.SWEDISH_PERMIT,
        code=code,
        alternatives=_others((*(row.code for row in covering), *sizes), code),
        confidence=first.confidence,
        is_stated=bool(facts.mpf_code),
        level=next((row.level for row in codes if row.code == code), first.level),
    )


def _treatment(case: Case) -> str:
    facts = case.facts
    if facts.ewc_code == _MIXED_BUILDING_WASTE and facts.operation_code == "R13":
        return "mixed_building_storage"
    if facts.operation_code in _OF_OPERATIONS:
        return _OF_OPERATIONS[facts.operation_code]
    if electronic(case) is True:
        return "electronic"
    by_use = _TREATMENTS.get(facts.use, "") if facts.use else ""
    if by_use != "biological" and facts.abp is not None and facts.abp.value != "none":
        return "animal"
    return by_use or "other"


def _others(codes: tuple[str, ...], first: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in codes if code and code != first))
