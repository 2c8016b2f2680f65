"""Why a suggestion appeared, changed or went: the last thing that happened to the listing that led to it."""

from dataclasses import dataclass
from enum import StrEnum

from marketplace.models import Event, Listing
from marketplace.queries.events import history


class CauseCode(StrEnum):
    """What happened. Kept in the suggestion's event; `wording.causes` has the sentences."""

    NEW_LISTING = "new_listing"
    CHANGED_MATERIAL = "changed_material"
    CHANGED_AMOUNT = "changed_amount"
    CHANGED_PRICE = "changed_price"
    CHANGED_PLACE = "changed_place"
    CHANGED_TIMES = "changed_times"
    CHANGED_QUALITY = "changed_quality"
    CHANGED_OTHER = "changed_other"
    FACT_ANSWERED = "fact_answered"
    PAUSED = "paused"
    FULFILLED = "fulfilled"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    FIRM_HIDDEN = "firm_hidden"
    REMATCHED = "rematched"
    FIRM_ASKED = "firm_asked"
    TABLES_CORRECTED = "tables_corrected"


@dataclass(frozen=True, slots=True)
class Cause:
    """What led to something, and which listing it happened to; None: to no single one."""

    code: CauseCode
    listing_pk: int | None = None

    def changes(self) -> dict[str, list[object]]:
        """Return what the event of the suggestion keeps of it."""
        return {"cause": [None, self.code.value], "listing": [None, self.listing_pk]}


REMATCHED = Cause(CauseCode.REMATCHED)
FIRM_ASKED = Cause(CauseCode.FIRM_ASKED)
TABLES_CORRECTED = Cause(CauseCode.TABLES_CORRECTED)
_BY_KIND = {
    Event.Kind.LISTING_PUBLISHED: CauseCode.NEW_LISTING,
    Event.Kind.LISTING_LAW_ANSWERED: CauseCode.FACT_ANSWERED,
    Event.Kind.LISTING_PAUSED: CauseCode.PAUSED,
    Event.Kind.LISTING_FULFILLED: CauseCode.FULFILLED,
    Event.Kind.LISTING_EXPIRED: CauseCode.EXPIRED,
    Event.Kind.LISTING_WITHDRAWN: CauseCode.WITHDRAWN,
}
# The first row that names a changed field says what the change was about.
_BY_FIELD = [
    (CauseCode.CHANGED_MATERIAL, {"material", "waste_code", "use", "resource", "abp_category"}),
    (CauseCode.CHANGED_AMOUNT, {"amount", "unit", "rhythm", "kg_each", "smallest_lot", "largest_lot"}),
    (CauseCode.CHANGED_PRICE, {"price", "currency", "disposal_cost", "disposal_route"}),
    (CauseCode.CHANGED_PLACE, {"site", "shown_area", "max_km"}),
    (CauseCode.CHANGED_TIMES, {"months", "available_from", "available_until", "shelf_life_days", "storage"}),
    (CauseCode.CHANGED_QUALITY, {"property_values", "quality_notes"}),
]


def cause_of(listing: Listing) -> Cause:
    """Return what happened last to a listing that suggestions hang on."""
    if listing.firm.hidden_at:
        return Cause(CauseCode.FIRM_HIDDEN, listing.pk)
    kinds = [*_BY_KIND, Event.Kind.LISTING_CHANGED]
    event = history(listing).filter(kind__in=kinds).first()
    if event is None:
        return Cause(CauseCode.REMATCHED, listing.pk)
    return Cause(_BY_KIND.get(Event.Kind(event.kind)) or _of_change(event), listing.pk)


def _of_change(event: Event) -> CauseCode:
    changed = event.changes.keys()
    return next((code for code, fields in _BY_FIELD if fields & changed), CauseCode.CHANGED_OTHER)
