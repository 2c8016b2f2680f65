"""Get everything ready that the demo serves."""

import hashlib
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection

from marketplace.models import Firm

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = "Build translations, tables and demo data. Safe to repeat: what is there already stays as it is."
    requires_system_checks = []  # they would load every page; the servers that follow run them

    def handle(self, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("This fills a database with invented firms: `manage.py demo` calls it, with DEMO=1.")
        call_command("build_translations", stdout=self.stderr)
        if not connection.introspection.table_names():
            self.stderr.write("Making the database and loading the demo data (once, about a minute) …")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        self.stdout.write(self._load_once(settings.VAR_DIR / "demo-loaded"))
        call_command("index_search", stdout=StringIO(), stderr=self.stderr)

    def _load_once(self, note: Path) -> str:
        """Return what `load_demo` says about the demo's people; run it if its data are not in the database."""
        fingerprint = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(DATA.glob("*.csv")))).hexdigest()
        if Firm.objects.filter(is_demo=True).exists() and note.exists():
            noted, _line, said = note.read_text(encoding="utf-8").partition("\n")
            if noted == fingerprint:
                return said
        said = StringIO()
        call_command("load_demo", stdout=said, stderr=self.stderr)
        note.write_text(f"{fingerprint}\n{said.getvalue()}", encoding="utf-8")
        return said.getvalue()
