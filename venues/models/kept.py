"""What places and activities have in common as records that people keep: versions, verification and the archive."""

from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

M = TypeVar("M", bound=models.Model)


class LowThreshold(models.TextChoices):
    """What makes it easy to come in."""

    FREE = "free", _("no charge")
    NO_APPOINTMENT = "no-appointment", _("no appointment or registration needed")
    NO_PURCHASE = "no-purchase", _("nothing need be bought or done")
    COFFEE = "coffee", _("coffee or tea")
    PLAIN_LANGUAGE = "plain-language", _("plain language, or other languages than Dutch")
    TOILET = "toilet", _("toilet")
    QUIET = "quiet", _("a quiet corner")


class Kept(models.Model):
    """A record with a version, whom and when it was last verified by, and whether it was archived.

    Archiving is for what should not have been in the register; a place that ended is closed instead.
    """

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)
    verified_on = models.DateField(_("verified by a person on"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="%(class)ss_verified",
        verbose_name=_("verified by"),
    )
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class InUse(models.Manager[M], Generic[M]):
    """The records that were not archived."""

    def get_queryset(self) -> Any:
        """Without the archive."""
        return super().get_queryset().filter(archived_at=None)
