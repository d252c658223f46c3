"""Settings of the API: how often, from where, and its document. `infra_map.settings` takes them all in."""

import os

from infra_map.accounts import ALLAUTH_TRUSTED_PROXY_COUNT
from infra_map.environment import rate as _rate
from venues.api import API_VERSION

# How often (docs/operations.md); None is no limit.
API_RATES = {
    "address": _rate("API_RATE", os.environ.get("API_RATE", "6000/m")),
    "token": _rate("API_TOKEN_RATE", os.environ.get("API_TOKEN_RATE", "6000/m")),
    "write": _rate("API_WRITE_RATE", os.environ.get("API_WRITE_RATE", "600/m")),
}
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["venues.api.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_THROTTLE_CLASSES": ["venues.api.throttles.TokenThrottle", "venues.api.throttles.WriteThrottle"],
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "venues.api.formats.FormatNegotiation",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "UNAUTHENTICATED_USER": None,
}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "venues.api.errors.ProblemHandler",
    "EXCEPTION_FORMATTER_CLASS": "venues.api.errors.ProblemFormatter",
}
_contact = {
    "name": os.environ.get("API_CONTACT_NAME", "The administrator of this site"),
    "url": os.environ.get("API_CONTACT_URL", ""),
    "email": os.environ.get("API_CONTACT_EMAIL", ""),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "infra_map",
    "DESCRIPTION": "The register of a neighbourhood's social infrastructure, and how well it covers the need of each "
    "demand group. Coverage is a signal for a conversation: null is unknown or withheld, never zero. Layers for QGIS "
    "and GDAL (OGC API Features) are at `/ogc`.",
    "VERSION": API_VERSION,
    "OAS_VERSION": "3.1.1",
    "CONTACT": {name: value for name, value in _contact.items() if value},
    "LICENSE": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    "SERVERS": [{"url": "/api/v1", "description": "This site"}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    # Each list of values stays where it is used: “status” means something else for an area than for a venue.
    "POSTPROCESSING_HOOKS": [],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # Its validator would send the address of this document to a host elsewhere.
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
}
# Everybody may read the API, its features and the tiles from a page of their own, and write with a token: no browser
# sends that by itself, as it does with cookies, which are never allowed here.
CORS_URLS_REGEX = r"^/((api|tiles)/|ogc(/|$))"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PATCH", "DELETE"]
CORS_ALLOW_HEADERS = [
    *("accept", "accept-crs", "accept-language", "authorization", "content-crs", "content-type"),
    *("if-match", "if-none-match"),
]
CORS_EXPOSE_HEADERS = ["API-Version", "Content-Crs", "ETag", "Link", "Location", "Retry-After", "WWW-Authenticate"]
