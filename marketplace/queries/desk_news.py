"""What changed on the desk while a coordinator was away, and why."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from marketplace.models import Coordinator, Event, Listing, Role, Suggestion, SuggestionPart, User
from marketplace.queries.events import history
from marketplace.queries.suggestions import exchange_title, visible_suggestions
from marketplace.wording.causes import cause_text

SHOWN = 30
_READ = 200  # events that are looked at, newest first
NEWS = (
    Event.Kind.SUGGESTION_PROPOSED,
    Event.Kind.SUGGESTION_RESCORED,
    Event.Kind.SUGGESTION_ANSWERED,
    Event.Kind.SUGGESTION_RETURNED,
    Event.Kind.SUGGESTION_LAPSED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsLine:
    """One suggestion with what happened to it last."""

    kind: str
    pk: int
    title: str
    text: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class News:
    """What happened since a moment, newest first, and whether there is more than is listed."""

    since: datetime
    lines: list[NewsLine]
    has_more: bool


def last_look(coordinator: Coordinator, *, before: datetime) -> datetime | None:
    """Return when a coordinator had the desk open last, before a moment."""
    opened = history(coordinator).filter(kind=Event.Kind.DESK_OPENED, at__lt=before)
    return opened.values_list("at", flat=True).first()


def desk_news(viewer: User, *, since: datetime) -> News:
    """Return what happened to the suggestions of the viewer's area since a moment."""
    first = Event.objects.filter(at__gte=since).order_by("at", "pk").values_list("pk", flat=True).first()
    if first is None:
        return News(since, [], False)
    kind = ContentType.objects.get_for_model(Suggestion)
    events = Event.objects.filter(pk__gte=first, at__gte=since, subject_type=kind, kind__in=NEWS).order_by("-pk")
    newest: dict[int, Event] = {}
    # Looked up event by event, from the newest on: a list of all that is visible would grow with the market.
    visible = visible_suggestions(viewer).order_by().filter(pk=OuterRef("subject_id"))
    read = list(events.filter(Exists(visible))[:_READ])
    for event in read:
        newest.setdefault(event.subject_id, event)
    chosen = list(newest.values())[:SHOWN]
    pairs = _pairs({event.subject_id for event in chosen})
    lines = [_line(event, pairs[event.subject_id]) for event in chosen if event.subject_id in pairs]
    return News(since, lines, len(newest) > SHOWN or len(read) == _READ)


def _pairs(pks: set[int]) -> dict[int, dict[str, tuple[int, str, str]]]:
    """Return each suggestion's role → listing, material and use: all that a line tells."""
    parts = SuggestionPart.objects.filter(suggestion__in=pks).order_by("pk")
    pairs: dict[int, dict[str, tuple[int, str, str]]] = {}
    told = "suggestion", "role", "listing", "listing__material", "listing__use"
    for suggestion, role, listing, material, use in parts.values_list(*told):
        pairs.setdefault(suggestion, {})[role] = (listing, material, use)
    return pairs


def _line(event: Event, pair: dict[str, tuple[int, str, str]]) -> NewsLine:
    (giver, given, _use), (receiver, received, use) = pair[Role.GIVER], pair[Role.RECEIVER]
    code, listing = (event.changes.get(name, [None, None])[1] for name in ("cause", "listing"))
    side = {giver: Listing.Side.OFFER.value, receiver: Listing.Side.NEED.value}.get(listing, "")
    return NewsLine(
        kind=event.kind,
        pk=event.subject_id,
        title=exchange_title(given, received, use=use),
        text=_what(event),
        why=cause_text(code, side=side) if code else "",
        at=event.at,
    )


def _what(event: Event) -> str:
    old, new = event.changes.get("score", [None, None])
    score = "" if old is None else _("score %(old)s → %(new)s") % {"old": round(100 * old), "new": round(100 * new)}
    texts = {
        Event.Kind.SUGGESTION_PROPOSED: _("New"),
        Event.Kind.SUGGESTION_RESCORED: score[:1].upper() + score[1:],
        Event.Kind.SUGGESTION_ANSWERED: _("Fact answered"),
        Event.Kind.SUGGESTION_RETURNED: _("Back, as you put it off"),
        Event.Kind.SUGGESTION_LAPSED: _("No longer possible"),
    }
    text = str(texts[Event.Kind(event.kind)])
    return f"{text}, {score}" if event.kind == Event.Kind.SUGGESTION_ANSWERED and score else text
