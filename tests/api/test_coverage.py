"""Coverage, and the contributions that make it up."""

import csv
import io
import json
from datetime import date

import pytest

from tests.api.conftest import Get, Town, make_town
from tests.factories import (
    AreaFactory,
    EditionFactory,
    ImportRunFactory,
    MunicipalityFactory,
    RunFactory,
    ScoreFactory,
    square,
)
from venues.models import Area, OfferScore, Run, Score

pytestmark = pytest.mark.django_db

FIGURES = [
    *("persons", "needHours", "coverage", "coverageLow", "coverageHigh", "hoursPerPerson", "needMet"),
    *("intervalLow", "intervalHigh", "rankLow", "rankHigh", "knownShare", "reachNone", "reachOne", "reachTwoPlus"),
    *("nearestM", "nMinusOne", "fragileShare", "fragileKnownShare", "bridging", "bridgingCountedShare"),
]


def rows(response) -> list[dict]:
    return json.loads(response.content)["items"]


def test_the_neighbourhoods_of_a_town_fit_one_page(get: Get, town: Town) -> None:
    found = rows(get("/coverage?level=neighbourhood&group=youth&area=GM9990"))
    assert [row["areaCode"] for row in found] == [area.code for area in town.areas]
    first = found[0]
    assert first["coverage"] == pytest.approx(0.1 + 1 / 7 + 2 / 11)
    assert first["hoursPerPerson"] == pytest.approx(2 * first["coverage"])
    assert (first["areaName"], first["date"], first["run"]) == ("Buurt 0-0", "2026-06-01", town.run.pk)
    assert first["method"] == "default v1"
    assert first["edge"] is False


def test_fewer_than_ten_persons_are_never_told(get: Get, town: Town) -> None:
    row = rows(get("/coverage?group=youth&area=BU99900002"))[0]
    assert row["status"] == "suppressed"
    assert {name: row[name] for name in FIGURES} == dict.fromkeys(FIGURES)
    table = list(csv.DictReader(io.StringIO(get("/coverage?group=youth&area=BU99900002&format=csv").content.decode())))
    assert {table[0][name] for name in FIGURES} == {""}


def test_unknown_and_no_need_are_no_zero(get: Get, town: Town) -> None:
    unknown = rows(get("/coverage?group=youth&area=BU99900003"))[0]
    nobody = rows(get("/coverage?group=newcomers&area=BU99900000"))[0]
    assert (unknown["status"], unknown["coverage"]) == ("unknown", None)
    assert (nobody["status"], nobody["coverage"]) == ("no-need", None)


def test_without_a_group_each_group_is_listed_and_all_together_on_request(get: Get, town: Town) -> None:
    assert {row["groupCode"] for row in rows(get("/coverage"))} == {"youth", "newcomers"}
    together = rows(get("/coverage?group=all"))
    assert {row["groupCode"] for row in together} == {"all"}
    assert together[0]["coverage"] == pytest.approx(0.6)
    assert together[0]["hoursPerPerson"] is None


def test_levels_and_areas_narrow_the_list(get: Get, town: Town) -> None:
    assert [row["areaCode"] for row in rows(get("/coverage?level=municipality&group=youth"))] == ["GM9990"]
    assert [row["areaCode"] for row in rows(get("/coverage?level=district&group=youth&area=GM9990"))] == ["WK999000"]
    assert len(rows(get("/coverage?area=WK999000&group=youth"))) == 4
    assert rows(get("/coverage?area=BU99900000&level=district")) == []


def test_a_box_narrows_the_list_to_the_areas_that_it_meets(get: Get, town: Town) -> None:
    first = "bbox=120100,480100,120200,480200&bbox-crs=EPSG:28992"
    assert [row["areaCode"] for row in rows(get(f"/coverage?group=youth&{first}"))] == ["BU99900000"]
    assert [row["areaCode"] for row in rows(get(f"/coverage?level=district&group=youth&{first}"))] == ["WK999000"]
    assert rows(get(f"/coverage?group=youth&area=BU99900001&{first}")) == []
    assert rows(get("/coverage?bbox=100,0,110,10")) == []


