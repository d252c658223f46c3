"""The administrator's door to every table."""

from venues.admin import accounts, areas, demand, places, scores, terms

__all__ = ["accounts", "areas", "demand", "places", "scores", "terms"]
