"""The history of a place: who, when, what, however it was done; and the way back."""

import uuid
from datetime import date, timedelta

import pghistory
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from tests.factories import AttendanceFactory, FundingFactory, SlotFactory
from venues.models import Activity, Venue
from venues.register.closures import report
from venues.register.keep import add, archive, confirm, keep
from venues.register.record import RecordRefused, read, read_at
from venues.register.restoring import ChangedMeanwhile, NothingThere, archived, deleted, restore
from venues.register.timeline import ALL, Act, Sight, timeline

pytestmark = pytest.mark.django_db(transaction=True)


def moments_of(place, sight: Sight = ALL):
    return timeline(type(place), place.pk, sight)


def test_each_change_is_one_moment_with_who_and_what(town):
    worker, editor = town.people["worker"], town.people["editor"]
    keep(town.venue, read(town.venue) | {"places": 25, "name": "De Bieb"}, worker)
    report(town.venue, {"extent": "whole", "reason": "other", "starts_on": "2026-03-01"}, editor)
    confirm(town.venue, editor, date(2026, 3, 2))
    archive(town.venue, editor)
    archive(town.venue, editor, back=True)
    added, changed, closed, checked, gone, back = moments_of(town.venue)

    assert (added.acts, added.user, added.before) == ((Act.ADDED,), None, None)
    assert (changed.user, changed.acts) == (worker.pk, (Act.CHECKED,))
    assert [(each.member, each.before, each.after) for each in changed.changes] == [
        ("name", town.venue.name, "De Bieb"),
        ("places", None, 25),
    ]
    assert (closed.user, closed.acts, [each.member for each in closed.changes]) == (editor.pk, (), ["closures"])
    assert (checked.acts, checked.changes) == ((Act.CHECKED,), [])
    assert (gone.acts, back.acts) == ((Act.ARCHIVED,), (Act.BROUGHT_BACK,))


def test_each_state_is_the_record_of_that_moment(town):
    SlotFactory(venue=town.venue)
    keep(town.venue, read(town.venue) | {"places": 25}, town.people["worker"])
    keep(town.venue, read(town.venue) | {"slots": []}, town.people["worker"])

    for moment in moments_of(town.venue):
        assert moment.after == read_at(Venue, town.venue.pk, moment.at)


def test_bulk_changes_and_plain_sql_show_as_well(town):
    Venue.objects.filter(pk=town.venue.pk).update(places=12)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE venues_venue SET places = 13 WHERE id = %s", [town.venue.pk])
        cursor.execute("DELETE FROM venues_activity WHERE id = %s", [town.activity.pk])

    assert [(each.changes[0].after, each.user) for each in moments_of(town.venue)[1:]] == [(12, None), (13, None)]
    assert moments_of(town.activity)[-1].acts == (Act.DELETED,)
    assert timeline(Venue, uuid.uuid4()) == []


def test_the_way_by_which_it_came_is_told(town):
    with pghistory.context(user=town.people["worker"].pk, door="file", upload="abc"):
        Venue.objects.filter(pk=town.venue.pk).update(places=12)
    with pghistory.context(door="import", **{"import": 7}):
        Venue.objects.filter(pk=town.venue.pk).update(places=13)
    _added, by_file, by_import = moments_of(town.venue)

    assert (by_file.door, by_file.upload, by_file.user) == ("file", "abc", town.people["worker"].pk)
    assert (by_import.door, by_import.import_run, by_import.user) == ("import", 7, None)


def test_money_that_is_not_public_is_in_no_state_for_who_may_not_see_it(town):
    secret = FundingFactory(venue=town.venue, amount_eur=12_345, is_public=False)
    was_open = FundingFactory(venue=town.venue, amount_eur=777)
    FundingFactory(venue=town.venue, amount_eur=500)
    Venue.objects.filter(pk=town.venue.pk).update(budget_needed_eur=99_999)
    type(was_open).objects.filter(pk=was_open.pk).update(is_public=False)
    type(secret).objects.filter(pk=secret.pk).update(is_public=True, amount_eur=600)
    shown = moments_of(town.venue, Sight(money=False))
    amounts = {row["amount_eur"] for moment in shown if moment.after for row in moment.after["fundings"]}

    assert amounts == {"500", "600"}
    assert shown[1].acts == (Act.NOT_SHOWN,)
    everything = {row["amount_eur"] for m in moments_of(town.venue) if m.after for row in m.after["fundings"]}
    assert everything == {"12345", "777", "500", "600"}
    assert not any("budget_needed_eur" in moment.after for moment in shown)


def test_counts_of_few_people_are_in_no_state_for_others(town):
    for persons in (4, 40):
        AttendanceFactory(venue=town.venue, persons_per_week=persons, counted_on=date(2026, 3, persons % 30 + 1))
    few, many = moments_of(town.venue, Sight(small_counts=False))[1:]

    assert (few.acts, few.after["attendances"]) == ((Act.NOT_SHOWN,), [])
    assert [row["persons_per_week"] for row in many.after["attendances"]] == [40]


