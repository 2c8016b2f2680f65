"""A firm's first run: what it ticked is published together; its list of first steps."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.actions.events import record
from marketplace.actions.listings import publish_listing, save_draft
from marketplace.errors import require
from marketplace.models import Event, Firm, Listing, Site, User
from marketplace.permissions import is_member, is_owner
from marketplace.queries.welcome import posted_kinds


@transaction.atomic
def publish_ticked(
    firm: Firm, *, site: Site | None, listings: Iterable[Listing], by: User, now: datetime
) -> list[Listing]:
    """Publish what a firm has ticked of what such firms usually have and need; all of it or nothing.

    What it has posted already, by side and material, is left out: sent twice, it is on the market once.
    Raises PermissionDenied, RefusedError, ValidationError.
    """
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    require(is_member(by, firm), _("Only members of the firm can post for it."))
    posted, published = posted_kinds(firm), []
    for listing in listings:
        if (listing.side, listing.material) not in posted:
            listing.firm, listing.site = firm, site
            published.append(publish_listing(save_draft(listing, by=by, now=now), by=by, now=now))
    return published


def note_match_seen(firm: Firm, *, by: User, now: datetime) -> Firm:
    """Note that a firm's people have looked at a match of theirs, the first time. Raise PermissionDenied."""
    require(is_member(by, firm), _("Only members of the firm can do this."))
    return _note_first_time(firm, Event.Kind.FIRM_MATCH_SEEN, field="match_seen_at", by=by, now=now)


def close_checklist(firm: Firm, *, by: User, now: datetime) -> Firm:
    """Put the list of first steps away for good. Raise PermissionDenied."""
    require(is_owner(by, firm), _("Only owners of the firm can do this."))
    return _note_first_time(firm, Event.Kind.FIRM_CHECKLIST_CLOSED, field="checklist_closed_at", by=by, now=now)


@transaction.atomic
def _note_first_time(firm: Firm, kind: Event.Kind, *, field: str, by: User, now: datetime) -> Firm:
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    if getattr(firm, field) is None:
        setattr(firm, field, now)
        firm.save(update_fields=[field])
        record(kind, firm, by=by, now=now)
    return firm
