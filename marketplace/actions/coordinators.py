"""Coordinators: who looks after which municipalities."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from geo.places import load_gazetteer
from marketplace.actions.events import record
from marketplace.errors import RefusedError, require
from marketplace.models import Coordinator, CoordinatorArea, Event, User
from marketplace.permissions import is_lead


@transaction.atomic
def appoint_coordinator(user: User, *, municipalities: Iterable[str], by: User | None, now: datetime) -> Coordinator:
    """Make a person coordinator of these municipalities, of either country. Raise PermissionDenied, ValidationError."""
    require(by is None or is_lead(by), _("Only a lead coordinator can appoint coordinators."))
    if not user.is_active:
        raise RefusedError(_("This account is closed. Ask the person to open it again."), code="inactive")
    coordinator, _is_new = Coordinator.objects.get_or_create(user=user)
    return set_areas(coordinator, municipalities=municipalities, by=by, now=now)


@transaction.atomic
def set_areas(
    coordinator: Coordinator, *, municipalities: Iterable[str], by: User | None, now: datetime
) -> Coordinator:
    """Replace the municipalities of a coordinator. Raise PermissionDenied, ValidationError for an unknown code."""
    coordinator = Coordinator.objects.select_for_update(of=("self",)).select_related("user").get(pk=coordinator.pk)
    require(by is None or is_lead(by), _("Only a lead coordinator can say who looks after which municipalities."))
    new = set(municipalities)
    if unknown := new - load_gazetteer().municipalities.keys():
        raise ValidationError({"municipalities": _("No municipality: %(codes)s.") % {"codes": ", ".join(unknown)}})
    old = set(coordinator.areas.values_list("municipality", flat=True))
    if old == new:
        return coordinator
    coordinator.areas.filter(municipality__in=old - new).delete()
    areas = [CoordinatorArea(coordinator=coordinator, municipality=code) for code in sorted(new - old)]
    CoordinatorArea.objects.bulk_create(areas)
    changes = {"municipalities": [sorted(old), sorted(new)]}
    record(Event.Kind.COORDINATOR_CHANGED, coordinator, by=by, now=now, changes=changes)
    return coordinator


@transaction.atomic
def set_lead(coordinator: Coordinator, *, is_lead_now: bool, by: User | None, now: datetime) -> Coordinator:
    """Make a coordinator lead, or no longer; one lead always remains. Raise PermissionDenied, RefusedError."""
    leads = Coordinator.objects.select_for_update().filter(is_lead=True)
    others = [lead for lead in leads if lead.pk != coordinator.pk]
    coordinator = Coordinator.objects.select_related("user").get(pk=coordinator.pk)
    require(by is None or is_lead(by), _("Only a lead coordinator can name another."))
    if coordinator.is_lead == is_lead_now:
        return coordinator
    if not is_lead_now and not others:
        raise RefusedError(_("There must be a lead coordinator. Name another first."), code="last_lead")
    coordinator.is_lead = is_lead_now
    coordinator.save(update_fields=["is_lead"])
    changes = {"is_lead": [not is_lead_now, is_lead_now]}
    record(Event.Kind.COORDINATOR_CHANGED, coordinator, by=by, now=now, changes=changes)
    return coordinator
