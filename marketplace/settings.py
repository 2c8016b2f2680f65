"""Settings, all from the environment, none required: without any, SQLite and one worker over a folder."""

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _
from kombu import Queue

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))  # everything that the embedded default writes

# --- Where it runs ---------------------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)  # set by `manage.py demo`: demo people on the login page, mail at /dev/mail
DEMO_KEY = "demo-key-for-loopback-only"
SECRET_KEY = env("SECRET_KEY", default=DEMO_KEY)  # checks.py refuses the demo key for any but a loopback host
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # docs/decisions/sole-traders.md
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BASE_URL = env("BASE_URL", default=f"http://127.0.0.1:{env('PORT', default='8000')}")  # for links in mail
HTTPS = urlsplit(BASE_URL).scheme == "https"

# --- Parts -----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_filters",
    "allauth",
    "allauth.account",
    "rest_framework",
    "drf_spectacular",
    "drf_standardized_errors",
    "marketplace.apps.MarketplaceConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # For a phone on a weak network. Django masks its CSRF tokens and pads what it compresses, against BREACH.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "marketplace.views.looks.LooksMiddleware",
    "marketplace.views.table_corrections.CorrectionsMiddleware",
]
ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # our field templates before Django's
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "marketplace.views.shell.shell",
            ],
        },
    },
]

# --- Data ------------------------------------------------------------------------------------------------------------
DATABASE_URL = env("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'materialtorget.sqlite3'}")
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"]["CONN_MAX_AGE"] = 0 if DATABASE_URL.startswith("postgres") else None
if DATABASE_URL.startswith("sqlite"):
    # Without IMMEDIATE, transactions that read and then write fail as “locked” under two writers.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; PRAGMA foreign_keys=ON;"
        ),
    }
else:
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 2, "max_size": 8}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env("REDIS_URL", default="")
_REDIS_CACHE = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
_TABLE_CACHE = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
_MEMORY_CACHE = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "rates"}
CACHES = {
    "default": _REDIS_CACHE if REDIS_URL else _TABLE_CACHE,
    "rates": _REDIS_CACHE if REDIS_URL else _MEMORY_CACHE,  # how often the API was asked (api/throttling.py)
}

# --- Work in the background ------------------------------------------------------------------------------------------
QUEUE_DIR = VAR_DIR / "queue"
INDEX_DIR = VAR_DIR / "index"  # snapshots of the market in memory
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="filesystem://localhost")
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(QUEUE_DIR / "control"),
        "store_processed": False,
        "polling_interval": 0.2,
    }
    if CELERY_BROKER_URL.startswith("filesystem")
    else {}
)
CELERY_TASK_DEFAULT_QUEUE = "follow_ups"
INDEX_QUEUE = "index"  # for the one process that keeps the market's index
CELERY_TASK_QUEUES = [Queue(CELERY_TASK_DEFAULT_QUEUE), Queue(INDEX_QUEUE)]
CELERY_TASK_ROUTES = {f"marketplace.{task}": {"queue": INDEX_QUEUE} for task in ("index_follow_up", "rematch")}
CELERY_TASK_ACKS_LATE = True  # every task may run twice: they claim their row first
CELERY_TASK_IGNORE_RESULT = True
# The sweep finds what could not be published, so a page never waits for a broker that is away.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
FOLLOW_UP_LEASE_SECONDS = env.int("FOLLOW_UP_LEASE_SECONDS", default=600)
SWEEP_SECONDS = env.float("SWEEP_SECONDS", default=10.0)
CELERY_BEAT_SCHEDULE = {
    # A sweep that no worker took up before the next one is due is worth nothing: without this they would pile up.
    "sweep": {"task": "marketplace.sweep", "schedule": SWEEP_SECONDS, "options": {"expires": SWEEP_SECONDS}},
    "daily": {"task": "marketplace.daily", "schedule": 3600.0},
    # Each day is another to listings that begin or end; what a crash kept from being suggested is found too.
    "rematch": {"task": "marketplace.rematch", "schedule": crontab(hour="1", minute="17")},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

# --- People ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "marketplace.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my-firm"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "marketplace.forms.accounts.SignupForm"
ACCOUNT_ADAPTER = "marketplace.views.accounts.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True  # mail gets lost
ACCOUNT_USER_DISPLAY = "marketplace.models.users.display_name"
# Beside allauth's own: mail to strangers, and numbers that could be tried to find out who is here.
ACCOUNT_RATE_LIMITS = dict.fromkeys(["invite", "register_firm", "ask"], "10/10m/user") | {"understand": "60/1m/user"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(BASE_URL).scheme
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- Mail ------------------------------------------------------------------------------------------------------------
MAIL_DIR = VAR_DIR / "mail"
if EMAIL_URL := env("EMAIL_URL", default=""):
    vars().update(env.email_url_config(EMAIL_URL))
else:
    EMAIL_BACKEND, EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", str(MAIL_DIR)
OPERATOR = env("OPERATOR", default="Materialtorget")  # who answers for the site
CONTACT_EMAIL = env("CONTACT_EMAIL", default="contact@materialtorget.example")
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Materialtorget <no-reply@materialtorget.example>")

# --- Languages -------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("nb", _("Norwegian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "marketplace" / "locale"]
FORMAT_MODULE_PATH = "marketplace.formats"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Stockholm"  # Oslo keeps the same time

# --- Files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
# Of django-leaflet we use the files of Leaflet alone. As an app it would ask for settings of its own and bring
# widgets that need GDAL.
STATICFILES_DIRS = [("leaflet", Path(find_spec("leaflet").origin).parent / "static" / "leaflet")]
# Production collects files under hashed names (`collectstatic`); elsewhere they are served where they lie.
MANIFEST_STATIC = env.bool("MANIFEST_STATIC", default=HTTPS)
STATIC_ROOT = BASE_DIR / "staticfiles" if MANIFEST_STATIC else None
WHITENOISE_USE_FINDERS = not MANIFEST_STATIC
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "marketplace.static_files.StaticFilesStorage"
            if MANIFEST_STATIC
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR_DIR / "media")))

