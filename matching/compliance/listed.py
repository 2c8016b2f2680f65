"""The code that Annex VII or the notification would name."""

from matching.compliance.case import Case
from matching.compliance.entries import electronic, list_codes, plastic
from matching.compliance.hazards import hazardous
from matching.compliance.plastics import plastic_code
from matching.compliance.shipments import electronic_needs_consent
from matching.knowledge.law_codes import Regime

_OF_WASTE = frozenset({Regime.WSR_BELOW20, Regime.WSR_ART18, Regime.WSR_PIC, Regime.PROHIBITED})


def listed_codes(case: Case, regime: Regime | None) -> tuple[str, ...]:
    """Return the entry under the regime, the sterner first where a fact decides; none outside the law of shipments."""
    if regime not in _OF_WASTE or (regime is Regime.PROHIBITED and case.facts.abp is not None):
        return ()
    if plastic(case) is True and hazardous(case) is not True:
        return (plastic_code(case),)
    if electronic(case) is True and electronic_needs_consent(case) is True and hazardous(case) is not True:
        return ("Y49",)
    return list_codes(case)
