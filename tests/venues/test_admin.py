"""The administrator's pages open, from this host alone, and leave computed rows as they are."""

import html
import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

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
    OfferScoreFactory,
    OrganisationFactory,
    PointFactory,
    SlotFactory,
    StaffingFactory,
    UserFactory,
    ValidationFactory,
    VenueFactory,
)
from venues.models import Method, Municipality, User, Venue, Walk

pytestmark = pytest.mark.django_db

MODELS = sorted(apps.get_app_config("venues").get_models(), key=lambda model: model._meta.model_name or "")
READ_ONLY = {
    *("Run", "Score", "Explanation", "OfferScore", "ImportRun", "Walk", "Street"),
    *("Figure", "DemandEstimate", "DemandPoint", "GroupRule", "TypeDefault"),
    *("History", "HistorySeries", "Validation"),
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
    explanation = ExplanationFactory(venues=[venue.pk], activities=[None], coverage=[0.8])
    OfferScoreFactory(run=explanation.score.run, venue=venue)
    EstimateFactory()
    PointFactory()
    ImportRunFactory()
    HistorySeriesFactory()
    ValidationFactory()
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
        assert response.status_code == (403 if model.__name__ in READ_ONLY | {"Area"} else 200), model
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


def test_a_method_that_a_run_used_cannot_be_changed_by_hand(full: Client) -> None:
    method = Method.objects.get()
    page = full.get(reverse("admin:venues_method_change", args=[method.pk])).content.decode()
    assert 'name="unhosted_weight"' not in page
    assert 'name="group_rules-0-norm_hours"' not in page
    unused = Method.objects.create(municipality=Municipality.objects.get(), version=1)
    page = full.get(reverse("admin:venues_method_change", args=[unused.pk])).content.decode()
    assert 'name="unhosted_weight"' in page


def test_a_list_of_areas_costs_few_queries(administrator: Client, django_assert_max_num_queries) -> None:
    AreaFactory.create_batch(20)
    factories.default_method()
    with django_assert_max_num_queries(10):
        administrator.get(reverse("admin:venues_area_changelist"))
