"""What differs between two editions: squares of 500 m, so that each share can be worked out by hand."""

import pytest
import shapely

from tests.factories import AreaFactory, EditionFactory, FigureFactory, PointFactory, UserFactory, spot, square
from venues.importing.editions.compare import Ground, compare
from venues.importing.editions.difference import difference
from venues.models import Invitation, Level, Membership


def ground(code: str, west: float, width: float = 1, name: str = "", height: float = 1) -> Ground:
    return Ground(0, code, name or code, Level.NEIGHBOURHOOD, shapely.box(west, 0, west + width, height))


def differ(old: list[Ground], new: list[Ground]):
    (found,) = compare(old, new)
    return found


def test_what_stays_as_it_is_is_only_counted():
    same = [ground("BU01", 0), ground("BU02", 1)]
    found = differ(same, same)
    assert found.unchanged == 2
    assert not any((found.renamed, found.recoded, found.reshaped, found.vanished, found.appeared))


def test_another_name_is_no_other_area():
    (pair,) = differ([ground("BU01", 0, name="Oost")], [ground("BU01", 0, name="West")]).renamed
    assert (pair.old.name, pair.new.name, pair.share) == ("Oost", "West", 1)


def test_another_code_on_the_same_ground_is_the_same_area():
    found = differ([ground("BU01", 0, name="Oost")], [ground("BU09", 0.01, name="Oost")])
    (pair,) = found.recoded
    assert (pair.old.code, pair.new.code) == ("BU01", "BU09")
    assert pair.share == pytest.approx(0.99 / 1.01)
    assert not any((found.vanished, found.appeared, found.renamed))


def test_a_moved_border_tells_how_much_of_the_ground_is_shared():
    found = differ([ground("BU01", 0), ground("BU02", 1)], [ground("BU01", 0, 1.5), ground("BU02", 1.5, 0.5)])
    assert [(pair.new.code, pair.share) for pair in found.reshaped] == [
        ("BU01", pytest.approx(1 / 1.5)),
        ("BU02", pytest.approx(0.5)),
    ]


def test_a_difference_in_drawing_is_no_other_shape():
    found = differ([ground("BU01", 0)], [ground("BU01", 0.0004)])
    assert (found.unchanged, found.reshaped) == (1, ())


def test_an_area_that_is_divided_vanishes_and_its_parts_appear_with_where_they_lay():
    found = differ(
        [ground("BU01", 0), ground("BU02", 1)], [ground("BU01", 0), ground("BU03", 1, 0.6), ground("BU04", 1.6, 0.4)]
    )
    (gone,) = found.vanished
    assert [(area.code, round(share, 6)) for area, share in gone.parts] == [("BU03", 0.6), ("BU04", 0.4)]
    assert [(each.area.code, [area.code for area, _share in each.parts]) for each in found.appeared] == [
        ("BU03", ["BU02"]),
        ("BU04", ["BU02"]),
    ]


def test_an_area_of_which_nothing_is_left_lies_nowhere():
    (gone,) = differ([ground("BU01", 0), ground("BU02", 1)], [ground("BU01", 0)]).vanished
    assert gone.parts == ()


def test_two_areas_made_into_one_are_not_called_a_change_of_code():
    found = differ([ground("BU01", 0), ground("BU02", 1)], [ground("BU03", 0, 2)])
    assert not found.recoded
    assert [each.area.code for each in found.vanished] == ["BU01", "BU02"]
    assert [round(share, 6) for _area, share in found.appeared[0].parts] == [0.5, 0.5]


@pytest.mark.parametrize("level", Level)
def test_each_level_is_compared_for_itself(level):
    old = Ground(0, "X1", "X1", level, shapely.box(0, 0, 1, 1))
    assert [found.level for found in compare([old], [])] == [level]


@pytest.fixture
def editions(db):
    """Neighbourhoods 00 and 01 of 400 and 100 people; in the new edition the second is cut in two along the middle."""
    old = EditionFactory()
    new = EditionFactory(year=2026, is_active=False, activated_at=None)
    for column, residents in ((0, 400), (1, 100)):
        area = AreaFactory(edition=old, column=column)
        FigureFactory(area=area, value=residents)
        PointFactory(area=area, location=spot(column - 0.2), weight=3)
        PointFactory(area=area, location=spot(column + 0.2), weight=1)
    AreaFactory(edition=new, column=0)
    for column in (2, 3):
        AreaFactory(edition=new, column=column, boundary=square(column, 0, rows=2, side_m=250))
    return old, new


def test_people_move_with_the_points_where_they_live(editions):
    old, new = editions
    new.areas.filter(code="BU99900002").update(code="BU99900001")
    found = {each.level: each for each in difference(old, new).people}
    assert found[Level.NEIGHBOURHOOD].moved == pytest.approx(25)
    assert found[Level.DISTRICT].moved == 0
    assert [found[Level.NEIGHBOURHOOD].outside, found[Level.NEIGHBOURHOOD].unknown_areas] == [0, 0]


def test_a_point_outside_of_all_new_areas_is_outside(editions):
    old, new = editions
    new.areas.filter(code="BU99900003").delete()
    found = {each.level: each for each in difference(old, new).people}
    assert found[Level.MUNICIPALITY].outside == pytest.approx(25)
    assert found[Level.NEIGHBOURHOOD].moved == pytest.approx(75)


def test_a_point_outside_of_its_own_area_moves_nobody(editions):
    old, new = editions
    PointFactory(area=old.areas.get(code="BU99900000"), location=spot(1), weight=100)
    found = next(each for each in difference(old, new).people if each.level == Level.NEIGHBOURHOOD)
    assert found.moved == pytest.approx(100)


def test_people_of_an_area_that_only_got_another_code_do_not_move(editions):
    old, new = editions
    new.areas.filter(code="BU99900000").update(code="BU99900077")
    found = next(each for each in difference(old, new).people if each.level == Level.NEIGHBOURHOOD)
    assert (found.recoded, found.moved) == (pytest.approx(400), pytest.approx(100))


def test_of_an_area_without_residents_nobody_is_said_to_move(editions):
    old, new = editions
    old.areas.get(code="BU99900001").figures.all().delete()
    found = next(each for each in difference(old, new).people if each.level == Level.NEIGHBOURHOOD)
    assert (found.moved, found.outside, found.unknown_areas) == (0, 0, 1)


def test_editors_and_invitations_of_an_area_that_is_gone_are_named(editions):
    old, new = editions
    here = {"municipality": old.municipality, "role": "editor"}
    for column in (0, 1):
        user = UserFactory(email=f"editor{column}@example.org")
        Membership.objects.create(user=user, area_code=f"BU9990000{column}", **here)
    Invitation.objects.create(email="new@example.org", area_code="BU99900001", expires_at="2030-01-01T00:00Z", **here)
    found = [(each.email, each.is_invitation, each.area_name) for each in difference(old, new).editors]
    assert found == [("editor1@example.org", False, "Buurt 0-1"), ("new@example.org", True, "Buurt 0-1")]


def test_a_recoded_area_names_the_code_that_its_editor_needs(editions):
    old, new = editions
    new.areas.filter(code="BU99900000").update(code="BU99900077")
    user = UserFactory()
    Membership.objects.create(user=user, role="editor", municipality=old.municipality, area_code="BU99900000")
    (found,) = difference(old, new).editors
    assert found.becomes == "BU99900077"
