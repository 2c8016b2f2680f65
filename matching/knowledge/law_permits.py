"""Codes of the Swedish permit ordinance (2013:251, chapter 29) for those who treat waste that is not hazardous."""

from dataclasses import dataclass

from matching.knowledge.tables import Confidence, Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitCode:
    """code: "" where only the level was read. level: B needs a permit, C a notification.

    treatment: biological, mechanical, sorting, storage, mixed_building_storage, preparing_for_reuse, construction,
        animal, electronic or other. over_t, up_to_t: tonnes a year, None where there is no such limit.
    """

    code: str
    level: str
    treatment: str
    over_t: float | None
    up_to_t: float | None
    source: str
    confidence: Confidence

    def covers(self, tonnes: float) -> bool:
        return (self.over_t is None or tonnes > self.over_t) and (self.up_to_t is None or tonnes <= self.up_to_t)


def read_permit_codes(tables: Tables) -> tuple[PermitCode, ...]:
    return tuple(
        PermitCode(
            code=row.text("code"),
            level=row.text("level"),
            treatment=row.text("treatment"),
            over_t=row.number("over_t"),
            up_to_t=row.number("up_to_t"),
            source=row.text("source"),
            confidence=row.read("confidence", Confidence),
        )
        for row in tables.rows("law/swedish_permits")
    )
