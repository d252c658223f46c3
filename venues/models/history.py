"""Coverage month after month: one row of arrays an area and group, as a city has hundreds of thousands of figures."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from venues.models.area import Area, Edition, Municipality
from venues.models.demand import DemandGroup
from venues.models.method import Method


class History(models.Model):
    """The months of a municipality under one method and one edition of its boundaries, scored on each first day."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="histories")
    edition = models.ForeignKey(Edition, on_delete=models.RESTRICT, related_name="histories")
    method = models.ForeignKey(Method, on_delete=models.RESTRICT, related_name="histories")
    first_on = models.DateField(_("first month"))
    months = models.PositiveIntegerField(_("months"))
    created_at = models.DateTimeField(_("scored at"), auto_now_add=True)
    seconds = models.FloatField(_("seconds taken"), default=0)
    fingerprint = models.CharField(_("fingerprint of what the months follow from"), max_length=64, default="")

    class Meta:
        verbose_name = _("history")
        verbose_name_plural = _("histories")
        ordering = ["municipality", "-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "edition", "method"], name="history_once"),
            models.CheckConstraint(condition=Q(first_on__day=1), name="history_starts_on_first_of_month"),
            models.CheckConstraint(condition=Q(months__gte=1), name="history_has_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.first_on:%Y-%m} + {self.months}"


class HistorySeries(models.Model):
    """One area and group over the months: aligned arrays, empty where there is no figure. No group means all."""

    history = models.ForeignKey(History, on_delete=models.CASCADE, related_name="series")
    area = models.ForeignKey(Area, on_delete=models.RESTRICT, related_name="series")
    group = models.ForeignKey(DemandGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="series")
    need_hours = ArrayField(models.FloatField(null=True), verbose_name=_("need, hours a week"))
    coverage = ArrayField(models.FloatField(null=True), verbose_name=_("coverage"))
    coverage_low = ArrayField(models.FloatField(null=True), verbose_name=_("coverage, low"))
    coverage_high = ArrayField(models.FloatField(null=True), verbose_name=_("coverage, high"))
    known_share = ArrayField(models.FloatField(null=True), verbose_name=_("share from recorded room"))

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints = [
            models.UniqueConstraint(fields=["history", "area", "group"], nulls_distinct=False, name="series_once"),
            models.CheckConstraint(
                condition=Q(need_hours__len=F("coverage__len"))
                & Q(coverage_low__len=F("coverage__len"))
                & Q(coverage_high__len=F("coverage__len"))
                & Q(known_share__len=F("coverage__len")),
                name="series_aligned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.group_id or 'all'}: {len(self.coverage)}"
