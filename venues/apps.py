"""The Django app."""

from django.apps import AppConfig


class VenuesConfig(AppConfig):
    """The one app of the site."""

    name = "venues"
    default_auto_field = "django.db.models.BigAutoField"
