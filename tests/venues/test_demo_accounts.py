"""Accounts to try the demo town with: one of each role, nowhere else."""

import stat
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from tests.factories import MunicipalityFactory, OrganisationFactory, VenueFactory
from venues.models import Membership, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    return tmp_path / "password"


def make(file) -> str:
    said = StringIO()
    call_command("demo_accounts", password_file=file, stdout=said)
    return said.getvalue()


def test_there_is_one_of_each_role_and_the_worker_has_places(file):
    OrganisationFactory(name="Stichting Leeg")
    busy = OrganisationFactory(name="Stichting Vol")
    VenueFactory(organisation=busy)
    said = make(file)
    found = {row.user.email.split("@")[0]: row for row in Membership.objects.select_related("user")}
    assert set(found) == {"reader", "worker", "editor", "administrator"} == {row.role for row in found.values()}
    assert found["worker"].organisation == busy
    assert "worker@waardveen.example  (Stichting Vol)" in said
    assert not User.objects.filter(is_superuser=True).exists()


def test_the_printed_password_signs_in_and_is_for_its_owner_alone(file):
    MunicipalityFactory()
    said = make(file)
    password = file.read_text()
    assert password in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    cache.clear()
    answer = Client().post("/account/login/", {"login": "editor@waardveen.example", "password": password})
    assert answer["Location"] == "/account"


def test_a_second_time_prints_the_same_and_makes_nothing(file):
    VenueFactory(organisation=OrganisationFactory())
    assert make(file) == make(file)
    assert User.objects.count() == Membership.objects.count() == 4


def test_a_real_town_gets_none(file):
    MunicipalityFactory(is_fictional=False)
    assert "no accounts were made" in make(file)
    assert not User.objects.exists()
