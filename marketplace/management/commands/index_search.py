"""Index what was published before its tables or code."""

from django.core.management.base import BaseCommand

from marketplace.actions.search_index import index_outdated
from marketplace.management.progress import Progress
from marketplace.models import Listing


class Command(BaseCommand):
    help = (
        "Make every open listing findable by the words and codes of today. Safe to repeat, and quick the second time."
    )

    def handle(self, **options: object) -> None:
        progress = Progress(self.stderr, total=Listing.objects.filter(state__in=Listing.OPEN_STATES).count())
        number = index_outdated(most=None, each=progress.step)
        progress.clear()
        self.stdout.write(f"{number} listings indexed.")
