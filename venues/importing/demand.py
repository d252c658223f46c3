"""Persons of each demand group in the finest areas of an edition, worked out from the stored figures."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from venues.importing.base import Report
from venues.importing.estimates import COUNTS, Estimate, Place, Share, estimate_groups, infer_counts
from venues.importing.storing.upsert import upsert
from venues.models import Area, DemandEstimate, DemandGroup, Edition, Figure, Indicator, Level, Municipality

SHARES = tuple(indicator for indicator in Indicator if indicator.endswith("_pct"))


@dataclass
class DemandSummary:
    """What `estimate_demand` did."""

    reference_days: list[date] = field(default_factory=list)
    areas: int = 0
    estimates: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    suppressed: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    """Areas without an estimate, by group, on the last reference date."""
    persons: dict[str, float] = field(default_factory=dict)
    """Persons by group on the last reference date, summed over the areas."""

    def __str__(self) -> str:
        parts = [
            _("%(estimates)d estimates for %(areas)d areas on %(days)d dates")
            % {"estimates": self.estimates, "areas": self.areas, "days": len(self.reference_days)},
            *([_("%(count)d withheld by the source") % {"count": self.suppressed}] if self.suppressed else []),
            *(
                _("%(group)s unknown in %(count)d areas") % {"group": group, "count": count}
                for group, count in sorted(self.unknown.items())
            ),
        ]
        return ", ".join(parts)


@dataclass(frozen=True)
class _Published:
    """Every published value of one indicator for one area, by rising date."""

    days: Sequence[date]
    values: Sequence[float | None]
    sources: Sequence[str]

    def on(self, day: date) -> tuple[float | None, str]:
        """The latest on or before a day, else the earliest after it."""
        position = max(bisect_right(self.days, day) - 1, 0)
        return self.values[position], self.sources[position]


Figures = Mapping[tuple[int, str], _Published]


def estimate_demand(municipality: Municipality, edition: Edition | None = None) -> DemandSummary:
    """Estimate the persons of each group in the finest areas, for each date that has residents or ages.

    Higher levels are sums of these. Estimates that the figures do not support any more are removed; an area and group
    of which nothing is known has no estimate: unknown, not zero.

    Args:
        municipality: Whose areas.
        edition: Which boundaries; default those in use.

    Returns:
        Counts for the log.

    Raises:
        Edition.DoesNotExist: If no edition is given and none is in use.
    """
    edition = edition or municipality.editions.get(is_active=True)
    areas = {area.pk: area for area in Area.objects.filter(edition=edition).order_by("code").defer("boundary")}
    parents = {area.parent_id for area in areas.values()}
    finest = [area for area in areas.values() if area.pk not in parents]
    figures = _figures(edition)
    days = sorted(
        {day for area in finest for each in COUNTS if (area.pk, each) in figures for day in figures[area.pk, each].days}
    )
    groups = set(DemandGroup.objects.values_list("code", flat=True))
    summary = DemandSummary(reference_days=days, areas=len(finest))
    rows: list[DemandEstimate] = []
    for day in days:
        made = list(_estimates(day, finest, areas, figures))
        rows += [
            DemandEstimate(
                area=area,
                group_id=each.group,
                reference_on=day,
                persons_low=each.persons.low,
                persons=each.persons.best,
                persons_high=each.persons.high,
                is_suppressed=each.persons.is_suppressed,
                source=each.source,
            )
            for area, each in made
            if each.group in groups
        ]
        if day == days[-1]:
            _sum_up(summary, finest, groups, made)
    _store(edition, rows, summary)
    return summary


def _figures(edition: Edition) -> Figures:
    stored = Figure.objects.filter(area__edition=edition).order_by("area", "indicator", "reference_on")
    grouped: dict[tuple[int, str], list[tuple[date, float | None, str]]] = defaultdict(list)
    for area_id, indicator, day, value, source in stored.values_list(
        "area_id", "indicator", "reference_on", "value", "source"
    ):
        grouped[area_id, indicator].append((day, value, source))
    return {key: _Published(*zip(*rows, strict=True)) for key, rows in grouped.items()}


def _estimates(
    day: date, finest: Sequence[Area], areas: Mapping[int, Area], figures: Figures
) -> Iterator[tuple[Area, Estimate]]:
    families: dict[int | None, list[Area]] = defaultdict(list)
    for area in finest:
        families[area.parent_id].append(area)
    places = {area.pk: _place(area, day, figures) for area in areas.values()}
    top = [places[area.pk] for area in areas.values() if area.parent_id is None]
    rates = _rates([places[area.pk] for area in finest]) | _rates(top)
    last_resort = _mean_shares(list(areas.values()), places, day, figures)
    for parent_id, siblings in families.items():
        above = places[parent_id] if parent_id else None
        for area, counted in zip(
            siblings, infer_counts([places[each.pk] for each in siblings], above, rates), strict=True
        ):
            shares = last_resort | _shares(_lineage(area, areas), day, figures)
            for estimate in estimate_groups(counted, shares, _source(area, day, figures)):
                yield area, estimate


def _place(area: Area, day: date, figures: Figures) -> Place:
    counts: dict[Indicator, float | None] = {}
    for indicator in COUNTS:
        published = figures.get((area.pk, indicator))
        if published and day in published.days:
            counts[indicator] = published.on(day)[0]
    return Place(area.code, counts)


def _rates(places: Iterable[Place]) -> dict[Indicator, float]:
    """Persons per resident over the places where both are known."""
    rates: dict[Indicator, float] = {}
    for indicator in COUNTS:
        known = [
            (part, whole)
            for place in places
            if (part := place.counts.get(indicator)) is not None
            and (whole := place.counts.get(Indicator.RESIDENTS)) is not None
        ]
        if residents := sum(whole for _part, whole in known):
            rates[indicator] = min(sum(part for part, _whole in known) / residents, 1.0)
    return rates


def _lineage(area: Area, areas: Mapping[int, Area]) -> list[Area]:
    """The area, its parent, and the parent of that."""
    lineage = [area]
    while lineage[-1].parent_id:
        lineage.append(areas[lineage[-1].parent_id])
    return lineage


def _source(area: Area, day: date, figures: Figures) -> str:
    """The name of the source of the counts: of the residents if there are any, else of the first age."""
    named = (
        figures[area.pk, each].on(day)[1]
        for each in COUNTS
        if (area.pk, each) in figures and day in figures[area.pk, each].days
    )
    return next(named, "")


def _shares(lineage: Sequence[Area], day: date, figures: Figures) -> dict[Indicator, Share]:
    """Each percentage as a share: the area's own, else that of the first area above that has one."""
    shares: dict[Indicator, Share] = {}
    for indicator in SHARES:
        own = figures.get((lineage[0].pk, indicator))
        for area in lineage:
            published = figures.get((area.pk, indicator))
            value, source = published.on(day) if published else (None, "")
            if value is not None:
                where = "" if area is lineage[0] else f", {Level(area.level).label}"
                shares[indicator] = Share(value / 100, source + where, own is not None and area is not lineage[0])
                break
    return shares


