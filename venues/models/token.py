"""The keys by which programs of a person reach the API: only a digest of each is stored."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_LIFE = timedelta(days=366)


class Scope(models.TextChoices):
    """What a token may be used for, at most: never more than its owner may do."""

    READ = "read", _("Read what is not public, such as amounts, where you may see it")
    WRITE_VENUES = "write:venues", _("Add, change and archive places")
    WRITE_ACTIVITIES = "write:activities", _("Add, change and archive activities")
    WRITE_FACTS = "write:facts", _("Write closures, staffing and funding alone")
    WRITE_IMPORTS = "write:imports", _("Bring in files")


class TokenQuerySet(models.QuerySet["Token"]):
    """Questions about tokens."""

    def usable(self) -> "TokenQuerySet":
        """Those that still work."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class Token(models.Model):
    """A key of a program. The secret is random and long, so that its plain digest cannot be turned back."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens", verbose_name=_("user")
    )
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(_("digest"), max_length=64, unique=True, editable=False)
    prefix = models.CharField(_("begins with"), max_length=12, editable=False)
    scopes = ArrayField(models.CharField(max_length=20), verbose_name=_("may be used to"))
    created_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("works until"))
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="token_named"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at"), expires_at__lte=F("created_at") + LONGEST_LIFE),
                name="token_ends_within_a_year",
            ),
            models.CheckConstraint(
                condition=Q(scopes__len__gte=1, scopes__contained_by=Scope.values), name="token_scopes_known"
            ),
            models.UniqueConstraint(
                fields=["user", "name"], condition=Q(revoked_at=None), name="token_name_once_a_user"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}…"

    @property
    def has_expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at <= timezone.now()
