"""Who may do what where: memberships with a role, and the invitations that make them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from venues.models.area import Municipality
from venues.models.organisation import Organisation


class Role(models.TextChoices):
    """What a member may do; `venues.register.rights` says what that means, in one place."""

    READER = "reader", _("reader")
    WORKER = "worker", _("worker")
    EDITOR = "editor", _("editor")
    ADMINISTRATOR = "administrator", _("administrator")


class RoleSomewhere(models.Model):
    """A role in an organisation, or in a municipality or one area of it."""

    role = models.CharField(_("role"), max_length=13, choices=Role)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("organisation"),
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("municipality"),
    )
    area_code = models.CharField(
        _("only in the area"), max_length=12, blank=True, help_text=_("CBS code; empty for the whole municipality.")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, municipality=None, area_code="", role__in=["reader", "worker"])
                | Q(organisation=None, municipality__isnull=False, role="editor")
                | Q(organisation=None, municipality__isnull=False, area_code="", role__in=["reader", "administrator"]),
                name="%(class)s_role_fits",
                violation_error_message=_(
                    "Readers and workers belong to an organisation, readers, editors and administrators to a "
                    "municipality; only an editor can be of one area."
                ),
            )
        ]


class Membership(RoleSomewhere):
    """A role that a person has."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("user")
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["user", "role"]
        constraints = [
            *RoleSomewhere.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "organisation", "municipality", "area_code"],
                nulls_distinct=False,
                name="membership_one_role_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role} {self.organisation_id or self.municipality_id} {self.area_code}".strip()


class Invitation(RoleSomewhere):
    """A role that waits for a person to accept it, by the link in a mail. The link works once and ends by itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="invitations_made"
    )
    created_at = models.DateTimeField(_("invited at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("ends at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]
        constraints = [
            *RoleSomewhere.Meta.constraints,
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                "municipality",
                "area_code",
                condition=Q(accepted_at=None, withdrawn_at=None),
                nulls_distinct=False,
                name="invitation_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.role}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()
