"""All settings, read from the environment. docs/OPERATIONS.md lists the variables.

REKOM_ENV says what this process is: `production` (the default), `demo`, `test`, or `development`
(manage.py in a checkout: a key for this process only, this machine's addresses only, no demo mode).
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from rekom import addresses
from rekom.env import env_bool, env_int, env_list, env_str, env_url

BASE_DIR = Path(__file__).resolve().parent.parent

ENVIRONMENT = env_str("REKOM_ENV", "production", choices=("production", "demo", "test", "development"))
PRODUCTION = ENVIRONMENT == "production"
TESTING = ENVIRONMENT == "test"
DEBUG = False

# Demo mode: sign in as anyone with one button, and move the clock. Never in production.
DEMO_MODE = env_bool("REKOM_DEMO", ENVIRONMENT == "demo")
if DEMO_MODE and PRODUCTION:
    raise ImproperlyConfigured(
        "REKOM_DEMO is on in production: anyone could sign in as anyone. Turn it off, or set REKOM_ENV=demo."
    )

VAR_DIR = Path(env_str("REKOM_VAR", str(BASE_DIR / "var")))


def _required_in_production(default: str) -> str | None:
    """The default everywhere but in production, where the variable must be given."""
    return None if PRODUCTION else default


# --- Who we are -------------------------------------------------------------------------------------------

SECRET_KEY = env_str("SECRET_KEY", _required_in_production("dev-" + secrets.token_urlsafe(50)))
PORTAL_URL = env_str("PORTAL_URL", _required_in_production("http://localhost:8000")).rstrip("/")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", None if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", [PORTAL_URL])
ACCESSIBILITY_STATEMENT_URL = env_str("ACCESSIBILITY_STATEMENT_URL", "")

# --- Parts ------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "rekom.apps.StaticFilesConfig",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "csp",
    "django_filters",
    "django_tables2",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "django_linear_migrations",
    "common",
    "networks",
    "needs",
    "grants",
    "reporting",
    "rekom.apps.RekomConfig",
]
FIRST_PARTY_APPS = ["common", "networks", "needs", "grants", "reporting"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "rekom.open_pages.OpenPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rekom.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "common.middleware.RefusalMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "rekom.urls"
WSGI_APPLICATION = "rekom.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "django",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rekom.context.portal",
            ],
        },
    },
    {  # The text parts of mails: nothing is escaped for HTML here ("Lek & læring").
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "text",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"autoescape": False},
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("designsystemet",)
CRISPY_TEMPLATE_PACK = "designsystemet"
CRISPY_FAIL_SILENTLY = False
DJANGO_TABLES2_TEMPLATE = "components/table.html"

# --- Database, cache, queue -------------------------------------------------------------------------------

# Without an address: the engines that the demo starts in this checkout.
DATABASE_ADDRESS = env_str(
    "DATABASE_URL", _required_in_production(addresses.embedded_database(BASE_DIR, VAR_DIR))
)
REDIS_ADDRESS = env_str("REDIS_URL", _required_in_production(addresses.embedded_valkey(BASE_DIR, VAR_DIR)))
TEST_SUFFIX = env_str("REKOM_TEST_SUFFIX", "rekom")

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **addresses.database(DATABASE_ADDRESS),
        "CONN_MAX_AGE": env_int("DATABASE_CONN_MAX_AGE", 0 if TESTING else 300),
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": f"test_{TEST_SUFFIX}"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": addresses.redis(REDIS_ADDRESS),
        "KEY_PREFIX": "rekom",
        "TIMEOUT": 300,
    }
}
if TESTING:
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}

# In the database, so that a stopped Redis throws nobody out.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_NAME = "rekom_session"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CELERY_BROKER_URL = addresses.broker(REDIS_ADDRESS)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,  # the longest a task may take before another worker is handed it
    "global_keyprefix": f"test_{TEST_SUFFIX}:" if TESTING else "rekom:",
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False  # a task is a doorbell; the next tick finds what it was about
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # KiB
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/Oslo"
DAY_SECONDS = 24 * 60 * 60
TICK_SECONDS = env_int("REKOM_TICK_SECONDS", 300, least=1)
MAIL_SECONDS = env_int("REKOM_MAIL_SECONDS", 60, least=1)
CELERY_BEAT_SCHEDULE = {
    "tick": {"task": "rekom.tasks.tick", "schedule": TICK_SECONDS, "options": {"expires": TICK_SECONDS}},
    "deliver-mail": {
        "task": "rekom.tasks.deliver_mail",
        "schedule": MAIL_SECONDS,
        "options": {"expires": MAIL_SECONDS},
    },
    "anonymise": {
        "task": "rekom.tasks.anonymise",
        "schedule": DAY_SECONDS,
        "options": {"expires": DAY_SECONDS},
    },
    "check-money": {
        "task": "rekom.tasks.check_all_money",
        "schedule": DAY_SECONDS,
        "options": {"expires": DAY_SECONDS},
    },
}

# Names and e-mails of students are forgotten so many years after the last payout.
STUDENT_YEARS_KEPT = env_int("REKOM_STUDENT_YEARS_KEPT", 2, least=1)

# --- Signing in -------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "networks.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, str]] = []  # nobody has a password
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "networks.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False

# --- Language, place, time --------------------------------------------------------------------------------

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("Norwegian Bokmål")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "rekom_language"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["rekom.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

# Where the demo and the tests keep the clock's shift; production has none, so its clock cannot be moved.
CLOCK_FILE = env_str("CLOCK_FILE", str(VAR_DIR / "clock")) if DEMO_MODE or TESTING else None
if PRODUCTION and os.environ.get("CLOCK_FILE"):
    raise ImproperlyConfigured("CLOCK_FILE is set in production, where nobody moves the clock. Remove it.")

# --- Mail -------------------------------------------------------------------------------------------------

vars().update(
    addresses.mail(
        env_url(
            "EMAIL_URL",
            _required_in_production(f"file://{VAR_DIR / 'mail'}"),
            schemes=("smtp", "smtps", "file", "console", "locmem"),
        )
    )
)
DEFAULT_FROM_EMAIL = env_str("DEFAULT_FROM_EMAIL", _required_in_production("Rekom <rekom@example.no>"))
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = env_int("REKOM_MAIL_TIMEOUT", 20, least=1)  # seconds an answer; the lease is ten minutes
MAILS_A_MINUTE = env_int("REKOM_MAILS_A_MINUTE", 0)  # all workers together; 0 is no limit
EMAIL_ID_DOMAIN: str = urlsplit(PORTAL_URL).hostname or "localhost"  # the right half of every Message-ID

# --- Static files -----------------------------------------------------------------------------------------

NODE_MODULES = Path(env_str("REKOM_NODE_MODULES", str(BASE_DIR / "node_modules")))
STATIC_URL = "/static/"
STATIC_ROOT = Path(env_str("REKOM_STATIC_ROOT", str(BASE_DIR / "build" / "static")))
# One pair for each folder, never all of node_modules; rekom.apps.StaticFilesConfig leaves out the unused.
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("designsystemet/css", NODE_MODULES / "@digdir" / "designsystemet-css" / "dist" / "src"),
    ("designsystemet/theme", NODE_MODULES / "@digdir" / "designsystemet-theme" / "src" / "themes"),
    ("designsystemet/web", NODE_MODULES / "@digdir" / "designsystemet-web" / "dist" / "umd"),
    ("htmx", NODE_MODULES / "htmx.org" / "dist"),
    ("inter", NODE_MODULES / "@fontsource-variable" / "inter" / "files"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
if TESTING:  # served as they lie, without collecting
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True

# --- Safety -----------------------------------------------------------------------------------------------

HTTPS = env_bool("REKOM_HTTPS", PRODUCTION)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^helse/$"]
SECURE_HSTS_SECONDS = env_int("REKOM_HSTS_SECONDS", 60 * 60 * 24 * 365) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
# Only behind a proxy that sets this header itself and takes away what a visitor sends.
if env_bool("REKOM_TRUST_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = env_int("REKOM_PROXY_COUNT", 1)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "common.uploads.LimitedFileUploadHandler",
]

# --- Log --------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}
    },
    "root": {
        "handlers": ["stdout"],
        "level": env_str("REKOM_LOG_LEVEL", "INFO" if PRODUCTION else "WARNING"),
    },
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # the answer 400 says enough
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
