"""Write the corrections that are in force as a patch to the shipped tables."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from marketplace.queries.table_corrections import corrections_patch


class Command(BaseCommand):
    help = (
        "Write the approved corrections of the knowledge tables as a patch that `git apply` takes, to FILE or to the "
        "screen. Once a release ships with it, the corrections say what the tables say and can be left as they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="where to write (default: the screen)")

    def handle(self, *, file: Path | None, **options: object) -> None:
        patch = corrections_patch(as_of=timezone.localdate())
        if file is None:
            self.stdout.write(patch, ending="")
        else:
            file.write_text(patch, encoding="utf-8")
            self.stdout.write(str(file))
