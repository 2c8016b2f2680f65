"""What the queue and one suggestion share: the list that the address asks for, and where a decision leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.forms.suggestion_filters import SuggestionFilter
from marketplace.models import Suggestion, User
from marketplace.queries.desk_news import last_look
from marketplace.queries.review_lists import ORDERS, ReviewList, next_of_list, read_list, review_list, signed_list
from marketplace.queries.review_rows import ReviewRow, review_rows
from marketplace.queries.suggestions import next_in_queue, review_queue

FILTERS = ("municipality", "material", "direction", "score", "age", "asked")
_KEPT = (*FILTERS, "order", "after")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One list of suggestions with its filters. query: its address; token: the list as shown, for its forms."""

    filter: SuggestionFilter
    listed: ReviewList
    rows: list[ReviewRow]
    query: str
    top_query: str
    more_query: str
    token: str
    orders: list[dict[str, object]]
    chosen: list[dict[str, str]]
    since: datetime


def desk_of(request: HttpRequest, queue: QuerySet[Suggestion] | None = None) -> Desk:
    """Return the list that a request asks for: of what waits, unless another queue is given."""
    now = timezone.now()
    kept = {name: value for name in _KEPT if (value := request.GET.get(name, ""))}
    filters = SuggestionFilter(kept, queryset=review_queue(request.user) if queue is None else queue, now=now)
    order = kept.get("order", "")
    place = {"order": order, "after": kept.get("after", ""), "day": timezone.localdate(now)}
    listed = review_list(request.user, filters.qs, draws=queue is None, **place)
    since, query = since_of(request, now=now), urlencode(kept)
    top = {name: value for name, value in kept.items() if name != "after"}
    return Desk(
        filter=filters,
        listed=listed,
        rows=review_rows(listed.rows, explored=listed.explored, since=since, today=timezone.localdate(now)),
        query=query,
        top_query=urlencode(top),
        more_query=urlencode(top | {"after": listed.after}) if listed.after else "",
        token=signed_list(listed, viewer=request.user, query=query),
        orders=_orders(top, order=order),
        chosen=_chosen(filters, top),
        since=since,
    )


def since_of(request: HttpRequest, *, now: datetime) -> datetime:
    """Return since when something is news: the last look on an earlier day, or yesterday."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    yesterday = today - timedelta(days=1)
    if request.GET.get("since") == "yesterday":
        return yesterday
    return last_look(request.user.coordinator, before=today) or yesterday


def _orders(top: dict[str, str], *, order: str) -> list[dict[str, object]]:
    names = {
        "": _("Best fit first"),
        "unlike": _("Less obvious first"),
        "newest": _("Newest first"),
        "oldest": _("Longest waiting first"),
    }
    current = order if order in ORDERS else ""
    return [
        {"code": each, "label": names[each], "url": f"?{urlencode(top | {'order': each})}", "active": each == current}
        for each in ORDERS
    ]


def _chosen(filters: SuggestionFilter, top: dict[str, str]) -> list[dict[str, str]]:
    """Return the filters that are on, each with the address of the list without it."""
    chosen = []
    for name in FILTERS:
        if filters.form.is_bound and filters.form.cleaned_data.get(name):
            label = dict(filters.form.fields[name].choices)[filters.form.cleaned_data[name]]
            without = {key: value for key, value in top.items() if key != name}
            chosen.append({"label": str(label), "url": f"?{urlencode(without)}"})
    return chosen


def sent_list(request: HttpRequest) -> Mapping[str, object]:
    """Return the list that a decision was made in, as it was shown; empty where none was sent along."""
    token = request.POST.get("list") or request.GET.get("list", "")
    return read_list(token, viewer=request.user)


def page_after(viewer: User, suggestion: Suggestion, content: Mapping[str, object]) -> str:
    """Return where a decision leads: to the next of the list it was made in, or to the queue when none is left."""
    query = str(content.get("query", ""))
    if content:
        following = next_of_list(viewer, content, after=suggestion.pk)
    else:
        below = next_in_queue(viewer, after=suggestion)
        following = below.pk if below else None
    if following is None:
        return with_query(reverse("suggestion-queue"), query)
    return with_query(reverse("suggestion-detail", args=[following]), query)


def with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
