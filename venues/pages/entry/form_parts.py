"""The parts in which a form is filled in, one after another on a phone, and which of them has an error."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from venues.models import Activity
from venues.pages.entry.record_form import RecordForm


@dataclass(frozen=True)
class Part:
    """A part of the form."""

    key: str
    title: str
    has_error: bool


def parts_of(form: RecordForm) -> list[Part]:
    """The parts of a form in their order."""
    failed = form.failed_in()
    titles = {
        "what": (_("What"), {"name", "venue_type", "organisation", "website", "opened_on", "starts_on", "ends_on"}),
        "where": (_("Where"), {"coordinates", "address", "postcode", "venue", "has_own_space"}),
        "whom": (_("For whom"), {"low_threshold", "mixing_aim", *(f.name for f in form.form.groups())}),
        "when": (_("When, and who receives people"), {"slots", "opening_hours"}),
        "people": (_("People"), {"staffings", "attendances"}),
        "room": (_("Room"), {"places", "wheelchair", "inspections"}),
        "money": (_("Money"), {"fundings", "budget_needed_eur"}),
    }
    if form.model is Activity:
        titles["room"] = (_("Room"), {"places", "has_own_space"})
    return [Part(key, title, bool(fields & failed)) for key, (title, fields) in titles.items()]
