"""No sequence of calls, answers, reminders and lapses reaches a state that the tables forbid, or loses an event."""

from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from marketplace.actions.listings import change_listing, publish_listing, withdraw_listing
from marketplace.actions.statement_answers import ListingAnswer, answer_statement
from marketplace.actions.statements import (
    ask_statement,
    correct_listing,
    forget_speaker,
    lapse_statement,
    new_statement,
    remind_statement,
    write_statement,
)
from marketplace.errors import RefusedError
from marketplace.models import Event, Listing, StatedListing, Statement
from tests.at_once import errors_of, kinds
from tests.factories import NOON, make_coordinator, make_member, make_offer, make_site, make_statement
from tests.worker import work_off

Answer, State = StatedListing.Answer, Statement.State
YES, NO = ListingAnswer(confirms=True), ListingAnswer(confirms=False)
CONFIRMED = (Answer.CONFIRMED, Answer.CORRECTED)


class Walk:
    """One firm, two listings, and everybody who may do something about them, or may not."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311  # steps of a test, no secret
        self.now = NOON
        site = make_site()
        self.listings = [make_offer(site=site), make_offer(site=site)]
        make_statement(*self.listings)
        self.desk, self.elsewhere = make_coordinator(), make_coordinator(("NO-5038",))
        self.member = make_member(site.firm) if self.chance.random() < 0.3 else None
        self.steps = [self.answer, self.answer, self.ask, self.remind, self.lapse, self.correct, self.forget]
        self.steps += [self.change, self.withdraw, self.publish]

    def step(self) -> None:
        self.now += timedelta(days=self.chance.choice([0, 0, 1, 8, 31]))
        # What the rules refuse leaves no trace, which `check` looks for.
        with suppress(RefusedError, PermissionDenied, ValidationError):
            self.chance.choice(self.steps)()
        work_off(now=self.now)
        self.check()

    def statement(self) -> Statement:
        return self.chance.choice(list(Statement.objects.order_by("pk")))

    def listing(self) -> Listing:
        return self.chance.choice(self.listings)

    def person(self):
        return self.chance.choice([None, self.member, self.desk, self.elsewhere])

    def answer(self) -> None:
        facts = {"amount": self.chance.choice([5, 12, -1])} if self.chance.random() < 0.5 else {}
        said = self.chance.choice([YES, NO, ListingAnswer(confirms=True, facts=facts)])
        answer_statement(self.statement(), answers={self.listing().pk: said}, by=self.member, now=self.now)

    def ask(self) -> None:
        ask_statement(self.statement(), by=self.person(), now=self.now, email=self.chance.choice([None, "a@b.example"]))

    def remind(self) -> None:
        remind_statement(self.statement(), by=None, now=self.now)

    def lapse(self) -> None:
        lapse_statement(self.statement(), by=None, now=self.now)

    def forget(self) -> None:
        forget_speaker(self.statement(), by=self.person(), now=self.now)

    def correct(self) -> None:
        listing, key = self.listing(), f"walk {Statement.objects.count()}"
        said = new_statement(
            key=key, spoken_by="Ola", email="ola@b.example", language="nb", said_on=NOON.date(), firm=listing.firm
        )
        by = self.chance.choice([self.desk, self.elsewhere])
        correct_listing(listing, facts={"amount": self.chance.choice([3, 12])}, said=said, by=by, now=self.now)

    def change(self) -> None:
        by = self.chance.choice([self.member, self.desk, self.elsewhere]) or self.desk
        change_listing(
            self.listing(), facts={"price": None, "max_km": self.chance.choice([50, 90])}, by=by, now=self.now
        )

    def withdraw(self) -> None:
        withdraw_listing(self.listing(), by=self.chance.choice([self.desk, self.elsewhere]), now=self.now)

    def publish(self) -> None:
        publish_listing(self.listing(), by=self.chance.choice([self.desk, self.elsewhere]), now=self.now)

    def check(self) -> None:
        answers = StatedListing.objects.filter(answer__in=[*CONFIRMED, Answer.REFUSED])
        told = [pair for event in Event.objects.filter(kind="statement.answered") for pair in event.changes.items()]
        assert len(told) == answers.count()  # every answer is an event, and none is lost
        for listing in Listing.objects.all():
            stated = list(listing.stated.order_by("pk"))
            assert sum(each.answer == Answer.UNANSWERED for each in stated) <= 1
            if listing.is_confirmed:
                assert any(each.answer in CONFIRMED for each in stated)
            if stated[-1].answer == Answer.REFUSED:
                assert listing.state == Listing.State.WITHDRAWN
                assert not listing.is_confirmed or len(stated) > 1
        for statement in Statement.objects.all():
            statement.full_clean()  # no constraint is broken
            open_questions = statement.stated.filter(answer=Answer.UNANSWERED, listing__state__in=Listing.OPEN_STATES)
            assert statement.state != State.ANSWERED or not open_questions.exists()
            if statement.state == State.LAPSED:
                unconfirmed = open_questions.filter(listing__state=Listing.State.PUBLISHED, listing__is_confirmed=False)
                later = Event.objects.filter(kind="listing.published", at__gte=statement.closed_at)
                assert not unconfirmed.exists() or later.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
def test_whatever_happens_after_a_call_keeps_to_the_tables(seed):
    walk = Walk(seed)

    for _step in range(12):
        walk.step()


def test_the_same_form_at_the_same_moment_is_written_once(at_once):
    site, coordinator = make_site(), make_coordinator()

    def write():
        said = new_statement(
            key="twin", spoken_by="Ola", email="a@b.example", language="sv", said_on=NOON.date(), firm=site.firm
        )
        listing = Listing(side="offer", title="Bark", material="bark", amount=1, unit="t")
        write_statement(said, site=site, listings=[listing], publishes=True, by=coordinator, now=NOON)

    assert errors_of(at_once(write, write)) == []
    assert (Statement.objects.count(), Listing.objects.count(), kinds(Event.Kind.STATEMENT_ASKED)) == (1, 1, 1)


def test_a_yes_and_a_no_at_the_same_moment_are_one_answer(at_once):
    offer = make_offer()
    statement = make_statement(offer)

    outcomes = at_once(
        *[
            lambda said=said: answer_statement(statement, answers={offer.pk: said}, by=None, now=NOON)
            for said in (YES, NO)
        ]
    )

    (refusal,) = errors_of(outcomes)
    assert isinstance(refusal, RefusedError)
    assert kinds(Event.Kind.STATEMENT_ANSWERED) == 1
    offer.refresh_from_db()
    assert (offer.state == "withdrawn") != offer.is_confirmed
