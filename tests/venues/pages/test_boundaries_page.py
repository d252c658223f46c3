"""The pages of boundaries: what is listed, told, refused and asked once more."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.factories import AreaFactory, EditionFactory, FigureFactory, MunicipalityFactory, UserFactory
from tests.venues.importing.sources import box, feature, write_geojson
from tests.venues.worker import forget_jobs
from venues.models import Edition, Figure, Membership
from venues.pages.boundaries_words import persons_words

pytestmark = pytest.mark.django_db
HERE = "/en/boundaries/GM9990"


@pytest.fixture
def town():
    area = AreaFactory(column=0, name="Oost")
    FigureFactory(area=area, value=100)
    return area.edition.municipality


@pytest.fixture
def boss(client, town):
    user = UserFactory(email="boss@example.org")
    Membership.objects.create(user=user, role="administrator", municipality=town)
    client.force_login(user)
    yield client
    forget_jobs()


def send(client, folder: Path, *features, year: int = 2026):
    content = write_geojson(folder / "new.geojson", features).read_bytes()
    file = SimpleUploadedFile("buurten.geojson", content)
    return client.post(HERE, {"year": year, "boundaries": file}, follow=True)


def test_an_administrator_finds_the_editions_from_the_account(boss):
    assert f'href="{HERE}"' in boss.get("/en/account").text
    page = boss.get(HERE).text
    assert "Boundaries of 2025" in page
    assert "Residents are known of 1 of 1, latest of 1 January 2024." in page
    assert 'value="2026"' in page


def test_boundaries_and_figures_come_in_and_the_difference_is_told(boss, tmp_path: Path):
    page = send(boss, tmp_path, feature("BU99900009", box(0, 0), naam="Oost"), feature("BU99900001", box(1, 0))).text
    assert "buurten.geojson was brought in: 2 rows." in page
    assert "Oost BU99900000 is now BU99900009 (100% of the ground is the same)" in page
    assert "1 appeared" in page
    assert "Bring in their figures first" in page
    table = SimpleUploadedFile("cijfers.csv", b"code;inwoners\nBU99900009;120\nBU99900001;5\n")
    page = boss.post(f"{HERE}/2026", {"reference_on": "2026-01-01", "figures": table}, follow=True).text
    assert "Known residents: 100 under the boundaries of 2025, 125 under those of 2026." in page
    assert "Put these boundaries in use" in page
    assert Figure.objects.filter(area__edition__year=2026).count() == 2


def test_a_refused_file_is_told_on_the_same_page(boss, tmp_path: Path):
    answer = send(boss, tmp_path, feature("Oost", box(0, 0)))
    assert answer.status_code == 422
    assert "Nothing of this file was stored." in answer.text
    assert "no property of buurten.geojson holds codes of neighbourhoods" in answer.text
    answer = send(boss, tmp_path, feature("BU99900001", box(0, 0)), year=2025)
    assert answer.status_code == 422
    assert "history stands under them" in answer.text


def test_putting_in_use_is_asked_once_more_and_then_said_to_be_worked_on(boss, town):
    new = EditionFactory(municipality=town, year=2026, is_active=False, activated_at=None)
    FigureFactory(area=AreaFactory(edition=new, column=1))
    question = boss.get(f"{HERE}/2026/activate").text
    assert "Put the boundaries of 2026 in use?" in question
    assert Edition.objects.get(year=2026).asked_at is None
    page = boss.post(f"{HERE}/2026/activate", follow=True).text
    assert "The figures are being recalculated." in page
    assert "Remove these boundaries" not in page
    Edition.objects.filter(year=2026).update(asked_at=timezone.now() - timedelta(minutes=5))
    assert "The background worker does not answer." in boss.get(f"{HERE}/2026").text


def test_why_it_failed_is_told_and_an_edition_can_be_removed(boss, town):
    EditionFactory(municipality=town, year=2026, is_active=False, activated_at=None, problem="No residents.")
    assert "No residents." in boss.get(f"{HERE}/2026").text
    assert "were removed" in boss.post(f"{HERE}/2026/remove", follow=True).text
    assert "they stay" in boss.post(f"{HERE}/2025/remove", follow=True).text
    assert [edition.year for edition in Edition.objects.all()] == [2025]


@pytest.mark.parametrize("path", ["", "/2025", "/2025/activate"])
def test_nobody_but_an_administrator_sees_them(client, town, path):
    assert client.get(HERE + path).status_code == 302
    editor = UserFactory()
    Membership.objects.create(user=editor, role="editor", municipality=town)
    client.force_login(editor)
    assert client.get(HERE + path).status_code == 403
    elsewhere = UserFactory()
    other = MunicipalityFactory(code="GM9991")
    Membership.objects.create(user=elsewhere, role="administrator", municipality=other)
    client.force_login(elsewhere)
    assert client.get(HERE + path).status_code == 403
    assert client.post(f"{HERE}/2025/remove").status_code == 403


def test_few_people_are_not_told_in_numbers():
    assert [persons_words(number) for number in (0, 4.2, 10, 1234)] == ["0", "fewer than 10", "10", "1,234"]
