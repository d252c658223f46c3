"""Who runs and pays: organisations and policy sectors."""

import uuid

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from venues.models.area import Municipality
from venues.models.naming import Term


class Sector(Term):
    """A policy sector of a municipality: every euro and every hosted hour carries one."""

    class Meta(Term.Meta):
        verbose_name = _("policy sector")
        verbose_name_plural = _("policy sectors")


class Organisation(models.Model):
    """A body that runs places or activities."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="organisations")
    name = models.CharField(_("name"), max_length=200)
    website = models.URLField(_("website"), blank=True)
    source = models.CharField(_("source"), max_length=40, blank=True)
    source_key = models.CharField(_("key in the source"), max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "source", "source_key"],
                condition=~Q(source_key=""),
                name="organisation_source_key_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
