"""Undoing one row of an import."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.actions.imports import Result
from marketplace.actions.listings import FACTS, change_listing, set_properties, withdraw_listing
from marketplace.errors import RefusedError
from marketplace.models import Event, Import, ImportRow, Listing, Party, PropertyValue, Suggestion, User
from marketplace.permissions import can_edit_listing
from marketplace.queries.events import history

# What an import itself sets off, and what the marketplace does by itself.
_BY_ITSELF = {Event.Kind.LISTING_DRAFTED, Event.Kind.LISTING_PUBLISHED, Event.Kind.LISTING_QUESTIONED}
_LONGEST = 300


def undo_row(row: ImportRow, *, since: Import, by: User | None, now: datetime) -> str:
    """Take back what a row has made or changed; return why not, "" where it is done."""
    listing = row.listing
    if listing is None:
        return ""
    if why := _what_hangs_on(listing, since=since):
        return why
    try:
        with transaction.atomic():
            if row.result == Result.CHANGED:
                return _change_back(listing, before=row.before or {}, by=by, now=now)
            _take_away(row, listing, by=by, now=now)
    except RefusedError as refusal:
        return refusal.message[:_LONGEST]
    except PermissionDenied as refusal:
        return str(refusal)[:_LONGEST]
    except ValidationError as error:
        return " ".join(error.messages)[:_LONGEST]
    return ""


def _what_hangs_on(listing: Listing, *, since: Import) -> str:
    if Party.objects.filter(listing=listing).exists():
        return _("A symbiosis hangs on it. Talk to the other firm first.")
    approved = Suggestion.objects.filter(parts__listing=listing, state=Suggestion.State.APPROVED)
    if approved.exists():
        return _("A coordinator has just sent a suggestion with it. Talk to your coordinator.")
    if not Listing.NEXT_STATES[Listing.State(listing.state)]:
        return _("It is over already.")
    if history(listing).filter(at__gt=since.ended_at).exclude(kind__in=_BY_ITSELF).exists():
        return _("Somebody has changed it since. Withdraw it on its page if that is right.")
    return ""


def _take_away(row: ImportRow, listing: Listing, *, by: User | None, now: datetime) -> None:
    if listing.state == Listing.State.DRAFT and by is not None and can_edit_listing(by, listing):
        listing.delete()  # nobody else has seen it
        row.listing = None
        return
    withdraw_listing(listing, by=by, now=now)
    # So that the same file can be imported again: a withdrawn listing does not come back.
    Listing.objects.filter(pk=listing.pk).update(external_id="", import_digest="")


def _change_back(listing: Listing, *, before: Mapping[str, object], by: User | None, now: datetime) -> str:
    if before["state"] != listing.state:
        return _("This import has published it. Withdraw it on its page if that is right.")
    facts = {name: Listing._meta.get_field(name).to_python(before[name]) for name in FACTS if name != "site"}
    site = listing.firm.sites.filter(pk=before["site"]).first()
    change_listing(listing, facts={**facts, "site": site}, by=by, now=now)
    set_properties(listing, [PropertyValue(**each) for each in before["property_values"]], by=by, now=now)
    Listing.objects.filter(pk=listing.pk).update(import_digest=before["import_digest"])
    return ""
