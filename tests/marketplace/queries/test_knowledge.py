"""Which tables answers and tasks read by, while corrections come into force and go."""

from datetime import date
from threading import Event as Signal

import pytest

from marketplace import knowledge_tables
from marketplace.models import TableCorrection
from marketplace.queries import knowledge
from marketplace.queries.knowledge import current_knowledge, renew_knowledge, tables_in_force
from marketplace.queries.search_units import suited_materials
from matching.knowledge import Amendment
from tests.factories import NOON

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _tables_stay(monkeypatch):
    """Keep what was read with some amendments from test to test: reading takes a second."""
    monkeypatch.setattr("marketplace.knowledge_tables.forget_kept", lambda *, but: None)


def approved(**facts):
    cell = {"table": "materials", "row": "bark", "column": "density_kg_m3", "old": "280", "new": "310"} | facts
    about = {"reason": "-", "valid_from": TODAY, "state": "approved", "proposed_at": NOON, "reviewed_at": NOON}
    return TableCorrection.objects.create(**cell | about)


def density():
    return current_knowledge().material("bark").density_kg_m3


@pytest.fixture
def slowly(monkeypatch):
    """Read the tables beside the answer, and no sooner than the test says."""
    begin, warmed = Signal(), []

    def warm():
        begin.wait(10)
        warmed.append(density())

    monkeypatch.setattr(knowledge, "warm_up", warm)

    def let_go():
        begin.set()
        knowledge._PROCESS.beside.join()
        return warmed

    return let_go


def test_a_task_waits_for_the_tables_in_force_and_looks_once(django_assert_num_queries):
    approved()

    with tables_in_force(as_of=TODAY), django_assert_num_queries(2):
        assert (density(), density()) == (310, 310)


def test_an_answer_is_given_by_the_tables_of_before_until_the_new_ones_are_ready(client, slowly):
    assert "280 kg/m³" in client.get("/materials/bark/?lang=en").content.decode()
    approved()

    meanwhile = [client.get("/materials/bark/?lang=en").content.decode() for _each in range(2)]
    warmed = slowly()

    assert ["280 kg/m³" in page for page in meanwhile] == [True, True]
    assert warmed == [310]  # once, by the new tables, and before anybody read by them
    assert "310 kg/m³" in client.get("/materials/bark/?lang=en").content.decode()


def test_the_first_answer_of_a_process_waits_for_what_is_in_force(client):
    approved()

    assert "310 kg/m³" in client.get("/materials/bark/?lang=en").content.decode()


def test_an_answer_ends_by_the_tables_with_which_it_began(slowly):
    renew_knowledge(as_of=TODAY)
    approved()

    with tables_in_force(as_of=TODAY, beside=True):
        first = density()
        slowly()
        assert (first, density()) == (280, 280)
        assert knowledge_tables.current_amendments() == ()
    with tables_in_force(as_of=TODAY, beside=True):
        assert density() == 310


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_reading_that_failed_is_tried_again_with_the_next_answer(monkeypatch):
    renew_knowledge(as_of=TODAY)
    approved()

    def fail():
        raise MemoryError

    for warm in (fail, lambda: None):
        monkeypatch.setattr(knowledge, "warm_up", warm)
        with tables_in_force(as_of=TODAY, beside=True):
            assert density() == 280
        knowledge._PROCESS.beside.join()

    assert density() == 310


def test_what_a_use_takes_follows_the_tables():
    assert "bark" in suited_materials("mulch")

    edge = {"table": "material_uses", "row": "bark;mulch", "column": "suitability"}
    knowledge_tables.take_in((Amendment(**edge, old="direct", new="possible"),))

    assert "bark" not in suited_materials("mulch")
