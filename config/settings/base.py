"""Settings shared by every way of running. Only this folder reads the environment."""

from pathlib import Path
from typing import Any

import environ

from config.api_docs import DESCRIPTION, ENUM_NAMES
from config.core.celery_settings import celery_settings
from config.schedule import beat_schedule

VERSION = "0.1.0"
BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(str(BASE_DIR / ".env"))

FORMLINE_DATA = Path(env.str("FORMLINE_DATA", default=str(BASE_DIR / "var"))).resolve()
PORT = env.int("PORT", default=8000)
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{PORT}")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
SLOW_QUERY_MS = env.int("SLOW_QUERY_MS", default=200)
MAP_TILE_URL = env.str("MAP_TILE_URL", default="")
DEBUG = False

INSTALLED_APPS = [
    "config.core",
    "config",
    "athletes",
    "notifications",
    "metrics",
    "plans",
    "analysis",
    "unfold.apps.BasicAppConfig",
    "config.core.operator_config.OperatorAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.headless",
    "allauth.idp.oidc",
    "anymail",
    "corsheaders",
    "csp",
    "django_celery_beat",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
]

MIDDLEWARE = [
    "config.core.middleware.RequestIdMiddleware",
    "config.core.middleware.QueryLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.core.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.core.idle.IdleSessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.core.api.throttles.RateLimitMiddleware",
    "config.core.middleware.AppExceptionMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "notifications.context.bell",
            ],
        },
    }
]

SQLITE_OPTIONS: dict[str, Any] = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-16000;"
    ),
}
POSTGRESQL_OPTIONS: dict[str, Any] = {"pool": {"min_size": 1, "max_size": 16, "timeout": 5}}


def database(url: str) -> dict[str, Any]:
    """A DATABASES entry with the options of the house for its engine."""
    config: dict[str, Any] = environ.Env.db_url_config(url)
    is_sqlite = config["ENGINE"].endswith("sqlite3")
    options = SQLITE_OPTIONS if is_sqlite else POSTGRESQL_OPTIONS
    config["OPTIONS"] = {**config.get("OPTIONS", {}), **options}
    config["ATOMIC_REQUESTS"] = False
    # A connection of the pool may be one to a server that has restarted since.
    config["CONN_HEALTH_CHECKS"] = not is_sqlite
    return config


DATABASE_URL = env.str("DATABASE_URL", default=f"sqlite:///{FORMLINE_DATA / 'formline.sqlite3'}")
DATABASES = {"default": database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
BROKER_URL = env.str("BROKER_URL", default=REDIS_URL)
CACHE_URL = env.str("CACHE_URL", default=REDIS_URL)


def cache(url: str) -> dict[str, Any]:
    """A CACHES entry: Valkey or Redis when there is one, else this process' memory."""
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "BACKEND": "config.core.limit_cache.LimitCache",
        "LOCATION": url,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }


IN_DATABASE = "django.core.cache.backends.db.DatabaseCache"
CACHES = {
    "default": cache(CACHE_URL),
    "in_database": {"BACKEND": IN_DATABASE, "LOCATION": "core_cache", "OPTIONS": {"MAX_ENTRIES": 100_000}},
}

globals().update(celery_settings(BROKER_URL))
SYNC_TICK_S = env.int("SYNC_TICK_S", default=60)
CELERY_BEAT_SCHEDULE = beat_schedule({"metrics.tasks.start_due_syncs": SYNC_TICK_S})

AUTH_USER_MODEL = "athletes.User"
# The address is unique by its lower-case form, which the check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["athletes.backend.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "athletes.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.core.views.csrf_failure"

from config.settings.accounts import *  # noqa: E402, F403 # reads what .env has brought above
from config.settings.admin import *  # noqa: E402, F403
from config.settings.channels import *  # noqa: E402, F403
from config.settings.limits import *  # noqa: E402, F403
from config.settings.operation import *  # noqa: E402, F403
from config.settings.services import *  # noqa: E402, F403
from config.settings.storage import files_storage  # noqa: E402

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_HOST = env.str("STATIC_HOST", default="").rstrip("/")
STATIC_URL = f"{STATIC_HOST}/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(FORMLINE_DATA / "static")))
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [
    BASE_DIR / "static",
    ("vendor/uplot", BASE_DIR / "node_modules" / "uplot" / "dist"),
    ("vendor/leaflet", BASE_DIR / "node_modules" / "leaflet" / "dist"),
    ("vendor/sortable", BASE_DIR / "node_modules" / "sortablejs" / "modular"),
]
STORAGES = {
    "default": files_storage(FORMLINE_DATA / "files"),
    "staticfiles": {"BACKEND": "config.core.static_files.CompressedStaticFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
# A service worker sees the pages below its own address.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"

DATA_UPLOAD_MAX_NUMBER_FILES = 500
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "config.core.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
MAX_UPLOAD_BYTES = env.int("MAX_UPLOAD_BYTES", default=2 * 1024**3)

OUR_SOURCES = ["'self'", *([STATIC_HOST] if STATIC_HOST else [])]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": OUR_SOURCES,
        "img-src": [*OUR_SOURCES, "data:", *([MAP_TILE_URL.split("{")[0]] if MAP_TILE_URL else [])],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CORS_ALLOWED_ORIGINS: list[str] = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_URLS_REGEX = r"^/api/.*$"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "config.core.api.authentication.BrowserSession",
        "athletes.api.authentication.Bearer",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "athletes.api.authentication.WithinScopes",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["config.core.api.parsers.BoundedJSONParser"],
    "ALLOWED_VERSIONS": ["1"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "config.core.api.pagination.CursorPage",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "config.core.api.throttles.UserThrottle",
        "config.core.api.throttles.ScopeThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "user": "600/min",
        "upload": "60/min",
        "connect": "10/min",
        "analyse": "20/min",
    },
    "EXCEPTION_HANDLER": "config.core.api.exceptions.handle",
    "NUM_PROXIES": TRUSTED_PROXY_COUNT,
    "DATETIME_FORMAT": "iso-8601",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Formline API",
    "DESCRIPTION": DESCRIPTION,
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.core.api.openapi.add_errors",
    ],
    "ENUM_NAME_OVERRIDES": ENUM_NAMES,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SERVE_AUTHENTICATION": ["config.core.api.authentication.BrowserSession"],
}
