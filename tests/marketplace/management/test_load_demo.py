"""The demo's data: complete, kept when loaded again, and something to do for everybody."""

import csv
import io

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from marketplace.actions.symbioses import answer_introduction
from marketplace.demo_people import COLLEAGUE, COORDINATOR, DEMO_PEOPLE, FARM, LOGIN_WORD, SAWMILL
from marketplace.management.commands import load_demo
from marketplace.management.demo_story import INTRODUCTIONS, VERIFIED_FROM_TOP
from marketplace.management.demo_tales import TALES
from marketplace.models import (
    Barrier,
    ContactEntry,
    Event,
    Firm,
    FollowUp,
    Listing,
    Party,
    Suggestion,
    Symbiosis,
    TableCorrection,
    User,
)
from marketplace.permissions import can_review_correction
from marketplace.queries.pipeline import PipelineFilter, pipeline, pipeline_rows
from marketplace.queries.statements import statement_cards, visible_statements
from marketplace.queries.suggestions import review_queue
from marketplace.queries.tasks import firm_tasks
from tests.factories import NOON
from tests.worker import work_off

# Loading takes seconds, so these tests share what was loaded and run one after the other.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("load_demo")]
TABLES = (User, Firm, Listing, Suggestion, Symbiosis, Party, Event, FollowUp)
ORIGINAL = load_demo.LISTINGS


@pytest.fixture(scope="module")
def said(django_db_setup, django_db_blocker, tmp_path_factory, quick_and_apart):
    """Load the part of the demo in which its story happens, as the whole takes a minute. Return what was said.

    Each test has a savepoint of its own in the transaction of this, so that it finds the demo as it was loaded.
    """
    demo = override_settings(DEMO=True, **quick_and_apart)
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, demo, transaction.atomic():
        patch.setattr(load_demo, "LISTINGS", part_of_the_listings(tmp_path_factory.mktemp("demo")))
        yield load()
        transaction.set_rollback(True)


def part_of_the_listings(folder):
    told = {row_id for offer, need, _ in INTRODUCTIONS for row_id in (offer, need)}
    told |= {row_id for tale in TALES for row_id in (tale.offer, tale.need)}
    with ORIGINAL.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    firms = {row["firm"] for row in rows if row["id"] in told}
    part = folder / "demo_listings.csv"
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(row for row in rows if row["firm"] in firms)
    return part


@pytest.fixture
def loaded(said, settings):
    settings.DEMO = True


def load():
    out = io.StringIO()
    call_command("load_demo", stdout=out, stderr=io.StringIO())
    return out.getvalue()


def user(person):
    return User.objects.get(email=person.email)


