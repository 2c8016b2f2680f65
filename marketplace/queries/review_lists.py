"""The review queue as one coordinator sees it: a page of it, what is shown to learn, and what comes next."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing
from django.db.models import Prefetch, Q, QuerySet

from marketplace.models import Suggestion, SuggestionPart, User
from marketplace.queries.interests import is_asked_about
from marketplace.queries.suggestions import review_queue, with_likeness

ON_A_PAGE = 30
POOL = 50  # so many below the cut the exploration slot draws from: as quick with ten thousand as with a thousand
SLOT = 10  # the place of the slot, from 1: far enough up to be looked at, below what is best
ASKED_FIRST = 10  # so many that firms have asked about come before the best
# “unlike”: what the need does not name itself comes first, for that nobody finds alone.
ORDERS = {
    "": ("-score", "pk"),
    "unlike": ("likeness", "-score", "pk"),
    "newest": ("-proposed_at", "-pk"),
    "oldest": ("proposed_at", "pk"),
}
COUNTED = 99  # tabs count no further

_SALT = "marketplace.review-list"
_VALID_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewList:
    """One page of the queue, in the order shown.

    explored: the one that stands here to learn from, drawn from those below with this propensity; None where all fit.
    after: the last of the page, where there are more.
    """

    rows: Sequence[Suggestion]
    explored: int | None = None
    propensity: float | None = None
    after: int | None = None

    @property
    def pks(self) -> list[int]:
        return [row.pk for row in self.rows]

    def beside(self, pk: int) -> tuple[Suggestion | None, Suggestion | None]:
        """Return who stands before and after one; the first of the list after one that is not in it."""
        if pk not in self.pks:
            return None, self.rows[0] if self.rows else None
        place = self.pks.index(pk)
        before = self.rows[place - 1] if place else None
        return before, self.rows[place + 1] if place + 1 < len(self.rows) else None


def review_list(
    viewer: User, queue: QuerySet[Suggestion], *, order: str, after: str, day: date, draws: bool = True
) -> ReviewList:
    """Return a page of a queue that filters may have cut.

    after: the id of the row that the page follows on. draws: the first page holds one from below, to learn from.
    """
    keys, whole = ORDERS.get(order, ORDERS[""]), queue
    # What a firm has asked about comes first: a person waits for it. It stands on the first page of the best alone.
    asked = [] if order in ORDERS and order else _asked_about(queue)
    queue = (with_likeness(queue) if "likeness" in keys else queue).order_by(*keys).exclude(pk__in=asked)
    last = _last(after)
    if last is not None:
        queue = queue.filter(_behind(last, keys))
    # Ids first: what is drawn for the slot comes with the rows in one go.
    pks = list(queue.values_list("pk", flat=True)[: ON_A_PAGE + POOL])
    page, pool = pks[:ON_A_PAGE], pks[ON_A_PAGE:]
    end = page[-1] if pool else None
    first = asked if last is None else []
    if not (pool and draws) or last is not None:
        return ReviewList(rows=_in_order(whole, [*first, *page]), after=end)
    explored = drawn(pool, seed=f"{day.isoformat()}:{viewer.pk}")
    page.insert(SLOT - 1, explored)
    return ReviewList(rows=_in_order(whole, [*first, *page]), explored=explored, propensity=1 / len(pool), after=end)


def _asked_about(queue: QuerySet[Suggestion]) -> list[int]:
    """Return what firms have asked about, the longest waiting first."""
    asked = queue.filter(is_asked_about()).order_by("proposed_at", "pk")
    return list(asked.values_list("pk", flat=True)[:ASKED_FIRST])


def _last(after: str) -> Suggestion | None:
    is_id = after.isdecimal() and len(after) < 19
    return with_likeness(Suggestion.objects.filter(pk=after)).first() if is_id else None


def _in_order(queue: QuerySet[Suggestion], pks: Sequence[int]) -> list[Suggestion]:
    # What a row shows and no more: thirty of them are the dearest part of the page.
    parts = SuggestionPart.objects.select_related("listing__firm", "listing__site").order_by("pk")
    parts = parts.prefetch_related("listing__legal_facts", "listing__firm__legal_facts")
    lean = queue.order_by().select_related(None).prefetch_related(None).prefetch_related(Prefetch("parts", parts))
    found = lean.in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]


def drawn(pool: Sequence[int], *, seed: str) -> int:
    """Return one of a pool, each as likely; the same all day, as long as it is there, whoever else leaves the pool."""
    return min(pool, key=lambda pk: hashlib.sha256(f"{seed}:{pk}".encode()).digest())


def _behind(last: Suggestion, keys: Sequence[str]) -> Q:
    """Return what comes behind a row in an order that ends in the id."""
    behind, level = Q(), Q()
    for key in keys:
        field, towards = key.lstrip("-"), "lt" if key.startswith("-") else "gt"
        value = getattr(last, field)
        behind |= level & Q(**{f"{field}__{towards}": value})
        level &= Q(**{field: value})
    return behind


def signed_list(listed: ReviewList, *, viewer: User, query: str) -> str:
    """Return the list as shown, for its forms to send along: nobody else's, and as it was."""
    content = {"by": viewer.pk, "query": query, "rows": listed.pks, "explored": listed.explored}
    return signing.dumps({**content, "propensity": listed.propensity}, salt=_SALT, compress=True)


def read_list(token: str, *, viewer: User) -> Mapping[str, object]:
    """Return what `signed_list` kept; empty for a token that is missing, old, forged or somebody else's."""
    try:
        content = signing.loads(token, salt=_SALT, max_age=_VALID_FOR)
    except signing.BadSignature:
        return {}
    return content if content["by"] == viewer.pk else {}


def shown_in(content: Mapping[str, object], pk: int) -> dict[str, object]:
    """Return where and how a suggestion stood in a list, as the event of its decision keeps it."""
    rows = content.get("rows", [])
    if pk not in rows:
        return {}
    explored = pk == content["explored"]
    return {
        "position": rows.index(pk) + 1,
        "length": len(rows),
        "query": content["query"],
        "explored": explored,
        # Of one that the order itself has put there, that it is shown is no matter of chance.
        "propensity": content["propensity"] if explored else 1.0,
    }


def next_of_list(viewer: User, content: Mapping[str, object], *, after: int) -> int | None:
    """Return the next of a shown list that still waits: below one, else from the top; None where none is left."""
    rows = content.get("rows", [])
    place = rows.index(after) + 1 if after in rows else 0
    waiting = set(review_queue(viewer).filter(pk__in=rows).exclude(pk=after).values_list("pk", flat=True))
    return next((pk for pk in [*rows[place:], *rows[:place]] if pk in waiting), None)


def capped_counts(suggestions: QuerySet[Suggestion]) -> dict[str, int]:
    """Return how many are in each state, counted up to one more than `COUNTED`."""
    rows = suggestions.order_by()
    return {state: rows.filter(state=state)[: COUNTED + 1].count() for state in Suggestion.State.values}
