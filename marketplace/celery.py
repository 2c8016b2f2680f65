"""The Celery application: `celery -A marketplace.celery worker`."""

import os
from pathlib import Path

from celery import Celery
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")

TRANSPORT_ALIASES["filesystem"] = "marketplace.folder_broker:Transport"
app = Celery("marketplace")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["marketplace"])
for folder in settings.CELERY_BROKER_TRANSPORT_OPTIONS.values():
    if str(folder).startswith(str(settings.QUEUE_DIR)):
        Path(folder).mkdir(parents=True, exist_ok=True)  # the folder broker does not make its own
