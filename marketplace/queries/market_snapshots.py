"""The market in memory as a file, so that whoever begins next need not read all words and judge all pairs again."""

import logging
from datetime import date
from pathlib import Path

from django.conf import settings

from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.live_markets import LISTED, LiveMarkets
from marketplace.queries.matching import BEST, RATES
from marketplace.queries.rankings import current_ranking
from matching.engine.snapshot import (
    SnapshotRefusedError,
    kind_from_json,
    listing_as_json,
    listing_from_json,
    read_snapshot,
    reading_from_json,
    snapshot_version,
    write_snapshot,
)
from matching.kinds import kind_reader
from matching.records import Resource, Side
from matching.words import text_model

log = logging.getLogger(__name__)


def snapshot_folder() -> Path:
    return Path(settings.INDEX_DIR)


def save_market(markets: LiveMarkets) -> None:
    """Write what a market has worked out. Raises OSError."""
    kept = {
        str(pk): {name: listing_as_json(record) for name, record in variants.items()}
        for pk, variants in markets.kept.items()
    }
    content = {"kept": kept, "lists": {name: market.lists for name, market in markets.markets.items()}}
    write_snapshot(snapshot_folder() / "market", content, version=_market_version(markets.as_of))
    texts, kinds = text_model(markets.knowledge).remembered, kind_reader(markets.knowledge).remembered
    # Of what the market says now: what was read in texts that nobody has any more may go.
    said = {
        (each.title, each.description, each.language)
        for variants in markets.kept.values()
        for each in variants.values()
    }
    words = {
        "texts": [item for item in texts.items() if item[0] in said],
        "kinds": [item for item in kinds.items() if item[0][2:] in said],
    }
    write_snapshot(snapshot_folder() / "words", words, version=_words_version())


def restored_market(*, as_of: date) -> LiveMarkets:
    """Return the market as it was last written, made anew where that cannot be used. `update` brings it up to date."""
    _remember_words()
    try:
        content = read_snapshot(snapshot_folder() / "market", version=_market_version(as_of))
    except SnapshotRefusedError as refusal:
        log.info("Market made anew: snapshot %s.", refusal)
        return LiveMarkets(as_of=as_of)
    kept = {
        int(pk): {name: listing_from_json(told) for name, told in variants.items()}
        for pk, variants in content["kept"].items()
    }
    return LiveMarkets(as_of=as_of, kept=kept, lists=content["lists"])


def _remember_words() -> None:
    """Take in what texts have been read as before: as good on any day, and for any weights."""
    try:
        words = read_snapshot(snapshot_folder() / "words", version=_words_version())
    except SnapshotRefusedError as refusal:
        log.info("Words read anew: snapshot %s.", refusal)
        return
    knowledge = current_knowledge()
    text_model(knowledge).remember({tuple(text): reading_from_json(told) for text, told in words["texts"]})
    kinds = {(Side(key[0]), Resource(key[1]), *key[2:]): kind_from_json(told) for key, told in words["kinds"]}
    kind_reader(knowledge).remember(kinds)


def _words_version() -> str:
    return snapshot_version(tables=current_knowledge().version)


def _market_version(as_of: date) -> str:
    return snapshot_version(
        tables=current_knowledge().version,
        weights=dict(current_ranking().weights),
        rates=dict(RATES),
        as_of=as_of,
        lengths=(BEST, LISTED),
    )
