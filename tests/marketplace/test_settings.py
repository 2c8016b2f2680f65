import json
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.staticfiles.management.commands.collectstatic import Command as CollectStatic
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from marketplace.checks import check_production, check_services, check_what_others_reach, refuse_unsafe_start
from marketplace.management.checks import PRODUCTION

CLEAN = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
ASK = "import json, django; from django.conf import settings; django.setup(); print(json.dumps({expression}))"


def settings_of(expression, **environment):
    """Return what the settings are in a process of its own with just this environment."""
    ended = subprocess.run(
        [sys.executable, "-c", ASK.replace("{expression}", expression)],
        cwd=settings.BASE_DIR,
        env={**CLEAN, "DJANGO_SETTINGS_MODULE": "marketplace.settings", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ended.stdout)


def test_settings_start_with_nothing_set(tmp_path):
    said = settings_of(
        "[settings.DATABASES['default']['ENGINE'], settings.CELERY_BROKER_URL, settings.DEBUG, settings.DEMO]",
        VAR_DIR=str(tmp_path),
    )

    assert said == ["django.db.backends.sqlite3", "filesystem://localhost", False, False]


def test_settings_of_a_production_are_safe_by_its_address_alone(tmp_path):
    said = settings_of(
        "[settings.SECURE_SSL_REDIRECT, settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE,"
        " settings.SECURE_HSTS_SECONDS > 0, settings.MANIFEST_STATIC, settings.DEMO]",
        VAR_DIR=str(tmp_path),
        **PRODUCTION,
    )

    assert said == [True, True, True, True, True, False]


@pytest.mark.parametrize("host", ["materialtorget.example", "192.0.2.7", "*"])
def test_check_refuses_the_demo_key_for_others(settings, host):
    settings.ALLOWED_HOSTS = ["localhost", host]
    settings.SECRET_KEY, settings.DEMO = settings.DEMO_KEY, False

    assert [error.id for error in run_checks(tags=["security"])] == ["marketplace.E001"]
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        refuse_unsafe_start()


def test_check_refuses_the_demo_for_others(settings):
    settings.ALLOWED_HOSTS = ["materialtorget.example"]
    settings.SECRET_KEY, settings.DEMO = "a-key-of-its-own", True

    assert [error.id for error in check_what_others_reach(None)] == ["marketplace.E002"]


def test_check_lets_the_demo_key_serve_this_machine(settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
    settings.SECRET_KEY = settings.DEMO_KEY

    assert check_what_others_reach(None) == []
    refuse_unsafe_start()


def test_check_for_production_names_what_the_embedded_defaults_lack(settings):
    settings.HTTPS, settings.REDIS_URL = False, ""
    settings.DATABASE_URL, settings.CELERY_BROKER_URL = "sqlite:///x", "filesystem://localhost"

    warned = [warning.id for warning in check_production(None)]

    assert warned == ["marketplace.W001", "marketplace.W002", "marketplace.W003", "marketplace.W004"]


def test_static_files_can_be_collected_under_hashed_names(settings, tmp_path):
    # A file that names another one that is missing would otherwise be noticed in production, as error 500.
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "marketplace.static_files.StaticFilesStorage"},
    }

    call_command(CollectStatic(), interactive=False, verbosity=0, stdout=StringIO())

    names = json.loads((tmp_path / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    assert names["marketplace/site.css"] != "marketplace/site.css"


@pytest.mark.parametrize(
    ("name", "url", "error"),
    [
        ("ROUTING_URL", "http://routing.example", "marketplace.E003"),
        ("ROUTING_URL", "osrm+http://routing.example:5000", ""),
        ("GEOCODER_URL", "geocoder.example", "marketplace.E004"),
        ("GEOCODER_URL", "photon+https://geocoder.example", ""),
    ],
)
def test_check_refuses_addresses_of_servers_that_nobody_could_ask(settings, name, url, error):
    setattr(settings, name, url)

    assert [found.id for found in check_services(None)] == [error] * bool(error)


@pytest.mark.django_db
def test_pages_travel_compressed_to_whoever_takes_them_so(client):
    plain = client.get("/offers/")
    packed = client.get("/offers/", HTTP_ACCEPT_ENCODING="gzip")

    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