def _mean_shares(
    areas: Sequence[Area], places: Mapping[int, Place], day: date, figures: Figures
) -> dict[Indicator, Share]:
    """The share over the areas that have one, by residents: for an area of whose own districts none is published."""
    indicator = Indicator.BORN_OUTSIDE_EUROPE_PCT
    for level in (Level.NEIGHBOURHOOD, Level.DISTRICT):
        known: list[tuple[float, float, str]] = []
        for area in areas:
            published = figures.get((area.pk, indicator)) if area.level == level else None
            value, source = published.on(day) if published else (None, "")
            residents = places[area.pk].counts.get(Indicator.RESIDENTS)
            if value is not None and residents:
                known.append((value / 100, residents, source))
        if known:
            persons = sum(share * residents for share, residents, _source in known)
            text = _("%(source)s, mean of the areas that have it") % {"source": known[0][2]}
            return {indicator: Share(persons / sum(residents for _share, residents, _source in known), text, True)}
    return {}


def _sum_up(
    summary: DemandSummary, finest: Sequence[Area], groups: set[str], made: Sequence[tuple[Area, Estimate]]
) -> None:
    known = Counter(each.group for _area, each in made)
    summary.unknown = Counter({group: len(finest) - known[group] for group in groups if known[group] < len(finest)})
    for _area, each in made:
        summary.persons[each.group] = summary.persons.get(each.group, 0.0) + each.persons.best
        summary.suppressed += each.persons.is_suppressed


def _store(edition: Edition, rows: list[DemandEstimate], summary: DemandSummary) -> None:
    report = Report()
    stored = DemandEstimate.objects.filter(area__edition=edition)
    fields = ["persons_low", "persons", "persons_high", "is_suppressed", "source"]
    with transaction.atomic():
        # Two at once would both create the rows that they both miss.
        Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
        kept = upsert(stored, rows, ["area_id", "group_id", "reference_on"], fields, report)
        summary.removed, _by_model = stored.exclude(pk__in=[row.pk for row in kept]).delete()
    summary.estimates = len(rows)
    summary.created, summary.updated, summary.unchanged = report.created, report.updated, report.unchanged
