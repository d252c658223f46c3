"""The form that reports a closure; what makes sense is judged by the register."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from venues.models import Closure
from venues.register.record import RecordRefused


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, chosen with what the phone has for it."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d", "%d-%m-%Y"], **options)


class ClosureForm(forms.Form):
    """What is closed, from when until when, and why."""

    extent = forms.ChoiceField(
        label=_("What is closed"), choices=Closure.Extent.choices, widget=forms.RadioSelect, initial="whole"
    )
    starts_on = day_field(_("Closed from"), initial=timezone.localdate)
    reopens_on = day_field(
        _("Reopens on"), required=False, help_text=_("Leave it empty where this is not known, or if it never does.")
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=Closure.Reason.choices, initial="unknown")
    hours_remaining = forms.DecimalField(
        label=_("If partly closed: hours a week with a host that remain"), required=False, localize=True
    )
    places_remaining = forms.IntegerField(label=_("If partly closed: places that remain"), required=False)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody can read it: write no names."),
    )

    def row(self) -> dict[str, Any]:
        """The closure as a row of a record."""
        return {name: str(value) if value is not None else None for name, value in self.cleaned_data.items()}

    def refuse(self, refused: RecordRefused) -> None:
        """Show beside each field why the register refused it."""
        for problem in refused.problems:
            field = problem.field if problem.field in self.fields else None
            self.add_error(field, problem.message)
