"""What needs a person now: at most three things, the most pressing first."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.models import Firm, Listing, Party, Suggestion, Symbiosis, User
from marketplace.permissions import is_coordinator
from marketplace.queries.asks import answer_path
from marketplace.queries.calls import calls_of
from marketplace.queries.firms import waiting_firms
from marketplace.queries.members import answerable_claims
from marketplace.queries.review_lists import COUNTED
from marketplace.queries.statement_links import statement_link
from marketplace.queries.statements import statements_waiting_for
from marketplace.queries.suggestions import review_queue
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


def desk_tasks(viewer: User) -> list[FirmTask]:
    """Return what waits for a coordinator, counted up to COUNTED each; nothing for anybody else."""
    if not is_coordinator(viewer):
        return []
    counts = (
        _DeskCount(calls_of(viewer), _calls_text, _("See whom"), reverse("symbiosis-list"), "phone"),
        _DeskCount(review_queue(viewer), _queue_text, _("Review"), reverse("suggestion-queue"), "check"),
        _DeskCount(waiting_firms(viewer), _firms_text, _("Verify"), reverse("firm-waiting"), "firm"),
    )
    return [task for each in counts if (task := each.task())]


@dataclass(frozen=True, slots=True)
class _DeskCount:
    """What is counted, how it is said, and where it is done."""

    rows: QuerySet
    text: Callable[[int], str]
    label: str
    url: str
    icon: str

    def task(self) -> FirmTask | None:
        number = self.rows.order_by()[: COUNTED + 1].values("pk").count()
        if not number:
            return None
        shown = str(number) if number <= COUNTED else f"{COUNTED}+"
        return FirmTask(title=self.text(number) % {"number": shown}, label=self.label, url=self.url, icon=self.icon)


def _calls_text(number: int) -> str:
    return ngettext(
        "%(number)s firm has not answered, and no mail reaches it: call",
        "%(number)s firms have not answered, and no mail reaches them: call",
        number,
    )


def _queue_text(number: int) -> str:
    return ngettext("%(number)s suggestion waits for review", "%(number)s suggestions wait for review", number)


def _firms_text(number: int) -> str:
    return ngettext("%(number)s firm waits to be verified", "%(number)s firms wait to be verified", number)


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
