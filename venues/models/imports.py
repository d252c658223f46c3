"""What was brought in from where: one row a file and a loader."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from venues.models.area import Municipality


class ImportRun(models.Model):
    """One run of a loader over one file, with what it did and what it refused."""

    class Status(models.TextChoices):
        """How it ended."""

        DRY_RUN = "dry-run", _("tried, nothing stored")
        DONE = "done", _("stored")
        FAILED = "failed", _("failed, nothing stored")

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="import_runs",
        help_text=_("Empty: the file is about the whole country."),
    )
    loader = models.CharField(_("loader"), max_length=40)
    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(_("checksum"), max_length=64, blank=True)
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"))
    status = models.CharField(_("status"), max_length=7, choices=Status)
    rows_read = models.PositiveIntegerField(_("rows read"), default=0)
    rows_created = models.PositiveIntegerField(_("created"), default=0)
    rows_updated = models.PositiveIntegerField(_("changed"), default=0)
    rows_unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    rows_skipped = models.PositiveIntegerField(_("not for us"), default=0)
    rows_refused = models.PositiveIntegerField(_("refused"), default=0)
    refusals = models.JSONField(
        _("refusals"), default=list, help_text=_("Each with line, column, value, problem and remedy.")
    )
    notes = models.JSONField(_("notes"), default=list, help_text=_("What was repaired or left out, in words."))

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=["dry-run", "done", "failed"]), name="import_status_known")
        ]

    def __str__(self) -> str:
        return f"{self.loader} {self.file_name} {self.started_at:%Y-%m-%d %H:%M}"
