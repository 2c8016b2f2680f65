"""The engine from the command line, on plain files: `python -m matching rank --help`."""

import argparse
import csv
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TextIO

from geo.roads import RoadDistances
from matching.codes import code_finder, ranked_rows, told_lines
from matching.compliance import border_card
from matching.compliance.cases import RESULT_COLUMNS, CaseReader, case_columns, result_row
from matching.economics import usual_rates
from matching.engine import DEFAULT_WEIGHTS, Market
from matching.errors import FactError
from matching.knowledge import LANGUAGES, load_knowledge
from matching.records import Listing, Match, Reason, Side
from matching.tables import (
    LISTING_COLUMNS,
    ColumnTwiceError,
    Table,
    TableEmptyError,
    TableUnreadableError,
    read_table,
)
from matching.tables.listings import ListingReader

_FAILED, _MISUSED = 1, 2
_PROBLEMS_SHOWN = 10
_SECONDS_BETWEEN_NEWS = 2.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 a file cannot be used, 2 wrong arguments."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except (OSError, _UnusableError) as error:
        print(f"matching: {error}", file=sys.stderr)
        return _FAILED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m matching", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    rank = commands.add_parser("rank", help="the best counterparts of each offer or need")
    rank.add_argument("--offers", required=True, type=Path, metavar="A.csv")
    rank.add_argument("--needs", required=True, type=Path, metavar="B.csv")
    rank.add_argument("--for", dest="queries", choices=("offers", "needs"), default="needs", help="default: needs")
    rank.add_argument("--top", type=_positive, default=20, help="how many for each; default: 20")
    rank.add_argument("--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD", help="day of the question; today")
    rank.add_argument("--out", required=True, type=Path, metavar="R.csv")
    rank.set_defaults(run=_rank)
    codes = commands.add_parser("codes", help="waste codes and materials of everyday words")
    source = codes.add_mutually_exclusive_group(required=True)
    source.add_argument("--file", type=Path, metavar="T.csv", help="with the columns id, text, language; needs --out")
    source.add_argument("--text", help="one line, answered in words")
    codes.add_argument("--language", choices=LANGUAGES, default="", help="of --text; else detected")
    codes.add_argument("--top", type=_positive, default=10, help="how many for each; default: 10")
    codes.add_argument("--out", type=Path, metavar="R.csv")
    codes.set_defaults(run=_codes, refuse=codes.error)
    rules = commands.add_parser("rules", help="what the law asks of each case, across the border and at home")
    rules.add_argument("--cases", required=True, type=Path, metavar="C.csv", help="any legal fact may be a column")
    rules.add_argument("--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD", help="day of the law; today")
    rules.add_argument("--out", required=True, type=Path, metavar="R.csv")
    rules.set_defaults(run=_rules)
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is below 1")
    return number


def _rank(options: argparse.Namespace) -> None:
    """Write the best counterparts of each query listing: query_id, rank, doc_id, score, reasons."""
    side = Side.OFFER if options.queries == "offers" else Side.NEED
    market = Market(
        _read_listings(options.offers, Side.OFFER),
        _read_listings(options.needs, Side.NEED),
        knowledge=load_knowledge(),
        distances=RoadDistances(),
        weights=DEFAULT_WEIGHTS,
        rates=usual_rates(),
        as_of=options.as_of or datetime.now(UTC).date(),
    )
    with options.out.open("w", encoding="utf-8", newline="") as out:
        _write_lists(out, market, side=side, top=options.top)


def _write_lists(out: TextIO, market: Market, *, side: Side, top: int) -> None:
    writer = csv.writer(out)
    writer.writerow(("query_id", "rank", "doc_id", "score", "reasons"))
    compared, explained = _News("offers compared"), _News(f"{side}s explained")
    lists = market.lists(side, top=top, progress=compared.tell)
    for done, (query, matches) in enumerate(lists, start=1):
        for rank, match in enumerate(matches, start=1):
            other = match.need_id if side is Side.OFFER else match.offer_id
            writer.writerow((query, rank, other, f"{match.score:.6f}", _reasons(match)))
        explained.tell(done, market.size(side))


def _codes(options: argparse.Namespace) -> None:
    """Tell what one text means in words, or write what texts mean: query_id, rank, code, material, score."""
    if options.file is None and options.out is None:
        _print_codes(options.text, options)
        return
    if options.out is None:
        options.refuse("--file needs --out")
    texts = [("text", options.text, options.language)] if options.file is None else _read_texts(options.file)
    with options.out.open("w", encoding="utf-8", newline="") as out:
        _write_codes(out, texts, top=options.top)


def _print_codes(text: str, options: argparse.Namespace) -> None:
    knowledge = load_knowledge()
    understood = code_finder(knowledge).understand(text, options.language, top=options.top)
    for line in told_lines(understood, knowledge=knowledge, language=understood.language, top=options.top):
        print(line)


