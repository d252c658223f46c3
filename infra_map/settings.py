"""Settings of infra_map: one file, driven by the environment (docs/operations.md lists every variable)."""

import os
from pathlib import Path
from urllib.parse import quote

import dj_database_url
from csp.constants import NONCE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from infra_map.accessibility import Statement
from infra_map.accounts import *  # noqa: F403  # the part of the settings that is about signing in
from infra_map.accounts import OIDC_ISSUER
from infra_map.api import *  # noqa: F403  # the part that is about the API
from infra_map.environment import flag as _flag
from infra_map.environment import words as _words

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"


def _secret_key() -> str:
    """The key from the environment; on a developer's machine one that `make` keeps in var/."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    kept = VAR_DIR / "secret_key"
    if kept.exists():
        return kept.read_text().strip()
    if DEBUG:
        return "only-for-development-" + "x" * 40
    raise ImproperlyConfigured("SECRET_KEY is not set. Set it to a long random text, or start with `make demo`.")


def _database_url() -> str:
    """DATABASE_URL, or the private cluster that `bin/cluster start` recorded in var/socket."""
    if url := os.environ.get("DATABASE_URL"):
        return url
    socket = VAR_DIR / "socket"
    if socket.exists():
        return f"postgis://{quote(socket.read_text().strip(), safe='')}/infra_map"
    # Not PostgreSQL's own default, which would lead to a server that somebody else set up.
    return f"postgis://{quote(str(VAR_DIR / 'no-cluster-started'), safe='')}/infra_map"


DEBUG = _flag("DEBUG", False)
# Behind a TLS proxy.
SECURE = _flag("SECURE", False)
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = _words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = _words("CSRF_TRUSTED_ORIGINS", "")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "infra_map.static.OwnStaticFilesConfig",
    "django.contrib.gis",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "rest_framework",
    "drf_standardized_errors",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "leaflet",
    "csp",
    "venues",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "venues.api.middleware.ApiMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "infra_map.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    # Outside what may refuse a request: pages of errors are under the policy too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "venues.api.kept_tiles.KeptTileMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "venues.pages.door.DoorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "infra_map.urls"
WSGI_APPLICATION = "infra_map.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        _database_url(), engine="django.contrib.gis.db.backends.postgis", conn_max_age=60, conn_health_checks=True
    )
}
if test_database := os.environ.get("TEST_DB"):
    DATABASES["default"]["TEST"] = {"NAME": test_database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "venues.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# In the database, not in the memory of one process: limits count what every process of the web part saw.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "infra_map_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # But for how often the API is read: each process counts for itself (venues/api/throttles.py).
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 10_000}},
}

# Where people find this site: for links in mails that no visit of a page has made.
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/")

# Mail; without a server it is printed where the site runs.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = _flag("EMAIL_TLS", False)
EMAIL_TIMEOUT = 15
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("EMAIL_FROM", "infra_map@localhost")

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", VAR_DIR / "static"))
# Of what npm installs, only what pages load is served.
_FRONT_END = {
    "vendor/htmx": "htmx.org/dist",
    "vendor/leaflet.markercluster": "leaflet.markercluster/dist",
    "vendor/protomaps-leaflet": "protomaps-leaflet/dist",
    "vendor/source-sans-3": "@fontsource-variable/source-sans-3/files",
    "vendor/source-serif-4": "@fontsource-variable/source-serif-4/files",
}
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [
    BASE_DIR / "static",
    *(
        (prefix, BASE_DIR / "node_modules" / package)
        for prefix, package in _FRONT_END.items()
        if (BASE_DIR / "node_modules" / package).is_dir()
    ),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "infra_map.static.ModuleManifestStorage"},
}

# Files and reference systems of users never reach Django's own GDAL: pyogrio reads them, with an allow-list of drivers.
# W005 and W021: strict transport is asked for this host alone; its neighbours in the domain of a municipality are not
# ours to decide for.
SILENCED_SYSTEM_CHECKS = ["gis.W001", "security.W005", "security.W021"]

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "venues.pages.errors.form_refused"
# Cookies travel over https only then, and browsers are told to stay there.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None

# The basemap is an option: without it the map draws our own streets, water and parks.
BASEMAP_URL = os.environ.get("BASEMAP_URL", "")
BASEMAP_ATTRIBUTION = os.environ.get("BASEMAP_ATTRIBUTION", "")
# The `free` endpoint of an address service as PDOK documents it; without it, the register itself is searched.
ADDRESS_SEARCH_URL = os.environ.get("ADDRESS_SEARCH_URL", "")
# A form may end at the single sign-on, which the browser is sent on to.
_sign_on_origins = _words("OIDC_FORM_ORIGINS", "") or ["/".join(OIDC_ISSUER.split("/")[:3])] * bool(OIDC_ISSUER)
_basemap_origin = ["/".join(BASEMAP_URL.split("/")[:3])] if BASEMAP_URL else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", *_basemap_origin],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": [SELF, *_sign_on_origins],
        "frame-ancestors": ["'none'"],
    }
}
# A file of design tokens that comes after ours (docs/restyle.md).
THEME_CSS = os.environ.get("THEME_CSS", "")
if THEME_CSS and not Path(THEME_CSS).is_file():
    raise ImproperlyConfigured(f"THEME_CSS={THEME_CSS!r}: there is no such file.")
# Browsers keep a page of ours for when there is no network (venues/pages/offline_page.py).
OFFLINE_PAGE = _flag("OFFLINE_PAGE", True)
# The statement on accessibility, in the model form of the Dutch government (docs/operations.md).
ACCESSIBILITY = Statement(
    organisation=os.environ.get("ACCESSIBILITY_ORGANISATION", ""),
    email=os.environ.get("ACCESSIBILITY_EMAIL", ""),
    status=os.environ.get("ACCESSIBILITY_STATUS", "C"),
    stated_on=os.environ.get("ACCESSIBILITY_STATED_ON", ""),
    report_url=os.environ.get("ACCESSIBILITY_REPORT_URL", ""),
)
LEAFLET_CONFIG = {
    "TILES": [],
    "ATTRIBUTION_PREFIX": "",
    "RESET_VIEW": False,
    "SCALE": "metric",
    "DEFAULT_ZOOM": 12,
    # Leaflet guesses the address of its marker from the style sheet, whose name carries a hash here.
    "FORCE_IMAGE_PATH": True,
}

# Services of open data that are asked elsewhere than at their public address, such as through a proxy.
_services = {
    "pdok_features": os.environ.get("OPEN_DATA_PDOK_FEATURES"),
    "pdok_wfs": os.environ.get("OPEN_DATA_PDOK_WFS"),
    "cbs_odata": os.environ.get("OPEN_DATA_CBS_ODATA"),
    "rivm_odata": os.environ.get("OPEN_DATA_RIVM_ODATA"),
    "overpass": os.environ.get("OPEN_DATA_OVERPASS"),
}
OPEN_DATA_SERVICES = {name: address for name, address in _services.items() if address}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # The worker logs its jobs; a command that happens to load the task list need not.
    "loggers": {"procrastinate.blueprints": {"level": "WARNING"}, "procrastinate.periodic": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
}
