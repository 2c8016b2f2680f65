"""The demo's data: complete, kept when loaded again, and something to do for everybody."""

import csv
import io

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import timezone

from marketplace.actions.symbioses import answer_introduction
from marketplace.demo_people import COORDINATOR, DEMO_PEOPLE, FARM, LOGIN_WORD, SAWMILL
from marketplace.management.commands import load_demo
from marketplace.management.demo_story import INTRODUCTIONS
from marketplace.management.demo_tales import TALES
from marketplace.models import Barrier, ContactEntry, Event, Firm, FollowUp, Listing, Party, Suggestion, Symbiosis, User
from marketplace.queries.pipeline import PipelineFilter, pipeline, pipeline_rows
from marketplace.queries.statements import statement_cards, visible_statements
from marketplace.queries.suggestions import review_queue
from marketplace.queries.tasks import firm_tasks
from tests.factories import NOON
from tests.worker import work_off

pytestmark = pytest.mark.django_db
TABLES = (User, Firm, Listing, Suggestion, Symbiosis, Party, Event, FollowUp)


@pytest.fixture
def load(settings, monkeypatch, tmp_path):
    """Return what loads the part of the demo in which its story happens: the whole takes a minute."""
    settings.DEMO = True
    told = {row_id for offer, need, _ in INTRODUCTIONS for row_id in (offer, need)}
    told |= {row_id for tale in TALES for row_id in (tale.offer, tale.need)}
    with load_demo.LISTINGS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    firms = {row["firm"] for row in rows if row["id"] in told}
    part = tmp_path / "demo_listings.csv"
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(row for row in rows if row["firm"] in firms)
    monkeypatch.setattr(load_demo, "LISTINGS", part)
    return call_load_demo


def call_load_demo():
    out = io.StringIO()
    call_command("load_demo", stdout=out, stderr=io.StringIO())
    return out.getvalue()


def user(person):
    return User.objects.get(email=person.email)


def test_load_demo_wants_to_be_asked_for(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo")


def test_load_demo_lets_each_person_log_in_and_says_how(load, client):
    said = load()

    for person in DEMO_PEOPLE:
        assert authenticate(email=person.email, password=LOGIN_WORD) == user(person)
        assert EmailAddress.objects.get(user__email=person.email).verified
        assert person.email in said
    assert LOGIN_WORD in said


def test_load_demo_publishes_everything_under_invented_firms(load):
    load()

    assert set(Listing.objects.values_list("state", flat=True)) == {Listing.State.PUBLISHED}
    assert not Firm.objects.filter(is_demo=False).exists()


def test_load_demo_verifies_firms_by_the_coordinator_as_the_table_says(load):
    load()

    sawmill = Firm.objects.get(name=SAWMILL.firm)
    assert (sawmill.verified_by, sawmill.size, sawmill.is_host) == (user(COORDINATOR), "medium", True)


def test_load_demo_gives_everybody_something_to_do(load):
    load()

    assert "suggested for" in firm_tasks(user(SAWMILL))[0].title
    assert "suggested for" in firm_tasks(user(FARM))[0].title
    assert review_queue(user(COORDINATOR)).count() > 0


def test_load_demo_introduces_two_firms_and_waits_for_the_sawmill(load):
    load()

    introduced, waiting, open_to_all = Symbiosis.objects.order_by("pk")[len(TALES) :]
    assert (introduced.stage, introduced.introduced_at is not None) == (Symbiosis.Stage.DISCUSSION, True)
    assert (waiting.stage, open_to_all.stage) == (Symbiosis.Stage.IDEA, Symbiosis.Stage.IDEA)
    party = waiting.parties.get(listing__firm__membership__user=user(SAWMILL))
    answer_introduction(party, by=user(SAWMILL), consents=True, now=NOON)
    waiting.refresh_from_db()
    assert waiting.stage == Symbiosis.Stage.DISCUSSION


def test_load_demo_changes_nothing_the_second_time(load):
    load()
    before = [model.objects.count() for model in TABLES]

    load()

    assert [model.objects.count() for model in TABLES] == before


def test_load_demo_leaves_alone_what_a_visitor_has_done(load):
    load()
    party = Party.objects.get(symbiosis__stage=Symbiosis.Stage.IDEA, listing__firm__membership__user=user(SAWMILL))
    answer_introduction(party, by=user(SAWMILL), consents=False, now=NOON)

    load()

    party.refresh_from_db()
    assert party.answer == Party.Answer.NO


def test_load_demo_leaves_the_worker_nothing_new_to_propose(load):
    load()
    suggestions = Suggestion.objects.count()

    work_off()

    assert (Suggestion.objects.count(), Symbiosis.objects.count()) == (suggestions, len(TALES) + len(INTRODUCTIONS))
    assert not FollowUp.objects.exclude(state=FollowUp.State.DONE).exists()


def test_load_demo_has_symbioses_in_every_stage_some_idle_overdue_or_stopped(load):
    load()

    rows = pipeline_rows(pipeline(user(COORDINATOR), chosen=PipelineFilter(), now=timezone.now()), now=timezone.now())
    assert {row.stage for row in rows} == set(Symbiosis.Stage)
    assert rows[0].idle_days > 30
    assert any(row.is_overdue for row in rows)
    assert {row.barrier for row in rows if row.barrier} == {"transport", "quality"}
    assert {state for _code, state in Barrier.objects.values_list("code", "state")} == {"open", "removed"}
    assert ContactEntry.objects.count() >= len(TALES) - 1


def test_load_demo_has_calls_that_are_confirmed_asked_and_reminded(load):
    load()

    cards = statement_cards(visible_statements(user(COORDINATOR)))
    assert [card.state for card in cards] == ["waiting", "answered", "waiting"]
    assert [card.reminded_at is not None for card in cards] == [False, False, True]
    assert Listing.objects.filter(is_confirmed=False).count() == 3
    assert all(card.email.endswith(".example") and card.firm_name.endswith(" (demo)") for card in cards)


def test_demo_story_is_told_with_firms_that_are_verified_and_listings_that_exist():
    with load_demo.LISTINGS.open(encoding="utf-8", newline="") as file:
        firm_of = {row["id"]: row["firm"] for row in csv.DictReader(file)}
    with load_demo.FIRMS.open(encoding="utf-8", newline="") as file:
        verified = {row["firm"] for row in csv.DictReader(file) if row["verified"] == "yes"}

    for offer, need, people in INTRODUCTIONS:
        assert {firm_of[offer], firm_of[need]} <= verified
        assert {person.firm for person in people} <= {firm_of[offer], firm_of[need]}
    for tale in TALES:
        assert {firm_of[tale.offer], firm_of[tale.need]} <= verified
