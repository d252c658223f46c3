"""How our figures compare with published ones."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from venues.models.area import Municipality


class Validation(models.Model):
    """One comparison of our metres with a reference. Only the last one of each subject is kept."""

    class Subject(models.TextChoices):
        """What was compared."""

        LIBRARY = "library", _("metres to the nearest library")
        PRIMARY_SCHOOL = "primary-school", _("metres to the nearest primary school")
        STRAIGHT_LINE = "straight-line", _("metres over the streets beside the straight line")

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="validations")
    subject = models.CharField(_("subject"), max_length=20, choices=Subject)
    reference = models.CharField(_("reference"), max_length=200)
    figures = models.JSONField(_("figures"), default=dict)
    made_at = models.DateTimeField(_("compared at"), auto_now=True)

    class Meta:
        verbose_name = _("validation")
        verbose_name_plural = _("validations")
        ordering = ["municipality", "subject"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "subject"], name="validation_once"),
            models.CheckConstraint(
                condition=models.Q(subject__in=["library", "primary-school", "straight-line"]),
                name="validation_subject_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.subject}"
