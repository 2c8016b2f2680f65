"""Coordinators, and which municipalities they look after."""

from dataclasses import dataclass

from django.db.models import QuerySet

from geo.places import load_gazetteer
from marketplace.models import Coordinator
from marketplace.permissions import Viewer, is_coordinator


@dataclass(frozen=True, slots=True, kw_only=True)
class CoordinatorRow:
    """One coordinator as other coordinators see them."""

    pk: int
    name: str
    email: str
    is_lead: bool
    municipalities: tuple[str, ...]  # names, Swedish ones first


def visible_coordinators(viewer: Viewer) -> QuerySet[Coordinator]:
    """Return the coordinators for another coordinator, none for anybody else."""
    coordinators = Coordinator.objects.select_related("user").filter(user__is_active=True)
    return coordinators.order_by("user__name", "pk") if is_coordinator(viewer) else coordinators.none()


def coordinator_rows(viewer: Viewer) -> list[CoordinatorRow]:
    """Return what the list of coordinators shows."""
    places = load_gazetteer().municipalities
    order = {code: position for position, code in enumerate(sorted(places, key=lambda code: (code[:2] != "SE", code)))}
    return [
        CoordinatorRow(
            pk=coordinator.pk,
            name=str(coordinator.user),
            email=coordinator.user.email,
            is_lead=coordinator.is_lead,
            municipalities=tuple(
                places[area.municipality].name
                for area in sorted(coordinator.areas.all(), key=lambda area: order[area.municipality])
            ),
        )
        for coordinator in visible_coordinators(viewer).prefetch_related("areas")
    ]
