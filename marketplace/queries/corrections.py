"""Steps of a symbiosis that were never true: which may be taken back, and which were."""

from datetime import datetime, timedelta

from marketplace.models import Event, Symbiosis
from marketplace.queries.events import history

CORRECTABLE_FOR = timedelta(days=7)


def correctable_to(symbiosis: Symbiosis, *, now: datetime) -> Symbiosis.Stage | None:
    """Return the stage to which its last step may be taken back; None where it is too late, or it came otherwise."""
    stage = Symbiosis.Stage(symbiosis.stage)
    before = Symbiosis.CORRECTED.get(stage)
    last = history(symbiosis).filter(kind=Event.Kind.SYMBIOSIS_MOVED).first()
    if before is None or last is None or last.changes.get("stage") != [before, stage]:
        return None
    return before if now - last.at <= CORRECTABLE_FOR else None


def is_correction(move: Event) -> bool:
    """Return whether a move of a symbiosis takes back the one before."""
    return "corrected" in move.changes
