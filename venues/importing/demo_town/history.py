"""What happened between 2016 and 2027: openings, hours cut, closures.

Westergaarde (district 3) loses place after place, each loss looking like an incident of its own. Meeroevers
(district 5) gets new places. Elsewhere things come and go as they do in any town.

A place is told by its type, its district and which of its kind there it is, counted from 0.
"""

from dataclasses import dataclass
from datetime import date

Told = tuple[str, int, int]


@dataclass(frozen=True)
class Cut:
    """From a day on only a share of the hosted hours is hosted."""

    place: Told
    on: date
    keeps: float


@dataclass(frozen=True)
class Closing:
    """A place closes, for good or until it reopens, wholly or in part."""

    place: Told
    on: date
    reason: str
    note: str
    reopens_on: date | None = None
    hours_remaining: float | None = None
    places_share: float | None = None

    @property
    def is_partial(self) -> bool:
        """Whether hours or places remain."""
        return self.hours_remaining is not None or self.places_share is not None


DECLINE = (
    Closing(("sports-hall", 3, 0), date(2017, 7, 1), "building", "Dak afgekeurd; herstel bleek te duur."),
    Closing(("cafe", 3, 0), date(2018, 4, 1), "lease", "Huur opgezegd bij de verkoop van het winkelcentrum."),
    Closing(
        ("playground-association", 3, 0),
        date(2018, 9, 1),
        "staffing",
        "Te weinig vrijwilligers om veilig open te gaan.",
    ),
    Closing(
        ("community-centre", 3, 0),
        date(2019, 1, 1),
        "funding",
        "Subsidie niet verlengd; activiteiten zouden elders onderdak vinden.",
    ),
    Closing(("worship", 3, 0), date(2019, 11, 1), "lease", "Gebouw verkocht; de gemeenschap ging op in een andere."),
    Closing(("living-room", 3, 0), date(2020, 7, 1), "staffing", "Gastvrouwen gestopt; geen opvolging gevonden."),
    Closing(("youth-centre", 3, 0), date(2021, 1, 1), "funding", "Jongerenwerk teruggebracht tot één locatie."),
    Closing(("day-activities-older", 3, 0), date(2022, 1, 1), "funding", "Aanbesteding Wmo: geen nieuwe opdracht."),
    Closing(("drop-in", 3, 0), date(2022, 10, 1), "staffing", "Rooster niet meer rond te krijgen."),
    Closing(("playground-association", 3, 1), date(2023, 6, 1), "building", "Speelgebouw in te slechte staat."),
    Closing(("community-centre", 3, 1), date(2024, 7, 1), "building", "Installaties en dak op; verbouwing uitgesteld."),
    Closing(("library", 3, 0), date(2025, 1, 1), "funding", "Wijkfiliaal gesloten bij de bezuiniging."),
    Closing(("charity-shop", 3, 0), date(2025, 9, 1), "lease", "Huurcontract liep af."),
)
"""The closures in Westergaarde."""

CUTS = (
    Cut(("community-centre", 3, 0), date(2017, 1, 1), 0.6),
    Cut(("playground-association", 3, 0), date(2017, 9, 1), 0.6),
    Cut(("living-room", 3, 0), date(2019, 9, 1), 0.5),
    Cut(("youth-centre", 3, 0), date(2019, 1, 1), 0.5),
    Cut(("day-activities-older", 3, 0), date(2021, 1, 1), 0.65),
    Cut(("drop-in", 3, 0), date(2021, 10, 1), 0.6),
    Cut(("playground-association", 3, 1), date(2022, 4, 1), 0.5),
    Cut(("community-centre", 3, 1), date(2022, 7, 1), 0.55),
    Cut(("library", 3, 0), date(2023, 1, 1), 0.5),
    Cut(("youth-centre", 3, 1), date(2022, 9, 1), 0.6),
    Cut(("city-farm", 3, 0), date(2023, 4, 1), 0.7),
    Cut(("community-centre", 3, 2), date(2024, 1, 1), 0.7),
    Cut(("sports-hall", 3, 1), date(2025, 1, 1), 0.75),
    Cut(("drop-in", 6, 0), date(2023, 1, 1), 0.8),
    Cut(("living-room", 4, 0), date(2022, 1, 1), 0.6),
)

ELSEWHERE = (
    Closing(("gym", 6, 0), date(2018, 8, 1), "building", "Gesloopt met de oude school."),
    Closing(("charity-shop", 6, 0), date(2019, 5, 1), "lease", "Verhuisd binnen de stad."),
    Closing(("cafe", 2, 0), date(2020, 6, 1), "other", "Eigenaar stopte."),
    Closing(("worship", 1, 0), date(2021, 3, 1), "merger", "Samengegaan met een andere gemeenschap."),
    Closing(("living-room", 4, 0), date(2023, 1, 1), "staffing", "Geen gastheren meer gevonden."),
    Closing(
        ("library", 1, 0),
        date(2018, 6, 1),
        "renovation",
        "Verbouwing van de centrale bibliotheek.",
        reopens_on=date(2018, 11, 1),
    ),
    Closing(
        ("community-centre", 4, 0),
        date(2026, 9, 1),
        "renovation",
        "Verduurzaming; voorjaar 2027 weer open.",
        reopens_on=date(2027, 4, 1),
    ),
    Closing(("sports-hall", 6, 0), date(2025, 2, 1), "building", "Tribune en kleine zaal afgezet.", places_share=0.5),
    Closing(
        ("community-centre", 2, 0),
        date(2026, 5, 1),
        "staffing",
        "Beheerder langdurig ziek; alleen overdag open.",
        reopens_on=date(2027, 1, 1),
        hours_remaining=20,
    ),
    Closing(("youth-centre", 6, 0), date(2027, 1, 1), "funding", "Aangekondigd in de begroting van 2027."),
    Closing(("cafe", 6, 0), date(2027, 3, 1), "lease", "Huur opgezegd."),
)
"""Closures in the other districts, temporary, partial and announced ones too."""

OPENED = {
    ("playground-association", 5, 0): date(2017, 5, 1),
    ("community-centre", 5, 0): date(2018, 3, 1),
    ("library", 5, 0): date(2019, 9, 1),
    ("cafe", 5, 0): date(2020, 9, 1),
    ("sports-hall", 5, 0): date(2021, 9, 1),
    ("living-room", 5, 0): date(2022, 4, 1),
    ("youth-centre", 5, 0): date(2023, 2, 1),
    ("school", 5, 0): date(2019, 8, 1),
    ("community-centre", 5, 1): date(2027, 4, 1),
    ("garden", 4, 0): date(2019, 4, 1),
    ("living-room", 6, 0): date(2020, 10, 1),
    ("charity-shop", 6, 1): date(2019, 6, 1),
    ("worship", 2, 0): date(2021, 3, 1),
}
"""Openings since 2016; one is announced for 2027."""

RECORDED_SINCE = {
    ("community-centre", 3, 3): date(2021, 3, 1),
    ("day-activities-workshop", 3, 0): date(2023, 1, 1),
}
"""Places whose hours and hosts nobody wrote down before a day: the defaults of their kind stand in until then."""

CLOSINGS = (*DECLINE, *ELSEWHERE)

TOLD = {*(closing.place for closing in CLOSINGS), *(cut.place for cut in CUTS), *OPENED, *RECORDED_SINCE}
"""Places that the history speaks of: their hours and hosts are on record."""
