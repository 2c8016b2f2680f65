"""The weights that are in force, and those that are proposed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from django.conf import settings
from django.db.models import QuerySet

from marketplace.models import Ranking, User
from marketplace.permissions import is_lead
from marketplace.wording.reasons import aspect_names
from matching.records import Aspect
from matching.scoring import APPROVAL_AT_ONE, APPROVAL_SLOPE, DEFAULT_WEIGHTS, MAY_BE_OFF, approval_chances


@dataclass(frozen=True, slots=True)
class CurrentRanking:
    """What is ranked by now. pk: of the learnt weights, None for the shipped ones. slope, at_one: of the chance."""

    weights: Mapping[Aspect, float]
    slope: float
    at_one: float
    by_coordinators: bool
    pk: int | None


SHIPPED = CurrentRanking(DEFAULT_WEIGHTS, APPROVAL_SLOPE, APPROVAL_AT_ONE, by_coordinators=False, pk=None)


def current_ranking() -> CurrentRanking:
    """Return the learnt weights that are in force, laid over the shipped ones."""
    return ranking_of(Ranking.objects.filter(state=Ranking.State.IN_FORCE).first())


def of_row(learnt: Ranking) -> CurrentRanking:
    """Return stored weights; an aspect that has come since keeps its shipped weight."""
    weights = {aspect: learnt.weights.get(aspect, weight) for aspect, weight in shipped_weights().items()}
    return CurrentRanking(weights, learnt.slope, learnt.at_one, learnt.by_coordinators, pk=learnt.pk)


def approval_chance(score: float, *, ranking: CurrentRanking) -> float:
    """Return how likely a coordinator would approve a pair of this score."""
    return float(approval_chances(np.array(score), slope=ranking.slope, at_one=ranking.at_one))


def weights_of(learnt: Ranking | None) -> Mapping[Aspect, float]:
    """Return the weights that something was judged by; None: the shipped ones."""
    return ranking_of(learnt).weights


def ranking_of(learnt: Ranking | None) -> CurrentRanking:
    """Return what something was judged by; None: what ships."""
    return of_row(learnt) if learnt else replace(SHIPPED, weights=shipped_weights())


def shipped_weights() -> Mapping[Aspect, float]:
    """Return the weights set by hand, with that of meanings as the site is set up."""
    return {**DEFAULT_WEIGHTS, Aspect.MEANING: settings.SEMANTIC_WEIGHT}


def visible_rankings(viewer: User) -> QuerySet[Ranking]:
    """Return all learnt weights, the newest first, for lead coordinators alone."""
    rankings = Ranking.objects.select_related("decided_by").order_by("-learnt_at", "-pk")
    return rankings if is_lead(viewer) else rankings.none()


@dataclass(frozen=True, slots=True)
class WeightRow:
    """One aspect: its share of all weight in per cent, as shipped and as learnt."""

    name: str
    shipped: int
    learnt: int


def weight_rows(ranking: CurrentRanking) -> list[WeightRow]:
    """Return every aspect with its share of all weight; what is switched off is none."""
    shipped = _percents(shipped_weights())
    learnt = _percents(ranking.weights)
    rows = {aspect: WeightRow(name, shipped[aspect], learnt[aspect]) for aspect, name in aspect_names().items()}
    return [row for aspect, row in rows.items() if aspect not in MAY_BE_OFF or row.shipped or row.learnt]


def _percents(weights: Mapping[Aspect, float]) -> dict[Aspect, int]:
    whole = sum(weights.values())
    return {aspect: round(100 * weight / whole) for aspect, weight in weights.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingCard:
    """Learnt weights for the lead coordinator who decides about them; orders in per cent."""

    pk: int
    state: str
    state_label: str
    learnt_at: datetime
    decisions: int
    approved: int
    hand_percent: int
    learnt_percent: int
    lead_low: float | None
    lead_high: float | None
    weights: list[WeightRow]
    decided_by: str
    decided_at: datetime | None
    may_use: bool
    may_end: bool


def ranking_cards(rankings: Iterable[Ranking]) -> list[RankingCard]:
    """Return learnt weights that came through `visible_rankings`."""
    return [_card(ranking) for ranking in rankings]


def _card(ranking: Ranking) -> RankingCard:
    steps = Ranking.NEXT_STATES[Ranking.State(ranking.state)]
    return RankingCard(
        pk=ranking.pk,
        state=ranking.state,
        state_label=ranking.get_state_display(),
        learnt_at=ranking.learnt_at,
        decisions=ranking.decisions,
        approved=ranking.approved,
        hand_percent=round(100 * ranking.hand_order),
        learnt_percent=round(100 * ranking.learnt_order),
        lead_low=None if ranking.lead_low is None else 100 * ranking.lead_low,
        lead_high=None if ranking.lead_high is None else 100 * ranking.lead_high,
        weights=weight_rows(of_row(ranking)),
        decided_by=str(ranking.decided_by or ""),
        decided_at=ranking.decided_at,
        may_use=Ranking.State.IN_FORCE in steps,
        may_end=bool({Ranking.State.DECLINED, Ranking.State.ENDED} & steps),
    )
