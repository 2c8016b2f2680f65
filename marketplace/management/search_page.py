"""The part of the evaluation page on searches: our search beside the plain full text of both databases."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import numpy as np
import psycopg
from django.test.utils import setup_databases, teardown_databases

from marketplace.management.search_market import make_search_market
from marketplace.management.search_rankers import Ranker, ours, postgresql_full_text, sqlite_full_text
from marketplace.management.services import is_available, service_url
from marketplace.models import Listing
from matching.evaluation import bootstrap_difference
from matching.evaluation.searches import load_searches

_SEED = 2026
_LANGUAGES = {"sv": "Swedish", "nb": "Norwegian"}
_POSTGRESQL = "PostgreSQL"


def search_section() -> Iterator[str]:
    """Yield the lines on searches, tried in a database of their own."""
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        yield from search_lines(make_search_market())
    finally:
        teardown_databases(databases, verbosity=0)


def search_lines(listings: list[Listing]) -> Iterator[str]:
    """Yield the same of listings that are in the database that is connected."""
    yield from (
        "## Searches",
        "",
        f"nDCG@10 of {len(load_searches())} queries over the {len(listings)} listings of the demo, all of them open so",
        "that plain full text has their words too; it looks for any of the words. The grades are the authors' and were",
        "committed before a query was run; see the README on how much they flatter our search.",
        "",
        "| queries | n | ranker | nDCG@10 | nothing found | our lead (95 %) |",
        "|---|---|---|---|---|---|",
    )
    if not is_available(_POSTGRESQL):
        yield from _rows({"ours": ours, "SQLite FTS5": sqlite_full_text(listings)})
        yield from ("", f"No {_POSTGRESQL} here.", "")
        return
    # Any database of the server will do: all that is written is one temporary table.
    with psycopg.connect(urlsplit(service_url(_POSTGRESQL))._replace(path="/postgres").geturl()) as connection:
        in_postgresql = postgresql_full_text(listings, connection=connection)
        yield from _rows({"ours": ours, "SQLite FTS5": sqlite_full_text(listings), _POSTGRESQL: in_postgresql})
        connection.rollback()
    yield ""


def _rows(rankers: dict[str, Ranker]) -> Iterator[str]:
    for language, name in _LANGUAGES.items():
        queries = [query for query in load_searches() if query.language == language]
        figures = {}
        for ranker, search in rankers.items():
            found = [search(query) for query in queries]
            figures[ranker] = np.array([query.ndcg(each) for query, each in zip(queries, found, strict=True)])
            empty = sum(not each for each in found)
            lead = "" if ranker == "ours" else _lead(figures["ours"], figures[ranker])
            yield f"| {name} | {len(queries)} | {ranker} | {figures[ranker].mean():.3f} | {empty} | {lead} |"


def _lead(one: np.ndarray, other: np.ndarray) -> str:
    mean, low, high = bootstrap_difference(one, other, chance=np.random.default_rng(_SEED))
    return f"{mean:+.3f} ({low:+.3f} to {high:+.3f})"
