"""An organisation by its name: among those for which somebody may add places."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from venues.models import Municipality, Organisation, User
from venues.register.rights import organisations_to_add_for

LISTED = 30
"""So many names are offered at a time; any other can be typed."""


@dataclass(frozen=True)
class NewOrganisation:
    """The name of an organisation that is still to be added."""

    name: str


class OrganisationField(forms.CharField):
    """A text field with names to choose from. Its value in a record is the organisation's key."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs |= {"list": "organisations", "autocomplete": "off"}
        self.allowed: QuerySet[Organisation] = Organisation.objects.none()
        self.current: Organisation | None = None
        self.takes_new = False
        self.is_suggested = False

    def offer(
        self, user: User, current: str | None, *, takes_new: bool = False, suggested_in: Municipality | None = None
    ) -> None:
        """Offer those of a person, and the one that is recorded.

        Args:
            user: Who fills in the form.
            current: The key of the organisation that is recorded.
            takes_new: Whether the person says that a name that is not there is that of a new organisation.
            suggested_in: Where the place is of which the person suggests a correction: any organisation there will do.
        """
        self.takes_new, self.is_suggested = takes_new, suggested_in is not None
        self.allowed = organisations_to_add_for(user)
        if suggested_in:
            self.allowed = Organisation.objects.filter(municipality=suggested_in)
        self.current = Organisation.objects.filter(pk=current).first() if current else None

    def names(self) -> list[str]:
        """The first names to choose from."""
        return list(self.allowed.order_by("name").values_list("name", flat=True)[:LISTED])

    def prepare_value(self, value: Any) -> Any:
        """The name of the organisation of a record."""
        return self.current.name if self.current and str(value) == str(self.current.pk) else value

    def clean(self, value: Any) -> Any:
        """The key of the organisation, or `NewOrganisation`; None where no name was given.

        Raises:
            ValidationError: If the person may not add for an organisation of that name.
        """
        name = super().clean(value).strip()
        if not name:
            return None
        if self.current and name == self.current.name:
            return str(self.current.pk)
        found = self.allowed.filter(name__iexact=name).order_by("name").first()
        if found is None and self.takes_new:
            return NewOrganisation(name)
        if found is None and self.is_suggested:
            raise ValidationError(
                _("No organisation here is called “%(name)s”. Choose one that is offered, or write it in the note.")
                % {"name": name}
            )
        if found is None:
            raise ValidationError(
                _("You cannot add places for “%(name)s”: choose one of the names that are offered, or leave it empty.")
                % {"name": name}
            )
        return str(found.pk)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """By name, as a person sees it."""
        return bool((self.prepare_value(initial) or "") != (data or ""))
