"""The administrator's door to every table."""

from django.contrib import admin

from venues.admin import accounts, areas, demand, history, methods, places, scores, terms, uploads

__all__ = ["accounts", "areas", "demand", "history", "methods", "places", "scores", "terms", "uploads"]

admin.site.site_header = admin.site.site_title = "infra_map"
