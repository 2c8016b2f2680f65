"""Bringing one row of an imported file into the site: its firm, its site, its listing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.actions.import_lookup import FirmFacts, Lookup
from marketplace.actions.listings import (
    FACTS,
    change_listing,
    publish_listing,
    publish_new,
    require_complete,
    save_draft,
    set_properties,
)
from marketplace.actions.suggestions import propose_suggestions
from marketplace.errors import RefusedError
from marketplace.models import Event, Firm, FollowUp, Listing, PropertyValue, Site, User

Problems = Mapping[str, list[str]]  # field → sentences about what it said
# Without these a row says nothing that could be kept.
_IDENTITY = {"title", "side", "firm", "external_id", NON_FIELD_ERRORS}

# What a listing on the market says, and what tells whether that is enough.
_NEEDED = ("material", "amount", "unit", "site", "resource", "kg_each")


class Result(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRow:
    """What says which listing a row is about.

    digest: of everything it says about the listing.
    place: the facts of its site, empty where it names none that we know.
    site: where it is if it names no place.
    stays_draft: it is not to be published, complete or not.
    """

    external_id: str
    digest: str
    side: str
    firm: FirmFacts | Firm
    place: Mapping[str, object] = field(default_factory=dict)
    site: Site | None = None
    stays_draft: bool = False

    @property
    def key(self) -> tuple[object, str]:
        """Return what no other row of the same file may have."""
        if isinstance(self.firm, Firm):
            return self.firm.pk, self.external_id
        return self.firm.number or (self.firm.country, self.firm.name), self.external_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A row's facts as the form read them, without those it could not read: `problems` says why."""

    facts: Mapping[str, object]
    properties: list[PropertyValue]
    problems: Problems


# Save a row's facts, but for those that the action refuses.
Settled = Callable[[Callable[[Checked], Listing]], tuple[Listing, Checked]]
# Check a row's facts for an unsaved listing at a site, leaving out fields that an action has refused.
Check = Callable[[Listing, Site | None, Problems], Checked]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a row, why its listing is a draft, if it is, and what a changed listing said before."""

    result: Result
    listing: Listing
    problems: Problems = field(default_factory=dict)
    before: Mapping[str, object] | None = None


@transaction.atomic
def import_row(
    row: ImportedRow, *, check: Check, by: User | None, now: datetime, lookup: Lookup | None = None
) -> Outcome:
    """Create or change the listing of a row, publish it if it is complete. The same row again changes nothing.

    lookup: of the transaction that the row is part of, if it is.
    Raises RefusedError, PermissionDenied, and ValidationError for a row that says too little to be kept.
    """
    lookup = lookup or Lookup(by=by, now=now)
    firm = lookup.firm(row.firm)
    listing = lookup.listing(firm, external_id=row.external_id)
    if listing and listing.import_digest == row.digest:
        return _unchanged(listing, check=check, now=now)
    site, refused = _site(row, firm=firm, lookup=lookup)

    def settled(save: Callable[[Checked], Listing]) -> tuple[Listing, Checked]:
        return settle(save, check=lambda out: check(Listing(firm=firm, side=row.side), site, out), left_out=refused)

    if listing:
        return _change(listing, row=row, settled=settled, by=by, now=now)
    return _create(row, firm=firm, settled=settled, lookup=lookup, by=by, now=now)


def _site(row: ImportedRow, *, firm: Firm, lookup: Lookup) -> tuple[Site | None, Problems]:
    """Return where the row's listing is, or why it cannot be told there."""
    try:
        return lookup.site(firm, facts=row.place) or row.site, {}
    except PermissionDenied as refusal:
        return None, {"site": [str(refusal)]}


def settle_published(listings: list[Listing]) -> None:
    """Note that a full re-match has done, for these new listings, what their publishing calls for.

    Only right after `rematch`: it proposes all that their own follow-ups would, one pass instead of one each.
    """
    published = Event.objects.filter(
        kind=Event.Kind.LISTING_PUBLISHED,
        subject_type=ContentType.objects.get_for_model(Listing),
        subject_id__in=[listing.pk for listing in listings],
    )
    rows = [
        FollowUp(
            event=event,
            action=propose_suggestions.__name__,
            state=FollowUp.State.DONE,
            next_try_at=event.at,
            outcome="rematch",
        )
        for event in published
    ]
    FollowUp.objects.bulk_create(rows, ignore_conflicts=True)  # a worker may have been faster


