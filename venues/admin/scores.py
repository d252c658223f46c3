"""What came out of scoring: runs, scores, histories and comparisons."""

from django.contrib import admin

from venues.admin.base import ReadOnly
from venues.models import Explanation, History, HistorySeries, OfferScore, Run, Score, Validation


@admin.register(Run)
class RunAdmin(ReadOnly):
    """Runs."""

    list_display = ["pk", "municipality", "as_of", "kind", "method", "created_at", "seconds"]
    list_select_related = ["municipality", "method"]
    list_filter = ["kind", "municipality"]
    search_fields = ["municipality__code", "municipality__name", "fingerprint"]
    date_hierarchy = "as_of"


@admin.register(Score)
class ScoreAdmin(ReadOnly):
    """Scores."""

    list_display = ["area", "group", "status", "coverage", "known_share", "run"]
    list_select_related = ["area", "group", "run"]
    list_filter = ["status", "group"]
    search_fields = ["area__code", "area__name"]


@admin.register(Explanation)
class ExplanationAdmin(ReadOnly):
    """The offers that make up a score."""

    list_display = ["pk", "score"]
    list_select_related = ["score"]
    search_fields = ["score__area__code"]
    heavy = ("venues", "activities", "coverage")


@admin.register(OfferScore)
class OfferScoreAdmin(ReadOnly):
    """Room, pressure and risks of offers."""

    list_display = ["pk", "venue", "activity", "room", "pressure", "risks", "is_known", "run"]
    list_select_related = ["venue", "activity", "run"]
    list_filter = ["is_known", "is_reached"]
    search_fields = ["venue__name", "activity__name"]


@admin.register(History)
class HistoryAdmin(ReadOnly):
    """Monthly histories."""

    list_display = ["municipality", "edition", "method", "first_on", "months", "created_at"]
    list_select_related = ["municipality", "edition", "method"]
    list_filter = ["municipality"]
    search_fields = ["municipality__code", "municipality__name"]


@admin.register(HistorySeries)
class HistorySeriesAdmin(ReadOnly):
    """The series of areas and groups."""

    list_display = ["pk", "area", "group", "history"]
    list_select_related = ["area", "group", "history"]
    list_filter = ["group"]
    search_fields = ["area__code", "area__name"]
    heavy = ("need_hours", "coverage", "coverage_low", "coverage_high", "known_share")


@admin.register(Validation)
class ValidationAdmin(ReadOnly):
    """How our figures compare with published ones."""

    list_display = ["municipality", "subject", "reference", "made_at"]
    list_select_related = ["municipality"]
    list_filter = ["subject"]
    search_fields = ["municipality__code", "municipality__name"]
