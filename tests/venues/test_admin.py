"""The administrator's pages open, from this host alone, and leave computed rows as they are."""

import html
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from tests import factories
from tests.factories import (
    ActivityFactory,
    AreaFactory,
    AttendanceFactory,
    AudienceFactory,
    ClosureFactory,
    EstimateFactory,
    ExplanationFactory,
    FundingFactory,
    HistorySeriesFactory,
    ImportRunFactory,
    InspectionFactory,
    OrganisationFactory,
    PointFactory,
    SlotFactory,
    StaffingFactory,
    UserFactory,
    ValidationFactory,
    VenueFactory,
)
from venues.models import (
    ColumnMapping,
    GroupRule,
    Invitation,
    Membership,
    Method,
    Municipality,
    RefusedRow,
    Run,
    Suggestion,
    Upload,
    UploadContent,
    User,
    Venue,
    Walk,
)
from venues.register.tokens import issue

pytestmark = pytest.mark.django_db

MODELS = sorted(apps.get_app_config("venues").get_models(), key=lambda model: model._meta.model_name or "")
READ_ONLY = {
    *("Run", "Score", "Explanation", "OfferScore", "ImportRun", "Walk", "Street"),
    *("Figure", "DemandEstimate", "DemandPoint", "GroupRule", "TypeDefault"),
    *("History", "HistorySeries", "Validation"),
    *("RegisterChange", "Suggestion", "Invitation", "Token"),
    *("Upload", "UploadContent", "RefusedRow", "ColumnMapping"),
    *(model.__name__ for model in MODELS if model.__name__.endswith("Event")),
}


@pytest.fixture
def administrator(client: Client) -> Client:
    """Somebody who may do everything."""
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def full(administrator: Client) -> Client:
    """A row in (nearly) every table."""
    venue = VenueFactory(organisation=OrganisationFactory())
    activity = ActivityFactory(venue=venue)
    for factory in (SlotFactory, AudienceFactory, StaffingFactory, FundingFactory, ClosureFactory, AttendanceFactory):
        factory(venue=venue)
        factory(activity=activity)
    InspectionFactory(venue=venue)
    ExplanationFactory(venues=[venue.pk], activities=[None], coverage=[0.8])
    EstimateFactory()
    PointFactory()
    ImportRunFactory()
    HistorySeriesFactory()
    ValidationFactory()
    user = UserFactory()
    Membership.objects.create(user=user, role="worker", organisation=venue.organisation)
    Invitation.objects.create(
        email="eve@example.org", role="editor", municipality=venue.municipality, expires_at=timezone.now()
    )
    Suggestion.objects.create(venue=venue, seen={}, proposed={}, made_by=user)
    issue(user, "Script", ["read"], timedelta(days=1))
    upload = Upload.objects.create(municipality=venue.municipality, table="venues", file_name="huis.csv")
    UploadContent.objects.create(upload=upload, data=b"naam")
    RefusedRow.objects.create(upload=upload, line=2, cells=["huis"], problems=[])
    ColumnMapping.objects.create(
        municipality=venue.municipality, organisation=OrganisationFactory(name="Huis"), table="venues"
    )
    Walk.objects.create(venue=venue, points=[1], walk_m=[10.0], is_estimated=[False], bound_m=1500)
    return administrator


def from_elsewhere(page: str) -> list[str]:
    return re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=[\"'](?:https?:)?//[^\"']+", page)


def test_every_table_is_registered() -> None:
    assert [model for model in MODELS if model not in admin.site._registry] == []


def test_every_list_opens_can_be_searched_and_loads_from_this_host(full: Client) -> None:
    for model in MODELS:
        address = reverse(f"admin:venues_{model._meta.model_name}_changelist")
        response = full.get(address, {"q": "huis"})
        assert response.status_code == 200, model
        assert from_elsewhere(response.content.decode()) == [], model
        if model._default_manager.exists():
            assert b'id="result_list"' in full.get(address).content, model


