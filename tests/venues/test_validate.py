"""A municipality holds its metres against published ones: one command, told in words, kept for the page."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.factories import (
    SIDE_M,
    SOUTH_M,
    WEST_M,
    AreaFactory,
    EstimateFactory,
    MunicipalityFactory,
    PointFactory,
    RunFactory,
    ValidationFactory,
    VenueFactory,
    group,
    spot,
)
from tests.venues.walking.towns import at
from venues.management.commands import validate as command
from venues.models import RD, Street, Validation

pytestmark = pytest.mark.django_db

HEAD = """
[municipality]
code = "GM9990"
name = "Testdorp"
edition = 2025
fictional = true
"""
LIBRARY = """
[[validation]]
subject = "library"
reference = "CBS 2024"
file = "near.csv"
code = "code"
value = "km"
unit = "km"
types = ["library"]
"""
STRAIGHT_LINE = """
[[validation]]
subject = "straight-line"
reference = "OpenStreetMap"
"""
REFERENCE = 'code;km\n"GM9990 ";9\nBU99900000;0.0\nBU99900001;0.5\nBU99900002;1.0\nBU99900003;1.6\nBU99900004;.\n'


@pytest.fixture
def town(tmp_path) -> Path:
    """Five neighbourhoods in a row, a home in the middle of each, in a grid of streets every 50 m.

    The library is in the first home, so it is 0, 500, 1,000, 1,500 and 2,000 m away. The folder has a manifest.
    """
    municipality = MunicipalityFactory()
    for column in range(5):
        area = AreaFactory(edition__municipality=municipality, column=column)
        PointFactory(area=area)
        EstimateFactory(area=area, group=group("residents"), persons=1000.0)
    lay_grid(municipality)
    VenueFactory(municipality=municipality, name="Bieb 0")
    (tmp_path / "manifest.toml").write_text(HEAD + LIBRARY)
    (tmp_path / "near.csv").write_text(REFERENCE)
    return tmp_path


def lay_grid(municipality, columns: int = 55, rows: int = 10, step_m: float = 50) -> None:
    """Streets along and across, with more nodes than a stray piece of network has."""

    def metres(node: tuple[int, int]) -> str:
        return f"{WEST_M + node[0] * step_m} {SOUTH_M + node[1] * step_m}"

    nodes = [(x, y) for x in range(columns) for y in range(rows)]
    corners = [((x, y), (x + dx, y + dy)) for x, y in nodes for dx, dy in ((1, 0), (0, 1))]
    Street.objects.bulk_create(
        Street(
            municipality=municipality,
            from_node=nodes.index(a),
            to_node=nodes.index(b),
            length_m=step_m,
            path=f"SRID={RD};LINESTRING({metres(a)}, {metres(b)})",
        )
        for a, b in corners
        if b[0] < columns and b[1] < rows
    )


def told(folder: Path, capsys) -> str:
    call_command("validate", str(folder / "manifest.toml"))
    return capsys.readouterr().out


def figures(subject: str = "library") -> dict:
    return Validation.objects.get(municipality="GM9990", subject=subject).figures


def test_metres_are_compared_where_the_reference_has_them(town, capsys):
    said = told(town, capsys)
    assert "Testdorp: metres to the nearest library, beside CBS 2024" in said
    assert "4 (neighbourhood), 4,000 residents, 1 places" in said
    found = figures()
    assert (found["areas"], found["areasWithoutReference"], found["areasUnreached"]) == (4, 1, 0)
    assert (found["medianM"], found["referenceMedianM"]) == (750, 750)
    assert (found["meanErrorM"], found["meanAbsoluteErrorM"]) == (-25, 25)
    assert found["pearson"] == pytest.approx(0.999, abs=0.001)
    assert found["largest"][0]["areaCode"] == "BU99900003"
    assert (found["largest"][0]["walkM"], found["largest"][0]["referenceM"]) == (1500, 1600)


def test_a_reference_of_districts_is_held_against_districts(town):
    (town / "near.csv").write_text("code;km\nWK999000;0.8\nWK123400;4\n")
    call_command("validate", str(town / "manifest.toml"))
    assert (figures()["level"], figures()["areas"]) == ("district", 1)
    assert figures()["medianM"] == pytest.approx((0 + 500 + 1000 + 1500 + 2000) / 5)
    assert figures()["pearson"] is None


def test_differences_are_put_down_to_the_border_where_it_is_nearer_than_any_place(town):
    """Homes lie 250 m from the southern border; only the first has its library nearer than that."""
    call_command("validate", str(town / "manifest.toml"))
    causes = {cause["cause"]: cause for cause in figures()["causes"]}
    assert causes["edge"]["areas"] == 3
    assert causes["edge"]["without"]["areas"] == 1
    assert causes["edge"]["squaredErrorShare"] == 1
    assert causes["piece"]["areas"] == causes["no-streets"]["areas"] == causes["few-persons"]["areas"] == 0


def test_an_area_without_streets_is_estimated_and_says_so(town):
    hamlet = AreaFactory(column=8, row=8)
    PointFactory(area=hamlet)
    EstimateFactory(area=hamlet, group=group("residents"), persons=40.0)
    (town / "near.csv").write_text(REFERENCE + f"{hamlet.code};7\n")
    call_command("validate", str(town / "manifest.toml"))
    causes = {cause["cause"]: cause["areas"] for cause in figures()["causes"]}
    assert (causes["no-streets"], causes["few-persons"]) == (1, 1)
    worst = figures()["largest"][0]
    assert worst["walkM"] == pytest.approx(1.3 * 8 * SIDE_M * 2**0.5, abs=0.1)
    assert {"no-streets", "few-persons"} <= set(worst["causes"])


def test_a_reference_below_the_straight_line_knows_a_place_that_we_do_not(town):
    (town / "near.csv").write_text(REFERENCE.replace("BU99900003;1.6", "BU99900003;0.2"))
    call_command("validate", str(town / "manifest.toml"))
    causes = {cause["cause"]: cause for cause in figures()["causes"]}
    assert causes["nearer-place"]["areas"] == 1
    assert causes["nearer-place"]["without"]["meanAbsoluteErrorM"] == 0


def test_a_place_that_the_reference_does_not_count_stands_out(town, capsys):
    """The reference knows the libraries at both ends, not the one in the middle."""
    for column in (2, 4):
        VenueFactory(name=f"Bieb {column}", location=spot(column))
    rows = zip(range(5), (0, 0.5, 1, 0.5, 0), strict=True)
    (town / "near.csv").write_text("code;km\n" + "".join(f"BU999000{column:02d};{km}\n" for column, km in rows))
    said = told(town, capsys)
    found = figures()["unmatched"]
    assert found["places"] == ["Bieb 2"]
    assert (figures()["meanAbsoluteErrorM"], found["meanAbsoluteErrorM"]) == (200, 0)
    assert "(Bieb 2)" in said
    assert "unmatched" in figures()["largest"][0]["causes"]


def test_only_places_of_the_named_kinds_count(town):
    VenueFactory(location=at(1250, 250), source_kind="Depot")
    VenueFactory(location=at(750, 250), source_kind="Filiaal")
    (town / "manifest.toml").write_text(f'{HEAD}{LIBRARY}kinds = ["Filiaal"]\n')
    call_command("validate", str(town / "manifest.toml"))
    assert figures()["places"] == 1
    assert figures()["medianM"] == (0 + 500 + 500 + 1000) / 4


def test_the_streets_are_held_against_the_straight_line(town, capsys):
    """All homes lie in one straight street: nobody makes a detour, so × 1.3 is a third too long everywhere."""
    (town / "manifest.toml").write_text(HEAD + STRAIGHT_LINE)
    said = told(town, capsys)
    found = figures("straight-line")
    assert (found["medianDetour"], found["bestFactor"], found["pearson"]) == (1, 1, 1)
    assert (found["shareOff"], found["shareTooLong"], found["shareTooShort"]) == (1, 1, 0)
    assert found["pairs"] == 2 * (4 + 3 + 2)
    assert [band["fromM"] for band in found["bands"]] == [500, 800, 1200]
    assert found["acrossOpenGround"]["pairs"] == 0
    assert "median detour 1.00" in said


def test_the_last_comparison_takes_the_place_of_the_one_before(town):
    ValidationFactory(subject="straight-line")
    call_command("validate", str(town / "manifest.toml"))
    call_command("validate", str(town / "manifest.toml"))
    assert Validation.objects.get().subject == "library"


def test_a_manifest_that_names_nothing_says_so_and_leaves_nothing(town, capsys):
    ValidationFactory()
    (town / "manifest.toml").write_text(HEAD)
    assert "Testdorp: the manifest names nothing to compare with." in told(town, capsys)
    assert not Validation.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"near.csv"', '"far.csv"', "metres to the nearest library: far.csv cannot be read"),
        ('value = "km"', 'value = "miles"', "has no column “miles”"),
        ('types = ["library"]', 'types = ["youth-centre"]', "There is no place of this kind in the register"),
    ],
)
def test_what_cannot_be_compared_says_why_and_leaves_the_last_comparison(town, old, new, message):
    kept = ValidationFactory()
    (town / "manifest.toml").write_text((HEAD + LIBRARY).replace(old, new))
    with pytest.raises(CommandError, match=message):
        call_command("validate", str(town / "manifest.toml"))
    assert Validation.objects.get() == kept


def test_a_reference_of_another_municipality_is_refused(town):
    (town / "near.csv").write_text("code;km\nBU12340000;1\n")
    with pytest.raises(CommandError, match="no neighbourhood or district of this municipality"):
        call_command("validate", str(town / "manifest.toml"))


def test_homes_without_streets_have_no_straight_line_to_hold_against(town):
    Street.objects.all().delete()
    (town / "manifest.toml").write_text(HEAD + STRAIGHT_LINE)
    with pytest.raises(CommandError, match="load streets first"):
        call_command("validate", str(town / "manifest.toml"))


def test_a_municipality_without_demand_points_says_what_to_load(town):
    MunicipalityFactory(code="GM9992", name="Leegdorp")
    (town / "manifest.toml").write_text(HEAD.replace("GM9990", "GM9992") + STRAIGHT_LINE)
    with pytest.raises(CommandError, match="Leegdorp has no demand points: load it with load_city first"):
        call_command("validate", str(town / "manifest.toml"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'subject = "library"',
            'subject = "museum"',
            "has the subject “museum”. Write one of: library, primary-school",
        ),
        ('reference = "CBS 2024"\n', "", "validation 1 has no reference"),
        ('types = ["library"]', "", "validation 1 has no types"),
        ('unit = "km"', 'unit = "mile"', "has the unit “mile”. Write one of: m, km"),
        (LIBRARY, LIBRARY + LIBRARY, "the subject “library” is validated twice"),
    ],
)
def test_a_wrong_manifest_says_what_to_write(town, old, new, message):
    (town / "manifest.toml").write_text((HEAD + LIBRARY).replace(old, new))
    with pytest.raises(CommandError, match=message):
        call_command("validate", str(town / "manifest.toml"))


def test_a_city_of_ours_is_found_by_its_code():
    with pytest.raises(CommandError, match=r"Amsterdam \(GM0363\) is not loaded"):
        call_command("validate", "GM0363")
    with pytest.raises(CommandError, match="No manifest in cities/ is of “GM0001”"):
        call_command("validate", "GM0001")


def test_a_city_is_loaded_first_only_where_it_is_not_there(town, monkeypatch):
    loads: list[Path] = []
    monkeypatch.setattr(command, "load_city", lambda path, data, say: loads.append(data))
    call_command("validate", str(town / "manifest.toml"), "--load", "--data", str(town))
    assert loads == [town]
    RunFactory(municipality_id="GM9990")
    call_command("validate", str(town / "manifest.toml"), "--load")
    assert loads == [town]
