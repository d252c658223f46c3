"""How coverage is scored, and what came out."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from venues.admin.base import Inline, ReadOnly, Table
from venues.models import (
    Explanation,
    GroupRule,
    History,
    HistorySeries,
    Method,
    OfferScore,
    Run,
    Score,
    TypeDefault,
    Validation,
)


def _is_open(obj: Model | None) -> bool:
    """Whether a method may still change: no run used it yet."""
    return not (isinstance(obj, Method) and obj.pk and obj.runs.exists())


class _Rule(Inline):
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_open(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_open(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_open(obj) and super().has_delete_permission(request, obj)


class GroupRuleInline(_Rule):
    """Norms and distance decay."""

    model = GroupRule


class TypeDefaultInline(_Rule):
    """What is assumed where nothing is recorded."""

    model = TypeDefault


@admin.register(Method)
class MethodAdmin(Table):
    """Methods. One that a run used can only be looked at, but for whether it is in use."""

    list_display = ["__str__", "municipality", "version", "is_current", "created_at"]
    list_select_related = ["municipality"]
    list_filter = ["is_current"]
    search_fields = ["municipality__code", "municipality__name", "note"]
    autocomplete_fields = ["municipality"]
    inlines = [GroupRuleInline, TypeDefaultInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Method | None = None) -> list[str]:
        """Everything that figures rest on, once there are figures."""
        if _is_open(obj):
            return []
        return [
            field.name for field in Method._meta.fields if field.editable and field.name not in {"id", "is_current"}
        ]

    def has_delete_permission(self, request: HttpRequest, obj: Method | None = None) -> bool:
        """Not once a run used it."""
        return _is_open(obj) and super().has_delete_permission(request, obj)


@admin.register(GroupRule)
class GroupRuleAdmin(ReadOnly):
    """Norms and distance decay over all methods; they are changed with their method."""

    list_display = ["group", "method", "norm_hours", "norm_source"]
    list_select_related = ["group", "method"]
    list_filter = ["group", "method"]
    search_fields = ["norm_source"]


@admin.register(TypeDefault)
class TypeDefaultAdmin(ReadOnly):
    """Defaults of venue types over all methods; they are changed with their method."""

    list_display = ["venue_type", "method", "hosted_hours", "places", "source"]
    list_select_related = ["venue_type", "method"]
    list_filter = ["venue_type", "method"]
    search_fields = ["source"]


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
