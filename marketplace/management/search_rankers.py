"""Our search and the plain full text of two databases, over the same listings, as functions from words to ids."""

import re
import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import psycopg
from django.contrib.auth.models import AnonymousUser

from marketplace.forms.searches import read_search
from marketplace.models import Listing
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.search_results import results
from matching.evaluation.searches import GradedQuery

Ranker = Callable[[GradedQuery], list[str]]
DEPTH = 10
_CONFIGURATIONS = {"sv": "swedish", "nb": "norwegian", "nn": "norwegian"}


def ours(query: GradedQuery) -> list[str]:
    """Return what our search of the connected database finds first, for nobody in particular."""
    viewer, asked = AnonymousUser(), {"q": query.text, "language": query.language}
    read = read_search(asked, viewer=viewer, today=datetime.now(tz=UTC).date(), language=query.language)
    return [listing.external_id for listing in results(viewer, read.search).in_order()[:DEPTH]]


def sqlite_full_text(listings: Iterable[Listing]) -> Ranker:
    """Return the search of FTS5: any of the words, the best by BM25 first, titles as good as texts."""
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "create virtual table listing using fts5(id unindexed, words, tokenize = 'unicode61 remove_diacritics 0')"
    )
    connection.executemany("insert into listing values (?, ?)", [(each.external_id, _words(each)) for each in listings])

    def search(query: GradedQuery) -> list[str]:
        any_word = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", query.text))
        rows = connection.execute(
            "select id from listing where words match ? order by bm25(listing), id limit ?", (any_word, DEPTH)
        )
        return [row[0] for row in rows]

    return search


def postgresql_full_text(listings: Iterable[Listing], *, connection: psycopg.Connection) -> Ranker:
    """Return the search of PostgreSQL: any of the words, stemmed in the text's language, the best by ts_rank."""
    connection.execute("create temporary table searched (id text, words tsvector)")
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into searched values (%s, to_tsvector(%s::regconfig, %s))",
            [(each.external_id, _CONFIGURATIONS.get(each.language, "simple"), _words(each)) for each in listings],
        )

    def search(query: GradedQuery) -> list[str]:
        any_word = " | ".join(re.findall(r"\w+", query.text))
        rows = connection.execute(
            "select id from searched, to_tsquery(%s::regconfig, %s) asked "
            "where words @@ asked order by ts_rank(words, asked) desc, id limit %s",
            (_CONFIGURATIONS[query.language], any_word, DEPTH),
        )
        return [row[0] for row in rows]

    return search


def _words(listing: Listing) -> str:
    """Return all that a page shows of an open listing, in the listing's language."""
    knowledge = current_knowledge()
    language = listing.language or "sv"
    names = [knowledge.name(listing.material, language)]
    names += [knowledge.use_name(listing.use, language)] if listing.use else []
    place = f"{listing.site.locality} {listing.firm.name}"
    return " ".join([listing.title, listing.description, *names, place, listing.waste_code])
