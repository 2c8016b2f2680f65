"""Fill the site with invented firms and what they have and need, so that everybody finds something to do."""

from collections.abc import Container
from datetime import datetime, timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from marketplace.actions.import_rows import import_rows
from marketplace.actions.imports import Result, settle_published
from marketplace.actions.suggestions import rematch
from marketplace.demo_people import DEMO_PEOPLE, LOGIN_WORD
from marketplace.forms.imports import read_listings, read_row
from marketplace.management.demo_calls import make_calls
from marketplace.management.demo_pictures import add_pictures
from marketplace.management.demo_searches import save_searches
from marketplace.management.demo_story import (
    describe_firms,
    make_colleague,
    make_coordinator,
    make_introductions,
    make_people,
    verify_top,
)
from marketplace.management.demo_symbioses import tell_tales
from marketplace.management.demo_tales import TALES
from marketplace.management.progress import Progress
from marketplace.models import Listing, Suggestion, User

DATA = settings.BASE_DIR / "marketplace" / "data"
LISTINGS, FIRMS = DATA / "demo_listings.csv", DATA / "demo_firms.csv"
# The demo is some days old when it starts, so that times on its pages differ.
TOLD, IMPORTED, MATCHED, REVIEWED = (timedelta(days=days) for days in (75, 3, 2, 1))


class Command(BaseCommand):
    help = "Load demo firms, listings, people and first introductions. Safe to repeat, and quick the second time."

    def handle(self, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("This makes people whose password everybody knows: set DEMO=1 if you want that.")
        now = timezone.now()
        with translation.override("en"):
            coordinator = make_coordinator(now=now - TOLD)
            self._tell_of_earlier(coordinator, now=now)
            new = self._import(now=now - IMPORTED)
            new += make_calls(by=coordinator, now=now - IMPORTED)
            make_people(by=coordinator, now=now - IMPORTED)
            make_colleague(now=now - IMPORTED)
            describe_firms(FIRMS, by=coordinator, now=now - IMPORTED)
            if new or not Suggestion.objects.exists():
                rematch(now=now - MATCHED)
                settle_published(new)
            add_pictures(now=now - IMPORTED)
            save_searches(now=now - IMPORTED)
            if new:  # what a visitor has found unverified stays so
                verify_top(by=coordinator, now=now - REVIEWED)
            make_introductions(by=coordinator, now=now - REVIEWED)
            self.stdout.write("Log in as")
            for person in DEMO_PEOPLE:
                self.stdout.write(f"  {person.email:<26}{person.role}")
            self.stdout.write(f"with the password {LOGIN_WORD}")

    def _tell_of_earlier(self, coordinator: User, *, now: datetime) -> None:
        """Let the symbioses happen that are weeks old: their listings come first, and find each other."""
        told = {row_id for tale in TALES for row_id in (tale.offer, tale.need)}
        if new := self._import(now=now - TOLD, only=told):
            describe_firms(FIRMS, by=coordinator, now=now - TOLD)
            rematch(now=now - TOLD)
            settle_published(new)
            tell_tales(by=coordinator, now=now)

    def _import(self, *, now: datetime, only: Container[str] = ()) -> list[Listing]:
        """Return the listings that are new on the market. only: the rows' ids; all by default."""
        rows = [row for row in read_listings(LISTINGS).rows if not only or row.text("id") in only]
        progress = Progress(self.stderr, total=len(rows))
        new = []
        for report in import_rows(rows, read=read_row, by=None, now=now):
            progress.step()
            if report.result == Result.REJECTED or report.is_draft:
                self.stderr.write(report.line)
            elif report.result == Result.CREATED:
                new.append(report.listing)
        progress.clear()
        return new
