"""Corrections that somebody without the right to make them proposes to those who have it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from venues.models.activity import Activity
from venues.models.venue import Venue


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Questions about suggestions."""

    def waiting(self) -> "SuggestionQuerySet":
        """Those that nobody decided on."""
        return self.filter(status=Suggestion.Status.WAITING)


class Suggestion(models.Model):
    """A record as somebody thinks it should be, beside the one that they saw."""

    class Status(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, null=True, blank=True, related_name="suggestions")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, null=True, blank=True, related_name="suggestions")
    seen = models.JSONField(_("the record as it was seen"))
    proposed = models.JSONField(_("the record as proposed"))
    since = models.DateField(
        _("holds from"),
        null=True,
        blank=True,
        help_text=_("From when on the proposed hours, staffing and funding hold; empty where a mistake is corrected."),
    )
    note = models.TextField(_("note"), blank=True, max_length=1000)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="suggestions_made"
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="suggestions_decided"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(venue__isnull=False, activity=None) | Q(venue=None, activity__isnull=False),
                name="suggestion_of_venue_or_activity",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "accepted", "declined"]), name="suggestion_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venue_id or self.activity_id} {self.status}"