def test_boundaries_come_where_they_are_asked_for_and_figures_are_the_same(get: Get, town: Town) -> None:
    plain = rows(get("/coverage?group=youth"))
    with_boundary = rows(get("/coverage?group=youth&geometry=true"))
    features = json.loads(get("/coverage?group=youth&format=geojson").content)["features"]
    assert [{**row, "geometry": shape["geometry"]} for row, shape in zip(plain, with_boundary, strict=True)] == (
        with_boundary
    )
    assert [each["properties"] for each in features] == plain
    assert [each["geometry"] for each in features] == [each["geometry"] for each in with_boundary]
    assert features[0]["id"] == "BU99900000-youth"
    assert features[0]["geometry"] == json.loads(get("/areas/BU99900000").content)["geometry"]
    assert "geometry" not in get("/coverage?group=youth&format=csv").content.decode()


def test_the_tag_of_boundaries_changes_with_them_and_that_of_figures_alone_does_not(get: Get, town: Town) -> None:
    formats = ("json", "csv&geometry=true", "geojson", "gpkg", "gpkg&geometry=false")

    def tags() -> list[str]:
        return [get(f"/coverage?group=youth&format={name}").headers["ETag"] for name in formats]

    before = tags()
    ImportRunFactory()
    after = tags()
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, True, False, False, False]


def test_a_box_asks_nothing_of_the_towns_outside_it(get: Get, town: Town, django_assert_max_num_queries) -> None:
    for number in range(1, 5):
        make_town(f"GM999{number}")
        Area.objects.filter(edition__municipality=f"GM999{number}").update(boundary=square(0, 600 + number))
    first = "bbox=120100,480100,120200,480200&bbox-crs=EPSG:28992"
    with django_assert_max_num_queries(16):
        assert [row["areaCode"] for row in rows(get(f"/coverage?group=youth&{first}"))] == ["BU99900000"]
    with django_assert_max_num_queries(4):
        assert rows(get("/coverage?bbox=100,0,110,10")) == []


def test_a_stored_run_answers_for_its_date(get: Get, town: Town) -> None:
    sealed = RunFactory(edition=town.run.edition, method=town.run.method, as_of=date(2024, 1, 1), kind=Run.Kind.SEALED)
    ScoreFactory(run=sealed, area=town.areas[0], coverage=0.25)
    found = rows(get("/coverage?group=youth&date=2024-01-01"))
    assert [(row["date"], row["coverage"], row["run"]) for row in found] == [("2024-01-01", 0.25, sealed.pk)]


def test_a_town_that_cannot_be_scored_gives_no_rows(get: Get, town: Town) -> None:
    MunicipalityFactory(code="GM9995", name="Leeg")
    assert len(rows(get("/coverage?group=youth"))) == 4
    assert len(rows(get("/coverage?group=youth&date=1990-01-01"))) == 0


def test_an_area_of_other_boundaries_than_those_scored_is_refused_with_the_year(get: Get, town: Town) -> None:
    AreaFactory(edition=EditionFactory(year=2030, is_active=False), column=8)
    body = json.loads(get("/coverage?area=BU99900008&group=youth", 400).content)
    assert body["errors"][0]["code"] == "not_in_edition"
    assert "2025" in body["detail"]


def test_all_towns_are_paged_through_in_order_without_loss(get: Get, town: Town) -> None:
    make_town("GM9991")
    make_town("GM9992")
    whole = rows(get("/coverage"))
    seen, address = [], "/coverage?pageSize=5"
    while address:
        response = get(address)
        body = json.loads(response.content)
        assert len(body["items"]) <= 5
        seen += body["items"]
        address = body["next"]
        assert (f'<{address}>; rel="next"' == response.headers.get("Link")) or address is None
    assert seen == whole
    assert len(whole) == 3 * 4 * 2


def test_contributions_add_up_to_the_coverage_of_every_area_and_group(get: Get, town: Town) -> None:
    checked = 0
    for level in ("neighbourhood", "district", "municipality"):
        for group in ("", "&group=all"):
            for row in rows(get(f"/coverage?level={level}{group}")):
                address = f"/coverage/{row['areaCode']}/{row['groupCode']}/contributions"
                if row["status"] != "ok":
                    body = json.loads(get(address, 404).content)
                    assert body["errors"][0]["code"] == row["status"]
                    continue
                parts = rows(get(address))
                assert sum(part["coverage"] for part in parts) == pytest.approx(row["coverage"], abs=1e-6)
                checked += 1
    assert checked == 10


