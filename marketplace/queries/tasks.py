"""What needs a person now: at most three things, the most pressing first."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.models import Firm, Listing, Party, Suggestion, Symbiosis, User
from marketplace.queries.asks import answer_path
from marketplace.queries.members import answerable_claims
from marketplace.queries.statement_links import statement_link
from marketplace.queries.statements import statements_waiting_for
from marketplace.wording.missing import missing_fact_text

AT_MOST = 3


@dataclass(frozen=True, slots=True)
class FirmTask:
    """One thing to do, with the button that leads there."""

    title: str
    label: str
    url: str
    icon: str


def firm_tasks(viewer: User) -> list[FirmTask]:
    """Return what a firm's member should do now."""
    makers = (_answers, _said, _claims, _questions, _still_true, _drafts, _first_listing)
    tasks: list[FirmTask] = []
    for maker in makers:
        tasks += maker(viewer)[: AT_MOST - len(tasks)]
    return tasks


def _answers(viewer: User) -> list[FirmTask]:
    waiting = Party.objects.filter(
        listing__firm__membership__user=viewer,
        answer=Party.Answer.UNANSWERED,
        symbiosis__stage=Symbiosis.Stage.IDEA,
    )
    return [
        FirmTask(
            title=_("A partner is suggested for “%(title)s”") % {"title": party.listing.title},
            label=_("Look and answer"),
            url=reverse("symbiosis-detail", args=[party.symbiosis_id]),
            icon="phone",
        )
        for party in waiting.select_related("listing").order_by("pk")[:AT_MOST]
    ]


def _said(viewer: User) -> list[FirmTask]:
    return [
        FirmTask(
            title=_("Is this right? %(name)s wrote down what %(firm)s has and needs.")
            % {"name": statement.written_by, "firm": statement.firm},
            label=_("Look and confirm"),
            url=statement_link(statement, person=viewer),
            icon="phone",
        )
        for statement in statements_waiting_for(viewer)[:AT_MOST]
    ]


def _claims(viewer: User) -> list[FirmTask]:
    return [
        FirmTask(
            title=_("%(name)s wants to join %(firm)s") % {"name": claim.user, "firm": claim.firm},
            label=_("Look and answer"),
            url=reverse("claim-list"),
            icon="person",
        )
        for claim in answerable_claims(viewer)[:AT_MOST]
    ]


def _questions(viewer: User) -> list[FirmTask]:
    asked = Suggestion.objects.filter(
        state=Suggestion.State.ASKED, asked_listing__firm__membership__user=viewer
    ).select_related("asked_listing")
    return [
        FirmTask(
            title=_("“%(title)s”: a coordinator asks %(fact)s")
            % {"title": suggestion.asked_listing.title, "fact": missing_fact_text(suggestion.asked_fact)},
            label=_("Add it"),
            url=answer_path(suggestion.asked_listing_id, suggestion.asked_fact),
            icon="warning",
        )
        for suggestion in asked.order_by("asked_at", "pk")[:AT_MOST]
    ]


def _still_true(viewer: User) -> list[FirmTask]:
    return [
        FirmTask(
            title=_("Is “%(title)s” still true?") % {"title": listing.title},
            label=_("Look and confirm"),
            url=reverse("listing-detail", args=[listing.pk]),
            icon="clock",
        )
        for listing in _own(viewer).filter(state=Listing.State.PUBLISHED, questioned_at__isnull=False)[:AT_MOST]
    ]


def _drafts(viewer: User) -> list[FirmTask]:
    return [
        FirmTask(
            title=_("“%(title)s” is a draft") % {"title": listing.title},
            label=_("Finish it"),
            url=reverse("listing-edit", args=[listing.pk]),
            icon="pin",
        )
        for listing in _own(viewer).filter(state=Listing.State.DRAFT)[:AT_MOST]
    ]


def _first_listing(viewer: User) -> list[FirmTask]:
    firm = Firm.objects.filter(membership__user=viewer).order_by("name", "pk").first()
    if firm is None or _own(viewer).exists():
        return []
    return [
        FirmTask(
            title=_("Tell what your firm has or needs"),
            label=_("Tick and publish"),
            url=reverse("firm-welcome", args=[firm.pk]),
            icon="plus",
        )
    ]


def _own(viewer: User):
    return Listing.objects.filter(firm__membership__user=viewer).order_by("pk")
