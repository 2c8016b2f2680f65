"""Weights learnt from coordinators' decisions: proposed by the marketplace, put in force by a lead coordinator."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.actions.events import record
from marketplace.errors import RefusedError, require
from marketplace.models import Event, Ranking, User
from marketplace.permissions import is_lead
from marketplace.queries.decisions import decisions
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.rankings import shipped_weights
from matching.learning import LEARN_FROM, LEARN_FROM_EACH, Learnt, learn


def learn_ranking(*, by: User | None, now: datetime) -> Ranking:
    """Learn from all decisions and propose the weights, in the place of a proposal that still waits.

    Computes first, then writes. Raises PermissionDenied; RefusedError where too little has been decided, or where what
    is learnt does not surely order other decisions better than the shipped weights.
    """
    require(by is None or is_lead(by), _("Only a lead coordinator can have weights learnt."))
    known = decisions()
    if not known.is_enough:
        message = _("%(count)s decisions are too few: %(wanted)s are needed, at least %(each)s of each kind.")
        values = {"count": len(known), "wanted": LEARN_FROM, "each": LEARN_FROM_EACH}
        raise RefusedError(message % values, code="too_few_decisions")
    learnt = learn(known, hand=shipped_weights())
    if not learnt.is_better:
        message = _(
            "What the decisions teach does not surely order them better than the weights set by hand. "
            "Nothing was proposed."
        )
        raise RefusedError(message, code="not_better")
    return _propose(learnt, by=by, now=now)


@transaction.atomic
def _propose(learnt: Learnt, *, by: User | None, now: datetime) -> Ranking:
    waiting = Ranking.objects.select_for_update().filter(state=Ranking.State.PROPOSED).first()
    ranking = waiting or Ranking(state=Ranking.State.PROPOSED)
    ranking.weights = {str(aspect): weight for aspect, weight in learnt.weights.items()}
    for name in ("slope", "at_one", "by_coordinators", "decisions", "approved", "hand_order", "learnt_order"):
        setattr(ranking, name, getattr(learnt, name))
    _lead, ranking.lead_low, ranking.lead_high = learnt.lead or (None, None, None)
    ranking.knowledge_version, ranking.learnt_at = current_knowledge().version, now
    ranking.full_clean()
    ranking.save()
    record(Event.Kind.RANKING_LEARNT, ranking, by=by, now=now, changes={"decisions": [None, learnt.decisions]})
    return ranking


@transaction.atomic
def put_in_force(ranking: Ranking, *, by: User, now: datetime) -> Ranking:
    """Rank by these weights from now on; the next change of the market, or the night, ranks all anew.

    Raises PermissionDenied, WrongStateError.
    """
    require(is_lead(by), _("Only a lead coordinator can put weights in force."))
    ranking = Ranking.objects.select_for_update().get(pk=ranking.pk)
    ranking.move_to(Ranking.State.IN_FORCE)
    before = Ranking.objects.select_for_update().filter(state=Ranking.State.IN_FORCE).first()
    if before:
        _decide(before, Ranking.State.ENDED, by=by, now=now)
    ranking.decided_by, ranking.decided_at = by, now
    ranking.save(update_fields=["state", "decided_by", "decided_at"])
    changes = {"in_force": [before.pk if before else None, ranking.pk]}
    record(Event.Kind.RANKING_IN_FORCE, ranking, by=by, now=now, changes=changes)
    return ranking


@transaction.atomic
def end_ranking(ranking: Ranking, *, by: User, now: datetime) -> Ranking:
    """Go back to the shipped weights, or decline a proposal. Raises PermissionDenied, WrongStateError."""
    require(is_lead(by), _("Only a lead coordinator can end or decline weights."))
    ranking = Ranking.objects.select_for_update().get(pk=ranking.pk)
    is_proposal = ranking.state == Ranking.State.PROPOSED
    _decide(ranking, Ranking.State.DECLINED if is_proposal else Ranking.State.ENDED, by=by, now=now)
    record(Event.Kind.RANKING_ENDED, ranking, by=by, now=now)
    return ranking


def _decide(ranking: Ranking, state: Ranking.State, *, by: User, now: datetime) -> None:
    ranking.move_to(state)
    ranking.decided_by, ranking.decided_at = by, now
    ranking.save(update_fields=["state", "decided_by", "decided_at"])