def test_every_form_opens_unless_the_rows_are_computed(full: Client) -> None:
    for model in MODELS:
        response = full.get(reverse(f"admin:venues_{model._meta.model_name}_add"))
        assert response.status_code == (403 if model.__name__ in READ_ONLY | {"Area", "Method"} else 200), model
        assert from_elsewhere(response.content.decode()) == [], model


def test_every_row_opens_and_computed_ones_cannot_be_saved(full: Client) -> None:
    opened = set()
    for model in MODELS:
        row = model._default_manager.first()
        if row is None:
            continue
        opened.add(model.__name__)
        response = full.get(reverse(f"admin:venues_{model._meta.model_name}_change", args=[row.pk]))
        assert response.status_code == 200, model
        assert (b'name="_save"' in response.content) is (model.__name__ not in READ_ONLY), model
        assert from_elsewhere(response.content.decode()) == [], model
    assert {model.__name__ for model in MODELS} - opened == {"Street", "Backdrop", "Figure"}


def test_maps_in_forms_carry_the_nonce_of_the_policy(full: Client) -> None:
    response = full.get(reverse("admin:venues_venue_change", args=[Venue.objects.get().pk]))
    page, policy = response.content.decode(), response.headers["Content-Security-Policy"]
    nonces = set(re.findall(r"<script nonce=\"([^\"]+)\"", page))
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in policy
    assert re.findall(r"<script>", page) == []


def test_a_place_is_changed_with_its_hours_and_its_version_grows(administrator: Client) -> None:
    venue = VenueFactory()
    address = reverse("admin:venues_venue_change", args=[venue.pk])
    form = {
        "municipality": venue.municipality_id,
        "name": "Bibliotheek Oost",
        "venue_type": venue.venue_type_id,
        "location": '{"type": "Point", "coordinates": [4.8777, 52.3091]}',
        "slots-TOTAL_FORMS": 1,
        "slots-INITIAL_FORMS": 0,
        "slots-0-weekday": 1,
        "slots-0-starts": "09:00",
        "slots-0-ends": "12:00",
        "slots-0-host": "volunteer",
        "slots-0-every_weeks": 1,
    }
    for prefix in ("audiences", "staffings", "fundings", "closures", "attendances", "inspections"):
        form |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    response = administrator.post(address, form)
    assert response.status_code == 302, response.content.decode()[:3000]
    venue.refresh_from_db()
    assert (venue.name, venue.version) == ("Bibliotheek Oost", 2)
    assert venue.slots.get().host == "volunteer"
    assert (venue.location.x, venue.location.y) == pytest.approx((120_250, 480_250), abs=10)


def test_correcting_the_name_of_an_area_leaves_its_boundary_to_the_last_digit(administrator: Client) -> None:
    area = AreaFactory()
    address = reverse("admin:venues_area_change", args=[area.pk])
    shown = re.findall(
        r"<textarea[^>]*name=\"boundary\"[^>]*>([^<]+)</textarea>", administrator.get(address).content.decode()
    )
    response = administrator.post(address, {"name": "Rivierenbuurt", "boundary": html.unescape(shown[0])})
    assert response.status_code == 302, response.content.decode()[:3000]
    before = area.boundary
    area.refresh_from_db()
    assert (area.name, area.boundary.wkb == before.wkb) == ("Rivierenbuurt", True)


def test_an_account_is_made_by_e_mail_address(administrator: Client) -> None:
    form = {
        "email": "bob@example.org",
        "usable_password": "true",
        "password1": "a very long password",
        "password2": "a very long password",
    }
    response = administrator.post(reverse("admin:venues_user_add"), form)
    assert response.status_code == 302, response.content.decode()[:3000]
    assert User.objects.get(email="bob@example.org").check_password("a very long password")


