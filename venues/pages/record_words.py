"""What a record says in words, member by member: for comparing, choosing, suggesting and remembering."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from venues.importing.reading.projection import to_lon_lat
from venues.models import Closure, DemandGroup, Organisation, Sector, Staffing, Venue, VenueType
from venues.models.kept import LowThreshold
from venues.pages.week_words import day_text, span_parts, week_lines
from venues.register.record import FACTS, Record

LISTS = {
    "audiences": gettext_lazy("For whom"),
    "slots": gettext_lazy("When"),
    "staffings": gettext_lazy("Staffing"),
    "fundings": gettext_lazy("Money"),
    "closures": gettext_lazy("Closures"),
    "attendances": gettext_lazy("Counted visitors"),
    "inspections": gettext_lazy("State of the building"),
}
REFERENCES: dict[str, type[Model]] = {
    "venue_type": VenueType,
    "organisation": Organisation,
    "venue": Venue,
    "group": DemandGroup,
    "sector": Sector,
}


class RecordWords:
    """The words of the records of one kind. Names that records refer to are asked of the database once each."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        self._names: dict[tuple[str, str], str] = {}

    def learn(self, told: Iterable[tuple[str, Any]]) -> None:
        """Look up the names that many values refer to, a query a kind.

        Args:
            told: Members with their values, as `value` takes them.
        """
        sought: dict[str, set[str]] = {}
        for member, value in told:
            rows = value or [] if member in FACTS else [{member: value}]
            for kind in REFERENCES:
                sought.setdefault(kind, set()).update(str(row[kind]) for row in rows if row.get(kind))
        for kind, keys in sought.items():
            missing = {key for key in keys if (kind, key) not in self._names}
            found = {str(key): str(row) for key, row in REFERENCES[kind]._base_manager.in_bulk(missing).items()}
            self._names |= {(kind, key): found.get(key, key) for key in missing}

    def label(self, member: str) -> str:
        """What a member of a record is called."""
        if member in LISTS:
            return str(LISTS[member])
        name = str(self.model._meta.get_field(member).verbose_name)  # type: ignore[union-attr]
        return name[:1].upper() + name[1:]

    def value(self, member: str, value: Any) -> list[str]:
        """What a record has of a member, a line a row; “not recorded” where it has nothing."""
        if value in (None, "") or (member in FACTS and not value):
            return [_("not recorded")]
        if member == "slots":
            return week_lines(value)
        if member in FACTS:
            return [self._row(member, row) for row in value]
        return [self._single(member, value)]

    def _single(self, member: str, value: Any) -> str:
        if member in REFERENCES:
            return self._name(member, value)
        if member == "location":
            return place_text(value)
        if member == "low_threshold":
            return ", ".join(str(LowThreshold(each).label) for each in value) or _("none of these")
        if member.endswith("_on"):
            return day_text(value)
        if member.endswith("_eur"):
            return _("€ %(amount)s a year") % {"amount": number_format(value, use_l10n=True, force_grouping=True)}
        if isinstance(value, bool):
            value = _("yes") if value else _("no")
        return str(dict(self.model._meta.get_field(member).flatchoices).get(value, value))  # type: ignore[union-attr]

    def _row(self, member: str, row: Record) -> str:
        match member:
            case "audiences":
                return f"{self._name('group', row['group'])}: {suitability_text(row['suitability'])}"
            case "staffings":
                return _joined(
                    [str(Staffing.Kind(row["kind"]).label), row["role"]],
                    _("%(hours)s h a week") % {"hours": number_format(row["hours_per_week"], use_l10n=True)},
                    [self._name("sector", row["sector"]), *span_parts(row["starts_on"], row["ends_on"])],
                )
            case "fundings":
                terms = {True: _("structural"), False: _("one-off"), None: ""}[row["is_structural"]]
                hidden = "" if row["is_public"] else _("not public")
                return _joined(
                    [row["funder"]],
                    self._single("amount_eur", row["amount_eur"]),
                    [terms, hidden, self._name("sector", row["sector"])],
                    span_parts(row["starts_on"], row["ends_on"]),
                )
            case "closures":
                remains = [
                    _("%(hours)s h a week") % {"hours": number_format(row["hours_remaining"], use_l10n=True)}
                    if row["hours_remaining"]
                    else "",
                    _("%(places)s places remain") % {"places": row["places_remaining"]}
                    if row["places_remaining"]
                    else "",
                ]
                return _joined(
                    [str(Closure.Extent(row["extent"]).label), str(Closure.Reason(row["reason"]).label)],
                    "",
                    [*remains, *span_parts(row["starts_on"], row["reopens_on"]), row["note"]],
                )
            case "attendances":
                people = number_format(row["persons_per_week"], use_l10n=True)
                count = _("%(people)s people a week, counted up to %(day)s")
                said = count % {"people": people, "day": day_text(row["counted_on"])}
                return f"{self._name('group', row['group'])}: {said}"
            case _:
                return _("%(condition)s, inspected on %(day)s") % {
                    "condition": row["condition"],
                    "day": day_text(row["inspected_on"]),
                }

    def _name(self, kind: str, key: str | None) -> str:
        if not key:
            return ""
        if (kind, key) not in self._names:
            found = REFERENCES[kind]._base_manager.filter(pk=key).first()
            self._names[kind, key] = str(found or key)
        return self._names[kind, key]


def suitability_text(suitability: float) -> str:
    """How well a place suits a group, in words where a form asks in words."""
    said = {1.0: _("made for them"), 0.5: _("also for them"), 0.0: _("not meant for them")}
    return said.get(float(suitability)) or _("%(number)s of 1") % {"number": number_format(suitability, use_l10n=True)}


def place_text(location: Sequence[float]) -> str:
    """A location of a record in degrees, north first, as maps on phones write it."""
    lon, lat = to_lon_lat(*location)
    return f"{float(lat):.6f}, {float(lon):.6f}"


def _joined(*parts: str | Sequence[str]) -> str:
    flat = [part for each in parts for part in ([each] if isinstance(each, str) else each) if part]
    return ", ".join(flat)
