"""Build the translations that the site reads."""

from django.conf import settings
from django.core.management.base import BaseCommand

from marketplace.management.translations import build_translations


class Command(BaseCommand):
    help = "Compile .po files that are newer than their .mo, without the gettext tools."
    requires_system_checks = []

    def handle(self, **options: object) -> None:
        for folder in settings.LOCALE_PATHS:
            for path in build_translations(folder):
                self.stdout.write(f"Built {path}")
