"""Weights learnt from decisions: proposed, put in force by a lead coordinator, and then ranked by."""

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied

from marketplace.actions.rankings import end_ranking, learn_ranking, put_in_force
from marketplace.actions.suggestions import dismiss_suggestion, propose_suggestions, undo_review
from marketplace.errors import RefusedError, WrongStateError
from marketplace.models import Event, Ranking, Suggestion
from marketplace.queries.decisions import decisions, ranking_standing
from marketplace.queries.live_markets import LiveMarkets
from marketplace.queries.rankings import SHIPPED, current_ranking, visible_rankings, weight_rows
from marketplace.tasks import daily_task
from matching.records import Aspect
from matching.scoring import ASPECTS, DEFAULT_WEIGHTS
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_need, make_offer, make_suggestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_coordinator(is_lead=True)


def decide(count, *, by, seed=3):
    """Let a coordinator who looks at distance above all decide so many suggestions."""
    chance = np.random.default_rng(seed)
    offer, need = make_offer(), make_need()
    for number in range(count):
        fits = {str(aspect): float(chance.uniform(0.1, 1)) for aspect in ASPECTS}
        is_good = fits["distance"] > 0.55
        state = {"state": "approved"} if is_good else {"state": "dismissed", "dismiss_reason": "distance"}
        Suggestion.objects.create(
            listing_set=f"{offer.pk}-{need.pk}-{number}",
            score=0.6,
            fits=fits,
            proposed_at=NOON,
            reviewed_by=by,
            reviewed_at=NOON,
            **state,
        )


def test_learn_ranking_proposes_what_decisions_teach_and_ranks_by_it_only_once_in_force(lead):
    decide(120, by=lead)

    ranking = learn_ranking(by=None, now=NOON)

    assert (ranking.state, ranking.decisions) == ("proposed", 120)
    assert ranking.weights["distance"] > 2 * DEFAULT_WEIGHTS[Aspect.DISTANCE]
    assert not ranking.by_coordinators
    assert ranking.learnt_order > ranking.hand_order
    assert 0 < ranking.lead_low < ranking.learnt_order - ranking.hand_order < ranking.lead_high
    assert current_ranking() == SHIPPED
    assert Event.objects.get().kind == Event.Kind.RANKING_LEARNT

    put_in_force(ranking, by=lead, now=NOON)

    assert current_ranking().pk == ranking.pk
    assert current_ranking().weights[Aspect.DISTANCE] == ranking.weights["distance"]


def test_learn_ranking_takes_the_place_of_a_proposal_that_waits(lead):
    decide(120, by=lead)
    first = learn_ranking(by=lead, now=NOON)
    decide(100, by=lead, seed=4)

    second = learn_ranking(by=lead, now=NOON)

    assert (second.pk, second.decisions, second.by_coordinators) == (first.pk, 220, True)


def test_learn_ranking_refuses_too_few_decisions_and_what_is_no_better(lead):
    with pytest.raises(RefusedError, match="0 decisions are too few: 80"):
        learn_ranking(by=lead, now=NOON)
    decide(120, by=lead)
    for number, suggestion in enumerate(Suggestion.objects.order_by("pk")):
        Suggestion.objects.filter(pk=suggestion.pk).update(fits={str(aspect): 0.5 + number / 1e3 for aspect in ASPECTS})

    with pytest.raises(RefusedError, match="does not surely"):
        learn_ranking(by=lead, now=NOON)
    daily_task()

    assert not Ranking.objects.exists()


def test_decisions_leave_out_what_is_not_about_the_fit(lead):
    decide(10, by=lead)
    Suggestion.objects.filter(state="dismissed").update(dismiss_reason="known")
    make_suggestion()

    assert len(decisions()) == Suggestion.objects.filter(state="approved").count() > 0


def shown_at(position, **how):
    return {"position": position, "length": 30, "query": "", "explored": False, "propensity": 1.0, **how}


def test_decisions_count_by_how_they_were_shown_and_are_judged_as_they_were_then(lead):
    ways = [shown_at(1), shown_at(3), shown_at(2, explored=True, propensity=0.02), None]
    for shown in ways:
        dismiss_suggestion(make_suggestion(fits={"distance": 0.4}), by=lead, now=NOON, reason="distance", shown=shown)
    Suggestion.objects.update(fits={"distance": 0.9})

    known = decisions()

    # One sitting, down to place 3, beside the imagined one: all three are surely looked at. The draw is cut off at 5.
    assert known.standing_for.tolist() == pytest.approx([0.5, 0.5, 2.5, 0.5])
    assert known.fits[:, ASPECTS.index(Aspect.DISTANCE)].tolist() == [0.4] * 4


