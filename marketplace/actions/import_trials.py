"""What would become of a row, without writing anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from marketplace.actions.imports import (
    Check,
    Checked,
    ImportedRow,
    Problems,
    Result,
    lacking,
    require_same_side,
    settle,
)
from marketplace.actions.listing_amounts import normalise_amount
from marketplace.actions.listings import require_window_open
from marketplace.errors import RefusedError
from marketplace.models import Firm, Listing, Site

_NOT_YET = {"firm", "site", "created_by", "created_at"}  # set when the listing is saved, or read before


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a row would become: facts by field, and why it would be a draft."""

    result: Result
    facts: Mapping[str, object]
    problems: Problems = field(default_factory=dict)


def try_row(row: ImportedRow, *, check: Check, existing: Listing | None, site_refused: str, now: datetime) -> Trial:
    """Return what would become of a row of a firm that is known.

    existing: the listing that has its id; site_refused: why its place would not be taken, if it would not.
    Raises RefusedError and ValidationError as importing it would.
    """
    firm = row.firm
    if not isinstance(firm, Firm):
        raise TypeError("Only the rows of a known firm can be tried.")
    if existing is not None:
        _require_changeable(existing, row)
    site = None if site_refused else Site(firm=firm, **row.place) if row.place else row.site
    refused: Problems = {"site": [site_refused]} if site_refused else {}

    def pretend(checked: Checked) -> Listing:
        listing = Listing(firm=firm, side=row.side, **checked.facts)
        normalise_amount(listing)
        listing.full_clean(exclude=_NOT_YET, validate_unique=False, validate_constraints=False)
        return listing

    listing, checked = settle(
        pretend, check=lambda out: check(Listing(firm=firm, side=row.side), site, out), left_out=refused
    )
    problems = _problems(listing, checked, now=now)
    if problems and existing is not None and existing.state != Listing.State.DRAFT:
        raise ValidationError({**problems, "": [_("The published listing stays as it was.")]})
    result = Result.CREATED if existing is None else Result.CHANGED
    if existing is not None and existing.import_digest == row.digest:
        result = Result.UNCHANGED
    return Trial(result=result, facts=checked.facts, problems=problems)


def _require_changeable(listing: Listing, row: ImportedRow) -> None:
    require_same_side(listing, row)
    if not Listing.NEXT_STATES[Listing.State(listing.state)] and listing.import_digest != row.digest:
        raise RefusedError(_("Its listing is over. Give the row another id, and it becomes a new one."))


def _problems(listing: Listing, checked: Checked, *, now: datetime) -> Problems:
    problems = lacking(checked) or checked.problems
    try:
        require_window_open(listing, now=now)
    except ValidationError as error:
        return {**error.message_dict, **problems}
    return problems
