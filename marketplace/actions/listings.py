"""The life of offers and needs."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from marketplace.actions.events import changes_between, record
from marketplace.actions.listing_amounts import normalise_amount
from marketplace.actions.search_index import index_listing
from marketplace.errors import RefusedError, WrongStateError, require
from marketplace.models import Event, Firm, Listing, PropertyValue, Site, User
from marketplace.permissions import can_edit_listing, is_coordinator, is_member
from marketplace.queries.events import history, last_event
from marketplace.queries.places import area_to_show
from matching.records import Dimension

_OF_VALUE = ("code", "low", "high", "unit", "basis")
FACTS = [
    *["site", "resource", "visibility", "title", "description", "quality_notes", "language", "material"],
    *["waste_code", "use", "abp_category", "amount", "unit", "rhythm", "months", "kg_each", "available_from"],
    *["available_until", "shelf_life_days", "smallest_lot", "largest_lot", "price", "currency"],
    *["disposal_route", "disposal_cost", "max_km"],
]
# Whoever consented, consented to these: when one changes, consent is asked again.
CONSENT_FACTS = {"site", "resource", "material", "amount", "unit", "rhythm", "kg_each", "price", "currency"}

_ROWS = {"firm", "site", "created_by"}  # they were read: nobody need ask whether there are such rows
_PLACE = {"latitude", "longitude", "municipality"}


@transaction.atomic
def save_draft(listing: Listing, *, by: User | None, now: datetime) -> Listing:
    """Keep an unsaved listing as a draft of its firm. Raise PermissionDenied, ValidationError."""
    require(by is None or can_edit_listing(by, listing), _("Only members of the firm can post for it."))
    listing.created_by, listing.created_at = by, now
    _require_own_site(listing)
    normalise_amount(listing)
    _save(listing)
    record(Event.Kind.LISTING_DRAFTED, listing, by=by, now=now)
    return listing


@transaction.atomic
def change_listing(listing: Listing, *, by: User | None, now: datetime, facts: Mapping[str, object]) -> Listing:
    """Change facts of a listing that is not over. Raise PermissionDenied, WrongStateError, ValidationError."""
    listing = locked_listing(listing, by=by)
    require_not_over(listing)
    before = Listing.objects.get(pk=listing.pk)
    for name in FACTS:
        if name in facts:
            setattr(listing, name, facts[name])
    changes = changes_between(before, listing, fields=FACTS)
    if not changes:
        return listing
    _require_own_site(listing)
    normalise_amount(listing)
    if listing.state != Listing.State.DRAFT:
        listing.shown_area = area_to_show(listing)
    listing.version += bool(CONSENT_FACTS & changes.keys())
    _save(listing, fields=[*changes, "quantity", "month_shares", "shown_area", "version"])
    if listing.state != Listing.State.DRAFT:
        index_listing(listing)
    record(Event.Kind.LISTING_CHANGED, listing, by=by, now=now, changes=_as_text(changes))
    return _confirmed_by_member(listing, by=by, now=now)


@transaction.atomic
def set_properties(listing: Listing, values: list[PropertyValue], *, by: User | None, now: datetime) -> None:
    """Replace the quality values of a listing. Raise PermissionDenied, ValidationError."""
    listing = locked_listing(listing, by=by)
    old = {value.code: str(value) for value in listing.property_values.order_by("code")}
    new = {value.code: str(value) for value in values}
    if old == new:
        return
    listing.property_values.all().delete()
    for value in values:
        value.listing = listing
        value.full_clean()
        value.save()
    record(Event.Kind.LISTING_CHANGED, listing, by=by, now=now, changes={"property_values": [old, new]})


@transaction.atomic
def tell_property(listing: Listing, *, by: User | None, now: datetime, value: PropertyValue) -> None:
    """State one quality of a listing, in the place of what it said of it. Raise as `set_properties`."""
    others = locked_listing(listing, by=by).property_values.exclude(code=value.code)
    kept = [PropertyValue(**{name: getattr(each, name) for name in _OF_VALUE}) for each in others]
    set_properties(listing, [*kept, value], by=by, now=now)


@transaction.atomic
def publish_listing(listing: Listing, *, by: User | None, now: datetime) -> Listing:
    """Put a draft, a paused or an expired listing on the market.

    Raises PermissionDenied, WrongStateError, ValidationError for what is still missing.
    """
    listing = locked_listing(listing, by=by)
    return _publish(listing, area=area_to_show(listing) if listing.site else "", by=by, now=now)


def publish_new(listing: Listing, *, area: str, by: User | None, now: datetime) -> Listing:
    """Put a draft on the market that `save_draft` has made in this same transaction: nobody else can have it.

    area: that of `queries.places.area_to_show`. Raises RefusedError, ValidationError for what is still missing.
    """
    _require_shown(listing.firm, by=by)
    return _publish(listing, area=area, by=by, now=now)


def _publish(listing: Listing, *, area: str, by: User | None, now: datetime) -> Listing:
    listing.move_to(Listing.State.PUBLISHED)
    listing.published_at = listing.confirmed_at = now
    listing.questioned_at = None
    listing.shown_area = area
    require_window_open(listing, now=now)
    require_complete(listing)
    _save(listing, fields=["state", "published_at", "confirmed_at", "questioned_at", "shown_area"])
    index_listing(listing)
    record(Event.Kind.LISTING_PUBLISHED, listing, by=by, now=now)
    listing = _confirmed_by_member(listing, by=by, now=now)
    if not listing.is_confirmed:
        record(Event.Kind.LISTING_UNCONFIRMED, listing, by=by, now=now)
    return listing


def pause_listing(listing: Listing, *, by: User | None, now: datetime) -> Listing:
    """Take a listing off the market for a while."""
    return _step(listing, Listing.State.PAUSED, Event.Kind.LISTING_PAUSED, by=by, now=now)


def fulfil_listing(listing: Listing, *, by: User | None, now: datetime) -> Listing:
    """Close a listing that has found what it looked for."""
    return _step(listing, Listing.State.FULFILLED, Event.Kind.LISTING_FULFILLED, by=by, now=now)


def withdraw_listing(listing: Listing, *, by: User | None, now: datetime) -> Listing:
    """Take a listing back for good."""
    return _step(listing, Listing.State.WITHDRAWN, Event.Kind.LISTING_WITHDRAWN, by=by, now=now)


def expire_listing(listing: Listing, *, by: User | None, now: datetime) -> Listing:
    """End a listing whose last day has passed, or of which nobody says that it is still true."""
    return _step(listing, Listing.State.EXPIRED, Event.Kind.LISTING_EXPIRED, by=by, now=now)


@transaction.atomic
def confirm_listing(listing: Listing, *, by: User, now: datetime) -> Listing:
    """Say that a published listing is still true."""
    listing = locked_listing(listing, by=by)
    if listing.state not in Listing.OPEN_STATES:
        raise WrongStateError(
            _("This listing is “%(now)s”. Publish it again instead.") % {"now": listing.get_state_display()}
        )
    listing.confirmed_at, listing.questioned_at = now, None
    listing.save(update_fields=["confirmed_at", "questioned_at"])
    record(Event.Kind.LISTING_CONFIRMED, listing, by=by, now=now)
    return _confirmed_by_member(listing, by=by, now=now)


@transaction.atomic
def question_listing(listing: Listing, *, by: User | None, now: datetime) -> Listing:
    """Ask the firm whether a listing is still true. Raise RefusedError if it was asked lately."""
    listing = locked_listing(listing, by=by)
    if listing.state != Listing.State.PUBLISHED or listing.questioned_at is not None:
        raise RefusedError(_("This listing was asked about already, or is not published."))
    listing.questioned_at = now
    listing.save(update_fields=["questioned_at"])
    record(Event.Kind.LISTING_QUESTIONED, listing, by=by, now=now)
    return listing


def move_listings(site: Site, *, by: User | None, now: datetime) -> None:
    """Bring the listings at a site that has moved up to date. Safe to repeat."""
    moved = last_event(site, Event.Kind.SITE_CHANGED)
    if not _PLACE & moved.changes.keys():
        return
    for listing in site.listings.filter(state__in=Listing.OPEN_STATES).order_by("pk"):
        _move_listing(listing, after=moved, by=by, now=now)


@transaction.atomic
def _move_listing(listing: Listing, *, after: Event, by: User | None, now: datetime) -> None:
    listing = Listing.objects.select_for_update(of=("self",)).select_related("firm", "site").get(pk=listing.pk)
    since = history(listing).filter(kind=Event.Kind.LISTING_CHANGED, pk__gt=after.pk)
    if since.filter(changes__has_key="shown_area").exists():
        return  # moved already; only this action writes that the area has changed
    old = listing.shown_area
    listing.shown_area = area_to_show(listing)
    listing.version += 1  # whoever consented, consented to the old place
    listing.save(update_fields=["shown_area", "version"])
    index_listing(listing)
    changes = {"shown_area": [old, listing.shown_area]}
    record(Event.Kind.LISTING_CHANGED, listing, by=by, now=now, changes=changes)


@transaction.atomic
def _step(listing: Listing, state: Listing.State, kind: Event.Kind, *, by: User | None, now: datetime) -> Listing:
    listing = locked_listing(listing, by=by)
    old = listing.state
    listing.move_to(state)
    listing.save(update_fields=["state"])
    record(kind, listing, by=by, now=now, changes={"state": [old, state]})
    return listing


def _save(listing: Listing, *, fields: list[str] | None = None) -> None:
    """Save what is valid. Raise ValidationError.

    The database says whether a constraint holds; only where it says no are they asked one by one, for their words:
    asking first would take a query for each, and most of the time of a long import.
    """
    listing.full_clean(exclude=_ROWS, validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            listing.save(update_fields=fields)
    except IntegrityError:
        listing.full_clean()
        raise


def _confirmed_by_member(listing: Listing, *, by: User | None, now: datetime) -> Listing:
    """Take what a member does to an unconfirmed listing as the firm's confirmation."""
    if by is not None and not listing.is_confirmed and is_member(by, listing.firm):
        listing.is_confirmed = True
        listing.save(update_fields=["is_confirmed"])
        record(Event.Kind.LISTING_FIRM_CONFIRMED, listing, by=by, now=now)
    return listing


