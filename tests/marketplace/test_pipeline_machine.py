"""Consent and pipeline by any mix of people in any order: no impossible stage, no lost event, no hidden name shown."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from api.symbioses import SymbiosisViewSet
from marketplace.actions.barriers import note_barrier, remove_barrier, return_barrier
from marketplace.actions.listings import change_listing
from marketplace.actions.logs import write_note
from marketplace.actions.next_steps import hand_over_symbiosis, plan_symbiosis, remind_of_step
from marketplace.actions.stages import (
    correct_stage,
    fail_symbiosis,
    hold_symbiosis,
    move_symbiosis,
    resume_symbiosis,
)
from marketplace.actions.symbioses import answer_introduction, open_symbiosis, renew_consents
from marketplace.errors import RefusedError
from marketplace.models import BarrierCode, Event, Listing, Notice, Party, Suggestion, Symbiosis
from marketplace.permissions import can_follow_up, can_see_listing_openly
from marketplace.queries.calendars import calendar_steps
from marketplace.queries.pipeline import PipelineFilter, board
from marketplace.queries.symbioses import (
    followed_symbioses,
    named_people,
    symbiosis_card,
    symbiosis_history,
    visible_symbioses,
)
from marketplace.queries.worksheets import symbiosis_worksheet
from marketplace.wording.events import event_lines
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_suggestion,
    make_user,
)
from tests.worker import work_off

Stage, Kind = Symbiosis.Stage, Event.Kind
STAGED = (Kind.SYMBIOSIS_MOVED, Kind.CONSENT_RENEWED)
SIDES = {
    "giver": ("Kvistbergets Hemliga Såg", "Göran Hemlige", "Prima granbark"),
    "receiver": ("Fjøsmarkas Skjulte Gård", "Kari Skjult", "Strø til kyrne"),
}
LOGGED = "Ring Kvistbergets Hemliga Såg efter fem"
PEOPLE = ["giver", "receiver", "near", "far", "lead", "involved", "stranger"]
people, sides = some.sampled_from(PEOPLE), some.sampled_from(list(SIDES))
stages, barriers = some.sampled_from(list(Stage)), some.sampled_from(BarrierCode.values)


class Pipeline(RuleBasedStateMachine):
    """One symbiosis, its firms, three coordinators, one who belongs to a firm, and somebody else."""

    def __init__(self):
        super().__init__()
        # Each run begins with an empty market, inside the test's own transaction.
        self.run = transaction.atomic()
        self.run.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.run.__exit__(None, None, None)

    @initialize()
    def open(self):
        self.now = NOON
        listings = [self._listing(role) for role in SIDES]
        self.people = {
            "near": make_coordinator(("SE-2309",), name="Kajsa Nära"),
            "far": make_coordinator(("NO-5001",), name="Frode Fjern"),
            "lead": make_coordinator((), name="Lena Leder", is_lead=True),
            "involved": make_coordinator(("NO-5038",), name="Inge Involvert"),
            "stranger": make_user(name="Olof Okänd"),
        }
        for role, listing in zip(SIDES, listings, strict=True):
            self.people[role] = make_member(listing.firm, name=SIDES[role][1])
        self.people["involved"].membership_set.create(firm=listings[1].firm)
        review = {"state": Suggestion.State.APPROVED, "reviewed_by": self.people["near"], "reviewed_at": NOON}
        suggestion = make_suggestion(*listings, **review)
        self.symbiosis = open_symbiosis(suggestion, by=None, now=NOON + timedelta(minutes=3))
        self.changed = []  # [old, new] of every step that the actions say they have taken

    def _listing(self, role):
        firm, _person, title = SIDES[role]
        country, municipality = ("SE", "SE-2309") if role == "giver" else ("NO", "NO-5038")
        site = make_site(make_firm(name=firm, country=country, is_verified=True), municipality=municipality)
        return (make_offer if role == "giver" else make_need)(site=site, title=title)

    # --- What people try

    def _try(self, act, *, may=True):
        """Carry out what somebody tries; refusals are part of life, and leave nothing behind."""
        self.now += timedelta(hours=1)
        self.symbiosis.refresh_from_db()
        before, events = self.symbiosis.course_stage, Event.objects.count()
        stage = self.symbiosis.stage
        try:
            with transaction.atomic():
                act()
        except PermissionDenied:
            assert Event.objects.count() == events
        except (RefusedError, ValidationError):
            assert may
            assert Event.objects.count() == events
        else:
            assert may
        self.symbiosis.refresh_from_db()
        if self.symbiosis.stage != stage:
            self.changed.append([stage, self.symbiosis.stage])
        elif self.symbiosis.course_stage != before:
            self.changed.append([before, self.symbiosis.course_stage])

    def _may(self, who):
        return can_follow_up(self.people[who], self.symbiosis)

    @rule(who=people, side=sides, consents=some.sampled_from([True, True, True, False]))
    def answer(self, who, side, consents):
        party, person = self.symbiosis.parties.get(role=side), self.people[who]
        belongs = person.membership_set.filter(firm=party.listing.firm).exists()
        self._try(lambda: answer_introduction(party, by=person, now=self.now, consents=consents), may=belongs)

    @rule(who=people, stage=stages)
    def move(self, who, stage):
        seen, by = self.symbiosis.stage, self.people[who]
        self._try(
            lambda: move_symbiosis(self.symbiosis, stage=stage, seen=seen, by=by, now=self.now), may=self._may(who)
        )

    @rule(who=people)
    def move_on(self, who):
        """Take the next step of the course, so that long ways are walked too."""
        course = [Stage.DISCUSSION, Stage.NEGOTIATION, Stage.IMPLEMENTATION, Stage.COMPLETED]
        now = self.symbiosis.stage
        self.move(who, course[course.index(now) + 1] if now in course[:-1] else now)

    @rule(who=people, stage=stages, seen=stages)
    def move_from_what_was(self, who, stage, seen):
        by = self.people[who]
        self._try(
            lambda: move_symbiosis(self.symbiosis, stage=stage, seen=seen, by=by, now=self.now), may=self._may(who)
        )

    @rule(who=people, seen=stages)
    def correct(self, who, seen):
        facts = {"seen": seen, "reason": LOGGED, "by": self.people[who], "now": self.now}
        self._try(lambda: correct_stage(self.symbiosis, **facts), may=self._may(who))

    @rule(who=people)
    def correct_what_is_seen(self, who):
        self.correct(who, self.symbiosis.stage)

    @rule(who=people, barrier=barriers)
    def hold(self, who, barrier):
        facts = {"seen": self.symbiosis.stage, "barrier": barrier, "by": self.people[who], "now": self.now}
        self._try(lambda: hold_symbiosis(self.symbiosis, **facts), may=self._may(who))

    @rule(who=people, is_removed=some.booleans())
    def resume(self, who, is_removed):
        by = self.people[who]
        self._try(
            lambda: resume_symbiosis(self.symbiosis, is_removed=is_removed, by=by, now=self.now), may=self._may(who)
        )

    @rule(who=some.sampled_from(["near", "giver", "involved"]), barrier=barriers, seen=stages)
    def fail(self, who, barrier, seen):
        facts = {"seen": seen, "barrier": barrier, "by": self.people[who], "now": self.now}
        self._try(lambda: fail_symbiosis(self.symbiosis, **facts), may=self._may(who))

    @rule(side=sides, amount=some.integers(1, 1000))
    def change_a_fact(self, side, amount):
        listing = self.symbiosis.parties.get(role=side).listing

        def change():
            changed = change_listing(
                Listing.objects.get(pk=listing.pk), by=None, now=self.now, facts={"amount": amount}
            )
            renew_consents(changed, by=None, now=self.now)

        self._try(change)

    @rule(who=people, to=people)
    def hand_over(self, who, to):
        by, colleague = self.people[who], self.people[to]
        facts = {"to": colleague, "seen": self.symbiosis.owner_id, "by": by, "now": self.now}
        self._try(lambda: hand_over_symbiosis(self.symbiosis, **facts), may=self._may(who))

    @rule(who=people, is_shared=some.booleans(), days=some.integers(0, 3))
    def plan(self, who, is_shared, days):
        facts = {"goal": LOGGED, "next_step": LOGGED, "is_step_shared": is_shared}
        facts["next_step_date"] = (self.now + timedelta(days=days)).date()
        by = self.people[who]
        self._try(lambda: plan_symbiosis(self.symbiosis, facts=facts, by=by, now=self.now), may=self._may(who))

    @rule(who=people)
    def write_down(self, who):
        by = self.people[who]
        self._try(lambda: write_note(self.symbiosis, text=LOGGED, by=by, now=self.now), may=self._may(who))

    @rule(who=people, code=barriers)
    def note_a_barrier(self, who, code):
        by = self.people[who]
        self._try(lambda: note_barrier(self.symbiosis, code=code, note=LOGGED, by=by, now=self.now), may=self._may(who))

    @rule(who=people, act=some.sampled_from([remove_barrier, return_barrier]))
    def change_a_barrier(self, who, act):
        if barrier := self.symbiosis.barriers.order_by("pk").first():
            self._try(lambda: act(barrier, by=self.people[who], now=self.now), may=self._may(who))

    @rule(days=some.integers(0, 4))
    def let_time_pass(self, days):
        self.now += timedelta(days=days)
        remind_of_step(self.symbiosis, by=None, now=self.now)
        work_off(now=self.now)

    # --- What always holds

    @invariant()
    def stage_agrees_with_consent(self):
        answers = set(self.symbiosis.parties.values_list("answer", flat=True))
        met = self.symbiosis.introduced_at is not None
        course = self.symbiosis.course_stage
        assert met == (answers == {Party.Answer.YES})
        if course == Stage.IDEA:
            assert not met
        elif course != Stage.FAILED:
            assert met
        assert (self.symbiosis.stage in (Stage.ON_HOLD, Stage.FAILED)) == bool(self.symbiosis.barrier)
        self.symbiosis.validate_constraints()

    @invariant()
    def every_step_is_in_the_table_and_has_its_event(self):
        told = self._steps_told()
        assert told == self.changed
        held = None  # where it was put on hold
        for old, new in told:
            if old == Stage.ON_HOLD:
                assert new in (held, Stage.FAILED)
            if new == Stage.ON_HOLD:
                held = old
            elif held and old != Stage.ON_HOLD and (old, new) == (Stage.DISCUSSION, Stage.IDEA) and held == old:
                held = new  # the question is asked anew while it is on hold
            assert new in Symbiosis.NEXT_STAGES[Stage(old)] or new == Symbiosis.CORRECTED.get(Stage(old))
        assert not told or told[-1][1] in (self.symbiosis.stage, self.symbiosis.course_stage)

    def _steps_told(self):
        events = symbiosis_history(self.symbiosis, viewer=self.people["lead"]).filter(kind__in=STAGED).order_by("pk")
        pairs = [event.changes["stage"] for event in events]
        return [pair for pair in pairs if pair[0] != pair[1]]

    @invariant()
    def nobody_reads_a_name_that_is_hidden_from_them(self):
        answers = dict(self.symbiosis.parties.values_list("role", "answer"))
        both = set(answers.values()) == {Party.Answer.YES}
        for side, other in (("giver", "receiver"), ("receiver", "giver")):
            people_of_side = [self.people[side]] + ([self.people["involved"]] if side == "receiver" else [])
            for person in people_of_side:
                told = self._all_that_is_shown_to(person)
                hidden = [*SIDES[other], *(["Inge Involvert"] if other == "receiver" else [])] if not both else []
                hidden += [LOGGED] if not (both and self.symbiosis.is_step_shared) else []
                assert not [secret for secret in hidden if secret in told]
                assert symbiosis_worksheet(self.symbiosis, viewer=person, now=self.now) is None
                listing = self.symbiosis.parties.get(role=other).listing
                assert can_see_listing_openly(person, listing) == both
        for name in ("far", "stranger"):
            if self.symbiosis.owner != self.people[name]:
                assert not visible_symbioses(self.people[name]).exists()
                assert not [row for column in self._board(name) for row in column.rows]
        assert not followed_symbioses(self.people["involved"]).exists()

    def _board(self, name):
        return board(self.people[name], chosen=PipelineFilter(), now=self.now)

    def _all_that_is_shown_to(self, person):
        symbiosis = visible_symbioses(person).get()
        named = named_people(symbiosis, viewer=person)
        lines = event_lines(symbiosis_history(symbiosis, viewer=person), named=named)
        notices = [notice.values for notice in Notice.objects.filter(user=person)]
        view = SymbiosisViewSet()
        view.request = type("Request", (), {"user": person})
        return str([symbiosis_card(symbiosis, viewer=person), lines, notices, view.to_cards([symbiosis])])

    @invariant()
    def a_calendar_is_its_owners_and_only_for_who_follows_up(self):
        owner = self.symbiosis.owner
        for person in self.people.values():
            steps = calendar_steps(person)
            assert not steps or (person == owner and can_follow_up(person, self.symbiosis))


@pytest.mark.django_db
def test_consent_and_pipeline_hold_for_any_sequence_of_actions():
    run_state_machine_as_test(
        Pipeline,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
