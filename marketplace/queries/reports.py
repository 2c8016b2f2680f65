"""Reports as coordinators may see them."""

from django.db.models import QuerySet

from marketplace.models import Report, User
from marketplace.permissions import is_coordinator


def visible_reports(viewer: User) -> QuerySet[Report]:
    """Return the open reports of a coordinator's area, oldest first; none of their own firms'."""
    if not is_coordinator(viewer):
        return Report.objects.none()
    reports = Report.objects.filter(state=Report.State.OPEN).exclude(listing__firm__membership__user=viewer)
    if not viewer.coordinator.is_lead:
        reports = reports.filter(listing__site__municipality__in=viewer.coordinator.areas.values("municipality"))
    return reports.select_related("listing__firm", "by").order_by("at", "pk")
