"""Firms and sites as the rows of a file name them: found, or made."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _

from marketplace.actions.firms import register_firm
from marketplace.actions.sites import add_site
from marketplace.errors import RefusedError
from marketplace.models import Firm, Listing, Site, User
from marketplace.queries.org_numbers import OrgNumber, firm_with_number
from marketplace.queries.places import area_to_show

_SAME_POINT = 0.001  # degrees, about 100 m: the same site
OUR_ID = re.compile(r"listing-(\d{1,15})")  # of a listing that no import has made: queries.exports
_DEMO_NAME = "(demo)"  # how every invented firm's name ends


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmFacts:
    """Which firm a row belongs to; without a number, its name and country tell."""

    name: str
    country: str
    number: OrgNumber | None = None
    nace: str = ""


def _is_called(external_id: str) -> Q:
    ours = OUR_ID.fullmatch(external_id)
    return Q(external_id=external_id) | (Q(external_id="", pk=int(ours[1])) if ours else Q())


class Lookup:
    """Each firm, site and listing of some rows, asked for once. It lives inside one transaction, and locks first."""

    def __init__(self, *, by: User | None, now: datetime) -> None:
        # Two imports at once take turns: firms without a number have no constraint that would keep them from doubling.
        ContentType.objects.select_for_update(no_key=True).get(app_label="marketplace", model="firm")
        self._by, self._now = by, now
        self._firms: dict[FirmFacts, Firm] = {}
        self._sites: dict[tuple[object, ...], Site] = {}
        self._listings: dict[tuple[int, str], Listing | None] = {}
        self._areas: dict[tuple[object, ...], str] = {}

    def forget(self) -> None:
        """Forget what was found: some of it may have been made by a row that was taken back."""
        self._firms.clear()
        self._sites.clear()
        self._listings.clear()

    def foresee(self, firm: Firm, *, external_ids: list[str]) -> None:
        """Look the listings of some rows up together."""
        found = {listing.external_id: listing for listing in firm.listings.filter(external_id__in=external_ids)}
        for external_id in external_ids:
            if external_id in found or not OUR_ID.fullmatch(external_id):
                self._listings[firm.pk, external_id] = found.get(external_id)

    def listing(self, firm: Firm, *, external_id: str) -> Listing | None:
        """Return the firm's listing with this id, given by an earlier import or, in an export, by us."""
        key = (firm.pk, external_id)
        if key not in self._listings:
            self._listings[key] = firm.listings.filter(_is_called(external_id)).order_by("-external_id").first()
        return self._listings[key]

    def made(self, listing: Listing) -> None:
        """Take in a listing that a row has made."""
        self._listings[listing.firm_id, listing.external_id] = listing

    def area(self, listing: Listing) -> str:
        """Return the area that others see of a listing. It is the same for all of a firm's that are alike."""
        if listing.site is None:
            return ""
        alike = (listing.firm_id, listing.site.municipality, listing.side, listing.material, listing.visibility)
        if alike not in self._areas:
            self._areas[alike] = area_to_show(listing)
        return self._areas[alike]

    def firm(self, facts: FirmFacts | Firm) -> Firm:
        """Return the firm of a row; one that is not here is registered, unverified and without an owner."""
        if isinstance(facts, Firm):
            return facts
        if facts not in self._firms:
            self._firms[facts] = _find_or_register(facts, now=self._now)
        return self._firms[facts]

    def site(self, firm: Firm, *, facts: Mapping[str, object]) -> Site | None:
        """Return the firm's site at a place, a new one if it has none there; None where no place is told."""
        if not facts:
            return None
        key = (firm.pk, *sorted(facts.items()))
        if key not in self._sites:
            found = find_site(firm, facts=facts)
            self._sites[key] = found or add_site(Site(firm=firm, **facts), by=self._by, now=self._now)
        return self._sites[key]


def _find_or_register(facts: FirmFacts, *, now: datetime) -> Firm:
    if facts.number:
        firm = firm_with_number(facts.number)
    else:
        # Who signs up has a number: without one there are only firms of earlier imports.
        nameless = Firm.objects.filter(org_number="", org_number_hash="")
        firm = nameless.filter(country=facts.country, name=facts.name).order_by("pk").first()
    if firm:
        return firm
    if not facts.name:
        raise RefusedError(_("No firm has this organisation number. Give the firm's name too."), code="firm_unknown")
    number = facts.number or OrgNumber(facts.country)
    firm = Firm(
        name=facts.name,
        country=facts.country,
        org_number=number.number,
        org_number_hash=number.hash,
        nace=facts.nace,
        is_demo=facts.name.endswith(_DEMO_NAME),
    )
    return register_firm(firm, by=None, now=now)


def find_site(firm: Firm, *, facts: Mapping[str, object]) -> Site | None:
    """Return the firm's site at a place, if it has one there."""
    here = firm.sites.filter(municipality=facts["municipality"])
    if facts["location_precision"] == Site.Precision.PIN:
        latitude, longitude = facts["latitude"], facts["longitude"]
        here = here.filter(
            latitude__range=(latitude - _SAME_POINT, latitude + _SAME_POINT),
            longitude__range=(longitude - _SAME_POINT, longitude + _SAME_POINT),
        )
    else:
        here = here.filter(locality=facts["locality"])
    return here.order_by("pk").first()
