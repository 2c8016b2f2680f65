"""What a market has worked out, in a file: the same when read back, refused when anything about it is wrong."""

import json
from datetime import date

import pytest
from hypothesis import given, settings

from matching.engine import LiveMarket
from matching.engine.snapshot import (
    SnapshotRefusedError,
    as_json,
    kind_from_json,
    listing_as_json,
    listing_from_json,
    read_snapshot,
    reading_from_json,
    snapshot_version,
    write_snapshot,
)
from matching.kinds import KindReader
from matching.records import Listing, PropertyValue, Side
from matching.words import text_model
from tests.matching.made import ENGINE, KNOWLEDGE, markets, need, offer

VERSION = snapshot_version(tables="1", day=date(2026, 11, 28))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "index" / "market"


def refusal(path, version=VERSION):
    with pytest.raises(SnapshotRefusedError) as refused:
        read_snapshot(path, version=version)
    return str(refused.value)


def through_json(value):
    return json.loads(json.dumps(value, default=as_json))


@settings(max_examples=20, deadline=None)
@given(markets())
def test_a_market_given_back_its_lists_equals_the_one_that_made_them(drawn):
    made = LiveMarket(*drawn, **ENGINE, top=2, spare=1)
    told = through_json({"offers": list(map(listing_as_json, drawn[0])), "needs": list(map(listing_as_json, drawn[1]))})
    offers, needs = ([listing_from_json(each) for each in told[side]] for side in ("offers", "needs"))

    restored = LiveMarket(offers, needs, **ENGINE, top=2, spare=1, lists=through_json(made.lists))

    assert (offers, needs) == drawn
    for market in (made, restored):  # and it goes on from there as the other does
        market.put(offer("o9", "Bark"))
        market.put(need("n9", "Bark", material="bark"))
        for listing in (*offers[:1], *needs[:1]):
            market.withdraw(listing.side, listing.id)
    here = [*offers[1:], *needs[1:], offer("o9"), need("n9")]
    assert [restored.best(each.side, each.id) for each in here] == [made.best(each.side, each.id) for each in here]
    assert restored.lists == made.lists


def test_listing_from_json_gives_back_every_kind_of_fact():
    whole = Listing(
        id="7",
        side=Side.OFFER,
        title="Spån",
        quantity=0.0,
        once=True,
        month_shares=(1.0, *(0.0,) * 11),
        available_from=date(2026, 12, 1),
        price=-0.5,
        blocked_firms=frozenset({"3", "12"}),
        hazardous=False,
        properties=(PropertyValue(code="moisture", high=20, unit="%"),),
    )

    assert listing_from_json(through_json(listing_as_json(whole))) == whole


def test_what_was_read_in_texts_comes_back_to_the_last_bit():
    listing = offer(title="Sågspån från Krokom", description="Torr kutterspån, 30 % fukt", language="sv")
    model = text_model(KNOWLEDGE)
    model.encode([listing])
    text = (listing.title, listing.description, listing.language)
    reading, kind = model.remembered[text], KindReader(KNOWLEDGE).read(listing)

    read_back = reading_from_json(through_json(reading))

    for name in ("left", "left_weights"):
        assert getattr(read_back, name).tobytes() == getattr(reading, name).tobytes()
    for name in ("words", "length", "mentions", "traits"):
        assert getattr(read_back, name) == getattr(reading, name)
    assert kind_from_json(through_json(kind)) == kind
    assert [told.word for told in kind_from_json(through_json(kind)).materials] == [
        each.word for each in kind.materials
    ]


def test_write_snapshot_takes_the_place_of_the_one_before(path):
    for number in range(2):
        write_snapshot(path, {"number": number}, version=VERSION)

    assert read_snapshot(path, version=VERSION) == {"number": 1}
    assert [each.name for each in path.parent.iterdir()] == ["market"]


def test_read_snapshot_refuses_what_is_not_there_or_of_another_version(path):
    assert refusal(path) == "none there"
    write_snapshot(path, {}, version=VERSION)
    assert refusal(path, version=snapshot_version(tables="2", day=date(2026, 11, 28))) == "of another version"
    assert refusal(path, version=snapshot_version(tables="1", day=date(2026, 11, 29))) == "of another version"


def test_read_snapshot_refuses_a_file_of_which_any_byte_is_wrong_or_missing(path):
    write_snapshot(path, {"lists": [1, 2, 3]}, version=VERSION)
    whole = path.read_bytes()

    for place in range(len(whole)):
        path.write_bytes(whole[:place])
        assert refusal(path)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            assert read_snapshot(path, version=VERSION) == {"lists": [1, 2, 3]}  # a blank more in its first line
        except SnapshotRefusedError:
            continue


def test_a_crash_while_writing_leaves_the_old_one(path, monkeypatch):
    write_snapshot(path, {"number": 1}, version=VERSION)

    def crash(_descriptor):
        raise OSError("disk full")

    monkeypatch.setattr("matching.engine.snapshot.os.fsync", crash)
    with pytest.raises(OSError, match="disk full"):
        write_snapshot(path, {"number": 2}, version=VERSION)

    assert read_snapshot(path, version=VERSION) == {"number": 1}
    assert [each.name for each in path.parent.iterdir()] == ["market"]


def test_a_snapshot_keeps_no_strange_things(path):
    with pytest.raises(TypeError):
        write_snapshot(path, {"strange": object()}, version=VERSION)
