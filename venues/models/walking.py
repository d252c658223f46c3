"""Streets, what surrounds them on the map, and the metres that people walk over them."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from venues.models.activity import OfferFact
from venues.models.area import RD, Municipality


class Street(models.Model):
    """A piece of street between two nodes of the walking network."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="streets")
    from_node = models.BigIntegerField(_("from node"))
    to_node = models.BigIntegerField(_("to node"))
    length_m = models.FloatField(_("length, metres"))
    street_class = models.CharField(_("class"), max_length=40, blank=True)
    path = models.LineStringField(_("path"), srid=RD)

    class Meta:
        verbose_name = _("street")
        verbose_name_plural = _("streets")
        constraints = [models.CheckConstraint(condition=Q(length_m__gte=0), name="street_length_not_negative")]

    def __str__(self) -> str:
        return f"{self.from_node}–{self.to_node}"


class Backdrop(models.Model):
    """Water, parks and buildings that make the map readable without a basemap from elsewhere."""

    class Kind(models.TextChoices):
        """What is drawn."""

        WATER = "water", _("water")
        PARK = "park", _("park")
        BUILT = "built", _("built-up area")

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="backdrops")
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    name = models.CharField(_("name"), max_length=120, blank=True)
    shape = models.MultiPolygonField(_("shape"), srid=RD)

    class Meta:
        verbose_name = _("backdrop")
        verbose_name_plural = _("backdrops")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["water", "park", "built"]), name="backdrop_kind_known")
        ]

    def __str__(self) -> str:
        return self.name or self.kind


class Walk(OfferFact):
    """Metres from one offer's door to the demand points around it: one row an offer with a location of its own.

    Aligned arrays: `points` (demand point ids), `walk_m` (metres), `is_estimated` (straight line × 1.3).
    """

    points = ArrayField(models.BigIntegerField(), verbose_name=_("demand points"))
    walk_m = ArrayField(models.FloatField(), verbose_name=_("metres"))
    is_estimated = ArrayField(models.BooleanField(), verbose_name=_("straight line"))
    bound_m = models.FloatField(_("searched to, metres"))
    measured_at = models.DateTimeField(_("measured at"), auto_now=True)
    fingerprint = models.CharField(
        _("fingerprint of the place, streets and points it was measured from"),
        max_length=64,
        blank=True,
        editable=False,
    )

    class Meta:
        verbose_name = _("walk")
        verbose_name_plural = _("walks")
        constraints = [
            *OfferFact.Meta.constraints,
            models.UniqueConstraint(fields=["venue", "activity"], nulls_distinct=False, name="walk_once_an_offer"),
            models.CheckConstraint(
                condition=Q(points__len=models.F("walk_m__len")) & Q(points__len=models.F("is_estimated__len")),
                name="walk_arrays_aligned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venue_id or self.activity_id}: {len(self.points)}"
