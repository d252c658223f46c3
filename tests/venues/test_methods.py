"""A method that figures rest on stays as it was; a change makes a new version, and the figures follow."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import MunicipalityFactory, RunFactory, default_method, venue_type
from tests.venues.assessment.town import DAY, make_town, open_library
from tests.venues.test_tasks import work
from venues.assessment.run import seal_run, store_live_run
from venues.importing.defaults import load_defaults
from venues.models import DemandGroup, GroupRule, History, Method, Municipality, Run, TypeDefault
from venues.models.method_content import differences
from venues.register.methods import Draft, follow_the_others, make_own, put_in_use, revise

pytestmark = pytest.mark.django_db


def draft_of(method: Method, **norms: float) -> Draft:
    """The same method with other norms."""
    draft = Draft.of(method)
    for rule in draft.group_rules:
        rule.norm_hours = norms.get(rule.group_id, rule.norm_hours)
    return draft


def waiting() -> list[str]:
    """The municipalities that are in the queue to be scored again."""
    jobs = ProcrastinateJob.objects.filter(task_name="venues.rescore").order_by("pk")
    return [job.args["municipality"] for job in jobs]


def checked_at_the_end() -> None:
    """What the database looks at when a transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


CHANGES = {
    "norm": lambda method: method.group_rules.filter(group="youth").update(norm_hours=9),
    "source": lambda method: method.group_rules.filter(group="youth").update(norm_source="Somebody said so"),
    "steps": lambda method: method.group_rules.update(reach_m=[1, 2, 3]),
    "another method": lambda method: method.group_rules.update(method=make_own(method, MunicipalityFactory())),
    "default": lambda method: method.type_defaults.update(places=1),
    "suitability": lambda method: method.type_defaults.update(suitability={"youth": 1}),
    "unhosted": lambda method: Method.objects.filter(pk=method.pk).update(unhosted_weight=0.5),
    "activities": lambda method: Method.objects.filter(pk=method.pk).update(activity_places=3),
    "version": lambda method: Method.objects.filter(pk=method.pk).update(version=7),
    "new rule": lambda method: GroupRule.objects.create(
        method=method,
        group=DemandGroup.objects.create(code="new", name_nl="Nieuw", name_en="New"),
        norm_hours=1,
        reach_m=[1],
        reach_weights=[1],
    ),
}
REMOVALS = {
    "rule": lambda method: method.group_rules.filter(group="youth").delete(),
    "default": lambda method: method.type_defaults.filter(venue_type="library").delete(),
    "whole": lambda method: method.delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_any_change_of_a_method_that_a_run_used(change: str) -> None:
    method = RunFactory().method
    with pytest.raises(IntegrityError, match="Make a new version of it instead"):
        CHANGES[change](method)


@pytest.mark.parametrize("removal", REMOVALS)
def test_nor_can_a_part_of_it_be_taken_away(removal: str) -> None:
    method = RunFactory().method
    Run.objects.all().delete()
    REMOVALS[removal](method)
    with pytest.raises(IntegrityError, match="Make a new version of it instead"):
        checked_at_the_end()


def test_a_method_stays_also_when_the_live_run_that_used_it_was_replaced() -> None:
    method = RunFactory(kind=Run.Kind.LIVE).method
    Run.objects.all().delete()
    with pytest.raises(IntegrityError):
        method.group_rules.update(norm_hours=9)


def test_a_history_uses_a_method_as_much_as_a_run_does() -> None:
    town, method = make_town(), default_method()
    History.objects.create(
        municipality=town.municipality, edition=town.edition, method=method, first_on=date(2026, 1, 1), months=1
    )
    with pytest.raises(IntegrityError):
        method.group_rules.update(norm_hours=9)


def test_what_figures_do_not_rest_on_may_change() -> None:
    read_before = default_method()
    method = RunFactory().method
    Method.objects.filter(pk=method.pk).update(is_current=False, note="A word spelt right.")
    read_before.save()
    method.refresh_from_db()
    assert (method.is_current, method.used_at is None) == (True, False)


def test_a_method_that_nothing_used_is_free() -> None:
    method = default_method()
    assert method.group_rules.update(norm_hours=9) == 6
    method.type_defaults.all().delete()
    method.group_rules.all().delete()
    method.delete()
    checked_at_the_end()


def test_loading_the_defaults_again_changes_nothing_and_is_not_refused() -> None:
    RunFactory()
    assert load_defaults() == 0


def test_a_municipality_goes_with_its_runs_and_its_own_methods() -> None:
    run = RunFactory()
    own = make_own(run.method, run.municipality)
    RunFactory(edition=run.edition, method=own)
    History.objects.create(
        municipality=run.municipality, edition=run.edition, method=own, first_on=date(2026, 1, 1), months=1
    )
    run.municipality.delete()
    checked_at_the_end()
    assert list(Method.objects.values_list("municipality", "is_current")) == [(None, True)]


@pytest.mark.django_db(transaction=True)
def test_the_protection_can_be_taken_back_and_put_on_again() -> None:
    run = RunFactory()
    try:
        call_command("migrate", "venues", "0002_measures", verbosity=0)
        run.method.group_rules.update(norm_hours=9)
    finally:
        call_command("migrate", "venues", verbosity=0)
    with pytest.raises(IntegrityError, match="Make a new version"):
        run.method.group_rules.update(norm_hours=10)


def test_a_changed_norm_makes_a_new_version_and_runs_keep_theirs() -> None:
    run = RunFactory(kind=Run.Kind.LIVE)
    made = revise(run.method, draft_of(run.method, youth=4), "Youth deserve more.")
    assert made is not None
    assert (made.version, made.is_current, made.note) == (2, True, "Youth deserve more.")
    assert {rule.group_id: rule.norm_hours for rule in made.group_rules.all()}["youth"] == 4
    assert made.type_defaults.count() == run.method.type_defaults.count() == 20
    run.refresh_from_db()
    assert (run.method.version, run.method.is_current) == (1, False)
    assert run.method.group_rules.get(group="youth").norm_hours == 2
    assert Method.objects.current_for(run.municipality) == made


def test_nothing_changed_is_no_new_version() -> None:
    method = default_method()
    draft = Draft.of(method)
    draft.group_rules[0].reach_m = [400, 800, 1200]
    assert revise(method, draft, "Nothing, really.") is None
    assert Method.objects.count() == 1
    assert waiting() == []


def test_a_new_version_must_say_what_changed() -> None:
    method = default_method()
    with pytest.raises(ValidationError, match="Write what changed"):
        revise(method, draft_of(method, youth=4), "  ")


BROKEN = {
    "A norm of 0 hours a week is not possible": ("norm_hours", 0.0),
    "A norm of 169 hours a week is not possible": ("norm_hours", 169.0),
    "A step of 300 m after 400 m: the metres must rise": ("reach_m", [400.0, 300.0, 1200.0]),
    "3 weights for 2 steps": ("reach_m", [400.0, 800.0]),
    "A weight of 0.9 after 0.68": ("reach_weights", [1.0, 0.68, 0.9]),
    "A weight of 0 after 0.68": ("reach_weights", [1.0, 0.68, 0.0]),
}


@pytest.mark.parametrize("said", BROKEN)
def test_what_no_coverage_can_be_computed_with_is_refused_by_group_field_and_value(said: str) -> None:
    method = default_method()
    draft = Draft.of(method)
    field, value = BROKEN[said]
    setattr(draft.group_rules[0], field, value)
    with pytest.raises(ValidationError) as refused:
        revise(method, draft, "A try.")
    [message] = [each for each in refused.value.messages if said in each]
    assert message.startswith("youth – ")
    assert Method.objects.count() == 1


@pytest.mark.parametrize(
    ("suitability", "said"),
    [
        ({"students": 1}, "There is no group “students”. The groups are: youth, older-lonely"),
        ({"youth": 1.5}, "The suitability for “youth” is 1.5: write a number from 0 to 1."),
        ({"youth": "a lot"}, "The suitability for “youth” is a lot"),
        ({"youth": True}, "The suitability for “youth” is True"),
        ([1, 2], "Write the suitability by group"),
    ],
)
def test_a_suitability_is_of_a_known_group_and_lies_between_none_and_all(suitability: object, said: str) -> None:
    method = default_method()
    draft = Draft.of(method)
    draft.type_defaults[0].suitability = suitability
    with pytest.raises(ValidationError) as refused:
        revise(method, draft, "A try.")
    assert said in " ".join(refused.value.messages)


def test_a_method_for_nobody_is_refused() -> None:
    draft = Draft.of(default_method())
    with pytest.raises(ValidationError, match="at least one group"):
        revise(default_method(), Draft(draft.method, [], draft.type_defaults), "A try.")


def test_a_norm_past_the_week_is_refused_by_the_database_too() -> None:
    rule = default_method().group_rules.get(group="youth")
    with pytest.raises(DatabaseError, match="group_rule_norm_within_week"):
        GroupRule.objects.filter(pk=rule.pk).update(norm_hours=169)


def test_the_figures_of_all_who_use_it_follow_and_of_nobody_else() -> None:
    method = default_method()
    for code in ("GM0001", "GM0002", "GM0003"):
        town = MunicipalityFactory(code=code)
        RunFactory(edition__municipality=town, method=method, kind=Run.Kind.LIVE)
    MunicipalityFactory(code="GM0004")
    own = make_own(method, Municipality.objects.get(code="GM0002"))
    assert waiting() == ["GM0002"]
    revise(method, draft_of(method, youth=4), "More.")
    assert waiting() == ["GM0002", "GM0001", "GM0003"]
    revise(own, draft_of(own, youth=5), "More here.")
    assert waiting() == ["GM0002", "GM0001", "GM0003", "GM0002"]


def test_an_older_version_can_be_put_in_use_again() -> None:
    method = RunFactory(kind=Run.Kind.LIVE).method
    second = revise(method, draft_of(method, youth=4), "More.")
    assert put_in_use(method)
    assert not put_in_use(method)
    assert list(Method.objects.order_by("version").values_list("version", "is_current")) == [(1, True), (2, False)]
    third = revise(second, draft_of(second, youth=5), "Still more.")
    assert (third.version, third.is_current) == (3, True)
    assert waiting() == ["GM9990"] * 3


def test_a_municipality_gets_a_version_of_its_own_and_can_go_back_to_that_of_the_others() -> None:
    run = RunFactory(kind=Run.Kind.LIVE)
    own = make_own(run.method, run.municipality)
    assert (str(own), own.is_current, own.note) == ("GM9990 v1", True, "Copy of default v1.")
    assert Method.objects.current_for(run.municipality) == own
    assert differences(run.method, own) == []
    assert follow_the_others(run.municipality)
    assert not follow_the_others(run.municipality)
    assert Method.objects.current_for(run.municipality) == run.method
    assert str(make_own(run.method, run.municipality)) == "GM9990 v2"


def test_what_differs_between_two_methods_is_named_figure_by_figure() -> None:
    method = default_method()
    draft = draft_of(method, youth=4)
    draft.method.unhosted_weight = 0.25
    draft.group_rules[1].reach_m = [300.0, 500.0, 750.0]
    for default in draft.type_defaults:
        if default.venue_type_id == "library":
            default.suitability = {**default.suitability, "youth": 0.9}
    shops = [each for each in draft.type_defaults if each.venue_type_id != "charity-shop"]
    changed = revise(method, Draft(draft.method, draft.group_rules, shops), "Several things.")
    found = [(d.subject.code if d.subject else None, d.what, d.before, d.after) for d in differences(method, changed)]
    assert found[:4] == [
        (None, "weight of unhosted hours", 0, 0.25),
        ("youth", "norm, hosted hours a person a week", 2, 4),
        ("older-lonely", "steps, metres", [250, 500, 750], [300, 500, 750]),
        ("library", "suitability for Youth", 0.8, 0.9),
    ]
    assert ("charity-shop", "places", 15, None) in found
    assert {code for code, *_rest in found[4:]} == {"charity-shop"}


def test_scoring_uses_the_new_version_and_the_old_figures_stay_what_they_were() -> None:
    town = make_town()
    open_library(town)
    town.people("youth", (100, 100, 200))
    before = seal_run(town.municipality, DAY)
    revise(before.method, draft_of(before.method, youth=4), "Twice as much.")
    after = seal_run(town.municipality, DAY)
    twice = before.scores.get(area=town.areas[0], group="youth").coverage
    assert after.pk != before.pk
    assert after.scores.get(area=town.areas[0], group="youth").coverage == pytest.approx(twice / 2)


@pytest.mark.django_db(transaction=True)
def test_two_who_save_at_once_make_two_versions() -> None:
    method, start, failed = default_method(), Barrier(2), []

    def save(norm: float) -> None:
        try:
            start.wait()
            revise(method, draft_of(method, youth=norm), f"{norm} hours.")
        except DatabaseError as error:
            failed.append(error)
        finally:
            connection.close()

    both = [Thread(target=save, args=[norm]) for norm in (4, 5)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert failed == []
    assert sorted(Method.objects.values_list("version", flat=True)) == [1, 2, 3]
    assert Method.objects.filter(is_current=True).count() == 1
    assert GroupRule.objects.count() == 18


def test_a_new_type_gets_its_defaults_with_a_new_version() -> None:
    method = RunFactory().method
    draft = Draft.of(method)
    park = venue_type("park")
    default = next(each for each in draft.type_defaults if each.venue_type_id == "park")
    with pytest.raises(IntegrityError), transaction.atomic():
        TypeDefault.objects.filter(venue_type=park).update(hosted_hours=1)
    default.hosted_hours, default.places = 1, 5
    made = revise(method, draft, "Parks have a host now.")
    assert made.type_defaults.get(venue_type=park).places == 5


@pytest.mark.django_db(transaction=True)
def test_the_worker_scores_again_with_the_new_version() -> None:
    town = make_town()
    open_library(town)
    town.people("youth", (100, 100, 200))
    before = store_live_run(town.municipality, timezone.localdate())
    made = revise(before.method, draft_of(before.method, youth=4), "Twice as much.")
    try:
        work()
    finally:
        with connection.cursor() as cursor:
            # The queue's tables are not Django's, so they outlive the flush between tests.
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers CASCADE")
    run = Run.objects.get(kind=Run.Kind.LIVE)
    assert (run.pk != before.pk, run.method) == (True, made)
