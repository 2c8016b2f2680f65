"""How far it is between two places, and what carrying a load there takes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from geo.road_tables import Vehicle
from marketplace.forms.distances import DistanceForm
from marketplace.queries.distance_cards import freight_table, way_card
from marketplace.queries.distances import find_way, freight, way_map
from marketplace.views.form_answers import answer_status


@require_safe
def distance(request: HttpRequest) -> HttpResponse:
    asked = request.GET if {"from", "to"} <= request.GET.keys() else None
    given = {name: request.GET[name] for name in ("from", "to") if name in request.GET}
    form = DistanceForm(asked and asked.dict(), viewer=request.user, today=timezone.localdate(), initial=given)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        facts = form.cleaned_data
        vehicle = Vehicle(facts["vehicle"] or Vehicle.LORRY)
        way = find_way(facts["from"], facts["to"], on=facts["on"], vehicle=vehicle)
        context |= {"way": way_card(way), "drawing": way_map(way)}
        if load := form.load_facts():
            context["freight"] = freight_table(freight(way, **load), tonnes=facts["tonnes"])
    return render(request, "distances/distance.html", context, status=answer_status(form))
