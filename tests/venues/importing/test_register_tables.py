from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from tests.factories import StaffingFactory, VenueFactory
from tests.venues.importing.sources import load, refusals, write
from venues.importing.register_tables.tables import FACTS, KEYED
from venues.models import (
    Activity,
    Audience,
    Closure,
    Funding,
    ImportRun,
    Inspection,
    Municipality,
    Organisation,
    Slot,
    Staffing,
    Venue,
)

pytestmark = pytest.mark.usefixtures("village")

TABLES = {
    "organisations": ["key,name,website", "O1,Dorpswelzijn,https://example.org"],
    "venues": [
        "key,name,type,organisation,lon,lat,address,postcode,website,places,opening_hours,wheelchair,"
        "budget_needed_eur,opened_on",
        "V1,De Bieb,library,O1,4.91,52.33,Dorpsstraat 3,1234 AB,https://example.org/bieb,60,Mo 09:00-17:00,yes,"
        "120000.50,1999-01-01",
        "V2,Het Huis,community-centre,,4.92,52.33,,,,,,,,",
    ],
    "activities": [
        "key,name,venue,organisation,lon,lat,places,has_own_space,mixing_aim,starts_on,ends_on",
        "A1,Hardloopgroep,,O1,4.915,52.335,15,,yes,2020-01-01,",
        "A2,Open tafel,V2,O1,,,10,no,no,,",
    ],
    "slots": [
        "venue,activity,weekday,starts,ends,host,every_weeks,in_school_holidays,starts_on,ends_on",
        "V1,,1,09:00,17:00,professional,,,,",
        "V1,,5,20:00,24:00,,,,,",
        ",A1,2,19:00,20:30,volunteer,2,no,2024-01-01,2025-01-01",
    ],
    "audiences": ["venue,activity,group,suitability", ",A1,youth,0.9", "V2,,residents,1"],
    "staffing": [
        "venue,activity,kind,role,hours_per_week,sector,starts_on,ends_on",
        "V1,,professional,librarian,36,library,2020-01-01,",
        "V1,,professional,librarian,36,library,2020-01-01,",
        ',A1,volunteer,coach,"1,5",,,',
    ],
    "funding": [
        "venue,activity,organisation,funder,sector,amount_eur,is_structural,is_public,starts_on,ends_on",
        "V1,,,Gemeente,library,100000,yes,yes,2020-01-01,2027-01-01",
        ',,O1,Fonds,,"1000,50",,no,,',
    ],
    "closures": [
        "venue,activity,extent,reason,starts_on,reopens_on,hours_remaining,places_remaining,note",
        "V2,,whole,funding,2024-01-01,,,,subsidy ended",
        "V1,,partial,staffing,2025-01-01,2025-03-01,10,,",
        ",A1,,,2025-06-01,,,,",
    ],
    "inspections": ["venue,condition,inspected_on", "V1,3,2024-05-01"],
    "attendance": [
        "venue,activity,group,persons_per_week,counted_on",
        "V1,,youth,30,2025-10-12",
        ',A1,newcomers,"7,5",2025-10-12',
    ],
}


def load_table(folder: Path, table: str, *lines: str, partial: bool = False, **options: object) -> ImportRun:
    return load("register", write(folder / f"{table}.csv", *lines), partial=partial, table=table, **options)


def load_register(folder: Path) -> list[ImportRun]:
    return [load_table(folder, table, *lines) for table, lines in TABLES.items()]


def row(table: str, line: str) -> list[str]:
    """The header of a table, and one other row."""
    return [TABLES[table][0], line]


