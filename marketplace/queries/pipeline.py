"""What moves and what is stuck: the symbioses that a coordinator follows up, as a board and as a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.expressions import OrderBy
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from geo.places import load_gazetteer
from marketplace.models import Listing, Party, Role, Symbiosis, User
from marketplace.queries.calls import parties_to_call
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.symbioses import followed_symbioses
from marketplace.wording.numbers import language

Stage = Symbiosis.Stage
IDLE_AFTER = timedelta(days=30)
IN_COLUMN = 12
# How far things come, then what stands still, then what is over.
COLUMNS = (*(stage for stage in Stage if stage not in (Stage.ON_HOLD, *Symbiosis.OVER)), Stage.ON_HOLD, *Symbiosis.OVER)
NOBODY = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineFilter:
    """Which symbioses to show; empty: all. owner: a person's id, or NOBODY."""

    stage: str = ""
    owner: str = ""
    municipality: str = ""
    material: str = ""
    is_overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineRow:
    """One symbiosis in short, for a coordinator who follows it up."""

    pk: int
    title: str
    url: str
    stage: str
    stage_label: str
    stage_since: datetime
    active_at: datetime
    barrier: str
    owner_name: str
    next_step: str
    next_step_date: date | None
    is_overdue: bool
    idle_days: int  # 0: something has happened lately, or it is over
    places: str
    crosses_border: bool
    to_call: list[str]  # the firms that only a call reaches, and that have not answered
    onward: Symbiosis.Stage | None  # where one tap leads
    is_on_hold: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One stage of the board, with its most pressing symbioses and how many there are."""

    stage: Symbiosis.Stage
    count: int
    rows: list[PipelineRow]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.rows)


def pipeline(viewer: User, *, chosen: PipelineFilter, now: datetime) -> QuerySet[Symbiosis]:
    """Return what a coordinator follows up, what is idle first, then by the day of the next step."""
    alive = ~Q(stage__in=Symbiosis.OVER)
    is_idle = Q(active_at__lte=now - IDLE_AFTER) & alive
    parties = Party.objects.select_related("listing__firm", "listing__site").order_by("pk")
    parties = parties.annotate(is_to_call=Exists(parties_to_call().filter(pk=OuterRef("pk"))))
    return (
        followed_symbioses(viewer)
        .filter(_wanted(chosen, now=now))
        .annotate(
            is_idle=Case(When(is_idle, then=Value(True)), default=Value(False), output_field=BooleanField()),
            idle_since=Case(When(is_idle, then=F("active_at")), output_field=DateTimeField()),
        )
        .select_related("owner")
        .prefetch_related(Prefetch("parties", queryset=parties))
        .order_by(*_PRESSING)
    )


_PRESSING = (
    F("is_idle").desc(),
    F("idle_since").asc(nulls_last=True),
    F("next_step_date").asc(nulls_last=True),
    F("active_at").desc(),
    F("pk").asc(),
)
# What a table can be sorted by, one way and the other.
ORDERS = {
    "stage": Case(*[When(stage=stage, then=Value(place)) for place, stage in enumerate(COLUMNS)]),
    "owner": F("owner__name"),
    "due": F("next_step_date"),
    "active": F("active_at"),
}


def sorted_pipeline(symbioses: QuerySet[Symbiosis], *, by: str) -> QuerySet[Symbiosis]:
    """Return the pipeline in one of ORDERS, with “-” before it the other way; else the most pressing first."""
    order = ORDERS.get(by.removeprefix("-"))
    if order is None:
        return symbioses
    return symbioses.order_by(OrderBy(order, descending=by.startswith("-"), nulls_last=True), *_PRESSING)


def board(viewer: User, *, chosen: PipelineFilter, now: datetime) -> list[BoardColumn]:
    """Return the columns of the board, each with its most pressing symbioses."""
    symbioses = pipeline(viewer, chosen=chosen, now=now)
    counts = dict(symbioses.order_by().values_list("stage").annotate(number=Count("pk")))
    place = Window(RowNumber(), partition_by=F("stage"), order_by=list(_PRESSING))
    shown = pipeline_rows(symbioses.annotate(place=place).filter(place__lte=IN_COLUMN), now=now)
    return [BoardColumn(stage, counts.get(stage, 0), [row for row in shown if row.stage == stage]) for stage in COLUMNS]


def idle_count(symbioses: QuerySet[Symbiosis]) -> int:
    """Return how many of a pipeline nobody has touched for a while."""
    return symbioses.order_by().filter(is_idle=True).count()


def pipeline_rows(symbioses: Iterable[Symbiosis], *, now: datetime) -> list[PipelineRow]:
    """Return symbioses that came through `pipeline` as pages show them."""
    return [_row(symbiosis, now=now) for symbiosis in symbioses]


def steps_due(*, now: datetime) -> QuerySet[Symbiosis]:
    """Return the symbioses of whose next step nobody has been reminded though its day has come."""
    due = Symbiosis.objects.filter(next_step_date__lte=localdate(now), owner__isnull=False)
    told = Q(reminded_date__isnull=False, reminded_date=F("next_step_date"))
    return due.exclude(stage__in=Symbiosis.OVER).exclude(told).order_by("pk")


def owners_in(viewer: User) -> list[User]:
    """Return whom the pipeline's symbioses belong to."""
    return list(User.objects.filter(pk__in=followed_symbioses(viewer).values("owner")).order_by("name", "pk"))


