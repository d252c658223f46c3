"""Who may do what: every role, every action, every kind of target, as docs/rights.md has it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from tests.factories import ActivityFactory, spot
from tests.infra_map.addresses import ROLES, table
from venues.models import Activity, Venue
from venues.register.rights import Action, changeable, may, may_add, organisations_to_add_for, require

ON = {
    "own place": "venue",
    "other place": "others_venue",
    "own activity": "activity",
    "own organisation": "organisation",
    "other organisation": "other",
    "municipality": "municipality",
}
MAY = {(row["action"], ON[row["on"]]): [role for role in ROLES if row[role] == "yes"] for row in table("Every action")}
TARGETS = list(ON.values())


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("target", TARGETS)
def test_each_role_may_do_what_the_table_says_and_nothing_else(town, action, target):
    allowed = [role for role in ROLES if may(town.people[role], action, getattr(town, target))]
    assert allowed == MAY.get((action, target), ["superuser"])


def test_every_action_is_in_the_table():
    assert {action for action, _target in MAY} == set(Action)


@pytest.mark.parametrize("action", Action)
def test_without_an_account_or_with_one_that_ended_nothing_may_be_done(town, action):
    gone = town.people["superuser"]
    gone.is_active = False
    for person in (AnonymousUser(), gone):
        assert not any(may(person, action, getattr(town, target)) for target in TARGETS)
        assert not may_add(person, town.municipality, town.organisation, spot())
        assert not changeable(person, Venue).exists()
        assert not organisations_to_add_for(person).exists()


def test_the_list_of_what_may_be_changed_is_what_may_be_changed_one_by_one(town):
    ActivityFactory(municipality=town.municipality, location=spot(0, 0))
    ActivityFactory(municipality=town.municipality, location=spot(1, 0), organisation=town.other)
    for role in ROLES:
        for model in (Venue, Activity):
            one_by_one = {each.pk for each in model.objects.all() if may(town.people[role], Action.CHANGE, each)}
            assert set(changeable(town.people[role], model).values_list("pk", flat=True)) == one_by_one


@pytest.mark.parametrize(
    ("role", "organisation", "column", "allowed"),
    [
        ("worker", "organisation", 5, True),
        ("worker", "other", 0, False),
        ("worker", None, 0, False),
        ("reader", "organisation", 0, False),
        ("nobody", "organisation", 0, False),
        ("area-editor", "other", 0, True),
        ("area-editor", "other", 1, False),
        ("area-editor", None, None, False),
        ("editor", None, None, True),
        ("administrator", "other", 3, True),
        ("superuser", None, 0, True),
    ],
)
def test_who_may_add_what_where(town, role, organisation, column, allowed):
    location = None if column is None else spot(column, 0)
    of = getattr(town, organisation) if organisation else None
    if role == "area-editor" and column is None:
        allowed = True  # somewhere it may
    assert may_add(town.people[role], town.municipality, of, location) is allowed


def test_organisations_to_add_for_are_ones_own_or_all_of_the_municipality_that_one_keeps_a_part_of(town):
    def of(role):
        return set(organisations_to_add_for(town.people[role], town.municipality))

    assert of("worker") == {town.organisation}
    assert (
        of("area-editor") == of("editor") == of("administrator") == of("superuser") == {town.organisation, town.other}
    )
    assert of("reader") == of("nobody") == set()


def test_a_refusal_names_the_place_and_the_way_out(town):
    with pytest.raises(PermissionDenied, match=f"“{town.venue.name}”. Ask an administrator"):
        require(town.people["reader"], Action.CHANGE, town.venue)
