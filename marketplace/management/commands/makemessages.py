"""Bring the translators' catalogues up to date with the texts in the sources."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.commands import makemessages


class Command(makemessages.Command):
    help = "Bring every catalogue, or that of -l, up to date with the texts in the sources. Needs the gettext tools."
    # A guess looks like a translation: what is new stays empty, and a test names it.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(no_obsolete=True, add_location="file", ignore_patterns=["tests/*"])

    def handle(self, *args: object, **options: object) -> None:
        translated = [code for code, _name in settings.LANGUAGES if code != "en"]  # the sources are English
        super().handle(*args, **{**options, "locale": options["locale"] or translated})

    def write_po_file(self, potfile: str, locale: str) -> None:
        """Write a catalogue without the time: two people's catalogues would differ in it, and no reader asks."""
        super().write_po_file(potfile, locale)
        catalogue = Path(potfile).parent / locale / "LC_MESSAGES" / f"{self.domain}.po"
        lines = catalogue.read_text(encoding="utf-8").splitlines(keepends=True)
        catalogue.write_text("".join(line for line in lines if "POT-Creation-Date" not in line), encoding="utf-8")