def municipalities_in(viewer: User) -> list[tuple[str, str]]:
    """Return the municipalities of the pipeline's parties, with their names."""
    codes = _listings(viewer).values_list("site__municipality", flat=True).distinct()
    places = load_gazetteer().municipalities
    return sorted(((code, places[code].name) for code in codes if code in places), key=lambda pair: pair[1])


def materials_in(viewer: User) -> list[tuple[str, str]]:
    """Return the materials of the pipeline, with their names."""
    knowledge, reader = current_knowledge(), language()
    codes = _listings(viewer).exclude(material="").values_list("material", flat=True).distinct()
    return sorted(((code, knowledge.name(code, reader)) for code in codes), key=lambda pair: pair[1].casefold())


def _listings(viewer: User) -> QuerySet[Listing]:
    return Listing.objects.filter(parties__symbiosis__in=followed_symbioses(viewer)).order_by()


def _wanted(chosen: PipelineFilter, *, now: datetime) -> Q:
    wanted = Q()
    if chosen.stage:
        wanted &= Q(stage=chosen.stage)
    if chosen.owner:
        wanted &= Q(owner=None) if chosen.owner == NOBODY else Q(owner=chosen.owner)
    if chosen.municipality:
        wanted &= _has_party(listing__site__municipality=chosen.municipality)
    if chosen.material:
        wanted &= _has_party(listing__material=chosen.material)
    if chosen.is_overdue:
        wanted &= Q(next_step_date__lt=localdate(now)) & ~Q(stage__in=Symbiosis.OVER)
    return wanted


def _has_party(**facts: str) -> Q:
    return Q(Exists(Party.objects.filter(symbiosis=OuterRef("pk"), **facts)))


def _row(symbiosis: Symbiosis, *, now: datetime) -> PipelineRow:
    listings = {party.role: party.listing for party in symbiosis.parties.all()}
    giver, receiver = listings[Role.GIVER], listings[Role.RECEIVER]
    is_over = symbiosis.stage in Symbiosis.OVER
    date_over = symbiosis.next_step_date is not None and symbiosis.next_step_date < localdate(now)
    return PipelineRow(
        pk=symbiosis.pk,
        title=_("%(material)s: %(giver)s → %(receiver)s")
        % {"material": _what(giver), "giver": giver.firm.name, "receiver": receiver.firm.name},
        url=reverse("symbiosis-detail", args=[symbiosis.pk]),
        stage=symbiosis.stage,
        stage_label=symbiosis.get_stage_display(),
        stage_since=symbiosis.stage_since,
        active_at=symbiosis.active_at,
        barrier=symbiosis.get_barrier_display() if symbiosis.barrier else "",
        owner_name=str(symbiosis.owner) if symbiosis.owner else "",
        next_step=symbiosis.next_step,
        next_step_date=symbiosis.next_step_date,
        is_overdue=date_over and not is_over,
        idle_days=(now - symbiosis.active_at).days if symbiosis.is_idle else 0,
        places=" → ".join(dict.fromkeys(_place(listing) for listing in (giver, receiver) if listing.site)),
        crosses_border=giver.firm.country != receiver.firm.country,
        to_call=[party.listing.firm.name for party in symbiosis.parties.all() if party.is_to_call],
        onward=_onward(symbiosis),
        is_on_hold=symbiosis.stage == Stage.ON_HOLD,
        is_over=is_over,
    )


def _what(listing: Listing) -> str:
    if listing.material not in current_knowledge().materials:
        return listing.title
    name = current_knowledge().name(listing.material, language())
    return name[:1].upper() + name[1:]


def _place(listing: Listing) -> str:
    code = listing.site.municipality
    places = load_gazetteer().municipalities
    return places[code].name if code in places else code


def _onward(symbiosis: Symbiosis) -> Symbiosis.Stage | None:
    """Return the next stage on the way, if a coordinator may lead there."""
    return next(iter(movable_stages(symbiosis)), None)


def movable_stages(symbiosis: Symbiosis) -> list[Symbiosis.Stage]:
    """Return the stages to which a coordinator may move it on."""
    now = Stage(symbiosis.stage)
    if now == Stage.ON_HOLD:
        return []
    course = [
        stage for stage in COLUMNS if stage in Symbiosis.NEXT_STAGES[now] and stage not in (Stage.ON_HOLD, Stage.FAILED)
    ]
    return [stage for stage in course if (now, stage) not in Symbiosis.BY_CONSENT]