def test_the_whole_register_is_loaded_table_by_table(tmp_path: Path, village: Municipality):
    Municipality.objects.update(register_loaded_on=None)

    runs = load_register(tmp_path)

    assert [(run.status, run.rows_created, run.notes) for run in runs] == [
        (ImportRun.Status.DONE, len(lines) - 1, []) for lines in TABLES.values()
    ]
    village.refresh_from_db()
    assert village.register_loaded_on is not None
    bieb = Venue.objects.get(source_key="V1")
    assert (bieb.organisation, bieb.places, bieb.wheelchair) == (Organisation.objects.get(), 60, "yes")
    assert (bieb.budget_needed_eur, bieb.opened_on) == (Decimal("120000.50"), date(1999, 1, 1))
    house = Venue.objects.get(source_key="V2")
    assert (house.places, house.wheelchair, house.budget_needed_eur, house.opened_on) == (None, "", None, None)
    run_group = Activity.objects.get(source_key="A1")
    assert (run_group.venue, run_group.places, run_group.has_own_space, run_group.mixing_aim) == (
        None,
        15,
        False,
        "yes",
    )
    assert Activity.objects.get(source_key="A2").venue == house
    assert set(Slot.objects.values_list("weekday", "starts", "ends", "host", "every_weeks", "in_school_holidays")) == {
        (1, time(9), time(17), "professional", 1, None),
        (5, time(20), time(0), "", 1, None),
        (2, time(19), time(20, 30), "volunteer", 2, False),
    }
    assert set(Audience.objects.values_list("group", "suitability")) == {("youth", 0.9), ("residents", 1)}
    assert sorted(Staffing.objects.values_list("hours_per_week", flat=True)) == [Decimal("1.5"), 36, 36]
    assert set(Funding.objects.values_list("amount_eur", "is_structural", "is_public")) == {
        (Decimal(100000), True, True),
        (Decimal("1000.50"), None, False),
    }
    assert set(Closure.objects.values_list("extent", "reason", "hours_remaining", "note")) == {
        ("whole", "funding", None, "subsidy ended"),
        ("partial", "staffing", Decimal(10), ""),
        ("whole", "unknown", None, ""),
    }
    assert Inspection.objects.get().condition == 3


def test_a_second_load_of_the_register_changes_nothing(tmp_path: Path):
    load_register(tmp_path)
    models = (Organisation, Venue, Activity, Slot, Audience, Staffing, Funding, Closure, Inspection)
    before = [list(model._default_manager.order_by("pk").values()) for model in models]

    runs = load_register(tmp_path)

    assert [(run.rows_created, run.rows_updated, run.rows_unchanged) for run in runs] == [
        (0, 0, len(lines) - 1) for lines in TABLES.values()
    ]
    assert [list(model._default_manager.order_by("pk").values()) for model in models] == before


def test_a_fact_that_left_its_table_is_removed_and_a_changed_one_replaced(tmp_path: Path):
    load_register(tmp_path)

    run = load_table(tmp_path, "slots", *TABLES["slots"][:2], "V1,,5,20:00,23:00,,,,,")

    assert (run.rows_created, run.rows_unchanged) == (1, 1)
    assert run.notes == ["2 rows left the file and were removed."]
    assert set(Slot.objects.values_list("weekday", "ends")) == {(1, time(17)), (5, time(23))}


def test_facts_about_places_of_other_sources_are_left_alone(tmp_path: Path, village: Municipality):
    load_register(tmp_path)
    other = StaffingFactory(venue=VenueFactory(municipality=village, source="venues", source_key="V1"))

    load_table(tmp_path, "staffing", TABLES["staffing"][0])

    assert list(Staffing.objects.all()) == [other]


def test_a_place_that_left_its_table_stays_with_its_facts(tmp_path: Path):
    load_register(tmp_path)

    run = load_table(tmp_path, "venues", *TABLES["venues"][:2])

    assert run.notes == ["1 is no longer in the file: Het Huis. It stays; record a closure if it closed."]
    assert Venue.objects.filter(source_key="V2").exists()


def test_a_table_changes_only_the_columns_that_it_has(tmp_path: Path):
    load_register(tmp_path)

    run = load_table(tmp_path, "venues", "key,name,type,lon,lat", "V1,Bibliotheek,library,4.91,52.33")

    bieb = Venue.objects.get(source_key="V1")
    assert run.rows_updated == 1
    assert (bieb.name, bieb.places, bieb.wheelchair, bieb.opened_on) == ("Bibliotheek", 60, "yes", date(1999, 1, 1))


def test_a_column_that_nobody_knows_is_named(tmp_path: Path):
    run = load_table(tmp_path, "organisations", "key,name,webiste", "O1,Dorpswelzijn,https://example.org")

    assert run.notes == ["These columns are not known and were not read: webiste."]


