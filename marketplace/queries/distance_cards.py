"""Ways and freight in words, as templates show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.models import Country
from marketplace.queries.distances import Freight, Way
from marketplace.wording.distances import (
    carrier_name,
    closure_sentences,
    ferries_text,
    kilometres_text,
    method_text,
    minutes_text,
    money_range_text,
    precision_text,
    range_text,
)
from marketplace.wording.numbers import number_text

PIPE_KM = 50.0  # nobody lays a pipe for heat, water or gas over the mountains; judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCard:
    """One end of a way, and how exactly it is known."""

    name: str
    precision_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WayCard:
    """How far it is from one end to the other, in words."""

    start: EndCard
    end: EndCard
    kilometres_text: str
    minutes_text: str
    crow_text: str
    pipe_text: str
    method_text: str
    is_guess: bool
    roads: tuple[str, ...]
    border_crossings: tuple[str, ...]
    ferries_text: str
    closures: list[str]
    error_text: str
    rail_text: str
    url: str  # the page that tells more


@dataclass(frozen=True, slots=True, kw_only=True)
class FreightRow:
    """What a load takes by hauliers of one country, in words."""

    haulier: str
    carrier: str
    cost_text: str
    per_tonne_text: str
    co2e_text: str
    g_per_tkm_text: str


def way_card(way: Way) -> WayCard:
    """Return a way in words."""
    leg = way.leg
    error = max(way.km.high - leg.km, leg.km - way.km.low)
    return WayCard(
        start=EndCard(name=way.start.name, precision_text=precision_text(way.start.precision)),
        end=EndCard(name=way.end.name, precision_text=precision_text(way.end.precision)),
        kilometres_text=kilometres_text(way.km.low, way.km.high),
        minutes_text=minutes_text(way.minutes.low, way.minutes.high),
        crow_text=_crow_text(way),
        pipe_text=kilometres_text(way.pipe_km.low, way.pipe_km.high) if way.crow_km <= PIPE_KM else "",
        method_text=method_text(leg.method),
        is_guess=leg.method == "straight_line",
        roads=leg.roads,
        border_crossings=leg.border_crossings,
        ferries_text=ferries_text(leg),
        closures=closure_sentences(leg, on=way.on),
        error_text=_("about ± %(km)s km") % {"km": number_text(max(1, round(error)), digits=0)},
        rail_text=_rail_text(way),
        url=_url(way),
    )


def _crow_text(way: Way) -> str:
    """Return the straight line, as exactly as the ends are known."""
    digits = 1 if way.slack_km == 0 and way.crow_km < 100 else 0
    return f"{number_text(way.crow_km, digits=digits)} km"


def _rail_text(way: Way) -> str:
    if not (rail := way.rail):
        return ""
    return _(
        "Between %(start)s and %(end)s a train could carry it: %(emission)s per tonne and kilometre, with "
        "%(km)s km by lorry to and from the terminals. Ask whether they are in use."
    ) % {
        "start": rail.start.name,
        "end": rail.end.name,
        "emission": range_text(rail.g_per_tkm, _("g CO₂e")),
        "km": number_text(rail.access_km, digits=0),
    }


def _url(way: Way) -> str:
    """Return the page of this way, for whoever may ask for both ends by name; "" else."""
    if not (way.start.query and way.end.query):
        return ""
    return f"{reverse('distance')}?{urlencode({'from': way.start.query, 'to': way.end.query})}"


def freight_rows(found: Iterable[Freight]) -> list[FreightRow]:
    """Return what a load takes, a row for the hauliers of each country."""
    return [_freight_row(each) for each in found]


def _freight_row(each: Freight) -> FreightRow:
    estimate = each.estimate
    trips = _("%(number)s × %(carrier)s") % {"number": estimate.trips, "carrier": carrier_name(estimate.vehicle)}
    return FreightRow(
        haulier=_("Swedish haulier") if each.country == Country.SWEDEN else _("Norwegian haulier"),
        carrier=carrier_name(estimate.vehicle) if estimate.trips == 1 else trips,
        cost_text=money_range_text(estimate.cost, estimate.currency),
        per_tonne_text=money_range_text(each.per_tonne, estimate.currency),
        co2e_text=range_text(estimate.co2e_kg, _("kg CO₂e")),
        g_per_tkm_text=range_text(estimate.g_per_tkm, _("g CO₂e")),
    )


def freight_table(found: Iterable[Freight], *, tonnes: Decimal) -> dict[str, object] | None:
    """Return the rows as `components/table.html` takes them; None where no haulier's vehicle may go there."""
    if not (rows := freight_rows(found)):
        return None
    heads = [_("Haulier"), _("Cost"), _("Per tonne"), _("Emission"), _("Per tonne and km")]
    return {
        "caption": _("%(tonnes)s t, with the empty way back that is usual") % {"tonnes": number_text(tonnes, digits=3)},
        "heads": [{"label": head} for head in heads],
        "rows": [
            [
                {"text": f"{row.haulier}, {row.carrier}"},
                *({"text": text} for text in (row.cost_text, row.per_tonne_text, row.co2e_text, row.g_per_tkm_text)),
            ]
            for row in rows
        ],
    }
