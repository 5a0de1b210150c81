"""Every setting, read from the environment; docs/configuration.md lists the variables.

One file for all machines: values differ by environment, modules do not. What is not said is safe:
DEBUG is off, cookies are for HTTPS only, no host is allowed and there is no default secret key.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from liveblog import embeds

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

DEBUG = env.bool("DEBUG", default=False)
HTTPS = env.bool("HTTPS", default=not DEBUG)


def _secret_key() -> str:
    """SECRET_KEY, or the content of SECRET_KEY_FILE, which `make run` writes on its first run."""
    if key := env.str("SECRET_KEY", default=""):
        return key
    path = Path(env.str("SECRET_KEY_FILE", default=str(VAR_DIR / "secret_key")))
    if path.is_file() and (key := path.read_text().strip()):
        return key
    raise ImproperlyConfigured(
        f"No secret key: set SECRET_KEY, or write one to {path} (`make secret-key` does)."
    )


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else []
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

SITE_NAME = env.str("SITE_NAME", default="Declared")

INSTALLED_APPS = [
    "daphne",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "servestatic.runserver_nostatic",
    "django.contrib.staticfiles",
    "channels",
    "csp",
    "ninja",
    "pictures",
    "results",
    "liveblog.realtime",
    "liveblog",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
]

ROOT_URLCONF = "liveblog.urls"
# The results know no pages; this is where the page of a contest is.
ABSOLUTE_URL_OVERRIDES = {
    "results.contest": lambda contest: reverse(
        "reader:contest", args=[contest.election.slug, contest.slug]
    ),
}
ASGI_APPLICATION = "liveblog.asgi.application"

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
                "liveblog.presentation.site",
            ],
        },
    },
]

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'declared.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers read while a reporter writes; FULL makes an acknowledged entry survive a
    # power cut; IMMEDIATE takes the write lock at BEGIN, so that two writers queue instead of
    # one failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL], "prefix": env.str("REDIS_PREFIX", default="declared")},
        }
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

# How long a feed waits before it looks at the log by itself, in case a ring was lost. SQLite's
# PRAGMA data_version costs next to nothing, so the embedded site looks five times a second.
FEED_LOOK_SECONDS = env.float(
    "FEED_LOOK_SECONDS",
    default=0.2 if DATABASES["default"]["ENGINE"].endswith("sqlite3") else 1.0,
)
FEED_WINDOW = env.int("FEED_WINDOW", default=1000)
# Readers' sockets of one process, 0 for as many as it can hold; whoever comes then polls. So do
# newcomers while an event takes longer than FEED_PACE seconds to the last reader of a process.
FEED_READERS = env.int("FEED_READERS", default=0)
FEED_PACE = env.float("FEED_PACE", default=1.0)
FEED_BEAT_SECONDS = env.float("FEED_BEAT_SECONDS", default=10.0)

# What a monitor shows at /metrics; without one only staff who are logged in are told.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# The night at a glance has three fields a contest, and a national blog follows 650 of them.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# Writes that one user or token may make through the API.
API_WRITE_RATE = env.str("API_WRITE_RATE", default="600/m")

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk:index"
LOGOUT_REDIRECT_URL = "reader:home"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("TIME_ZONE", default="Europe/London")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "liveblog.staticfiles.ModuleManifestStorage"
        ),
    },
}
# Pictures that were taken in, made anew and in sizes; and the pieces of those that are under way,
# which nobody else is to read. Neither is served from here: a view asks whether it may be seen.
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
UPLOADS_DIR = Path(env.str("UPLOADS_DIR", default=str(VAR_DIR / "uploads")))
PICTURES = {
    "PICTURE_CLASS": "liveblog.pictures.field.SizedPicture",
    "PROCESSOR": "liveblog.pictures.developing.develop",
    "PIXEL_DENSITIES": [1, 2, 3],
    "USE_PLACEHOLDERS": False,
}
SERVESTATIC_USE_FINDERS = DEBUG
# Brotli and gzip reach every browser; a third copy of each file would only slow down collectstatic.
SERVESTATIC_USE_ZSTD = False
SERVESTATIC_KEEP_ONLY_HASHED_FILES = True  # pages name no others
SERVESTATIC_AUTOREFRESH = DEBUG

CSRF_FAILURE_VIEW = "liveblog.desk.views.device.no_token"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 3  # a reporter is not to be logged out between dusk and noon
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=HTTPS)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=60 * 60 * 24 * 365 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True
X_FRAME_OPTIONS = "DENY"

# Whose posts are embedded when a reader asks for them; a post elsewhere stays a link.
try:
    MASTODON_HOSTS = embeds.checked_hosts(
        env.list("MASTODON_HOSTS", default=list(embeds.MASTODON_HOSTS))
    )
except ValueError as refusal:
    raise ImproperlyConfigured(f"MASTODON_HOSTS: {refusal}") from refusal

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # Party colours and bar lengths are CSS custom properties on the element that they mark.
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF, *embeds.asked_sources()],
        "frame-src": embeds.frame_sources(MASTODON_HOSTS),
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"django.request": {"level": "ERROR"}, "daphne.http_protocol": {"level": "WARNING"}},
}