@pytest.mark.parametrize(
    ("table", "line", "words"),
    [
        (
            "venues",
            "V3,X,lib,,4.91,52.33,,,,,,,,",
            "column “type”, value “lib”: this code is not in use here. Write one of: library,",
        ),
        ("venues", "V3,X,,,4.91,52.33,,,,,,,,", "column “type”: this cell is empty. Fill it in."),
        ("venues", ",X,library,,4.91,52.33,,,,,,,,", "column “key”: this cell is empty."),
        (
            "venues",
            "V3,X,library,,52.33,4.91,,,,,,,,",
            "column “lon, lat”, value “52.33, 4.91”: this looks like swapped longitude",
        ),
        ("venues", "V3,X,library,,,52.33,,,,,,,,", "column “lon”: this cell is empty."),
        (
            "venues",
            "V3,X,library,O9,4.91,52.33,,,,,,,,",
            "column “organisation”, value “O9”: nothing with this key is loaded. Correct the key, or add it",
        ),
        ("venues", "V3,X,library,,4.91,52.33,,,,0,,,,", "column “places”, value “0”: this cannot be stored."),
        ("venues", "V3,X,library,,4.91,52.33,,,,2x,,,,", "column “places”, value “2x”: this is not a number."),
        (
            "venues",
            "V3,X,library,,4.91,52.33,,,geen,,,,,",
            "column “website”, value “geen”: this cannot be stored. Enter a valid URL.",
        ),
        (
            "venues",
            "V3,X,library,,4.91,52.33,,,,,,maybe,,",
            "column “wheelchair”, value “maybe”: this word is not known here. Write one of: yes, limited, no.",
        ),
        ("activities", "A3,X,,,,,,,,,", "column “venue, lon, lat”: an activity needs a venue or a location."),
        (
            "activities",
            "A3,X,V1,,,,,,,2025-01-01,2024-01-01",
            "column “ends_on”, value “2024-01-01”: this ends before it starts. Write the first day on which it no",
        ),
        ("slots", "V9,,1,09:00,10:00,,,,,", "column “venue”, value “V9”: nothing with this key is loaded."),
        ("slots", "V1,A1,1,09:00,10:00,,,,,", "column “venue, activity”: a row is about exactly one thing."),
        (
            "slots",
            ",,1,09:00,10:00,,,,,",
            "column “venue, activity”: a row is about exactly one thing. Fill in one of these columns",
        ),
        (
            "slots",
            "V1,,8,09:00,10:00,,,,,",
            "column “weekday”, value “8”: this cannot be stored. Ensure this value is less than or equal to 7.",
        ),
        (
            "slots",
            "V1,,1,22:00,03:00,,,,,",
            "column “ends”, value “03:00”: this slot ends before it starts. Split a slot past midnight in two",
        ),
        ("slots", "V1,,1,9 uur,10:00,,,,,", "column “starts”, value “9 uur”: this is not a time."),
        ("slots", "V1,,1,09:00,10:00,robot,,,,", "column “host”, value “robot”: this word is not known here."),
        ("audiences", "V1,,youth,1.2", "column “suitability”, value “1.2”: this cannot be stored."),
        ("audiences", "V1,,young,1", "column “group”, value “young”: this code is not in use here."),
        ("staffing", "V1,,boss,,36,,,", "column “kind”, value “boss”: this word is not known here."),
        ("staffing", "V1,,volunteer,,-1,,,", "column “hours_per_week”, value “-1”: this cannot be stored."),
        ("staffing", "V1,,volunteer,,36,care,,", "column “sector”, value “care”: this code is not in use here."),
        ("funding", "V1,,O1,Fonds,,10,,,,", "column “venue, organisation”: a row is about exactly one thing."),
        ("funding", "V1,,,,,10,,,,", "column “funder”: this cell is empty."),
        ("funding", 'V1,,,Fonds,,"10,005",,,,', "column “amount_eur”, value “10.005”: this cannot be stored."),
        ("closures", "V1,,whole,,,,,,", "column “starts_on”: this cell is empty."),
        (
            "closures",
            "V1,,partial,,2025-01-01,,,,",
            "column “extent”, value “partial”: a partial closure says what remains",
        ),
        (
            "closures",
            "V1,,whole,,2025-01-01,,10,,",
            "column “extent”, value “whole”: a partial closure says what remains",
        ),
        (
            "closures",
            "V1,,whole,,2025-01-01,2024-01-01,,,",
            "column “reopens_on”, value “2024-01-01”: this reopens before it closes.",
        ),
        ("inspections", "V1,7,2024-01-01", "column “condition”, value “7”: this cannot be stored."),
        ("inspections", "V1,3,spring", "column “inspected_on”, value “spring”: this is not a date."),
        ("attendance", "V1,,youth,-1.5,2025-10-12", "column “persons_per_week”, value “-1.5”: this cannot be stored."),
        ("attendance", "V1,,youth,30,", "column “counted_on”: this cell is empty."),
    ],
)
def test_a_wrong_row_is_refused_with_line_column_value_and_remedy(tmp_path: Path, table: str, line: str, words: str):
    load_register(tmp_path)
    counts = {model: model._default_manager.count() for model in (Venue, Activity, Slot, Audience, Staffing, Closure)}

    run = load_table(tmp_path, table, *row(table, line))

    assert run.status == ImportRun.Status.FAILED
    assert [each[: len(words) + 8] for each in refusals(run)] == [f"line 2, {words}"]
    assert {model: model._default_manager.count() for model in counts} == counts


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("organisations", "key"),
        ("venues", "key"),
        ("slots", "venue, activity, weekday, starts, ends, host, every_weeks, starts_on, ends_on"),
        ("audiences", "venue, activity, group"),
        ("closures", "venue, activity, starts_on, extent"),
        ("inspections", "venue, inspected_on"),
        ("attendance", "venue, activity, group, counted_on"),
    ],
)
def test_a_row_that_stands_twice_is_refused_naming_both_lines(tmp_path: Path, table: str, column: str):
    load_register(tmp_path)
    header, first, *_rest = TABLES[table]

    run = load_table(tmp_path, table, header, first, first)

    assert refusals(run)[0].startswith(f"line 3, column “{column}”, value “")
    assert "this stands in the file twice: also at line 2. Keep one of the two." in refusals(run)[0]