def form_of(administrator: Client, method: Method, **changes: str) -> dict[str, str]:
    """What a browser would send of the form of a method, with changes."""
    page = administrator.get(reverse("admin:venues_method_change", args=[method.pk]))
    fields: dict[str, str] = {}
    for form in (page.context["adminform"].form, *(each for each in page.context["inline_admin_formsets"])):
        parts = [form.formset.management_form, *form.formset.forms] if hasattr(form, "formset") else [form]
        for part in parts:
            for bound in part:
                value = bound.value()
                if value is not None and value is not False:
                    fields[bound.html_name] = str(getattr(value, "pk", value))
    return fields | changes


def said(text: str, **values: object) -> str:
    """A message as the administration, which speaks Dutch, prints it."""
    with translation.override("nl"):
        return translation.gettext(text) % values


def save(administrator: Client, method: Method, form: dict[str, str]) -> str:
    """Send the form; the page that follows, as text."""
    response = administrator.post(reverse("admin:venues_method_change", args=[method.pk]), form, follow=True)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def test_saving_a_method_that_a_run_used_makes_a_new_version_and_leaves_the_old_one(full: Client) -> None:
    method = Method.objects.get()
    form = form_of(full, method, **{"group_rules-0-norm_hours": "2.5", "note": "Youth: a council motion."})
    page = save(full, method, form)
    made = Method.objects.get(is_current=True)
    assert said("Version %(version)d was made and is in use.", version=2) in page
    assert said("The figures follow as soon as the worker has scored again.") in page
    assert (made.version, made.note) == (2, "Youth: a council motion.")
    assert made.group_rules.get(group="youth").norm_hours == 2.5
    assert (made.group_rules.count(), made.type_defaults.count()) == (6, 20)
    assert method.group_rules.get(group="youth").norm_hours == 2
    assert set(Run.objects.values_list("method", flat=True)) == {method.pk}


