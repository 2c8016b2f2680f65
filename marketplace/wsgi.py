"""The door for gunicorn: `gunicorn marketplace.wsgi`."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

from marketplace.checks import refuse_unsafe_start
from marketplace.queries.knowledge import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
application = get_wsgi_application()
refuse_unsafe_start()
Thread(target=warm_up, name="warm-up", daemon=True).start()
