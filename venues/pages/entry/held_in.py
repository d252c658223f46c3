"""The place in which an activity is held, by its name: among those in which somebody may add activities."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from venues.models import Municipality, User, Venue
from venues.pages.entry.organisations import LISTED
from venues.register.rights import venues_to_add_in


def venue_label(venue: Venue) -> str:
    """A place as the field names it: with its address, since names come twice."""
    return f"{venue.name}, {venue.address}" if venue.address else venue.name


def venues_offered(user: User, suggested_in: Municipality | str | None = None) -> QuerySet[Venue]:
    """The places that an activity may be held in; of a suggestion those of the municipality."""
    rows = Venue.objects.filter(municipality=suggested_in) if suggested_in else venues_to_add_in(user)
    return rows.alias(label=Concat("name", Value(", "), "address")).select_related("venue_type", "organisation")


def venues_like(venues: QuerySet[Venue], text: str) -> list[Venue]:
    """The first of some places whose name or address has a text."""
    return list(venues.filter(Q(label__icontains=text)).order_by("name", "address", "pk")[:LISTED])


class HeldInField(forms.CharField):
    """A text field with places to choose from. Its value in a record is the place's key."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs |= {"list": "venues", "autocomplete": "off"}
        self.allowed: QuerySet[Venue] = Venue.objects.none()
        self.current: Venue | None = None
        self.meant = ""
        self.alike: list[Venue] = []

    def offer(self, allowed: QuerySet[Venue], current: str | None, meant: str = "") -> None:
        """Offer some places, and the one that is recorded.

        Args:
            allowed: What `venues_offered` gave.
            current: The key of the place that is recorded.
            meant: The key of the one that is meant where several have the name that was typed.
        """
        self.allowed, self.meant = allowed, meant
        self.current = Venue.everything.filter(pk=current).first() if current else None

    def labels(self) -> list[str]:
        """The first places to choose from."""
        return [venue_label(each) for each in venues_like(self.allowed, "")]

    def prepare_value(self, value: Any) -> Any:
        """The name and address of the place of a record."""
        return venue_label(self.current) if self.current and str(value) == str(self.current.pk) else value

    def clean(self, value: Any) -> Any:
        """The key of the place; None where nothing was typed.

        Raises:
            ValidationError: If no place is called that, or several are and none was chosen.
        """
        text = super().clean(value).strip()
        if not text:
            return None
        if self.current and text == venue_label(self.current):
            return str(self.current.pk)
        named = self.allowed.filter(Q(name__iexact=text) | Q(label__iexact=text))
        found = list(named.order_by(F("address").asc(), "pk")[:LISTED])
        if not found:
            raise ValidationError(
                _("There is no place called “%(name)s” in which you may add activities. Choose one that is offered.")
                % {"name": text}
            )
        if len(found) == 1:
            return str(found[0].pk)
        self.alike = found
        if chosen := next((each for each in found if str(each.pk) == self.meant), None):
            return str(chosen.pk)
        raise ValidationError(_("More than one place is called “%(name)s”: choose which one below.") % {"name": text})

    def has_changed(self, initial: Any, data: Any) -> bool:
        """By what a person sees."""
        return bool((self.prepare_value(initial) or "") != (data or ""))

    def alike_field(self) -> forms.ChoiceField:
        """The places of one name to choose from, each with what tells it from the others."""
        choices = [(str(each.pk), _told_apart(each)) for each in self.alike]
        return forms.ChoiceField(label=_("Which one"), choices=choices, widget=forms.RadioSelect, required=False)


def _told_apart(venue: Venue) -> str:
    owner = venue.organisation.name if venue.organisation else ""
    return ", ".join(filter(None, [venue_label(venue), venue.postcode, venue.venue_type.name, owner]))