def test_saving_a_method_without_a_change_makes_no_version(full: Client) -> None:
    method = Method.objects.get()
    page = save(full, method, form_of(full, method, note="Nothing."))
    assert said("Nothing changed, so no new version was made.") in page
    assert Method.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "text", "values"),
    [
        ("note", "", "Write what changed and why: a council will ask.", {}),
        (
            "group_rules-0-norm_hours",
            "0",
            "A norm of %(norm)g hours a week is not possible: write more than 0, at most %(most)d.",
            {"norm": 0, "most": 168},
        ),
        (
            "group_rules-0-reach_m",
            "400,300,1200",
            "A step of %(metres)g m after %(before)g m: the metres must rise, such as 400, 800, 1200.",
            {"metres": 300, "before": 400},
        ),
        (
            "group_rules-0-reach_weights",
            "1,0.5",
            "%(weights)d weights for %(steps)d steps: each step in metres needs one weight.",
            {"weights": 2, "steps": 3},
        ),
        (
            "type_defaults-0-suitability",
            '{"youth": 2}',
            "The suitability for “%(code)s” is %(value)s: write a number from 0 to 1.",
            {"code": "youth", "value": 2},
        ),
        (
            "unhosted_weight",
            "2",
            "Ensure this value is less than or equal to %(limit_value)s.",
            {"limit_value": 1},
        ),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field(
    full: Client, field: str, value: str, text: str, values: dict[str, object]
) -> None:
    method = Method.objects.get()
    form = form_of(full, method, note="A try.", activity_places="11")
    assert field in form
    assert said(text, **values) in save(full, method, form | {field: value})
    assert Method.objects.count() == 1


def test_a_method_keeps_a_norm_for_somebody(full: Client) -> None:
    method = Method.objects.get()
    gone = {f"group_rules-{number}-DELETE": "on" for number in range(6)}
    page = save(full, method, form_of(full, method, note="Nobody.", **gone))
    assert 'class="errornote"' in page
    assert 'class="errorlist nonform"' in page
    assert Method.objects.count() == 1


def test_a_rule_can_go_and_a_type_without_a_default_gets_one(full: Client) -> None:
    method = Method.objects.get()
    factories.venue_type()
    changes = {"group_rules-5-DELETE": "on", "type_defaults-19-DELETE": "on", "note": "Fewer."}
    save(full, method, form_of(full, method, **changes))
    made = Method.objects.get(is_current=True)
    assert (made.group_rules.count(), made.type_defaults.count()) == (5, 19)
    new = {
        "type_defaults-TOTAL_FORMS": "20",
        "type_defaults-19-venue_type": "care-counter",
        "type_defaults-19-hosted_hours": "3",
        "type_defaults-19-places": "4",
        "type_defaults-19-suitability": "{}",
        "type_defaults-19-source": "Counted.",
        "type_defaults-19-method": str(made.pk),
    }
    save(full, made, form_of(full, made, note="One more.", **new))
    assert Method.objects.get(is_current=True).type_defaults.get(venue_type="care-counter").places == 4


def test_a_form_that_was_opened_before_another_version_came_into_use_does_not_undo_it(full: Client) -> None:
    method = Method.objects.get()
    opened = form_of(full, method, note="Mine.", activity_places="20")
    save(full, method, form_of(full, method, note="Theirs.", activity_places="30"))
    page = save(full, method, opened)
    assert 'class="errorlist nonfield"' in page
    assert "“Theirs.”" in page
    assert Method.objects.count() == 2


def act(administrator: Client, action: str, *methods: Method, municipality: str = "") -> str:
    """Choose an action over methods in their list."""
    form = {"action": action, "_selected_action": [each.pk for each in methods], "municipality": municipality}
    return html.unescape(
        administrator.post(reverse("admin:venues_method_changelist"), form, follow=True).content.decode()
    )


def test_a_municipality_gets_a_method_of_its_own_and_lets_go_of_it(full: Client) -> None:
    method, town = Method.objects.get(), Municipality.objects.get()
    assert said("Choose the municipality beside the action.") in act(full, "make_own", method)
    assert "GM9990 v1" in act(full, "make_own", method, municipality=town.code)
    own = Method.objects.get(municipality=town)
    assert Method.objects.current_for(town) == own
    assert GroupRule.objects.filter(method=own).count() == 6
    page = act(full, "follow_the_others", own, municipality=town.code)
    assert said("%(name)s uses the method for all again.", name="Testdorp") in page
    page = act(full, "follow_the_others", own, municipality=town.code)
    assert said("%(name)s had no method of its own in use.", name="Testdorp") in page
    assert Method.objects.current_for(town) == method


def test_an_older_version_is_put_in_use_again(full: Client) -> None:
    method = Method.objects.get()
    save(full, method, form_of(full, method, note="More.", activity_places="30"))
    newest = Method.objects.get(is_current=True)
    assert said("Choose one version.") in act(full, "put_in_use", method, newest)
    assert said("%(method)s is in use.", method="Default v1") in act(full, "put_in_use", method)
    assert said("%(method)s was in use already.", method="Default v1") in act(full, "put_in_use", method)
    assert Method.objects.get(is_current=True) == method


def test_who_may_only_look_sees_the_method_without_a_form(full: Client, client: Client) -> None:
    looker = UserFactory(is_staff=True)
    looker.user_permissions.add(*Permission.objects.filter(codename__in=["view_method", "view_grouprule"]))
    client.force_login(looker)
    page = client.get(reverse("admin:venues_method_change", args=[Method.objects.get().pk])).content.decode()
    assert 'name="_save"' not in page
    assert 'name="unhosted_weight"' not in page


def test_a_list_of_areas_costs_few_queries(administrator: Client, django_assert_max_num_queries) -> None:
    AreaFactory.create_batch(20)
    factories.default_method()
    with django_assert_max_num_queries(10):
        administrator.get(reverse("admin:venues_area_changelist"))
