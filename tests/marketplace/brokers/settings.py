"""Settings of the worker processes under test: a queue of their own, an eager clock, and a place to stand still."""

import os
from pathlib import Path

from kombu import Queue

from marketplace import settings as usual

globals().update({name: getattr(usual, name) for name in dir(usual) if name.isupper()})

# A broker on this machine may serve a real site: its queues stay untouched.
QUEUE = "tests_follow_ups"
CELERY_TASK_DEFAULT_QUEUE = QUEUE
INDEX_QUEUE = "tests_index"
CELERY_TASK_QUEUES = [Queue(QUEUE), Queue(INDEX_QUEUE)]
CELERY_TASK_ROUTES = {name: {"queue": INDEX_QUEUE} for name in usual.CELERY_TASK_ROUTES}
CELERY_BEAT_SCHEDULE = {"sweep": {"task": "marketplace.sweep", "schedule": 0.5, "options": {"expires": 5}}}
INSTALLED_APPS = [*usual.INSTALLED_APPS, "tests.marketplace.brokers.standstill.StandstillConfig"]
# Where the worker stands still until it is killed (standstill.py), and the file that says that it got there.
STAND_STILL_AT = os.environ.get("STAND_STILL_AT", "")
STANDS_STILL = Path(os.environ.get("VAR_DIR", usual.VAR_DIR)) / "stands-still"
