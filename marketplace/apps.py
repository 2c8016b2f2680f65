"""The project's only app."""

from django.apps import AppConfig
from django.conf import settings

from marketplace.celery import app as celery_app


class MarketplaceConfig(AppConfig):
    name = "marketplace"
    # Whoever loads Django has the Celery application as current: `record()` sends by name.
    celery_app = celery_app

    def ready(self) -> None:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
