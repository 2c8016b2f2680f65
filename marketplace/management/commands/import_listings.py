"""Bring offers and needs from a spreadsheet's CSV file into the site."""

from argparse import ArgumentParser
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marketplace.actions.import_rows import RowReport, import_rows
from marketplace.actions.imports import Result
from marketplace.forms.imports import read_listings, read_row, rejected_table
from marketplace.management.progress import Progress
from marketplace.wording.imports import count_lines, file_sentence, unknown_columns_line
from matching.errors import FactError
from matching.tables import Table


class Command(BaseCommand):
    help = (
        "Import offers and needs from FILE.csv. Rows that lack material, amount or place become drafts; rows that "
        "cannot be read go to FILE.rejected.csv with the reason. Safe to repeat: the same row changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")
        languages = [code for code, name in settings.LANGUAGES]
        parser.add_argument(
            "--language", choices=languages, default=settings.LANGUAGE_CODE, help="of the report (default: %(default)s)"
        )

    def handle(self, *, file: Path, dry_run: bool, language: str, **options: object) -> None:
        with translation.override(language):
            try:
                table = read_listings(file)
            except (FactError, OSError) as error:
                raise CommandError(file_sentence(error, file=file.name)) from error
            if table.unknown_columns:
                self.stdout.write(unknown_columns_line(table.unknown_columns))
            reports = self._import(table, dry_run=dry_run)
            for line in count_lines(
                Counter(str(report.result) for report in reports), drafts=sum(each.is_draft for each in reports)
            ):
                self.stdout.write(line)
            if dry_run:
                self.stdout.write(_("This was a trial: nothing was written."))
            else:
                self._write_rejected(table, reports, file=file)

    def _import(self, table: Table, *, dry_run: bool) -> list[RowReport]:
        progress = Progress(self.stderr, total=len(table.rows))
        reports = []
        with transaction.atomic() if dry_run else nullcontext():
            for report in import_rows(table.rows, read=read_row, by=None, now=timezone.now()):
                progress.clear()
                self.stdout.write(report.line)
                progress.step()
                reports.append(report)
            progress.clear()
            if dry_run:
                transaction.set_rollback(True)
        return reports

    def _write_rejected(self, table: Table, reports: list[RowReport], *, file: Path) -> None:
        rejected = [(report.row, " ".join(report.why)) for report in reports if report.result == Result.REJECTED]
        if not rejected:
            return
        path = file.with_suffix(".rejected.csv")
        try:
            path.write_bytes(rejected_table(table, rejected))
        except OSError as error:
            raise CommandError(file_sentence(error, file=path.name)) from error
        self.stdout.write(_("The rejected rows, each with its reason: %(path)s") % {"path": path})
