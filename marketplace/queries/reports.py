"""Reports as coordinators may see them."""

from django.db.models import Q, QuerySet

from marketplace.models import Report, Site, User
from marketplace.permissions import is_coordinator


def visible_reports(viewer: User) -> QuerySet[Report]:
    """Return the open reports of a coordinator's area, oldest first; none of their own firms'."""
    if not is_coordinator(viewer):
        return Report.objects.none()
    reports = Report.objects.filter(state=Report.State.OPEN).exclude(listing__firm__membership__user=viewer)
    if not viewer.coordinator.is_lead:
        areas = viewer.coordinator.areas.values("municipality")
        placeless = Q(
            listing__site__isnull=True, listing__firm__in=Site.objects.filter(municipality__in=areas).values("firm")
        )
        reports = reports.filter(Q(listing__site__municipality__in=areas) | placeless)
    return reports.select_related("listing__firm", "by").order_by("at", "pk")
