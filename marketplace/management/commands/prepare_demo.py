"""Get everything ready that the demo serves."""

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    help = "Build translations, tables and demo data. Safe to repeat: what is there already stays as it is."

    def handle(self, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("This fills a database with invented firms: `manage.py demo` calls it, with DEMO=1.")
        call_command("build_translations", stdout=self.stderr)
        if not connection.introspection.table_names():
            self.stderr.write("Making the database and loading the demo data (once) …")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_demo", stdout=self.stdout)
