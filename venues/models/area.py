"""Municipalities, and their districts and neighbourhoods in dated editions."""

from typing import Self

from django.contrib.gis.db import models
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

RD = 28992
"""EPSG code of the Dutch national grid, in metres: all geometry is stored in it."""


class Municipality(models.Model):
    """A municipality whose social infrastructure is kept here, or a neighbour within walking distance of one."""

    code = models.CharField(
        _("CBS code"),
        max_length=6,
        primary_key=True,
        validators=[RegexValidator(r"^GM\d{4}$", _("Write GM and 4 digits."))],
    )
    name = models.CharField(_("name"), max_length=100)
    is_fictional = models.BooleanField(_("fictional"), default=False)
    is_scored = models.BooleanField(
        _("scored"),
        default=True,
        help_text=_("Off for a neighbour that is loaded only because people walk across the border."),
    )
    register_loaded_on = models.DateField(
        _("venue register loaded on"),
        null=True,
        blank=True,
        help_text=_("Empty: no register, so coverage is unknown, not zero."),
    )
    unrecorded_types = models.ManyToManyField(
        "venues.VenueType", blank=True, related_name="+", verbose_name=_("types that the sources never contain")
    )
    neighbours = models.ManyToManyField("self", blank=True, verbose_name=_("neighbours within walking distance"))
    attribution = models.JSONField(_("sources to name on every page"), default=list, blank=True)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=Q(code__regex=r"^GM\d{4}$"), name="municipality_code_form")]

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """The boundaries of one municipality as they hold from one year on.

    Imported inactive, looked at, then activated: history stays readable under the old one.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="editions")
    year = models.PositiveSmallIntegerField(_("year"))
    is_active = models.BooleanField(_("active"), default=False)
    activated_at = models.DateTimeField(_("activated at"), null=True, blank=True)
    asked_at = models.DateTimeField(_("activation asked for at"), null=True, blank=True)
    problem = models.TextField(_("why it could not be activated"), blank=True)

    class Meta:
        verbose_name = _("edition of the boundaries")
        verbose_name_plural = _("editions of the boundaries")
        ordering = ["municipality", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year"], name="edition_once_a_year"),
            models.UniqueConstraint(fields=["municipality"], condition=Q(is_active=True), name="edition_one_active"),
            models.CheckConstraint(condition=Q(year__gte=1900, year__lte=2200), name="edition_year_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.year}"

    def activate(self) -> None:
        """Make these the boundaries in use; the others of the municipality stay readable."""
        if self.is_active:
            return
        Edition.objects.filter(municipality=self.municipality_id, is_active=True).update(is_active=False)
        self.is_active = True
        self.activated_at = timezone.now()
        self.save(update_fields=["is_active", "activated_at"])

    @property
    def was_used(self) -> bool:
        """Whether it ever was in use: history stands under it then, and it stays as it is."""
        return self.activated_at is not None


class Level(models.TextChoices):
    """How fine an area is."""

    MUNICIPALITY = "municipality", _("municipality")
    DISTRICT = "district", _("district")
    NEIGHBOURHOOD = "neighbourhood", _("neighbourhood")


class AreaQuerySet(models.QuerySet["Area"]):
    """Questions about areas."""

    def active(self) -> Self:
        """Areas of the boundaries in use."""
        return self.filter(edition__is_active=True)

    def within(self, code: str) -> Self:
        """The area with this CBS code and all areas below it."""
        return self.filter(Q(code=code) | Q(parent__code=code) | Q(parent__parent__code=code))


class Area(models.Model):
    """A municipality, district or neighbourhood of one edition, by its official CBS code."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="areas")
    code = models.CharField(_("CBS code"), max_length=12)
    name = models.CharField(_("name"), max_length=120)
    level = models.CharField(_("level"), max_length=13, choices=Level)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    boundary = models.MultiPolygonField(_("boundary"), srid=RD)
    centre = models.PointField(_("a point inside"), srid=RD)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="area_code_once_an_edition"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="area_level_known"),
            models.CheckConstraint(
                condition=Q(level=Level.MUNICIPALITY, parent=None)
                | (~Q(level=Level.MUNICIPALITY) & Q(parent__isnull=False)),
                name="area_parent_unless_municipality",
            ),
        ]
        indexes = [models.Index(fields=["code"]), models.Index(fields=["level"])]

    def __str__(self) -> str:
        return self.name
