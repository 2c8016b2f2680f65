"""Firms and sites as the rows of a file name them: found, or made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from marketplace.actions.firms import register_firm
from marketplace.actions.sites import add_site
from marketplace.errors import RefusedError
from marketplace.models import Firm, Site, User
from marketplace.queries.org_numbers import OrgNumber, firm_with_number

_SAME_POINT = 0.001  # degrees, about 100 m: the same site
_DEMO_NAME = "(demo)"  # how every invented firm's name ends


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmFacts:
    """Which firm a row belongs to; without a number, its name and country tell."""

    name: str
    country: str
    number: OrgNumber | None = None
    nace: str = ""


class Lookup:
    """Each firm and site of some rows, asked for once. Lives inside one transaction, which it begins by locking."""

    def __init__(self, *, by: User | None, now: datetime) -> None:
        # Two imports at once take turns: firms without a number have no constraint that would keep them from doubling.
        ContentType.objects.select_for_update(no_key=True).get(app_label="marketplace", model="firm")
        self._by, self._now = by, now
        self._firms: dict[FirmFacts, Firm] = {}
        self._sites: dict[tuple[object, ...], Site] = {}

    def forget(self) -> None:
        """Forget what was found: some of it may have been made by a row that was taken back."""
        self._firms.clear()
        self._sites.clear()

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
            self._sites[key] = _find(firm, facts=facts) or add_site(
                Site(firm=firm, **facts), by=self._by, now=self._now
            )
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


def _find(firm: Firm, *, facts: Mapping[str, object]) -> Site | None:
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