# --- Maps ------------------------------------------------------------------------------------------------------------
TILE_URL = env("TILE_URL", default="")  # like https://tiles.example/{z}/{x}/{y}.png; empty: our own map alone
_tiles = urlsplit(TILE_URL.replace("{s}", "*"))  # {s}: one of several servers side by side
TILE_SOURCES = [f"{_tiles.scheme}://{_tiles.netloc}"] if TILE_URL else []  # what the browser may load pictures from
TILE_ATTRIBUTION = env("TILE_ATTRIBUTION", default="")  # what the tiles' owner wants to be shown; may be HTML

# --- Safety ----------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", *TILE_SOURCES],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY = {"geolocation": "self", "camera": "self", "microphone": []}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# Subdomains and the browsers' preload list are for whoever owns the domain to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
# Else everybody behind the proxy would share one allowance of attempts to log in.
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# --- API -------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.SessionLogin"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "api.pagination.CursorPages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "api.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "DEFAULT_THROTTLE_CLASSES": ["api.throttling.AnonymousRate", "api.throttling.UserRate"],
    "DEFAULT_THROTTLE_RATES": {
        "anon": env("API_RATE_ANONYMOUS", default="120/min"),
        "user": env("API_RATE_USER", default="600/min"),
    },
    "NUM_PROXIES": int(BEHIND_PROXY),  # whose X-Forwarded-For to believe when counting
}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "api.errors.ErrorHandler",
    "EXCEPTION_FORMATTER_CLASS": "api.errors.ErrorFormatter",
    "ERROR_SCHEMAS": dict.fromkeys([400, 401, 403, 404, 405, 406, 415, 429, 500], "api.errors.ErrorOut"),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Materialtorget",
    "DESCRIPTION": (
        "Offers and needs of residual materials, and what fits them. Without login everybody reads the coarse values "
        "that everybody sees on the site; who is logged in sees what they see there.\n\n"
        "Names and sentences come in the language of `Accept-Language` (sv, nb, en); codes stay the same. Lists come "
        "in pages: follow `next`. Every answer has an `ETag`: send it back as `If-None-Match`, and an unchanged answer "
        "is an empty 304. Every error is `{code, detail, fields}`."
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {"ListingOutStateEnum": "marketplace.models.Listing.State"},
}

# --- Ways and addresses ----------------------------------------------------------------------------------------------
# osrm+http://host:5000 or valhalla+http://host:8002; empty: our road graph
ROUTING_URL = env("ROUTING_URL", default="")
ROUTING_TIMEOUT = env.float("ROUTING_TIMEOUT", default=2.0)  # seconds; then the road graph answers
GEOCODER_URL = env("GEOCODER_URL", default="")  # https://host (Nominatim), photon+https://host, pelias+https://host
GEOCODER_AGENT = env("GEOCODER_AGENT", default=f"Materialtorget ({BASE_URL})")  # public geocoders ask for an address
GEOCODER_TIMEOUT = env.float("GEOCODER_TIMEOUT", default=3.0)

# --- Matching --------------------------------------------------------------------------------------------------------
SUGGEST_FROM = env.float("SUGGEST_FROM", default=0.5)  # a match from this score on becomes a suggestion
# What the second signal of texts weighs beside the shipped weights, which add up to 1; above 0 the worker of the index
# needs the extra `semantic` (docs/decisions/embedding-beside-the-glossary.md).
SEMANTIC_WEIGHT = env.float("SEMANTIC_WEIGHT", default=0.0)
UNDO_SECONDS = env.int("UNDO_SECONDS", default=120)  # a review can be undone before the firms are told

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
}
