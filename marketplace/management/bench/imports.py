"""What importing a long spreadsheet costs: reading the file, reading its rows, posting them, undoing that."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime

import numpy as np
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from openpyxl import Workbook

from geo.places import load_gazetteer
from marketplace.actions.firms import register_firm
from marketplace.actions.staged_imports import map_columns, start_import, take_back_import, upload_import
from marketplace.follow_ups import check_import, run_import, undo_import
from marketplace.forms.imports.uploads import UploadForm
from marketplace.management.bench.measuring import cpu_seconds, table, told_number, told_seconds
from marketplace.models import Country, Firm, Import, Listing, User
from marketplace.queries.knowledge import current_knowledge, warm_up

ROWS = 5_000
_PLACES, _MATERIALS, _WORDY = 30, 120, 0.2  # the share of rows whose material stands in the title alone
_HEADING = ("Benämning", "Materialslag", "Mängd (ton)", "Hur ofta", "Månader", "Kommun", "Pris", "Avfallskod")


class _Counter:
    """Counts what is asked of the database."""

    count = 0

    def __call__(self, execute: Callable[..., object], *asked: object) -> object:
        self.count += 1
        return execute(*asked)


def imports_section(*, now: datetime, seed: int, rows: int = ROWS) -> Iterator[str]:
    """Yield the lines on imports, measured in a database of their own."""
    yield from (
        "## Imports",
        "",
        f"One firm's file of {told_number(rows)} rows, made up, in {_PLACES} municipalities.",
        "",
    )
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        yield from import_lines(now=now, seed=seed, rows=rows)
    finally:
        teardown_databases(databases, verbosity=0)


def import_lines(*, now: datetime, seed: int, rows: int) -> Iterator[str]:
    """Yield what each step of an import costs. It writes to the database that is connected, which must be empty."""
    warm_up()
    by, firm = _made_firm(now=now)
    lines = list(_lines(rows, seed=seed))
    read = [(kind, cpu_seconds(lambda content=content: _form(firm, content))) for kind, content in _files(lines)]
    form = _form(firm, dict(_files(lines))["xlsx"])
    steps: dict[str, Callable[[], object]] = {
        "keep the upload": lambda: _upload(form, by=by, now=now),
        "read the rows for the preview": lambda: check_import(_staged(), by=None, now=now),
        "post them": lambda: run_import(_staged(), by=None, now=now),
        "undo that": lambda: undo_import(_staged(), by=None, now=now),
    }
    before = {"post them": lambda: start_import(_staged(), by=by, now=now)}
    before["undo that"] = lambda: take_back_import(_staged(), by=by, now=now)
    found = [(f"read the file ({kind})", seconds, 0) for kind, seconds in read]
    for name, step in steps.items():
        before.get(name, lambda: None)()
        counter = _Counter()
        with connection.execute_wrapper(counter):
            seconds = cpu_seconds(step)
        found.append((name, seconds, counter.count))
        if name == "post them":
            published = Listing.objects.filter(state=Listing.State.PUBLISHED).count()
    yield from table(
        "step",
        "CPU time",
        "a row",
        "queries a row",
        rows=[
            (name, told_seconds(seconds), told_seconds(seconds / rows), f"{queries / rows:.1f}" if queries else "–")
            for name, seconds, queries in found
        ],
    )
    whole = sum(seconds for name, seconds, _ in found if name not in ("undo that", "read the file (csv)"))
    yield (
        f"From the upload of the workbook to {told_number(published)} published listings: {told_seconds(whole)} of CPU "
        f"on {connection.vendor}."
    )
    yield ""


def _made_firm(*, now: datetime) -> tuple[User, Firm]:
    by = User.objects.create(email="bench@example.org", joined_at=now)
    firm = Firm(name="Bench AB", country=Country.SWEDEN, org_number="5590000005", nace="16.10", created_at=now)
    return by, register_firm(firm, by=by, now=now)


def _lines(rows: int, *, seed: int) -> Iterator[tuple[str, ...]]:
    chance = np.random.default_rng(seed)
    knowledge = current_knowledge()
    leaves = [each for each in knowledge.materials.values() if not each.is_group and str(each.resource) == "material"]
    materials = [knowledge.name(leaf.code, "sv") for leaf in leaves[:_MATERIALS]]
    towns = [each.name for each in load_gazetteer().municipalities.values()][:_PLACES]
    yield _HEADING
    for number in range(rows):
        material = materials[int(chance.integers(len(materials)))]
        wordy = chance.random() < _WORDY
        yield (
            *(f"{material.capitalize()}, parti {number}", "" if wordy else material),
            *(f"{chance.uniform(1, 900):.1f}".replace(".", ","), "per månad", "okt–apr"),
            *(towns[int(chance.integers(len(towns)))], f"{int(chance.integers(-200, 400))} kr/ton", ""),
        )


def _files(lines: list[tuple[str, ...]]) -> Iterator[tuple[str, bytes]]:
    yield "csv", "\n".join(";".join(cells) for cells in lines).encode("cp1252")
    book, saved = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for cells in lines:
        sheet.append(cells)
    book.save(saved)
    yield "xlsx", saved.getvalue()


def _form(firm: Firm, content: bytes) -> UploadForm:
    form = UploadForm({"side": "offer"}, {"file": SimpleUploadedFile("bench", content)}, firm=firm)
    if not form.is_valid():
        raise ValueError(form.errors.as_text())
    return form


def _upload(form: UploadForm, *, by: User, now: datetime) -> None:
    staged, rows = form.staged()
    staged = upload_import(staged, rows=rows, by=by, now=now)
    map_columns(staged, columns=staged.columns, unit=staged.unit, rhythm=staged.rhythm, by=by, now=now)


def _staged() -> Import:
    return Import.objects.select_related("firm", "site", "uploaded_by", "started_by").get()
