"""The single values in a form, by kind: labels and limits are those of the models."""

from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from venues.models import Activity, DemandGroup, Municipality, User, Venue
from venues.models.kept import LowThreshold
from venues.pages.entry.coordinates import CoordinatesField
from venues.pages.entry.fields import DayField, NumberField, WholeNumberField
from venues.pages.entry.held_in import HeldInField, venues_offered
from venues.pages.entry.organisations import NewOrganisation, OrganisationField
from venues.pages.record_words import suitability_text
from venues.register.organisations import add_organisation, may_add_organisation
from venues.register.record import Record

NONE_OF_THESE = "none"


class Keeper(NamedTuple):
    """Who fills in a form, of a place in which municipality."""

    user: User
    municipality: Municipality
    suggests: bool = False
    """Whether somebody else decides on it."""


class PlaceForm(forms.ModelForm):  # type: ignore[type-arg]
    """What venues and activities have in common. It reads and checks; `register` keeps."""

    without_answer = _("as usual for this kind of place")
    """What holds for a group of which nothing is said."""
    coordinates = CoordinatesField(
        label=_("Coordinates"),
        required=False,
        help_text=_(
            "Move the pin, or write degrees (52.370216, 4.895168) or metres of the Dutch grid (121687 487484)."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    organisation = OrganisationField(label=_("Organisation"), required=False)
    is_new_organisation = forms.BooleanField(
        label=_("This organisation is not in the register yet: add it"), required=False
    )
    places = WholeNumberField(
        label=_("Places"), min_value=1, required=False, help_text=_("How many people can be there at once.")
    )

    def __init__(self, record: Record, keeper: Keeper, data: Any = None) -> None:
        self.record, self.user, self.municipality = record, keeper.user, keeper.municipality
        super().__init__(data, initial=self._initial(record))
        field: OrganisationField = self.fields["organisation"]  # type: ignore[assignment]
        adds = may_add_organisation(self.user, self.municipality) and not keeper.suggests
        if not adds:
            del self.fields["is_new_organisation"]
        field.offer(
            self.user,
            record.get("organisation"),
            takes_new=adds and bool(data) and "is_new_organisation" in data,
            suggested_in=self.municipality if keeper.suggests else None,
        )
        for group in DemandGroup.objects.all():
            self.fields[f"group-{group.pk}"] = self._audience(group, record)

    def groups(self) -> list[forms.BoundField]:
        """The fields that ask how well it suits a group."""
        return [self[name] for name in self.fields if name.startswith("group-")]

    def values(self) -> Record:
        """The members of the record that this form has; call it in the transaction that keeps the record.

        A new organisation is added: the record refers to it.
        """
        cleaned = self.cleaned_data
        values = {
            name: getattr(value, "pk", value)
            for name, value in cleaned.items()
            if name in self._meta.fields  # type: ignore[operator]
        }
        values["organisation"] = self._organisation(cleaned.get("organisation"))
        values["places"] = cleaned.get("places")
        # As text the point is rounded: a pin that nobody moved stays where it was.
        moved = "coordinates" in self.changed_data
        values["location"] = cleaned.get("coordinates") if moved else self.record.get("location")
        stored = {row["group"]: row for row in self.record.get("audiences") or []}
        values["audiences"] = [
            stored.get(group, {}) | {"group": group, "suitability": float(cleaned[f"group-{group}"])}
            for group in DemandGroup.objects.values_list("pk", flat=True)
            if cleaned.get(f"group-{group}")
        ]
        return values

    def _organisation(self, chosen: str | NewOrganisation | None) -> str | None:
        if isinstance(chosen, NewOrganisation):
            return str(add_organisation(chosen.name, self.municipality, self.user).pk)
        return chosen

    def _post_clean(self) -> None:
        """The register checks the whole record at once; half a model says nothing."""

    def _initial(self, record: Record) -> Record:
        said = {f"group-{row['group']}": _as_choice(row["suitability"]) for row in record.get("audiences") or []}
        return record | said | {"coordinates": record.get("location")}

    def _audience(self, group: DemandGroup, record: Record) -> forms.ChoiceField:
        choices = [
            ("", self.without_answer),
            *((_as_choice(each), suitability_text(each)) for each in (1.0, 0.5, 0.0)),
        ]
        stored = next((row for row in record.get("audiences") or [] if row["group"] == group.pk), None)
        if stored and _as_choice(stored["suitability"]) not in dict(choices):
            choices.append((_as_choice(stored["suitability"]), suitability_text(stored["suitability"])))
        return forms.ChoiceField(label=group.name, choices=choices, required=False)


class VenueForm(PlaceForm):
    """A place."""

    low_threshold = forms.MultipleChoiceField(
        label=_("What makes it easy to come in"),
        choices=[*LowThreshold.choices, (NONE_OF_THESE, _("none of these"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Tick nothing where you do not know."),
    )
    website = forms.URLField(label=_("Website"), max_length=500, required=False, assume_scheme="https")
    opened_on = DayField(label=_("Opened on"), required=False)
    budget_needed_eur = NumberField(
        label=_("Budget needed, EUR a year"), min_value=0, max_digits=12, decimal_places=2, required=False
    )

    class Meta:
        model = Venue
        fields = (
            *("name", "venue_type", "address", "postcode", "website", "wheelchair", "opening_hours"),
            *("low_threshold", "opened_on", "budget_needed_eur"),
        )
        widgets = {"opening_hours": forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off"})}
        help_texts = {
            "opening_hours": _(
                "If you have them as OpenStreetMap writes them, such as Mo-Fr 09:00-17:00. "
                "What you change here replaces the hours above."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wheelchair"].choices = [("", _("not known")), *Venue.Wheelchair.choices]  # type: ignore[attr-defined]
        self.fields["coordinates"].required = True
        self.fields["coordinates"].error_messages["required"] = _(
            "Say where it is: search an address, move the pin or write coordinates."
        )

    def clean_low_threshold(self) -> list[str] | None:
        """Nothing ticked is unknown; “none of these” is a fact."""
        ticked = [each for each in self.cleaned_data["low_threshold"] if each != NONE_OF_THESE]
        return ticked if self.cleaned_data["low_threshold"] else None

    def _initial(self, record: Record) -> Record:
        known = record.get("low_threshold")
        return super()._initial(record) | {"low_threshold": [NONE_OF_THESE] if known == [] else known}


class ActivityForm(PlaceForm):
    """Something held at fixed hours, in a place or without a building."""

    without_answer = _("no answer")

    venue = HeldInField(
        label=_("Place in which it is held"),
        required=False,
        help_text=_("Write a part of the name. Leave it empty if it is outside or at a spot of its own."),
    )
    starts_on = DayField(label=_("Held from"), required=False)
    ends_on = DayField(label=_("Until"), required=False, help_text=_("The first day on which it is no longer held."))

    class Meta:
        model = Activity
        fields = ("name", "venue", "has_own_space", "mixing_aim", "starts_on", "ends_on")

    def __init__(self, record: Record, keeper: Keeper, data: Any = None) -> None:
        super().__init__(record, keeper, data)
        held_in: HeldInField = self.fields["venue"]  # type: ignore[assignment]
        offered = venues_offered(keeper.user, keeper.municipality if keeper.suggests else None)
        held_in.offer(offered, record.get("venue"), (data or {}).get("which_venue", ""))
        self.fields["mixing_aim"].label = _("Does the host mix groups on purpose?")
        self.fields["mixing_aim"].choices = [("", _("not known")), *Activity.MixingAim.choices]  # type: ignore[attr-defined]

    def clean(self) -> Record:
        """In a place, or at a point of its own."""
        cleaned: Record = super().clean() or self.cleaned_data
        held_in: HeldInField = self.fields["venue"]  # type: ignore[assignment]
        if held_in.alike:
            self.fields["which_venue"] = held_in.alike_field()
        if "venue" in self.errors:
            return cleaned
        if not cleaned.get("venue") and not cleaned.get("coordinates") and "coordinates" not in self.errors:
            self.add_error("coordinates", _("Say where it is: choose a place, search an address or move the pin."))
        return cleaned


def _as_choice(suitability: float) -> str:
    return f"{float(suitability):g}"
