"""Lists of terms that a municipality can change, each named in Dutch and in English."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def in_language(dutch: str, english: str) -> str:
    """The text in the language in use; Dutch unless English was asked for."""
    return english if (get_language() or "nl").startswith("en") else dutch


class Term(models.Model):
    """A term with a code that clients rely on, and a name in both languages."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    name_nl = models.CharField(_("name in Dutch"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position in lists"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language in use."""
        return in_language(self.name_nl, self.name_en)
