"""What every worker process loads before it knows its settings: workers are copies of a process that has loaded it."""

from importlib import import_module

from matching.knowledge import load_knowledge
from matching.words import text_model

# Nothing here asks for settings, which each worker reads on its own.
for name in (
    "celery.__main__",
    "celery.bin.worker",
    "celery.beat",
    "celery.concurrency.thread",
    "celery.fixups.django",
):
    import_module(name)
for name in ("django.db.models", "django.forms", "django.views.generic", "openpyxl", "icalendar", "typst", "PIL.Image"):
    import_module(name)
for name in ("matching.engine", "matching.codes", "geo.roads"):
    import_module(name)
text_model(load_knowledge())