def test_decisions_far_down_count_more_and_a_further_page_lies_below_the_first(lead):
    ways = [shown_at(1), shown_at(1, query="sort=oldest&after=7"), shown_at(2, query="sort=newest")]
    for shown in ways:
        dismiss_suggestion(make_suggestion(), by=lead, now=NOON, reason="distance", shown=shown)

    # Sittings went to places 1, 31 and 2, and one is imagined that went through all.
    assert decisions().standing_for.tolist() == pytest.approx(np.array([1, 2, 4 / 3]) / np.mean([1, 2, 4 / 3]))


def test_a_decision_taken_back_teaches_nothing_until_it_is_made_anew(lead):
    suggestion = make_suggestion()
    dismiss_suggestion(suggestion, by=lead, now=NOON, reason="distance", shown=shown_at(4))
    undo_review(suggestion, by=lead, now=NOON)

    assert len(decisions()) == 0
    dismiss_suggestion(suggestion, by=lead, now=NOON, reason="law", shown=shown_at(5))
    assert (len(decisions()), ranking_standing().decided) == (1, 1)


def test_rankings_are_for_lead_coordinators(lead):
    decide(120, by=lead)
    ranking = learn_ranking(by=lead, now=NOON)

    for person in (make_coordinator(), make_member(make_firm())):
        assert not visible_rankings(person).exists()
        with pytest.raises(PermissionDenied):
            learn_ranking(by=person, now=NOON)
        for act in (put_in_force, end_ranking):
            with pytest.raises(PermissionDenied):
                act(ranking, by=person, now=NOON)


def test_put_in_force_ends_the_one_before_and_can_go_back(lead):
    decide(120, by=lead)
    first = put_in_force(learn_ranking(by=lead, now=NOON), by=lead, now=NOON)
    second = put_in_force(learn_ranking(by=lead, now=NOON), by=lead, now=NOON)

    first.refresh_from_db()
    assert (first.state, second.state) == ("ended", "in_force")
    put_in_force(first, by=lead, now=NOON)
    end_ranking(first, by=lead, now=NOON)

    assert current_ranking() == SHIPPED
    assert Event.objects.filter(kind=Event.Kind.RANKING_ENDED).count() == 1


def test_rankings_refuse_steps_that_are_not_theirs(lead):
    decide(120, by=lead)
    ranking = learn_ranking(by=lead, now=NOON)
    end_ranking(ranking, by=lead, now=NOON)

    assert Ranking.objects.get().state == "declined"
    for act in (put_in_force, end_ranking):
        with pytest.raises(WrongStateError):
            act(ranking, by=lead, now=NOON)


def test_what_is_in_force_ranks_the_market_and_is_noted_on_what_it_suggests(lead):
    offer, need = make_offer(), make_need()
    before = LiveMarkets(as_of=NOON.date())
    decide(120, by=lead)
    ranking = put_in_force(learn_ranking(by=lead, now=NOON), by=lead, now=NOON)

    propose_suggestions(offer, by=None, now=NOON)

    suggestion = Suggestion.objects.get(parts__listing=need)
    assert suggestion.ranking == ranking
    assert not before.is_current(NOON.date())
    assert suggestion.score != before.judge(offer.pk, need.pk).score
    assert LiveMarkets(as_of=NOON.date()).judge(offer.pk, need.pk).score == suggestion.score


def test_ranking_pages_show_and_decide(client, lead):
    assert client.get("/rankings/").status_code == 302
    client.force_login(make_coordinator())
    assert client.get("/rankings/").status_code == 404
    assert client.post("/rankings/learn/").status_code == 404
    client.force_login(lead)
    assert "Nothing learnt yet" in client.get("/rankings/").content.decode()
    assert "too few" in client.post("/rankings/learn/", follow=True).content.decode()
    decide(120, by=lead)

    for _twice in range(2):
        page = client.post("/rankings/learn/", follow=True).content.decode()
    ranking = Ranking.objects.get()
    assert "From 120 decisions" in page
    assert "comes from labels of our own until coordinators have decided 200 suggestions. So far 120 count." in page
    assert "The lead is " in page
    assert client.post(f"/rankings/{ranking.pk}/no-such-step/").status_code == 404

    assert "Done." in client.post(f"/rankings/{ranking.pk}/use/", follow=True).content.decode()
    assert "cannot become" in client.post(f"/rankings/{ranking.pk}/use/", follow=True).content.decode()
    about = client.get("/about/").content.decode()
    assert "learnt from coordinators" in about
    assert "so far 120 count" in about


def test_weight_rows_are_public_and_whole():
    rows = weight_rows(current_ranking())

    assert sum(row.learnt for row in rows) == pytest.approx(100, abs=2)
    assert [row.shipped for row in rows] == [row.learnt for row in rows]
