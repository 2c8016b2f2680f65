"""What must hold of the settings before the site is reached by others. `manage.py check` and every start say it."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ImproperlyConfigured

from geo.geocoding import Geocoder
from geo.road_tables import Vehicle
from geo.routing_protocols import open_service
from matching.embedding import why_no_model

LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "testserver"}  # the last is what Django's test client calls itself


def check_what_others_reach(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Return errors where what anybody can read in the repository, or the demo, would be open to the net."""
    if set(settings.ALLOWED_HOSTS) <= LOOPBACK:
        return []
    errors: list[CheckMessage] = []
    if settings.SECRET_KEY == settings.DEMO_KEY:
        hint = "Set SECRET_KEY to 50 random characters of your own, or leave ALLOWED_HOSTS unset."
        errors.append(
            Error("The demo's key signs sessions of a site that others reach.", hint=hint, id="marketplace.E001")
        )
    if settings.DEMO:
        hint = "Unset DEMO, or leave ALLOWED_HOSTS unset."
        errors.append(Error("Anybody could log in as the demo's people.", hint=hint, id="marketplace.E002"))
    return errors


def check_services(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Return errors for addresses of other servers that nobody could ask."""
    errors: list[CheckMessage] = []
    try:
        if settings.ROUTING_URL:
            open_service(settings.ROUTING_URL, vehicle=Vehicle.LORRY, timeout=settings.ROUTING_TIMEOUT)
    except ValueError as error:
        errors.append(Error(str(error), hint="Correct ROUTING_URL, or leave it unset.", id="marketplace.E003"))
    try:
        if settings.GEOCODER_URL:
            Geocoder(settings.GEOCODER_URL, agent=settings.GEOCODER_AGENT)
    except ValueError as error:
        errors.append(Error(str(error), hint="Correct GEOCODER_URL, or leave it unset.", id="marketplace.E004"))
    return errors


def check_semantic(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Return what is wrong with the second signal of texts: a weight that is none, or no model to make vectors with."""
    weight = settings.SEMANTIC_WEIGHT
    if not 0 <= weight <= 1:
        sentence = f"SEMANTIC_WEIGHT is {weight}: it must lie between 0 (off) and 1."
        return [Error(sentence, hint="Correct SEMANTIC_WEIGHT, or leave it unset.", id="marketplace.E005")]
    if weight and (reason := why_no_model()):
        sentence = f"SEMANTIC_WEIGHT is {weight}, but {reason} here: this process gives no text a vector."
        hint = (
            "Where the index is kept, install requirements-semantic.lock, or leave SEMANTIC_WEIGHT unset. "
            "Web servers need it not: they read the vectors that the worker has made."
        )
        return [Warning(sentence, hint=hint, id="marketplace.W005")]
    return []


def check_production(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Return warnings for what a production should have and the embedded defaults lack."""
    lacks = {
        "marketplace.W001": (not settings.HTTPS, "BASE_URL is not https: passwords travel in clear."),
        "marketplace.W002": (
            settings.DATABASE_URL.startswith("sqlite"),
            "SQLite serves one machine: set DATABASE_URL.",
        ),
        "marketplace.W003": (
            settings.CELERY_BROKER_URL.startswith("filesystem"),
            "The folder broker serves one machine: set CELERY_BROKER_URL.",
        ),
        "marketplace.W004": (not settings.REDIS_URL, "The cache is in the database: set REDIS_URL."),
    }
    return [Warning(sentence, id=name) for name, (is_lacking, sentence) in lacks.items() if is_lacking]


def refuse_unsafe_start() -> None:
    """Raise ImproperlyConfigured where a web server must not start: servers run no system checks of their own."""
    found = [*check_what_others_reach(None), *check_services(None), *check_semantic(None)]
    errors = [each for each in found if each.is_serious()]
    if errors:
        raise ImproperlyConfigured(" ".join(f"{error.msg} {error.hint}" for error in errors))
