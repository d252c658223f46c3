"""Writing to the register: one record, one version, nothing lost and nothing doubled."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from tests.factories import ClosureFactory, FundingFactory, SlotFactory, StaffingFactory, spot
from venues.models import Activity, RegisterChange, SlotEvent, Venue, VenueEvent
from venues.register.keep import EditConflict, add, archive, confirm, keep
from venues.register.record import RecordRefused, normalise, read, read_at

LIBRARY = {"name": "De Bieb", "venue_type": "library", "location": [120_250, 480_250]}
MONDAY = {"weekday": 1, "starts": "09:00", "ends": "12:00", "host": "volunteer"}


def test_a_place_needs_a_name_a_type_and_a_location_and_all_else_stays_unknown(town):
    place = add(Venue, LIBRARY | {"organisation": str(town.organisation.pk)}, town.people["worker"], uuid.uuid4())

    record = read(Venue.objects.get(pk=place.pk))
    assert record == normalise(Venue, LIBRARY | {"organisation": str(town.organisation.pk)})
    assert record["places"] is None
    assert record["slots"] == []
    assert place.municipality == town.municipality
    assert (place.verified_by, place.verified_on) == (town.people["worker"], timezone.localdate())


@pytest.mark.parametrize(
    ("change", "member", "said"),
    [
        ({"name": ""}, "name", "cannot be blank"),
        ({"venue_type": None}, "venue_type", "cannot be null"),
        ({"venue_type": "castle"}, "venue_type", "castle"),
        ({"location": [0, 0]}, "location", "in no municipality"),
        ({"location": "here"}, "location", "two numbers"),
        ({"location": None}, "location", "Say where it is"),
        ({"places": -1}, "places", "greater than or equal to"),
        ({"places": "many"}, "places", "integer"),
        ({"website": "javascript:alert(1)"}, "website", "valid URL"),
        ({"colour": "red"}, "colour", "No record has"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name_and_nothing_is_stored(town, change, member, said):
    with pytest.raises(RecordRefused) as refused:
        add(Venue, LIBRARY | change, town.people["editor"], uuid.uuid4())

    assert any(each.member == member and said in each.message for each in refused.value.problems)
    assert Venue.objects.count() == 2


def test_every_problem_of_a_row_is_named_with_its_row(town):
    slots = [MONDAY, MONDAY | {"weekday": 8, "starts": "late"}, MONDAY | {"starts": "13:00"}]
    with pytest.raises(RecordRefused) as refused:
        add(Venue, LIBRARY | {"slots": slots[:2]}, town.people["editor"], uuid.uuid4())
    assert {(each.member, each.row, each.field) for each in refused.value.problems} == {("slots", 1, "starts")}
    with pytest.raises(RecordRefused) as refused:
        add(Venue, LIBRARY | {"slots": [slots[2]]}, town.people["editor"], uuid.uuid4())
    assert [(each.member, each.row) for each in refused.value.problems] == [("slots", 0)]


def test_a_place_is_added_for_ones_own_organisation_only(town):
    theirs = LIBRARY | {"organisation": str(town.other.pk)}
    with pytest.raises(RecordRefused, match="your own organisation"):
        add(Venue, theirs, town.people["worker"], uuid.uuid4())
    for role in ("nobody", "reader"):
        with pytest.raises(PermissionDenied):
            add(Venue, theirs, town.people[role], uuid.uuid4())
    assert Venue.objects.count() == 2


def test_a_form_sent_twice_adds_one_place(town):
    key = uuid.uuid4()
    first, second = (add(Venue, LIBRARY, town.people["editor"], key) for _time in range(2))

    assert first == second
    assert Venue.objects.filter(name="De Bieb").count() == 1


def test_keeping_changes_what_differs_and_leaves_each_other_row_alone(town):
    slot, other = SlotFactory(venue=town.venue), SlotFactory(venue=town.venue, weekday=2)
    before = SlotEvent.objects.count()
    record = read(town.venue)
    record["slots"] = [row | ({"host": "none"} if row["id"] == slot.pk else {}) for row in record["slots"]]
    kept = keep(town.venue, record | {"places": 25}, town.people["worker"])

    slot.refresh_from_db()
    assert (slot.host, kept.places, kept.version) == ("none", 25, 2)
    assert SlotEvent.objects.count() == before + 1
    assert other.events.count() == 1


def test_keeping_what_is_there_already_is_a_verification_and_no_new_version(town):
    RegisterChange.objects.all().delete()
    kept = keep(town.venue, read(town.venue), town.people["worker"])

    assert (kept.version, kept.verified_by) == (1, town.people["worker"])
    assert not RegisterChange.objects.exists()


def test_an_activity_that_an_import_gave_a_place_and_a_point_leaves_its_place_for_another_point(town):
    activity = Activity.objects.get(pk=town.activity.pk)
    Activity.objects.filter(pk=activity.pk).update(location=spot(0))
    base = normalise(Activity, read(Activity.objects.get(pk=activity.pk)))
    away = base | {"venue": None, "location": [120_250, 480_250]}

    kept = keep(activity, away, town.people["editor"], base=base)

    assert (kept.venue, kept.location.x) == (None, 120_250)


def test_an_activity_in_the_park_has_a_location_and_one_in_a_hall_has_that_of_the_hall(town):
    park = {"name": "Wandelclub", "location": [120_250, 480_250], "slots": [MONDAY]}
    hall = {"name": "Koffietafel", "venue": str(town.venue.pk), "slots": [MONDAY]}
    for record in (park, hall):
        made = add(Activity, record, town.people["area-editor"], uuid.uuid4())
        assert made.municipality == town.municipality
        assert made.slots.get().host == "volunteer"


def test_a_pin_that_leaves_the_municipality_is_refused(town):
    with pytest.raises(RecordRefused, match="lies outside Testdorp"):
        keep(town.venue, read(town.venue) | {"location": [10_000, 400_000]}, town.people["editor"])


@pytest.mark.parametrize("role", ["nobody", "reader"])
def test_without_the_right_nothing_is_kept_confirmed_or_archived(town, role):
    for attempt in (
        lambda: keep(town.venue, read(town.venue) | {"name": "Mine"}, town.people[role]),
        lambda: confirm(town.venue, town.people[role]),
        lambda: archive(town.venue, town.people[role]),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert Venue.objects.get(pk=town.venue.pk).name == town.venue.name


def test_rows_of_another_place_cannot_be_taken_along(town):
    theirs = StaffingFactory(venue=town.others_venue)
    row = {"id": theirs.pk, "kind": "volunteer", "hours_per_week": "4"}
    keep(town.venue, read(town.venue) | {"staffings": [row]}, town.people["worker"])

    theirs.refresh_from_db()
    assert theirs.venue == town.others_venue
    assert town.venue.staffings.count() == 1


# Two at once


def test_two_people_who_change_different_things_both_keep_theirs(town):
    seen = read(town.venue)
    keep(town.venue, seen | {"places": 25}, town.people["editor"], base=seen)
    kept = keep(town.venue, seen | {"name": "Nieuwe naam"}, town.people["worker"], base=seen)

    assert (kept.places, kept.name, kept.version) == (25, "Nieuwe naam", 3)


def test_two_people_who_change_the_same_are_told_which_and_nothing_is_lost(town):
    seen = read(town.venue)
    keep(town.venue, seen | {"places": 25, "address": "Dorpsstraat 1"}, town.people["editor"], base=seen)
    with pytest.raises(EditConflict) as conflict:
        keep(town.venue, seen | {"places": 30, "name": "Nieuw"}, town.people["worker"], base=seen)

    merged = conflict.value.merged
    [only] = merged.conflicts
    assert (only.member, only.base, only.theirs, only.mine) == ("places", None, 25, 30)
    kept = keep(town.venue, merged.choose(["places"]), town.people["worker"])
    assert (kept.places, kept.name, kept.address) == (30, "Nieuw", "Dorpsstraat 1")


@pytest.mark.django_db(transaction=True)
def test_two_connections_at_the_same_moment_lose_nothing(town):
    seen = read(town.venue)
    together = threading.Barrier(2)
    failures = []

    def change(role, **members):
        try:
            together.wait(10)
            keep(town.venue, seen | members, town.people[role], base=seen)
        except Exception as error:  # noqa: BLE001  # told by the assertion below
            failures.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=change, args=("worker",), kwargs={"places": 25}),
        threading.Thread(target=change, args=("editor",), kwargs={"address": "Dorpsstraat 1"}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert failures == []
    kept = Venue.objects.get(pk=town.venue.pk)
    assert (kept.places, kept.address, kept.version) == (25, "Dorpsstraat 1", 3)


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_the_same_moment_adds_one_place(town):
    key, together, made = uuid.uuid4(), threading.Barrier(2), []

    def send():
        try:
            together.wait(10)
            made.append(add(Venue, LIBRARY, town.people["editor"], key).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _time in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert made == [key, key]
    assert Venue.objects.filter(name="De Bieb").count() == 1


# Earlier states


@pytest.mark.django_db(transaction=True)
def test_any_earlier_state_can_be_read_and_kept_again(town):
    StaffingFactory(venue=town.venue)
    FundingFactory(venue=town.venue)
    ClosureFactory(venue=town.venue)
    states = []
    for change in (
        {"places": 25},
        {"slots": [MONDAY]},
        {"slots": [], "staffings": []},
        {"location": [120_300, 480_300]},
    ):
        states.append((timezone.now(), read(town.venue)))
        town.venue = keep(town.venue, read(town.venue) | change, town.people["worker"])

    for moment, state in reversed(states):
        assert read_at(Venue, town.venue.pk, moment) == state
    keep(town.venue, states[2][1], town.people["worker"])
    ids = [{name: value for name, value in row.items() if name != "id"} for row in read(town.venue)["slots"]]
    assert [row["weekday"] for row in ids] == [1]
    assert read_at(Venue, uuid.uuid4(), timezone.now()) is None
    assert read_at(Venue, town.venue.pk, timezone.now() - timedelta(days=1)) is None


@pytest.mark.django_db(transaction=True)
def test_bulk_and_plain_sql_changes_are_in_the_history_as_well(town):
    Venue.objects.filter(pk=town.venue.pk).update(places=12)
    moment = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE venues_venue SET places = 13 WHERE id = %s", [town.venue.pk])
        cursor.execute("DELETE FROM venues_activity WHERE venue_id = %s", [town.venue.pk])
        cursor.execute("DELETE FROM venues_venue WHERE id = %s", [town.venue.pk])

    assert read_at(Venue, town.venue.pk, moment)["places"] == 12
    assert list(VenueEvent.objects.filter(pgh_obj_id=town.venue.pk).values_list("pgh_label", "places")) == [
        ("insert", None),
        ("update", 12),
        ("update", 13),
        ("delete", 13),
    ]


def test_the_history_says_whose_account_it_was(town):
    keep(town.venue, read(town.venue) | {"places": 25}, town.people["worker"])

    event = VenueEvent.objects.select_related("pgh_context").filter(pgh_label="update").latest("pgh_id")
    assert event.pgh_context.metadata["user"] == town.people["worker"].pk


def test_the_archive_is_out_of_sight_and_comes_back(town):
    archive(town.venue, town.people["editor"])
    assert not Venue.objects.filter(pk=town.venue.pk).exists()
    archive(town.venue, town.people["editor"], back=True)
    assert Venue.objects.get(pk=town.venue.pk).version == 3


def test_confirming_is_an_act_of_a_person_and_no_change(town):
    RegisterChange.objects.all().delete()
    kept = confirm(town.venue, town.people["worker"])

    assert (kept.verified_by, kept.verified_on, kept.version) == (town.people["worker"], timezone.localdate(), 1)
    assert not RegisterChange.objects.exists()


def test_a_place_far_away_waits_for_its_own_figures(town):
    RegisterChange.objects.all().delete()
    keep(town.venue, read(town.venue) | {"location": [spot(2, 2).x, spot(2, 2).y]}, town.people["editor"])

    assert {(row.municipality_code, row.venue_uuid) for row in RegisterChange.objects.all()} == {
        (town.municipality.pk, town.venue.pk)
    }
