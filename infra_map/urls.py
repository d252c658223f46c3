"""Every address of the site. Dutch at `/`, English at `/en/`."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from venues.pages import urls as pages

handler400 = "venues.pages.errors.bad_request"
handler403 = "venues.pages.errors.forbidden"
handler404 = "venues.pages.errors.not_found"
handler500 = "venues.pages.errors.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include("venues.api.urls")),
    path("", include(pages.data)),
    *i18n_patterns(path("", include(pages.languages)), prefix_default_language=False),
]
