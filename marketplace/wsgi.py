"""The door for gunicorn: `gunicorn marketplace.wsgi`."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from marketplace.checks import refuse_unsafe_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
application = get_wsgi_application()
refuse_unsafe_start()
# By name, and here: what it reads words with lies over models, which are there only once the application is.
read_tables = import_string("marketplace.views.table_corrections.read_tables")
Thread(target=read_tables, name="warm-up", daemon=True).start()
