"""What came out of scoring: runs, scores, and the offers that make them up."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from venues.models.activity import Activity
from venues.models.area import Area, Edition, Municipality
from venues.models.demand import DemandGroup, DemandPoint
from venues.models.method import Method
from venues.models.venue import Venue

SHEETS = "venues_run_sheets"
"""The sequence that numbers sheets."""


class Run(models.Model):
    """One scoring of a municipality as of a date. Immutable, but for the one live run, which is replaced whole."""

    class Kind(models.TextChoices):
        """Whether it follows the register or is kept."""

        LIVE = "live", _("live")
        SEALED = "sealed", _("sealed")

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="runs")
    edition = models.ForeignKey(Edition, on_delete=models.RESTRICT, related_name="runs")
    method = models.ForeignKey(Method, on_delete=models.RESTRICT, related_name="runs")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    as_of = models.DateField(_("as of"))
    created_at = models.DateTimeField(_("scored at"), auto_now_add=True)
    seconds = models.FloatField(_("seconds taken"), default=0)
    fingerprint = models.CharField(_("fingerprint of the data read"), max_length=64)
    register_loaded = models.BooleanField(_("a venue register was loaded"))
    demand_reference_on = models.DateField(_("figures as of"), null=True)
    points_kind = models.CharField(_("demand points"), max_length=6, choices=DemandPoint.Kind)
    has_streets = models.BooleanField(_("walked over streets"), help_text=_("Off: straight lines × 1.3."))
    counts = models.JSONField(
        _("counts"), default=dict, help_text=_("Points, offers, pairs, suppressed and unknown areas.")
    )
    draws = models.PositiveIntegerField(
        _("draws"), default=0, help_text=_("Monte Carlo draws behind the intervals; 0: none were made.")
    )
    seed = models.BigIntegerField(_("seed of the draws"), null=True)
    sheet = models.BigIntegerField(
        _("sheet of rows"),
        unique=True,
        editable=False,
        db_default=Func(Value(SHEETS), function="nextval"),
        help_text=_("Scores belong to the run that has their sheet: a live run hands it on to its successor."),
    )
    sturdiness = models.JSONField(
        _("sturdiness"), default=dict, help_text=_("What the ranks do under other methods and other assumptions.")
    )

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-as_of", "-created_at"]
        indexes = [models.Index(fields=["municipality", "kind", "as_of"])]
        constraints = [
            models.UniqueConstraint(fields=["municipality"], condition=Q(kind="live"), name="run_one_live"),
            models.CheckConstraint(condition=Q(kind__in=["live", "sealed"]), name="run_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.as_of} {self.kind}"


class Score(models.Model):
    """The coverage of one group in one area; no group means all groups together."""

    class Status(models.TextChoices):
        """Whether there is a figure, and if not, why."""

        OK = "ok", _("scored")
        NO_NEED = "no-need", _("nobody of this group")
        SUPPRESSED = "suppressed", _("fewer than 10 persons")
        UNKNOWN = "unknown", _("unknown")

    # The unique constraint begins with it: an index of its own would only be written. So would one of the few groups.
    run = models.ForeignKey(Run, models.CASCADE, to_field="sheet", db_index=False, related_name="scores")
    area = models.ForeignKey(Area, on_delete=models.RESTRICT, related_name="scores")
    group = models.ForeignKey(DemandGroup, models.PROTECT, null=True, blank=True, db_index=False, related_name="scores")
    status = models.CharField(_("status"), max_length=10, choices=Status)
    persons = models.FloatField(_("persons"), null=True)
    need_hours = models.FloatField(_("need, hours a week"), null=True)
    coverage = models.FloatField(_("coverage"), null=True)
    coverage_low = models.FloatField(_("coverage, low"), null=True)
    coverage_high = models.FloatField(_("coverage, high"), null=True)
    need_met = models.FloatField(_("need met"), null=True)
    known_share = models.FloatField(_("share from recorded room"), null=True)
    reach_none = models.FloatField(_("share with no place in reach"), null=True)
    reach_one = models.FloatField(_("share with one place in reach"), null=True)
    reach_two_plus = models.FloatField(_("share with two or more places in reach"), null=True)
    nearest_m = models.FloatField(_("metres to the nearest place, median"), null=True)
    unhosted_places = models.PositiveIntegerField(_("unhosted places within reach"), null=True)
    n_minus_one = models.FloatField(_("share lost without the largest place"), null=True)
    fragile_share = models.FloatField(_("share from places at risk"), null=True)
    fragile_known_share = models.FloatField(_("share from places of which a risk could be known"), null=True)
    bridging = models.FloatField(_("bridging potential"), null=True)
    bridging_counted_share = models.FloatField(_("share of the bridging that was counted"), null=True)
    interval_low = models.FloatField(_("coverage, one draw in twenty lies below"), null=True)
    interval_high = models.FloatField(_("coverage, one draw in twenty lies above"), null=True)
    rank_low = models.PositiveIntegerField(
        _("rank, one draw in twenty lies below"), null=True, help_text=_("1 is the worst covered area of its level.")
    )
    rank_high = models.PositiveIntegerField(_("rank, one draw in twenty lies above"), null=True)
    surely_worse = models.PositiveIntegerField(
        _("areas that are better covered in nearly every draw (19 of 20)"), null=True
    )
    surely_better = models.PositiveIntegerField(
        _("areas that are worse covered in nearly every draw (19 of 20)"), null=True
    )
    is_edge = models.BooleanField(_("reach leaves the loaded data"), default=False)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["run", "area", "group"], nulls_distinct=False, name="score_once"),
            models.CheckConstraint(
                condition=Q(coverage=None) | Q(coverage_low__lte=F("coverage"), coverage__lte=F("coverage_high")),
                name="score_low_best_high",
            ),
            models.CheckConstraint(
                condition=Q(status="ok", coverage__isnull=False) | (~Q(status="ok") & Q(coverage=None)),
                name="score_only_when_ok",
            ),
            models.CheckConstraint(
                condition=Q(interval_low=None) | Q(coverage__isnull=False, interval_low__lte=F("interval_high")),
                name="score_interval_in_order",
            ),
            models.CheckConstraint(
                condition=Q(rank_low=None) | Q(rank_low__gte=1, rank_low__lte=F("rank_high")),
                name="score_ranks_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.group_id or 'all'} {self.coverage}"


class Explanation(models.Model):
    """The offers that make up one score: aligned arrays that add up to its coverage. Only for status ok."""

    score = models.OneToOneField(Score, on_delete=models.CASCADE, primary_key=True, related_name="explanation")
    venues = ArrayField(models.UUIDField(null=True), verbose_name=_("venues"))
    activities = ArrayField(models.UUIDField(null=True), verbose_name=_("activities"))
    coverage = ArrayField(models.FloatField(), verbose_name=_("parts of the coverage"))

    class Meta:
        verbose_name = _("explanation")
        verbose_name_plural = _("explanations")
        constraints = [
            models.CheckConstraint(
                condition=Q(venues__len=F("coverage__len")) & Q(activities__len=F("coverage__len")),
                name="explanation_aligned",
            )
        ]

    def __str__(self) -> str:
        return f"{self.score_id}: {len(self.coverage)}"


class OfferScore(models.Model):
    """One offer in a run: its room, how hard it is pressed, who may meet there, who pays, and what puts it at risk."""

    class Risk(models.TextChoices):
        """Why a place may not last. Reasons overlap."""

        FUNDING_ENDS = "funding-ends", _("funding ends within 12 months")
        UNDERFUNDED = "underfunded", _("structural funding below half of what it needs")
        VACANCIES = "vacancies", _("a fifth or more of the hosting hours vacant")
        UNPAID = "unpaid", _("no paid hosting")
        CONDITION = "condition", _("building in poor condition (4 or worse)")

    run = models.ForeignKey(Run, models.CASCADE, to_field="sheet", db_index=False, related_name="offer_scores")
    # A place that was ever scored is closed, not deleted.
    venue = models.ForeignKey(Venue, on_delete=models.RESTRICT, null=True, related_name="offer_scores")
    activity = models.ForeignKey(Activity, on_delete=models.RESTRICT, null=True, related_name="offer_scores")
    room_low = models.FloatField(_("room, low, place-hours a week"))
    room = models.FloatField(_("room, place-hours a week"))
    room_high = models.FloatField(_("room, high, place-hours a week"))
    is_known = models.BooleanField(_("hours, hosting and places are recorded"))
    is_reached = models.BooleanField(_("need reaches it"))
    load_hours = models.FloatField(_("load, hours a week"), null=True)
    pressure = models.FloatField(_("load per place-hour"), null=True)
    pressure_relative = models.FloatField(_("pressure relative to the municipality's median"), null=True)
    moved_hours = models.FloatField(_("load that others would take over if it closed, hours a week"), null=True)
    stranded_hours = models.FloatField(_("load left with no place if it closed, hours a week"), null=True)
    bridging = models.FloatField(_("bridging potential"), null=True)
    is_bridging_counted = models.BooleanField(_("visitors of all groups were counted"), default=False)
    visitors = models.JSONField(
        _("visitors by group"), default=dict, help_text=_("Expected at the full norm, or counted; a week.")
    )
    sectors = ArrayField(models.CharField(max_length=30), verbose_name=_("policy sectors"), default=list)
    sector_shares = ArrayField(models.FloatField(), verbose_name=_("share of each sector"), default=list)
    risks = ArrayField(models.CharField(max_length=12, choices=Risk), verbose_name=_("reasons of risk"), default=list)
    is_risk_recorded = models.BooleanField(_("funding, staffing or condition is recorded"), default=False)

    class Meta:
        verbose_name = _("scored offer")
        verbose_name_plural = _("scored offers")
        constraints = [
            models.UniqueConstraint(fields=["run", "venue", "activity"], nulls_distinct=False, name="offer_score_once"),
            models.CheckConstraint(
                condition=Q(room_low__gte=0, room__gte=F("room_low"), room_high__gte=F("room")),
                name="offer_score_low_best_high",
            ),
            models.CheckConstraint(
                condition=Q(sectors__len=F("sector_shares__len")) | Q(sectors=[]), name="offer_score_sectors_aligned"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venue_id or self.activity_id} {self.room}"
