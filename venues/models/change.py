"""What changed in the register since the figures were last worked out."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class RegisterChangeQuerySet(models.QuerySet["RegisterChange"]):
    """Questions about changes that wait."""

    def of(self, municipality_codes: Iterable[str]) -> Self:
        """The changes in some municipalities."""
        return self.filter(municipality_code__in=list(municipality_codes))


class RegisterChange(models.Model):
    """A place or activity that changed: its walks and the figures around it wait to be worked out.

    The database itself writes these rows, by a trigger on each table of the register, so that no way of changing it is
    forgotten. Codes and ids are plain columns: what they name may be gone.
    """

    municipality_code = models.CharField(_("municipality"), max_length=6, db_index=True)
    venue_uuid = models.UUIDField(_("venue"), null=True)
    activity_uuid = models.UUIDField(_("activity"), null=True)
    made_at = models.DateTimeField(_("made at"), db_default=Now())

    objects = RegisterChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change that waits for figures")
        verbose_name_plural = _("changes that wait for figures")

    def __str__(self) -> str:
        return f"{self.municipality_code} {self.venue_uuid or self.activity_uuid}"
