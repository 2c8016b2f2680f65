"""Made-up listings for the engine's tests: single ones, and whole markets for property tests."""

from datetime import date, timedelta

from hypothesis import strategies as st

from geo.distance import StraightLine
from matching.engine import Market
from matching.knowledge import load_knowledge
from matching.records import Listing, PropertyValue, Side
from matching.scoring import DEFAULT_WEIGHTS

TODAY = date(2026, 11, 24)
KNOWLEDGE = load_knowledge()
ALL_YEAR = (1 / 12,) * 12
ENGINE = {
    "knowledge": KNOWLEDGE,
    "distances": StraightLine(),
    "weights": DEFAULT_WEIGHTS,
    "rates": {"SEK": 1.0, "NOK": 0.97},
    "as_of": TODAY,
}


def offer(listing_id="o", title="Bark från sågverk", **facts):
    return Listing(id=listing_id, side=Side.OFFER, title=title, **facts)


def need(listing_id="n", title="Bark til strø", **facts):
    return Listing(id=listing_id, side=Side.NEED, title=title, **facts)


def make_market(offers, needs, **changes):
    return Market(offers, needs, **{**ENGINE, **changes})


_TITLES = (
    "Bark från sågverk",
    "Bark til strø",
    "Sagflis uten bark",
    "Kutterspån",
    "Drav",
    "Mask",
    "Rivd betong",
    "Wool",
    "Mjölkgård",
    "Målat virke",
    "Obehandlat trä till slöjd",
    "Rötrest",
    "Biogasanläggning söker gödsel",
    "Hästgödsel",
    "Ridskola söker strö",
    "Asbest",
    "",
)
_SEASONS = (None, ALL_YEAR, (0.5, 0.5, *(0.0,) * 10), (*(0.0,) * 5, 0.25, 0.25, 0.25, 0.25, *(0.0,) * 3))
_OPEN = st.none()
_PROPERTIES = (
    (),
    (PropertyValue(code="moisture", low=10, high=15, unit="%"),),
    (PropertyValue(code="moisture", high=40, unit="%"), PropertyValue(code="ash_content", low=3, high=3, unit="%")),
)


@st.composite
def _windows(draw):
    start = draw(_OPEN | st.integers(-60, 200))
    length = draw(_OPEN | st.integers(0, 300))
    first = None if start is None else TODAY + timedelta(days=start)
    last = None if length is None else (first or TODAY) + timedelta(days=length)
    return {"available_from": first, "available_until": last}


@st.composite
def listings(draw, side, listing_id):
    """Draw a listing that may lack anything but its id."""
    somewhere = draw(st.booleans())
    return Listing(
        id=listing_id,
        side=side,
        title=draw(st.sampled_from(_TITLES)),
        language=draw(st.sampled_from(("sv", "nb", "en"))),
        material=draw(st.sampled_from(("", "bark", "sawdust", "wood_residues", "concrete", "no_such_material"))),
        waste_code=draw(st.sampled_from(("", "030101", "030105", "170101", "170204"))),
        quantity=draw(_OPEN | st.sampled_from((1.0, 500.0, 1e4, 1e6))),
        once=draw(st.booleans()),
        month_shares=draw(st.sampled_from(_SEASONS)),
        smallest_lot=draw(_OPEN | st.just(1000.0)),
        max_km=draw(_OPEN | st.sampled_from((20.0, 200.0))),
        latitude=draw(st.sampled_from((62.5, 63.2, 63.4))) if somewhere else None,
        longitude=draw(st.sampled_from((10.4, 14.6))) if somewhere else None,
        firm=draw(st.sampled_from(("", "a", "b", "c"))),
        nace=draw(st.sampled_from(("", "16.10", "01.43", "35.30"))),
        country=draw(st.sampled_from(("", "SE", "NO"))),
        price=draw(_OPEN | st.sampled_from((-0.2, 0.0, 0.8))),
        currency=draw(st.sampled_from(("", "SEK", "NOK"))),
        disposal_cost=draw(_OPEN | st.just(0.5)),
        use=draw(st.sampled_from(("", "bedding", "fuel", "biochar", "feed", "no_such_use")))
        if side is Side.NEED
        else "",
        properties=draw(st.sampled_from(_PROPERTIES)),
        blocked_firms=draw(st.sampled_from((frozenset(), frozenset({"a"})))),
        hazardous=draw(st.sampled_from((None, True, False))),
        **draw(_windows()),
    )


@st.composite
def markets(draw, most=6):
    """Draw offers and needs with ids in no order."""
    sides = []
    for side, prefix in ((Side.OFFER, "o"), (Side.NEED, "n")):
        numbers = draw(st.permutations(range(draw(st.integers(0, most)))))
        sides.append([draw(listings(side, f"{prefix}{number}")) for number in numbers])
    return tuple(sides)
