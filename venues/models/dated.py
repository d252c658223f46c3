"""Facts that hold from a day until the day before another."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

M = TypeVar("M", bound=models.Model)


class DatedQuerySet(models.QuerySet[M]):
    """Facts that hold on `[starts_on, ends_on)`."""

    def on(self, day: date) -> Self:
        """The facts that hold on a day."""
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gt=day))


class Dated(models.Model):
    """A fact that holds on `[starts_on, ends_on)`.

    No start means since the opening, no end means until further notice.
    """

    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(
        _("ends on"), null=True, blank=True, help_text=_("The first day on which it no longer holds.")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="%(class)s_ends_after_start",
                violation_error_message=_("The day on which it ends must lie after the day on which it begins."),
            )
        ]

    def holds_on(self, day: date) -> bool:
        """Whether the fact holds on a day."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day < self.ends_on)