def test_a_partial_table_keeps_its_good_rows(tmp_path: Path):
    load_register(tmp_path)

    run = load_table(tmp_path, "inspections", *TABLES["inspections"], "V2,9,2024-01-01", partial=True)

    assert (run.status, run.rows_unchanged, run.rows_refused) == (ImportRun.Status.DONE, 1, 1)


def test_a_fact_is_not_removed_because_its_row_has_become_wrong(tmp_path: Path):
    load_register(tmp_path)

    run = load_table(tmp_path, "inspections", *row("inspections", "V1,9,2024-05-01"), partial=True)

    assert Inspection.objects.get().condition == 3
    assert run.notes == ["1 row is not in the file. It stays until no row is refused: it may be one of those."]


def test_a_missing_column_names_those_that_are_there(tmp_path: Path):
    run = load_table(tmp_path, "inspections", "venue,score,inspected_on", "V1,3,2024-01-01")

    assert "inspections.csv has no column “condition”. It has: venue, score, inspected_on." in refusals(run)[0]


def test_a_table_that_does_not_exist_is_refused_with_those_that_do(tmp_path: Path):
    run = load_table(tmp_path, "persons", "key,name")

    assert "names the table “persons”, which does not exist. Use one of: organisations, venues," in refusals(run)[0]


def test_a_register_without_a_table_of_slots_can_take_them_from_the_opening_hours(tmp_path: Path):
    load_table(tmp_path, "organisations", *TABLES["organisations"])

    load_table(tmp_path, "venues", *TABLES["venues"], slots_from_opening_hours=True)

    slot = Slot.objects.get()
    assert (slot.venue and slot.venue.source_key, slot.weekday, slot.ends, slot.host) == ("V1", 1, time(17), "")


def test_the_documentation_names_every_column_and_which_ones_are_needed():
    text = (Path(settings.BASE_DIR) / "docs" / "data-sources.md").read_text(encoding="utf-8")

    for name, table in {**KEYED, **FACTS}.items():
        [line] = [line for line in text.splitlines() if line.startswith(f"| `{name}` |")]
        said = [word.strip() for word in line.split("|")[2].split(",")]
        columns = [f"**{each.name}**" if each.is_needed else each.name for each in table.columns]
        assert [word for word in said if word != "lat"] == columns
