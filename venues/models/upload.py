"""Files that people bring in: what was received, how its columns are read, and what came of each row."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from venues.models.area import Municipality
from venues.models.organisation import Organisation


class Upload(models.Model):
    """One file for one table of the register, of an organisation or of a whole municipality."""

    class Table(models.TextChoices):
        """What the rows are about."""

        VENUES = "venues", _("venues")
        ACTIVITIES = "activities", _("activities")
        SLOTS = "slots", _("weekly hours")
        STAFFING = "staffing", _("staffing")
        FUNDING = "funding", _("funding")
        CLOSURES = "closures", _("closures")

    class State(models.TextChoices):
        """How far it came."""

        RECEIVED = "received", _("received")
        TRYING = "trying", _("being tried")
        TRIED = "tried", _("tried, nothing stored yet")
        STORING = "storing", _("being stored")
        STORED = "stored", _("stored")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="uploads")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="uploads"
    )
    table = models.CharField(_("table"), max_length=10, choices=Table)
    file_name = models.CharField(_("file"), max_length=255)
    header = models.JSONField(_("columns of the file"), default=list)
    mapping = models.JSONField(_("our columns, by name, to the position of the file's"), default=dict)
    notes = models.JSONField(_("notes"), default=list)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RECEIVED)
    problem = models.TextField(_("why it failed"), blank=True)
    rows_total = models.PositiveIntegerField(_("rows in the file"), null=True)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    rows_created = models.PositiveIntegerField(_("new"), default=0)
    rows_updated = models.PositiveIntegerField(_("changed"), default=0)
    rows_unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    rows_refused = models.PositiveIntegerField(_("refused"), default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="uploads")
    made_at = models.DateTimeField(_("received at"), auto_now_add=True)
    worked_at = models.DateTimeField(_("last worked on at"), auto_now=True)

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["received", "trying", "tried", "storing", "stored", "failed"]),
                name="upload_state_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.state}"

    @property
    def is_busy(self) -> bool:
        """Whether the worker has still to finish it."""
        return self.state in {self.State.TRYING, self.State.STORING}


class UploadContent(models.Model):
    """The bytes of a file: here rather than on a disk, so that web and worker need none in common."""

    upload = models.OneToOneField(Upload, on_delete=models.CASCADE, primary_key=True, related_name="content")
    data = models.BinaryField()

    def __str__(self) -> str:
        return str(self.upload_id)


class RefusedRow(models.Model):
    """A row that was not stored, as it stood, with each problem: column, value, what is wrong, what to write."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="refused")
    line = models.PositiveIntegerField(_("line"))
    cells = models.JSONField(_("cells"))
    problems = models.JSONField(_("problems"))

    class Meta:
        verbose_name = _("refused row")
        verbose_name_plural = _("refused rows")
        ordering = ["upload", "line"]
        constraints = [models.UniqueConstraint(fields=["upload", "line"], name="refused_row_once")]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.line}"


class ColumnMapping(models.Model):
    """Which column of its files an organisation last chose for each of ours."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="column_mappings")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="column_mappings"
    )
    table = models.CharField(_("table"), max_length=10, choices=Upload.Table)
    columns = models.JSONField(_("our column to the name of the file's"), default=dict)

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "organisation", "table"], nulls_distinct=False, name="column_mapping_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.organisation_id} {self.table}"