def _unchanged(listing: Listing, *, check: Check, now: datetime) -> Outcome:
    problems: Problems = {}
    if listing.state == Listing.State.DRAFT:
        blank = Listing(firm=listing.firm, side=listing.side)
        problems = _with_missing(check(blank, listing.site, {}).problems, listing=listing, now=now)
    return Outcome(result=Result.UNCHANGED, listing=listing, problems=problems)


def _create(
    row: ImportedRow, *, firm: Firm, settled: Settled, lookup: Lookup, by: User | None, now: datetime
) -> Outcome:
    def save(checked: Checked) -> Listing:
        listing = Listing(firm=firm, side=row.side, external_id=row.external_id, import_digest=row.digest)
        for name, value in checked.facts.items():
            setattr(listing, name, value)
        return save_draft(listing, by=by, now=now)

    listing, checked = settled(save)
    if checked.properties:
        set_properties(listing, checked.properties, by=by, now=now)
    lookup.made(listing)

    def publish(listing: Listing) -> Listing:
        return publish_new(listing, area=lookup.area(listing), by=by, now=now)

    listing, problems = _published(listing, row=row, problems=checked.problems, publish=publish, now=now)
    return Outcome(result=Result.CREATED, listing=listing, problems=problems)


def _change(listing: Listing, *, row: ImportedRow, settled: Settled, by: User | None, now: datetime) -> Outcome:
    def save(checked: Checked) -> Listing:
        if listing.state != Listing.State.DRAFT and (problems := lacking(checked)):
            raise ValidationError({**problems, NON_FIELD_ERRORS: [_("The published listing stays as it was.")]})
        return change_listing(listing, by=by, now=now, facts=checked.facts)

    require_same_side(listing, row)
    before = snapshot(listing)
    fresh, checked = settled(save)
    set_properties(fresh, checked.properties, by=by, now=now)
    Listing.objects.filter(pk=fresh.pk).update(import_digest=row.digest)
    problems: Problems = {}
    if fresh.state in (Listing.State.DRAFT, Listing.State.EXPIRED):
        publish = partial(publish_listing, by=by, now=now)
        fresh, problems = _published(fresh, row=row, problems=checked.problems, publish=publish, now=now)
    digests = {"import_digest": row.digest}
    result = Result.UNCHANGED if snapshot(fresh) == {**before, **digests} else Result.CHANGED
    return Outcome(result=result, listing=fresh, problems=problems, before=before)


def settle(
    save: Callable[[Checked], Listing], *, check: Callable[[Problems], Checked], left_out: Problems
) -> tuple[Listing, Checked]:
    """Save what the form has read; what the action refuses is left out, and told with the rest.

    left_out: what is refused already.
    """
    while True:
        checked = check(left_out)
        try:
            return save(checked), checked
        except ValidationError as error:
            refused = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
            if refused.keys() & (_IDENTITY | left_out.keys()):
                raise
            left_out = {**left_out, **refused}


def require_same_side(listing: Listing, row: ImportedRow) -> None:
    """Raise RefusedError for a row that would turn an offer into a need, or the other way round."""
    if listing.side != row.side:
        raise RefusedError(_("An offer does not become a need, nor a need an offer. Give it an id of its own."))


def _published(
    listing: Listing, *, row: ImportedRow, problems: Problems, publish: Callable[[Listing], Listing], now: datetime
) -> tuple[Listing, Problems]:
    """Publish a listing of whose row everything could be read; else say what is missing."""
    if row.stays_draft:
        return listing, problems
    if problems:
        return listing, _with_missing(problems, listing=listing, now=now)
    state = listing.state
    try:
        with transaction.atomic():
            return publish(listing), {}
    except ValidationError as error:
        listing.state = state
        return listing, error.message_dict


def _with_missing(problems: Problems, *, listing: Listing, now: datetime) -> Problems:
    """Add what publishing a draft would refuse."""
    try:
        with transaction.atomic():
            publish_listing(listing, by=None, now=now)
            transaction.set_rollback(True)  # only asked
    except ValidationError as error:
        return {**error.message_dict, **problems}
    return problems


def lacking(checked: Checked) -> Problems:
    """Return why a row is too little for a listing that is on the market."""
    try:
        require_complete(Listing(**{name: checked.facts[name] for name in _NEEDED if name in checked.facts}))
    except ValidationError as error:
        return {**error.message_dict, **checked.problems}
    return checked.problems


def snapshot(listing: Listing) -> dict[str, object]:
    """Return a listing as it is kept, to tell whether it has changed, and to change it back."""
    facts = Listing.objects.values(*FACTS, "state", "import_digest").get(pk=listing.pk)
    qualities = listing.property_values.order_by("code").values("code", "low", "high", "unit", "basis")
    return {**facts, "property_values": list(qualities)}
