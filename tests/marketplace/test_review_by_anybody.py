"""Review and consent by any mix of people in any order: no forbidden state, no lost event, no hidden name shown."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from marketplace.actions.listings import change_listing, pause_listing, publish_listing
from marketplace.actions.suggestions import (
    approve_suggestion,
    ask_for_fact,
    dismiss_suggestion,
    dismiss_suggestions,
    put_off_suggestion,
    return_suggestion,
    undo_review,
)
from marketplace.actions.symbioses import answer_introduction
from marketplace.errors import RefusedError
from marketplace.models import DismissReason, Event, Listing, Party, Suggestion, Symbiosis
from marketplace.queries.listing_cards import listing_card
from marketplace.queries.listings import visible_listings
from marketplace.queries.suggestions import visible_suggestions
from marketplace.queries.symbioses import symbiosis_cards, visible_symbioses
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_need, make_offer, make_suggestion
from tests.worker import work_off

State = Suggestion.State
NAMES = {"giver": "Kvistbergets Hemliga Såg", "receiver": "Myrens Dolda Gård"}
PEOPLE = ["Kajsa", "Frode", "the lead", "from elsewhere", "in the giver's firm", "giver", "receiver", "outsider"]
REVIEWERS = {"Kajsa", "Frode", "the lead"}
people, suggestions = st.sampled_from(PEOPLE), st.integers(0, 1)


class Desk(RuleBasedStateMachine):
    """Two suggestions of two firms, everybody who could touch them, and a clock."""

    @initialize()
    def begin(self):
        self.block = transaction.atomic()
        self.block.__enter__()
        self.now = NOON
        self.firms = {role: make_firm(name=name, is_verified=True) for role, name in NAMES.items()}
        offers = [make_offer(firm=self.firms["giver"], months=[1], material=each) for each in ("bark", "sawdust")]
        needs = [make_need(firm=self.firms["receiver"], material=each) for each in ("bark", "sawdust")]
        self.suggestions = [make_suggestion(*pair) for pair in zip(offers, needs, strict=True)]
        self.people = {
            "Kajsa": make_coordinator(name="Kajsa"),
            "Frode": make_coordinator(name="Frode"),
            "the lead": make_coordinator((), is_lead=True),
            "from elsewhere": make_coordinator(("NO-5001",)),
            "in the giver's firm": make_coordinator(),
            "giver": make_member(self.firms["giver"]),
            "receiver": make_member(self.firms["receiver"]),
            "outsider": make_member(),
        }
        self.people["in the giver's firm"].membership_set.create(firm=self.firms["giver"])

    def teardown(self):
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    # --- what people do

    @rule(who=people, which=suggestions, seen=st.sampled_from(["", *State.values]))
    def approve(self, who, which, seen):
        self._review(who, which, approve_suggestion, seen=seen)

    @rule(
        who=people,
        which=suggestions,
        reason=st.sampled_from(DismissReason.values),
        seen=st.sampled_from(["", "proposed"]),
    )
    def dismiss(self, who, which, reason, seen):
        self._review(who, which, dismiss_suggestion, reason=reason, seen=seen)

    @rule(who=people, which=suggestions, side=st.sampled_from(["giver", "receiver"]))
    def ask(self, who, which, side):
        listing = self.suggestions[which].parts.get(role=side).listing_id
        self._review(who, which, ask_for_fact, listing_pk=listing, fact="months")

    @rule(who=people, which=suggestions, days=st.integers(-1, 9))
    def put_off(self, who, which, days):
        self._review(who, which, put_off_suggestion, until=(self.now + timedelta(days=days)).date())

    @rule(who=people, which=suggestions)
    def undo(self, who, which):
        self._review(who, which, undo_review)

    @rule(who=people)
    def dismiss_both(self, who):
        before = Event.objects.count()
        outcome = dismiss_suggestions(self.suggestions, by=self.people[who], now=self.now, reason="law")
        assert len(outcome.done) + len(outcome.refused) == 2
        assert not outcome.done or who in REVIEWERS
        assert Event.objects.count() == before + len(outcome.done)

    @rule(which=suggestions)
    def come_back(self, which):
        return_suggestion(self.suggestions[which], by=None, now=self.now)

    @rule(who=people, which=suggestions, role=st.sampled_from(["giver", "receiver"]), consents=st.booleans())
    def answer(self, who, which, role, consents):
        party = Party.objects.filter(symbiosis__suggestion=self.suggestions[which], role=role).first()
        if party is None:
            return
        belongs = {"giver": {"giver", "in the giver's firm"}, "receiver": {"receiver"}}[role]
        self._try(
            lambda: answer_introduction(party, by=self.people[who], now=self.now, consents=consents), who in belongs
        )

    @rule(which=suggestions, tonnes=st.integers(5, 50))
    def change(self, which, tonnes):
        listing = self._listing(which)
        if listing.state == Listing.State.PUBLISHED:
            change_listing(listing, by=self.people["giver"], now=self.now, facts={"amount": tonnes})

    @rule(which=suggestions)
    def pause(self, which):
        self._try(lambda: pause_listing(self._listing(which), by=self.people["giver"], now=self.now), True)

    @rule(which=suggestions)
    def publish(self, which):
        self._try(lambda: publish_listing(self._listing(which), by=self.people["giver"], now=self.now), True)

    @rule(minutes=st.sampled_from([1, 5, 60 * 24 * 3]))
    def time_passes(self, minutes):
        self.now += timedelta(minutes=minutes)
        work_off(now=self.now)

    # --- what must hold

    @invariant()
    def every_state_was_reached_by_listed_steps_each_with_its_event(self):
        """Walk the events of each suggestion from the first state on: they end where it stands."""
        to = {
            Event.Kind.SUGGESTION_APPROVED: State.APPROVED,
            Event.Kind.SUGGESTION_DISMISSED: State.DISMISSED,
            Event.Kind.SUGGESTION_ASKED: State.ASKED,
            Event.Kind.SUGGESTION_PUT_OFF: State.LATER,
            Event.Kind.SUGGESTION_RETURNED: State.PROPOSED,
            Event.Kind.SUGGESTION_ANSWERED: State.PROPOSED,
            Event.Kind.SUGGESTION_UNDONE: State.PROPOSED,
            Event.Kind.SUGGESTION_LAPSED: State.LAPSED,
        }
        for suggestion in getattr(self, "suggestions", []):
            state = State.PROPOSED
            events = Event.objects.filter(subject_type__model="suggestion", subject_id=suggestion.pk).order_by("pk")
            for kind in events.filter(kind__in=to).values_list("kind", flat=True):
                step = to[Event.Kind(kind)]
                # A listing that goes takes an approval back first: nobody has been told.
                undone = state == State.APPROVED and step == State.LAPSED
                assert step in Suggestion.NEXT_STATES[state] or undone, (state, step)
                state = step
            suggestion.refresh_from_db()
            assert suggestion.state == state
            suggestion.full_clean(validate_unique=False)

    @invariant()
    def firms_are_told_of_approved_suggestions_alone(self):
        for symbiosis in Symbiosis.objects.select_related("suggestion"):
            assert symbiosis.suggestion.state == State.APPROVED
            answers = set(symbiosis.parties.values_list("answer", flat=True))
            assert symbiosis.introduced_at is None or "no" not in answers or symbiosis.stage == Symbiosis.Stage.FAILED

    @invariant()
    def nobody_reads_a_hidden_name(self):
        for who in ("giver", "receiver", "outsider") if hasattr(self, "people") else ():
            viewer = self.people[who]
            assert not visible_suggestions(viewer).exists()
            own = {firm.name for firm in self.firms.values() if viewer.membership_set.filter(firm=firm).exists()}
            may_know = own | self._introduced(viewer)
            names = {listing_card(listing).firm_name for listing in visible_listings(viewer)}
            for card in symbiosis_cards(visible_symbioses(viewer), viewer=viewer):
                names |= {party.card.firm_name for party in card.parties}
            assert (names & set(NAMES.values())) <= may_know, who
        if hasattr(self, "people"):
            assert not visible_suggestions(self.people["in the giver's firm"]).exists()

    def _introduced(self, viewer):
        """Return the names that this person's firm and the other have opened to each other, both having said yes."""
        mutual = set()
        for symbiosis in Symbiosis.objects.filter(parties__listing__firm__membership__user=viewer):
            if set(symbiosis.parties.values_list("answer", flat=True)) == {"yes"}:
                mutual |= set(symbiosis.parties.values_list("listing__firm__name", flat=True))
        return mutual

    # --- how it is tried

    def _review(self, who, which, action, **answers):
        suggestion = self.suggestions[which]
        self._try(lambda: action(suggestion, by=self.people[who], now=self.now, **answers), who in REVIEWERS)

    def _listing(self, which):
        return Listing.objects.get(suggestion_parts__suggestion=self.suggestions[which], side=Listing.Side.OFFER)

    def _try(self, act, allowed):
        """Do it: what is refused changes nothing, what is done is done by who may and leaves an event."""
        before, states = Event.objects.count(), self._states()
        try:
            with transaction.atomic():
                act()
        except (RefusedError, PermissionDenied):
            assert (Event.objects.count(), self._states()) == (before, states)
        else:
            assert allowed
            assert Event.objects.count() > before

    def _states(self):
        return list(Suggestion.objects.order_by("pk").values_list("pk", "state"))


@pytest.mark.django_db
def test_any_mix_of_people_in_any_order():
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
