"""Every address of the site. Dutch at `/`, English at `/en/`."""

from allauth.account.decorators import secure_admin_login
from allauth.urls import build_provider_urlpatterns
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from venues.api.tiles import tile
from venues.pages import urls as pages

handler400 = "venues.pages.errors.bad_request"
handler403 = "venues.pages.errors.forbidden"
handler404 = "venues.pages.errors.not_found"
handler429 = "venues.pages.errors.too_many_requests"
handler500 = "venues.pages.errors.server_error"

# The administration signs in by the same door: with the limits and the second step.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include("venues.api.urls")),
    path("", include("venues.api.ogc.urls")),
    path("tiles/<slug:layer>/<int:z>/<int:x>/<int:y>.mvt", tile, name="tile"),
    path("", include(pages.data)),
    # One address in every language: it is registered with the single sign-on.
    path("account/", include(build_provider_urlpatterns())),
    *i18n_patterns(
        path("", include(pages.languages)),
        path("account/", include("allauth.account.urls")),
        path("account/2fa/", include("allauth.mfa.urls")),
        path("account/sso/", include("allauth.socialaccount.urls")),
        prefix_default_language=False,
    ),
]
