"""The parts of a form, in any order: only the first two ask what must be known."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from venues.models import Activity
from venues.pages.entry.record_form import RecordForm


@dataclass(frozen=True)
class Part:
    """A part of the form."""

    key: str
    title: str
    short: str
    """What its tab says."""
    has_error: bool
    next: str
    """What the tab after it says; empty for the last."""


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
    short = {key: title for key, (title, _fields) in titles.items()} | {"when": _("Hours")}
    after = [*list(short.values())[1:], ""]
    return [
        Part(key, title, short[key], bool(fields & failed), following)
        for (key, (title, fields)), following in zip(titles.items(), after, strict=True)
    ]
