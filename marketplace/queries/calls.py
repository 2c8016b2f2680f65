"""Whom a coordinator has to call: firms that are asked something, and that no mail reaches."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from marketplace.models import Firm, Listing, Membership, Party, SpokenAnswer, Symbiosis, User
from marketplace.queries.statements import speakers
from marketplace.queries.symbioses import followed_symbioses


def _is_reached(firm: str) -> Q:
    """Return whether mail reaches somebody of a firm: a member, or who spoke for it and confirmed the address."""
    members = Membership.objects.filter(firm=OuterRef(firm), user__is_active=True)
    return Q(Exists(members)) | Q(Exists(speakers().filter(firm=OuterRef(firm))))


def unreached_firms(listings: Iterable[Listing]) -> list[Firm]:
    """Return the firms of these listings where mail reaches nobody."""
    return list(
        Firm.objects.filter(pk__in={each.firm_id for each in listings}).exclude(_is_reached("pk")).order_by("pk")
    )


def parties_to_call() -> QuerySet[Party]:
    """Return the parties that have not answered and that only a call reaches, in no order."""
    asked = Party.objects.filter(answer=Party.Answer.UNANSWERED, symbiosis__stage=Symbiosis.Stage.IDEA)
    heard = SpokenAnswer.objects.filter(party=OuterRef("pk"), state=SpokenAnswer.State.WAITING)
    return asked.exclude(Exists(heard)).exclude(_is_reached("listing__firm"))


def calls_of(viewer: User) -> QuerySet[Party]:
    """Return whom this coordinator has to call, the longest waiting first."""
    to_call = parties_to_call().filter(symbiosis__in=followed_symbioses(viewer).values("pk"))
    return to_call.select_related("listing__firm").order_by("symbiosis__opened_at", "pk")
