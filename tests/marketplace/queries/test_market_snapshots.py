"""A market that begins from its snapshot equals one made anew, whatever has happened since."""

from datetime import date, timedelta

import numpy as np
import pytest

from marketplace.actions.candidates import _INDEX, market_up_to_date
from marketplace.models import CandidateList, Listing
from marketplace.queries import market_snapshots
from marketplace.queries.live_markets import LiveMarkets
from marketplace.queries.market_snapshots import restored_market, save_market, snapshot_folder
from tests.factories import NOON, make_need, make_offer
from tests.marketplace.queries.test_live_markets import change_something, everything

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"
    _INDEX.markets = None
    yield
    _INDEX.markets = None


@pytest.fixture
def made_anew(monkeypatch):
    """Count the markets that are made from the database instead of a snapshot."""
    made = []

    class Counted(LiveMarkets):
        def __init__(self, **facts):
            made.extend([1] if facts.get("lists") is None else [])
            super().__init__(**facts)

    monkeypatch.setattr(market_snapshots, "LiveMarkets", Counted)
    return made


@pytest.mark.parametrize("seed", range(3))
def test_restored_market_equals_one_made_anew_after_whatever_has_changed_since(seed, made_anew):
    chance = np.random.default_rng(seed)
    make_offer(), make_need(), make_need(visibility="open")
    save_market(LiveMarkets(as_of=TODAY))
    for _change in range(4):
        change_something(chance)

    markets = restored_market(as_of=TODAY)
    markets.update()

    assert made_anew == []
    assert everything(markets) == everything(LiveMarkets(as_of=TODAY))


def damaged(path):
    path.write_bytes(path.read_bytes()[:-20])


@pytest.mark.parametrize("name", ["market", "words"])
def test_restored_market_is_made_anew_from_a_damaged_file(name, made_anew):
    make_offer(), make_need()
    save_market(LiveMarkets(as_of=TODAY))
    damaged(snapshot_folder() / name)

    markets = restored_market(as_of=TODAY)

    assert made_anew == ([1] if name == "market" else [])
    assert everything(markets) == everything(LiveMarkets(as_of=TODAY))


def test_restored_market_is_made_anew_on_another_day_and_for_other_weights(made_anew, monkeypatch):
    make_offer(), make_need()
    save_market(LiveMarkets(as_of=TODAY))

    restored_market(as_of=TODAY + timedelta(days=1))
    monkeypatch.setattr(market_snapshots, "RATES", {"NOK": 2.0})
    restored_market(as_of=TODAY)

    assert made_anew == [1, 1]


def test_market_up_to_date_begins_from_the_snapshot_and_writes_the_lists(made_anew):
    offer, need = make_offer(), make_need()
    with market_up_to_date(now=NOON):
        pass
    _INDEX.markets = None  # the worker was killed
    CandidateList.objects.all().delete()
    Listing.objects.filter(pk=need.pk).update(state="paused")
    later = make_need()

    with market_up_to_date(now=NOON) as news:
        assert news.markets.listings() == {offer.pk, later.pk}

    assert made_anew == [1]
    assert CandidateList.objects.get(listing=offer, view="own").counterparts == [later.pk]


def test_market_up_to_date_does_without_a_snapshot_that_cannot_be_written(settings, tmp_path):
    make_offer(), make_need()
    (tmp_path / "file").write_text("in the way")
    settings.INDEX_DIR = tmp_path / "file" / "index"

    with market_up_to_date(now=NOON) as news:
        assert len(news.markets.listings()) == 2