def test_load_demo_wants_to_be_asked_for(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo")


def test_load_demo_lets_each_person_log_in_and_says_how(loaded, said):
    for person in DEMO_PEOPLE:
        assert authenticate(email=person.email, password=LOGIN_WORD) == user(person)
        assert EmailAddress.objects.get(user__email=person.email).verified
        assert person.email in said
    assert LOGIN_WORD in said


def test_load_demo_publishes_everything_under_invented_firms(loaded):
    assert set(Listing.objects.values_list("state", flat=True)) == {Listing.State.PUBLISHED}
    assert not Firm.objects.filter(is_demo=False).exists()


def test_load_demo_verifies_firms_by_the_coordinator_as_the_table_says(loaded):
    sawmill = Firm.objects.get(name=SAWMILL.firm)
    assert (sawmill.verified_by, sawmill.size, sawmill.is_host) == (user(COORDINATOR), "medium", True)


def test_load_demo_gives_everybody_something_to_do(loaded):
    assert "suggested for" in firm_tasks(user(SAWMILL))[0].title
    assert "suggested for" in firm_tasks(user(FARM))[0].title
    assert review_queue(user(COORDINATOR)).count() > 0


def test_load_demo_verifies_the_firms_of_the_first_suggestions_so_that_one_can_be_approved(loaded):
    top = review_queue(user(COORDINATOR))[:VERIFIED_FROM_TOP]

    firms = Firm.objects.filter(listings__suggestion_parts__suggestion__in=[each.pk for each in top])

    assert firms.exists()
    assert not firms.filter(verified_at=None).exists()


def test_load_demo_has_a_second_coordinator_for_what_two_must_look_at(loaded):
    proposed = TableCorrection(proposed_by=user(COORDINATOR))
    assert not can_review_correction(user(COORDINATOR), proposed)
    assert can_review_correction(user(COLLEAGUE), proposed)
    assert review_queue(user(COLLEAGUE)).count() < review_queue(user(COORDINATOR)).count(), "of Norway alone"


def test_load_demo_introduces_two_firms_and_waits_for_the_sawmill(loaded):
    introduced, waiting, open_to_all = Symbiosis.objects.order_by("pk")[len(TALES) :]
    assert (introduced.stage, introduced.introduced_at is not None) == (Symbiosis.Stage.DISCUSSION, True)
    assert (waiting.stage, open_to_all.stage) == (Symbiosis.Stage.IDEA, Symbiosis.Stage.IDEA)
    party = waiting.parties.get(listing__firm__membership__user=user(SAWMILL))
    answer_introduction(party, by=user(SAWMILL), consents=True, now=NOON)
    waiting.refresh_from_db()
    assert waiting.stage == Symbiosis.Stage.DISCUSSION


def test_load_demo_changes_nothing_the_second_time(loaded):
    before = [model.objects.count() for model in TABLES]

    load()

    assert [model.objects.count() for model in TABLES] == before


def test_load_demo_leaves_alone_what_a_visitor_has_done(loaded):
    party = Party.objects.get(symbiosis__stage=Symbiosis.Stage.IDEA, listing__firm__membership__user=user(SAWMILL))
    answer_introduction(party, by=user(SAWMILL), consents=False, now=NOON)

    load()

    party.refresh_from_db()
    assert party.answer == Party.Answer.NO


def test_load_demo_leaves_the_worker_nothing_new_to_propose(loaded):
    suggestions = Suggestion.objects.count()

    work_off()

    assert (Suggestion.objects.count(), Symbiosis.objects.count()) == (suggestions, len(TALES) + len(INTRODUCTIONS))
    assert not FollowUp.objects.exclude(state=FollowUp.State.DONE).exists()


def test_load_demo_has_symbioses_in_every_stage_some_idle_overdue_or_stopped(loaded):
    rows = pipeline_rows(pipeline(user(COORDINATOR), chosen=PipelineFilter(), now=timezone.now()), now=timezone.now())
    assert {row.stage for row in rows} == set(Symbiosis.Stage)
    assert rows[0].idle_days > 30
    assert any(row.is_overdue for row in rows)
    assert {row.barrier for row in rows if row.barrier} == {"transport", "quality"}
    assert {state for _code, state in Barrier.objects.values_list("code", "state")} == {"open", "removed"}
    assert ContactEntry.objects.count() >= len(TALES) - 1


def test_load_demo_has_calls_that_are_confirmed_asked_and_reminded(loaded):
    cards = statement_cards(visible_statements(user(COORDINATOR)))
    assert [card.state for card in cards] == ["waiting", "answered", "waiting"]
    assert [card.reminded_at is not None for card in cards] == [False, False, True]
    assert Listing.objects.filter(is_confirmed=False).count() == 3
    assert all(card.email.endswith(".example") and card.firm_name.endswith(" (demo)") for card in cards)


def test_demo_story_is_told_with_firms_that_are_verified_and_listings_that_exist():
    with ORIGINAL.open(encoding="utf-8", newline="") as file:
        firm_of = {row["id"]: row["firm"] for row in csv.DictReader(file)}
    with load_demo.FIRMS.open(encoding="utf-8", newline="") as file:
        verified = {row["firm"] for row in csv.DictReader(file) if row["verified"] == "yes"}

    for offer, need, people in INTRODUCTIONS:
        assert {firm_of[offer], firm_of[need]} <= verified
        assert {person.firm for person in people} <= {firm_of[offer], firm_of[need]}
    for tale in TALES:
        assert {firm_of[tale.offer], firm_of[tale.need]} <= verified