def locked_listing(listing: Listing, *, by: User | None) -> Listing:
    """Return the row as it is now, locked, if `by` may write it; the marketplace itself (None) may."""
    fresh = Listing.objects.select_for_update(of=("self",)).select_related("firm", "site").get(pk=listing.pk)
    require(by is None or can_edit_listing(by, fresh), _("Only members of the firm can change its listings."))
    _require_shown(fresh.firm, by=by)
    return fresh


def require_not_over(listing: Listing) -> None:
    """Raise WrongStateError for a listing that leads nowhere any more."""
    if not Listing.NEXT_STATES[Listing.State(listing.state)]:
        raise WrongStateError(_("This listing is over. Post a new one instead."))


def _require_shown(firm: Firm, *, by: User | None) -> None:
    if firm.hidden_at and not (by and is_coordinator(by)):
        raise RefusedError(_("This firm is hidden after a report. Talk to your coordinator."), code="firm_hidden")


def require_window_open(listing: Listing, *, now: datetime) -> None:
    """Raise ValidationError for a listing whose last day has passed."""
    if listing.available_until and listing.available_until < now.date():
        raise ValidationError({"available_until": _("The last day has passed. Choose a later one, or leave it empty.")})


def require_complete(listing: Listing) -> None:
    """Raise ValidationError for each fact without which a listing cannot be published."""
    sentences = {
        "material": _("Choose a material, so that others can find it."),
        "amount": _("Say how much, roughly."),
        "unit": _("Say in which unit."),
        "site": _("Say where it is."),
    }
    missing = {name: sentence for name, sentence in sentences.items() if not getattr(listing, name)}
    if listing.unit == "trips" and listing.dimension == Dimension.MASS and not listing.kg_each:
        # Nobody could compare it: others would see no amount at all.
        missing["kg_each"] = _("Say what one load weighs, “3 loads of 8 t”: a number of loads is no amount of this.")
    if missing:
        raise ValidationError(missing)


def _require_own_site(listing: Listing) -> None:
    if listing.site and listing.site.firm_id != listing.firm_id:
        raise ValidationError({"site": _("Say where it is.")})


def _as_text(changes: dict[str, list[object]]) -> dict[str, list[object]]:
    """Return changes as they can be kept: rows by their id, the rest as it is."""
    return {name: [getattr(value, "pk", value) for value in pair] for name, pair in changes.items()}