def test_contributions_name_the_places_and_say_what_is_known(get: Get, town: Town) -> None:
    parts = rows(get("/coverage/BU99900001/youth/contributions"))
    assert [part["coverage"] for part in parts] == sorted((part["coverage"] for part in parts), reverse=True)
    by_name = {part["venueName"]: part for part in parts}
    assert by_name["Bibliotheek"]["known"] is True
    assert by_name["Bibliotheek"]["venueId"] == town.venue_ids[0]
    assert by_name["Buurthuis"]["known"] is False
    in_park = by_name[None]
    assert (in_park["venueId"], in_park["activityId"]) == (None, town.activity_id)


def test_an_offer_has_one_row_a_sector_and_they_add_up_to_its_part(get: Get, town: Town) -> None:
    library = OfferScore.objects.get(venue=town.venue_ids[0])
    library.sectors, library.sector_shares = ["library", "welfare"], [0.75, 0.25]
    library.save()
    parts = rows(get("/coverage/BU99900001/youth/contributions"))
    split = {part["sectorCode"]: part["coverage"] for part in parts if part["venueName"] == "Bibliotheek"}
    whole = 0.1 + 1 / 3
    assert split == pytest.approx({"library": 0.75 * whole, "welfare": 0.25 * whole})
    assert {part["sectorCode"] for part in parts if part["venueName"] != "Bibliotheek"} == {"unrecorded"}


def test_what_was_measured_with_the_run_is_told(get: Get, town: Town) -> None:
    Score.objects.filter(area=town.areas[0], group="youth").update(
        interval_low=0.2, interval_high=0.9, rank_low=1, rank_high=3, n_minus_one=0.4, fragile_share=0.5,
        fragile_known_share=0.9, bridging=0.6, bridging_counted_share=0.1,
    )  # fmt: skip
    Run.objects.update(draws=1000)
    row = rows(get("/coverage?group=youth&area=BU99900000"))[0]
    assert [row[name] for name in ("intervalLow", "intervalHigh", "rankLow", "rankHigh")] == [0.2, 0.9, 1, 3]
    assert [row[name] for name in ("nMinusOne", "fragileShare", "fragileKnownShare")] == [0.4, 0.5, 0.9]
    assert [row[name] for name in ("bridging", "bridgingCountedShare")] == [0.6, 0.1]


def test_how_sure_figures_were_before_is_not_told_of_a_run_that_was_not_drawn_yet(get: Get, town: Town) -> None:
    Score.objects.filter(area=town.areas[0], group="youth").update(
        interval_low=0.2, interval_high=0.9, rank_low=1, rank_high=3
    )
    row = rows(get("/coverage?group=youth&area=BU99900000"))[0]
    assert {row[name] for name in ("intervalLow", "intervalHigh", "rankLow", "rankHigh")} == {None}


def test_the_reason_why_there_is_nothing_to_explain_is_told(get: Get, town: Town) -> None:
    few = json.loads(get("/coverage/BU99900002/youth/contributions", 404, Accept_Language="en").content)
    assert "Fewer than 10" in few["detail"]
    unscored = json.loads(get("/coverage/BU99900000/youth/contributions?date=1990-01-01", 404).content)
    assert unscored["errors"][0]["code"] == "not_scored"


def test_contributions_are_paged_too(get: Get, town: Town) -> None:
    address = "/coverage/BU99900000/youth/contributions"
    first = json.loads(get(f"{address}?pageSize=2").content)
    second = json.loads(get(first["next"]).content)
    assert first["items"] + second["items"] == rows(get(address))
    assert second["next"] is None


def test_the_lists_cost_few_queries(get: Get, town: Town, django_assert_max_num_queries) -> None:
    # The first answer reads the run: which scores and offers are new and those, areas, groups, and whether it still
    # stands then; the next ones have it in memory.
    with django_assert_max_num_queries(12):
        get("/coverage?group=youth&area=GM9990")
    with django_assert_max_num_queries(4):
        get("/coverage?group=youth&area=GM9990&format=csv")
    with django_assert_max_num_queries(9):
        get("/coverage/BU99900000/youth/contributions")
