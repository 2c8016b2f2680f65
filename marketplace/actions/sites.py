"""Sites: where a firm has or needs things."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.actions.events import changes_between, record
from marketplace.errors import require
from marketplace.models import Event, Site, User
from marketplace.permissions import can_edit_firm

FACTS = [
    *["name", "address", "municipality", "locality", "latitude", "longitude", "location_precision"],
    "loading_notes",
]


@transaction.atomic
def add_site(site: Site, *, by: User | None, now: datetime) -> Site:
    """Save a new site of its firm. Raise PermissionDenied, ValidationError."""
    may_add = by is None or can_edit_firm(by, site.firm)
    require(may_add, _("Only the firm's owners and a coordinator of its area can add a site."))
    site.full_clean()
    site.save()
    record(Event.Kind.SITE_ADDED, site, by=by, now=now)
    return site


@transaction.atomic
def change_site(site: Site, *, facts: Mapping[str, object], by: User, now: datetime) -> Site:
    """Change facts of a site. Raise PermissionDenied, ValidationError."""
    site = Site.objects.select_for_update(of=("self",)).select_related("firm").get(pk=site.pk)
    require(can_edit_firm(by, site.firm), _("Only the firm's owners and a coordinator of its area can change a site."))
    before = Site.objects.get(pk=site.pk)
    for name in FACTS:
        if name in facts:
            setattr(site, name, facts[name])
    if not (changes := changes_between(before, site, fields=FACTS)):
        return site
    site.full_clean()
    site.save(update_fields=list(changes))
    record(Event.Kind.SITE_CHANGED, site, by=by, now=now, changes=changes)
    return site
