"""The project's only app."""

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Tags, register

from marketplace.celery import app as celery_app
from marketplace.checks import check_production, check_semantic, check_services, check_what_others_reach


class MarketplaceConfig(AppConfig):
    name = "marketplace"
    # Whoever loads Django has the Celery application as current: `record()` sends by name.
    celery_app = celery_app

    def ready(self) -> None:
        register(check_what_others_reach, Tags.security)
        register(check_services, Tags.urls)
        register(check_semantic, Tags.compatibility)
        register(check_production, Tags.security, deploy=True)
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