def test_the_tables_are_read_once_however_much_happened(town, django_assert_num_queries):
    for places in range(1, 6):
        keep(town.venue, read(town.venue) | {"places": places}, town.people["worker"])

    with django_assert_num_queries(8):
        assert len(moments_of(town.venue)) == 6


# The way back


def test_an_earlier_state_comes_back_and_is_no_check(town):
    worker = town.people["worker"]
    SlotFactory(venue=town.venue)
    Venue.objects.filter(pk=town.venue.pk).update(places=12)
    earlier = moments_of(town.venue)[-1]
    Venue.objects.filter(pk=town.venue.pk).update(places=99)
    town.venue.slots.all().delete()
    restore(Venue, town.venue.pk, earlier.at, worker)

    place = Venue.objects.get(pk=town.venue.pk)
    assert (place.places, place.slots.count(), place.verified_on) == (12, 1, None)
    last = moments_of(town.venue)[-1]
    assert (last.restored, last.user) == (earlier.at, worker.pk)


def test_what_somebody_changed_meanwhile_is_not_overwritten(town):
    added = moments_of(town.venue)[-1]
    keep(town.venue, read(town.venue) | {"places": 12}, town.people["editor"])
    with pytest.raises(ChangedMeanwhile):
        restore(Venue, town.venue.pk, added.at, town.people["worker"], seen=added.at)
    restore(Venue, town.venue.pk, added.at, town.people["worker"], seen=moments_of(town.venue)[-1].at)

    assert Venue.objects.get(pk=town.venue.pk).places is None


def test_only_an_administrator_restores_what_was_deleted(town):
    confirm(town.venue, town.people["worker"], date(2026, 3, 2))
    Venue.objects.filter(pk=town.venue.pk).update(source="osm", source_key="node/1", source_kind="amenity=library")
    SlotFactory(venue=town.venue)
    state, record, key = moments_of(town.venue)[-1], read(town.venue), town.venue.pk
    Venue.objects.filter(pk=key).delete()
    for role in ("nobody", "reader", "worker", "area-editor", "editor"):
        with pytest.raises(PermissionDenied):
            restore(Venue, key, state.at, town.people[role])
        # The number of a deleted place is no way round.
        with pytest.raises(PermissionDenied):
            add(Venue, record, town.people[role], key)
    # Its activity went with it.
    gone = {(model, event.pgh_obj_id) for model, event in deleted(town.municipality)}
    assert gone == {(Venue, key), (Activity, town.activity.pk)}
    place = restore(Venue, key, state.at, town.people["administrator"])

    assert (place.source, place.source_key, place.source_kind) == ("osm", "node/1", "amenity=library")
    assert (place.verified_on, place.verified_by) == (date(2026, 3, 2), town.people["worker"])
    assert place.slots.count() == 1
    assert [event.pgh_obj_id for _model, event in deleted(town.municipality)] == [town.activity.pk]


def test_an_activity_that_went_with_its_place_comes_back_after_it(town):
    boss, key, inside = town.people["administrator"], town.venue.pk, town.activity.pk
    place, activity = moments_of(town.venue)[-1], moments_of(town.activity)[-1]
    Venue.objects.filter(pk=key).delete()
    with pytest.raises(RecordRefused, match="bring that back first"):
        restore(Activity, inside, activity.at, boss)
    restore(Venue, key, place.at, boss)
    restore(Activity, inside, activity.at, boss)

    assert Activity.objects.get(pk=inside).venue_id == key


def test_a_place_that_an_import_brought_in_again_does_not_come_back_twice(town):
    Venue.objects.filter(pk=town.venue.pk).update(source="osm", source_key="node/1")
    state, key = moments_of(town.venue)[-1], town.venue.pk
    Venue.objects.filter(pk=key).delete()
    Venue.objects.filter(pk=town.others_venue.pk).update(source="osm", source_key="node/1")

    with pytest.raises(RecordRefused, match="there twice"):
        restore(Venue, key, state.at, town.people["administrator"])


def test_there_is_nothing_to_restore_from_before_it_was_there(town):
    with pytest.raises(NothingThere):
        restore(Venue, town.venue.pk, timezone.now() - timedelta(days=1), town.people["editor"])


def test_the_archive_lists_what_somebody_may_bring_back(town):
    for place in (town.venue, town.others_venue, town.activity):
        archive(place, town.people["editor"])

    assert archived(town.people["editor"], town.municipality) == [town.activity, town.others_venue, town.venue]
    assert archived(town.people["area-editor"], town.municipality) == [town.activity, town.venue]
    assert archived(town.people["worker"], town.municipality) == []
