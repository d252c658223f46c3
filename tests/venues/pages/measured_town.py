"""A town of two neighbourhoods with a figure and one without, really scored: what its pages say can be worked out."""

import html
import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from tests.factories import ActivityFactory, FundingFactory, InspectionFactory, SlotFactory, StaffingFactory
from tests.venues.assessment.town import Town, make_town
from venues.assessment.run import store_live_run
from venues.models import Activity, Run, Sector, Venue

PEOPLE = {
    "youth": (400, 200, 4),
    "older-lonely": (100, 300, 200),
    "newcomers": (100, 100, 100),
    "intellectual-disability": (60, 60, 60),
    "mental-health": (80, 80, 80),
    "residents": (2000, 2000, 2000),
}


@dataclass
class MeasuredTown:
    """The rows that tests name, and the run of today."""

    town: Town
    library: Venue
    centre: Venue
    cafe: Venue
    evening: Activity

    def score(self) -> Run:
        """Score the town as it is now."""
        return store_live_run(self.town.municipality, timezone.localdate())

    def area(self, position: int) -> str:
        """The code of a neighbourhood."""
        return self.town.areas[position].code


def measured_town() -> MeasuredTown:
    """A library of two sectors and at risk, a centre of which nothing is recorded, a café, and an evening of reading.

    The library has 4 hours × 20 places, of which the evening takes none: it has a room of its own, 2 hours × 10.
    """
    town = make_town()
    for group, persons in PEOPLE.items():
        town.people(group, persons)
    library = town.venue("library", places=20, name="Bieb")
    SlotFactory(venue=library)
    sector = {row.code: row for row in Sector.objects.all()}
    StaffingFactory(venue=library, hours_per_week=3, sector=sector["library"], role="bibliothecaris")
    StaffingFactory(venue=library, hours_per_week=1, sector=sector["welfare"], kind="volunteer")
    next_spring = timezone.localdate() + timedelta(days=150)
    FundingFactory(venue=library, amount_eur=12_345, ends_on=next_spring, is_structural=False, sector=sector["library"])
    InspectionFactory(venue=library, condition=5)
    centre = town.venue("community-centre", name="Buurthuis")
    cafe = town.venue("cafe", places=10, name="Café Zon")
    SlotFactory(venue=cafe, host="volunteer")
    evening = ActivityFactory(
        municipality=town.municipality,
        name="Leesavond",
        venue=library,
        location=None,
        places=10,
        has_own_space=True,
        mixing_aim="yes",
    )
    SlotFactory(activity=evening, weekday=2, ends="11:00")
    return MeasuredTown(town, library, centre, cafe, evening)


def words(client, path) -> str:
    """What a page says, without its markup."""
    answer = client.get(path)
    assert answer.status_code == 200
    text = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))
    return re.sub(r" ([.,:;)])", r"\1", text)


def numbers(client, path, table_class) -> list[Decimal]:
    """The percents in the last column of a table, from top to bottom."""
    body = client.get(path).content.decode()
    table = re.search(rf'<table class="{table_class}">.*?</table>', body, re.DOTALL)
    assert table is not None
    return [Decimal(n) for n in re.findall(r'<td class="number[^"]*">([\d.]+)%</td>', table[0])]
