"""Take an official list of waste codes into the tables."""

from argparse import ArgumentParser
from collections import Counter
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marketplace.actions.waste_codes import import_waste_codes
from marketplace.errors import RefusedError
from marketplace.queries.table_corrections import knowledge_to_come
from marketplace.wording.waste_codes import change_line, fault_sentence, left_out_line
from matching.codes.list_changes import CodeChange, Step, code_changes
from matching.codes.official_lists import ListFaultError, ListForm, form_of, read_official_list

_COUNTRIES = {ListForm.ANNEX: "SE", ListForm.SEMICOLONS: "NO"}
_MOST_ENDED = 100  # no amendment of the list has ended more; an excerpt would


class Command(BaseCommand):
    help = (
        "Compare FILE with the tables, show which waste codes are new, changed or ended, and lay that over the tables "
        "from a day on. FILE is annex 3 of the Swedish ordinance (SFS 2020:614) as text, or the semicolon file of the "
        "Norwegian register. Safe to repeat: what the tables say already is nothing new."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--country", choices=["SE", "NO"], help="whose list (default: told by the form of the file)"
        )
        parser.add_argument("--from", dest="first_day", type=date.fromisoformat, help="valid from (default: today)")
        parser.add_argument("--partial", action="store_true", help="the file is an excerpt: end no code it lacks")
        parser.add_argument("--also-harmless", action="store_true", help="also take what is no longer hazardous")
        parser.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--language", choices=languages, default=settings.LANGUAGE_CODE, help="of the report")

    def handle(self, *, file: Path, language: str, dry_run: bool, **options: object) -> None:
        with translation.override(language):
            changes = self._changes(file, **options)
            for change in changes:
                self.stdout.write(change_line(change))
            if dry_run:
                self.stdout.write(_("This was a trial: nothing was written."))
            else:
                self._write(changes, source=file.name)
            counts = Counter(change.step for change in changes)
            changed = counts[Step.HAZARDOUS] + counts[Step.HARMLESS]
            told = {"new": counts[Step.NEW], "changed": changed, "ended": counts[Step.ENDED]}
            self.stdout.write(_("%(new)s new, %(changed)s changed, %(ended)s ended.") % told)

    def _changes(
        self,
        file: Path,
        *,
        country: str | None,
        first_day: date | None,
        partial: bool,
        also_harmless: bool,
        **_options: object,
    ) -> list[CodeChange]:
        try:
            text = file.read_text(encoding="utf-8-sig")
            listed = read_official_list(text)
        except ListFaultError as fault:
            raise CommandError(fault_sentence(fault)) from fault
        except UnicodeDecodeError as error:
            raise CommandError(_("%(file)s is not in UTF-8. Save it so.") % {"file": file.name}) from error
        except OSError as error:
            raise CommandError(str(error)) from error
        facts = {"country": country or _COUNTRIES[form_of(text)], "first_day": first_day or timezone.localdate()}
        changes = code_changes(listed, knowledge_to_come().waste_codes, **facts)
        return self._chosen(changes, partial=partial, also_harmless=also_harmless)

    def _chosen(self, changes: list[CodeChange], *, partial: bool, also_harmless: bool) -> list[CodeChange]:
        """Leave out what an excerpt cannot tell, and what would take a hazard away unasked."""
        ended = sum(change.step is Step.ENDED for change in changes)
        if ended > _MOST_ENDED and not partial:
            text = _("%(number)s codes would end. For an excerpt of the list, say --partial.")
            raise CommandError(text % {"number": ended})
        harmless = sum(change.step is Step.HARMLESS for change in changes)
        if harmless and not also_harmless:
            self.stdout.write(left_out_line(harmless))
        left_out = {Step.ENDED} if partial else set()
        left_out |= set() if also_harmless else {Step.HARMLESS}
        return [change for change in changes if change.step not in left_out]

    def _write(self, changes: list[CodeChange], *, source: str) -> None:
        try:
            import_waste_codes(changes, source=source, by=None, now=timezone.now())
        except RefusedError as refusal:
            raise CommandError(refusal.message) from refusal
