"""Who acts for a firm, and who coordinates where it lies."""

from django.db.models import Q, QuerySet

from marketplace.models import Firm, Membership, User


def members_of(firm: Firm) -> QuerySet[User]:
    """Return the people who act for a firm."""
    return User.objects.filter(membership__firm=firm, is_active=True).order_by("pk")


def owners_of(firm: Firm) -> QuerySet[User]:
    """Return the people who decide for a firm."""
    owners = Membership.objects.filter(firm=firm, role=Membership.Role.OWNER)
    return User.objects.filter(pk__in=owners.values("user"), is_active=True).order_by("pk")


def coordinators_of(firm: Firm) -> QuerySet[User]:
    """Return the coordinators of the municipalities in which a firm has sites; where there is none, the leads."""
    municipalities = firm.sites.values("municipality")
    coordinators = User.objects.filter(coordinator__isnull=False, is_active=True).order_by("pk")
    of_area = coordinators.filter(Q(coordinator__areas__municipality__in=municipalities)).distinct()
    return of_area if of_area.exists() else coordinators.filter(coordinator__is_lead=True)