def _write_codes(out: TextIO, texts: Sequence[tuple[str, str, str]], *, top: int) -> None:
    knowledge = load_knowledge()
    finder, told = code_finder(knowledge), _News("texts read")
    writer = csv.writer(out)
    writer.writerow(("query_id", "rank", "code", "material", "score"))
    for done, (query, text, language) in enumerate(texts, start=1):
        rows = ranked_rows(finder.understand(text, language, top=top), knowledge=knowledge, top=top)
        for rank, (code, material, score) in enumerate(rows, start=1):
            writer.writerow((query, rank, code, material, f"{score:.6f}"))
        told.tell(done, len(texts))


def _rules(options: argparse.Namespace) -> None:
    """Write the border card of each case: status, regime, codes, papers, what to ask or unblock, rules."""
    table = _read_table(options.cases, columns=("case_id", "as_of", *case_columns()), needed=("case_id",))
    knowledge, reader, told = load_knowledge(), CaseReader(), _News("cases judged")
    today = options.as_of or datetime.now(UTC).date()
    with options.out.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(RESULT_COLUMNS)
        for done, row in enumerate(table.rows, start=1):
            card = border_card(reader.facts(row), knowledge=knowledge, as_of=reader.day(row) or today)
            writer.writerow(result_row(row.text("case_id"), card))
            told.tell(done, len(table.rows))
    unknown = [f"column {name} is not known and was ignored" for name in table.unknown_columns]
    _tell(options.cases, [*unknown, *map(str, reader.problems)])


def _read_texts(path: Path) -> list[tuple[str, str, str]]:
    """Return id, text and language of each row of a file; a language that we do not read is left to be detected.

    Raises OSError where the file cannot be read, _UnusableError where it is no table with the columns id and text.
    """
    table = _read_table(path, columns=_TEXT_COLUMNS, needed=("id", "text"))
    _tell(path, [f"column {name} is not known and was ignored" for name in table.unknown_columns])
    rows = [(row.text("id"), row.text("text"), row.text("language").casefold()) for row in table.rows]
    return [(number, text, language if language in LANGUAGES else "") for number, text, language in rows]


class _News:
    """Says on stderr how far the work has come, every few seconds."""

    def __init__(self, what: str) -> None:
        self._what, self._told_at = what, time.monotonic()

    def tell(self, done: int, total: int) -> None:
        if time.monotonic() - self._told_at > _SECONDS_BETWEEN_NEWS:
            self._told_at = time.monotonic()
            print(f"matching: {done} of {total} {self._what}", file=sys.stderr)


def _reasons(match: Match) -> str:
    """Return the codes of the reasons with their telling values, those against after a minus."""
    told = [_told(reason) for reason in match.reasons_for] + [f"-{_told(reason)}" for reason in match.reasons_against]
    return ";".join(told)


def _told(reason: Reason) -> str:
    values = [_short(value) for value in reason.values.values()]
    return f"{reason.code}({' '.join(values)})"


def _short(value: float | str | list[int]) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value))
    return value if isinstance(value, str) else f"{value:.3g}"


def _read_listings(path: Path, side: Side) -> list[Listing]:
    """Return the listings of a file; a row without an id, or with one seen before, is left out.

    Raises OSError where the file cannot be read, _UnusableError where it is no table with the column id.
    """
    knowledge = load_knowledge()
    table = _read_table(path, columns=(*LISTING_COLUMNS, *knowledge.properties), needed=("id",))
    reader = ListingReader(knowledge)
    listings: dict[str, Listing] = {}
    left_out = []
    for row in table.rows:
        listing = reader.read(row, side=side)
        if listing.id and listings.setdefault(listing.id, listing) is listing:
            continue
        left_out.append(f"row {row.number} has no id of its own and was left out")
    unknown = [f"column {name} is not known and was ignored" for name in table.unknown_columns]
    _tell(path, [*unknown, *left_out, *map(str, reader.problems)])
    return list(listings.values())


def _read_table(path: Path, *, columns: Sequence[str], needed: Sequence[str]) -> Table:
    try:
        table = read_table(path, columns=columns)
    except FactError as error:
        raise _UnusableError(f"{path} {_UNUSABLE[type(error)].format(**error.values)}.") from error
    missing = next((name for name in needed if name not in table.columns), "")
    if missing:
        raise _UnusableError(f"{path} has no column {missing}: its first line must name the columns.")
    return table


_TEXT_COLUMNS = ("id", "text", "language")
_UNUSABLE = {
    TableEmptyError: "is empty: its first line must name the columns, id among them",
    TableUnreadableError: "is no table of text in UTF-8 or Windows-1252 (line {line})",
    ColumnTwiceError: "has two columns called {column}: leave one",
}


class _UnusableError(Exception):
    """A file cannot be used; the text says which and why."""


def _tell(path: Path, news: Sequence[str]) -> None:
    """Say on stderr what was ignored, the first lines of it."""
    for line in news[:_PROBLEMS_SHOWN]:
        print(f"{path.name}: {line}", file=sys.stderr)
    if len(news) > _PROBLEMS_SHOWN:
        print(f"{path.name}: and {len(news) - _PROBLEMS_SHOWN} more", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
