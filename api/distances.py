"""How far it is between two places, and what carrying a load there takes: the numbers of the distance page."""

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.ranges import RangeOut
from api.reading import OnlyReads, answers_with_etag
from geo.road_tables import Vehicle
from geo.transport_tables import LoadKind, Range, load_vehicle_classes
from marketplace.forms.distances import DistanceForm
from marketplace.models import Country, Currency
from marketplace.queries.distances import Freight, Way, find_way, freight
from marketplace.queries.ends import SLACK_KM, End
from marketplace.wording.distances import closure_sentences


class EndOut(serializers.Serializer):
    """One end of the way."""

    name = serializers.CharField()
    latitude = serializers.FloatField()
    longitude = serializers.FloatField()
    precision = serializers.ChoiceField(choices=[(str(each), str(each)) for each in SLACK_KM])


class FreightOut(serializers.Serializer):
    """What carrying the load takes, by a haulier of one country; with the empty way back that is usual."""

    country = serializers.ChoiceField(choices=Country.choices)
    carrier = serializers.CharField(help_text="Code of the vehicle class.")
    trips = serializers.IntegerField(min_value=1)
    currency = serializers.ChoiceField(choices=Currency.choices)
    cost = RangeOut()
    cost_per_tonne = RangeOut()
    co2e_kg = RangeOut()
    g_per_tkm = RangeOut(help_text="Grams of CO₂e per tonne and kilometre, well to wheel.")


class DistanceOut(serializers.Serializer):
    """The way from one end to the other, an estimate."""

    start = EndOut()
    end = EndOut()
    km = RangeOut(help_text="By road; nine in ten lie between low and high, as for minutes.")
    minutes = RangeOut(help_text="Without breaks; with ferries and the mean wait for them.")
    straight_km = serializers.FloatField()
    pipe_km = RangeOut()
    method = serializers.CharField(help_text="road_graph, straight_line, or the routing server that has answered.")
    roads = serializers.ListField(child=serializers.CharField(), help_text="E and Rv numbers in the order passed.")
    border_crossings = serializers.ListField(child=serializers.CharField())
    ferries = serializers.IntegerField(min_value=0)
    detour_km = serializers.FloatField(help_text="How much longer than with every road open.")
    closures = serializers.ListField(child=serializers.CharField(), help_text="What winter does on the way.")
    freight = FreightOut(many=True)


PARAMETERS = [
    OpenApiParameter("from", str, required=True, description="A place, a postcode, or latitude and longitude."),
    OpenApiParameter("to", str, required=True, description="As `from`."),
    OpenApiParameter("on", OpenApiTypes.DATE, description="Without it, today; empty, over roads open all year."),
    OpenApiParameter("vehicle", str, enum=[str(vehicle) for vehicle in Vehicle]),
    OpenApiParameter("load", str, enum=[str(kind) for kind in LoadKind]),
    OpenApiParameter("tonnes", OpenApiTypes.DECIMAL, description="Of the load; empty: no load."),
    OpenApiParameter("carrier", str, enum=list(load_vehicle_classes()), description="Without it, the cheapest."),
]


@answers_with_etag
class DistanceView(OnlyReads):
    """Ways by road over the mountains and the border, in winter too."""

    @extend_schema(parameters=PARAMETERS, responses=DistanceOut)
    def get(self, request: Request) -> Response:
        """Measure a way and what a load on it takes."""
        asked = dict.fromkeys(("from", "to"), "") | request.query_params.dict()
        form = DistanceForm(asked, viewer=request.user, today=timezone.localdate())
        if not form.is_valid():
            raise serializers.ValidationError({name: list(errors) for name, errors in form.errors.items()})
        facts = form.cleaned_data
        vehicle = Vehicle(facts["vehicle"] or Vehicle.LORRY)
        way = find_way(facts["from"], facts["to"], on=facts["on"], vehicle=vehicle)
        load = form.load_facts()
        return Response(DistanceOut(_row(way, freight(way, **load) if load else ())).data)


def _row(way: Way, found: tuple[Freight, ...]) -> dict[str, object]:
    leg = way.leg
    return {
        "start": _end(way.start),
        "end": _end(way.end),
        "km": _range(way.km),
        "minutes": _range(way.minutes),
        "straight_km": round(way.crow_km, 1),
        "pipe_km": _range(way.pipe_km),
        "method": leg.method,
        "roads": leg.roads,
        "border_crossings": leg.border_crossings,
        "ferries": leg.ferries,
        "detour_km": round(leg.detour_km, 1),
        "closures": closure_sentences(leg, on=way.on),
        "freight": [_freight(each) for each in found],
    }


def _end(end: End) -> dict[str, object]:
    point = {"latitude": round(end.latitude, 5), "longitude": round(end.longitude, 5)}
    return {"name": end.name, "precision": end.precision, **point}


def _freight(each: Freight) -> dict[str, object]:
    estimate = each.estimate
    return {
        "country": each.country,
        "carrier": estimate.vehicle,
        "trips": estimate.trips,
        "currency": estimate.currency,
        "cost": _range(estimate.cost),
        "cost_per_tonne": _range(each.per_tonne),
        "co2e_kg": _range(estimate.co2e_kg),
        "g_per_tkm": _range(estimate.g_per_tkm),
    }


def _range(value: Range) -> dict[str, float]:
    return {"low": round(value.low, 1), "default": round(value.default, 1), "high": round(value.high, 1)}
