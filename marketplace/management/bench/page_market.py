"""A large market to ask pages of, written as quickly as the database takes it."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

import numpy as np

from geo.places import load_gazetteer
from marketplace.models import CandidateList, Country, Firm, Listing, SearchTerm, Site
from marketplace.queries.coarse_facts import coarse_facts
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.places import area_codes_around
from marketplace.queries.search_terms import index_version, listing_leads
from matching.knowledge import Material

_FIRMS, _OPEN, _TOGETHER, _CANDIDATES = 2_000, 0.2, 2_000, 10
_WORDS = (
    *("torr", "färsk", "lös", "balad", "siktad", "ren", "hämtas", "lastas", "säckar", "container"),
    *("pall", "lager", "vinter", "analys", "tørr", "fersk", "løs", "sekk"),
)


def add_listings(number: int, *, now: datetime, chance: np.random.Generator) -> None:
    """Add so many published listings, a fifth of them open, with all that a search needs."""
    sites = _sites(now=now)
    leaves = [leaf for leaf in current_knowledge().leaves if str(leaf.resource) == "material"]
    for first in range(0, number, _TOGETHER):
        size = min(_TOGETHER, number - first)
        rows = [_listing(sites, leaves, now=now, chance=chance) for _ in range(size)]
        Listing.objects.bulk_create(rows)
        SearchTerm.objects.bulk_create(_terms(rows), batch_size=20_000)


def add_candidate_lists(listings: Iterable[Listing], *, as_of: date) -> None:
    """Have listings fit ten of the other side, as a market of so many always has them: those of the same material."""
    CandidateList.objects.bulk_create(
        CandidateList(listing=listing, view=CandidateList.View.SHOWN, as_of=as_of, counterparts=_like(listing))
        for listing in listings
    )


def _like(listing: Listing) -> list[int]:
    others = Listing.objects.filter(material=listing.material).exclude(side=listing.side).order_by("pk")
    return list(others.values_list("pk", flat=True)[:_CANDIDATES])


def _sites(*, now: datetime) -> list[Site]:
    if not Firm.objects.exists():
        Firm.objects.bulk_create(
            Firm(name=f"Firma {number}", country=Country.SWEDEN, org_number=f"bench{number}", created_at=now)
            for number in range(_FIRMS)
        )
        places = list(load_gazetteer().municipalities.values())
        Site.objects.bulk_create(
            Site(
                firm=firm,
                municipality=places[number % len(places)].code,
                locality=places[number % len(places)].name,
                latitude=places[number % len(places)].latitude,
                longitude=places[number % len(places)].longitude,
                location_precision=Site.Precision.MUNICIPALITY,
            )
            for number, firm in enumerate(Firm.objects.order_by("pk"))
        )
    return list(Site.objects.select_related("firm").order_by("pk"))


def _listing(sites: list[Site], leaves: list[Material], *, now: datetime, chance: np.random.Generator) -> Listing:
    site = sites[int(chance.integers(len(sites)))]
    # A few materials are most of the market, as everywhere.
    leaf = leaves[int(len(leaves) * chance.random() ** 3)]
    is_open = chance.random() < _OPEN
    tonnes = float(chance.lognormal(3, 2)) + 0.001
    name = current_knowledge().name(leaf.code, "sv")
    listing = Listing(
        firm=site.firm,
        site=site,
        side="offer" if chance.random() < 0.5 else "need",
        state=Listing.State.PUBLISHED,
        visibility="open" if is_open else "blind",
        title=f"{name}, parti {int(chance.integers(1_000))}",
        description=" ".join(chance.choice(_WORDS, size=12)),
        language="sv",
        material=leaf.code,
        amount=round(tonnes, 3),
        unit="t",
        quantity=tonnes * 1_000,
        months=[] if chance.random() < 0.5 else sorted({int(month) for month in chance.integers(1, 13, size=6)}),
        shown_area=area_codes_around(site.municipality)[int(chance.random() < 0.7)],
        created_at=now,
        published_at=now - timedelta(minutes=int(chance.integers(500_000))),
        indexed_by=index_version(),
    )
    for column, value in coarse_facts(listing).items():
        setattr(listing, column, value)
    return listing


def _terms(rows: list[Listing]) -> Iterator[SearchTerm]:
    for listing in rows:
        for lead in listing_leads(listing):
            yield SearchTerm(listing=listing, term=lead.term, weight=lead.weight, is_public=lead.is_public)
