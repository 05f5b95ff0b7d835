"""Django's settings, all from `leadline.config`: nothing is set here that a person could want to set.

Importing this needs no home: without one (type checker, tests) the secret is thrown away with the process.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from leadline.config import Home, open_home, setting
from leadline.database import database
from leadline.errors import LeadlineError

BASE_DIR = Path(__file__).resolve().parent
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON;",  # what is deleted is written over
}
_WORDS = ("listen", "assess", "strategy", "programs", "measure", "value", "report")


def _home() -> Home | None:
    named = os.environ.get("LEADLINE_HOME", "")
    try:
        return open_home(Path(named)) if named else None
    except LeadlineError:
        return None


def _database(home: Home | None) -> dict[str, object]:
    found = database()
    if found is None:
        name = str(home.rows) if home else ":memory:"
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": SQLITE_OPTIONS}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": found.name,
        "USER": found.user,
        "PASSWORD": found.secret,
        "HOST": found.host,
        "PORT": found.port,
        "OPTIONS": dict(found.options),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,  # a server that was started anew costs nobody an error
    }


HOME = _home()
DEBUG: bool = setting("LEADLINE_DEBUG")
SECRET_KEY = HOME.key("site").hex() if HOME else secrets.token_hex(32)
ALLOWED_HOSTS = [name.strip() for name in setting("LEADLINE_ALLOWED_HOSTS").split(",") if name.strip()]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "leadline.web.grammar",
    "leadline.web.accounts",
    *(f"leadline.web.{word}" for word in _WORDS),
    "leadline.web.together",
    "leadline.web.home",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "leadline.web.grammar.static_files.gzip_static",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "leadline.web.accounts.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "leadline.web.accounts.middleware.parts_go_to_sign_in",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "leadline.web.listen.upload_limit.upload_limit",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "leadline.web.accounts.middleware.links_for_their_reader",
    "leadline.web.accounts.middleware.abilities",
    "leadline.web.accounts.middleware.errors_in_words",
]

FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "leadline.web.listen.coming.IntoHome",
]

ROOT_URLCONF = "leadline.web.urls"
WSGI_APPLICATION = "leadline.web.wsgi.application"
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
                "leadline.web.grammar.context.every_page",
            ],
            "builtins": ["leadline.web.grammar.templatetags.leadline"],
        },
    }
]

DATABASES = {"default": _database(HOME)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
"""In the database, so that all workers together count the wrong passwords."""

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "leadline.web.accounts.adapter.NobodySignsUp"
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,5/5m/key,10/h/key,20/d/key"}
"""Wrong passwords: a key is a login name from one address, which waits the longer the more often it fails."""
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

LANGUAGE_CODE = "en"
TIME_ZONE = HOME.company.zone if HOME else "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 31_536_000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "leadline.web.grammar.static_files.HashedFiles"},
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
_HTTPS: bool = setting("LEADLINE_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _HTTPS else 0
"""Behind HTTPS stands a proxy, and the address that counts is the one it was asked from."""
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"no_tokens": {"()": "leadline.web.logs.NoTokens"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_tokens"]}},
    "loggers": {
        "leadline": {"handlers": ["stderr"], "level": "INFO"},
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}
