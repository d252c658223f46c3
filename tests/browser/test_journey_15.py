"""Journey 15: 500 rows from a Dutch Excel are brought in on a phone, and the bad ones mended."""

from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Locator, Page, expect

from tests.factories import MunicipalityAreaFactory, OrganisationFactory, UserFactory, default_method
from tests.venues.importing.dirty_files import HEADER, as_csv, as_xlsx, rows_of
from tests.venues.test_tasks import work
from venues.models import Membership, Role, Venue, VenueEvent

pytestmark = pytest.mark.django_db(transaction=True)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FILES = {
    "csv": lambda rows: as_csv([["Locaties 2026"], HEADER, *rows], encoding="cp1252"),
    "bom": lambda rows: as_csv([HEADER, *rows], encoding="utf-8-sig"),
    "xlsx": lambda rows: as_xlsx([HEADER, *rows]),
}


@pytest.fixture(autouse=True)
def _no_jobs_left(db):
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers CASCADE")


@pytest.fixture
def phone(open_page, live_server, client):
    """A page in the hands of a worker of Dorpswelzijn, by touch."""
    default_method()
    municipality = MunicipalityAreaFactory().edition.municipality
    worker = UserFactory(email="worker@example.org")
    organisation = OrganisationFactory(name="Dorpswelzijn", municipality=municipality)
    Membership.objects.create(user=worker, role=Role.WORKER, organisation=organisation)
    client.force_login(worker)
    page = open_page("/account/login/", 390, has_touch=True, bypass_csp=True)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


def dutch_rows(places: str) -> list[list[str]]:
    """500 rows of which three are wrong, one of them twice."""
    rows = rows_of(500, 15, places)
    rows[9][2], rows[9][7], rows[99][9], rows[499][3] = "Kasteel", "veel", "31-2-2020", ""
    return rows


def nothing_wrong_with(page: Page) -> None:
    page.wait_for_load_state("load")
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def counts(page: Page) -> list[str]:
    """New, changed, unchanged, refused: as soon as the page shows them by itself."""
    expect(page.locator("#count-new")).to_be_visible(timeout=15_000)
    return [page.locator(f"#count-{name}").inner_text() for name in ("new", "changed", "unchanged", "refused")]


@pytest.mark.parametrize(("kind", "places"), [("csv", "degrees comma"), ("bom", "rd"), ("xlsx", "degrees swapped")])
def test_journey_15_brings_in_500_rows_of_a_dutch_excel(
    phone: Page, live_server, tmp_path: Path, kind: str, places: str
):
    rows = dutch_rows(places)
    file = tmp_path / ("locaties.xlsx" if kind == "xlsx" else "locaties.csv")
    file.write_bytes(FILES[kind](rows))
    phone.goto(f"{live_server.url}/account")
    phone.get_by_role("link", name="Een bestand inlezen").tap()
    expect(phone.get_by_role("heading", name="Een bestand inlezen")).to_be_visible()
    nothing_wrong_with(phone)
    phone.get_by_label("Bestand", exact=True).set_input_files(file)
    phone.get_by_role("button", name="Versturen").tap()

    expect(phone.get_by_role("heading", name="Welke kolom is wat?")).to_be_visible()
    expect(phone.get_by_label("Aantal mensen tegelijk")).to_have_value("7")
    nothing_wrong_with(phone)
    phone.get_by_role("button", name="Probeer het").tap()
    expect(phone.get_by_role("progressbar")).to_be_visible()
    nothing_wrong_with(phone)
    work()
    assert counts(phone) == ["497", "0", "0", "3"]
    assert not Venue.objects.exists()
    refused = phone.locator(".files-refused")
    expect(refused).to_contain_text("kolom “Soort”, waarde “Kasteel”: deze code is hier niet in gebruik.")
    expect(refused).to_contain_text("Schrijf een van: Bibliotheek,")
    expect(refused).to_contain_text("kolom “Capaciteit”, waarde “veel”: dit is geen getal.")
    expect(refused).to_contain_text("kolom “Geopend op”, waarde “31-2-2020”: dit is geen datum.")
    expect(refused).to_contain_text("kolom “X”: deze cel is leeg.")
    nothing_wrong_with(phone)

    phone.get_by_role("button", name="Bewaar de goede rijen").tap()
    work()
    assert counts(phone) == ["497", "0", "0", "3"]
    assert Venue.objects.count() == 497
    with phone.expect_download() as download:
        phone.get_by_role("link", name="CSV met de geweigerde rijen").tap()
    mended = tmp_path / "verbeterd.csv"
    text = download.value.path().read_text("utf-8-sig")
    where = f"{rows[498][3]};{rows[498][4]}"
    lines = (
        text.replace("Kasteel", "Bibliotheek").replace(";veel;", ";40;").replace("31-2-2020", "28-2-2020").splitlines()
    )
    last = lines[-1].split(";")
    lines[-1] = ";".join([*last[:3], *where.split(";"), *last[5:]])
    mended.write_text("\n".join(lines), "utf-8-sig")
    assert bring_in(phone, live_server, mended) == ["3", "0", "0", "0"]
    phone.get_by_role("button", name="Bewaar de goede rijen").tap()
    work()
    assert counts(phone) == ["3", "0", "0", "0"]

    assert bring_in(phone, live_server, file) == ["0", "0", "497", "3"]
    expect(phone.get_by_role("button", name="Bewaar de goede rijen")).to_have_count(0)
    assert (Venue.objects.count(), VenueEvent.objects.count()) == (500, 500)


def bring_in(page: Page, live_server, file: Path) -> list[str]:
    page.goto(f"{live_server.url}/files")
    page.get_by_label("Bestand", exact=True).set_input_files(file)
    page.get_by_role("button", name="Versturen").tap()
    page.get_by_role("button", name="Probeer het").tap()
    work()
    return counts(page)


def test_journey_15_by_keyboard_in_english(phone: Page, live_server, tmp_path: Path):
    file = tmp_path / "places.csv"
    file.write_bytes(as_csv([HEADER, *rows_of(20, 1)]))
    phone.goto(f"{live_server.url}/en/files")
    phone.get_by_label("File", exact=True).set_input_files(file)
    press(phone, phone.get_by_role("button", name="Send"))
    press(phone, phone.get_by_role("button", name="Try it"))
    work()
    assert counts(phone) == ["20", "0", "0", "0"]
    press(phone, phone.get_by_role("button", name="Store the good rows"))
    work()
    assert counts(phone) == ["20", "0", "0", "0"]
    expect(phone.get_by_role("heading", name="Stored")).to_be_visible()


def press(page: Page, target: Locator) -> None:
    """Reach a button by Tab alone, and press Enter."""
    expect(target).to_be_visible()
    for _ in range(60):
        if target.evaluate("node => node === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    pytest.fail("Tab does not reach the button")


def test_a_phone_without_scripts_can_do_it_too(phone: Page, open_page, live_server, client, tmp_path: Path):
    page = open_page("/account/login/", 390, has_touch=True, java_script_enabled=False)
    page.context.add_cookies(phone.context.cookies())
    file = tmp_path / "places.csv"
    file.write_bytes(as_csv([HEADER, *rows_of(20, 1)]))
    page.goto(f"{live_server.url}/files")
    page.get_by_label("Bestand", exact=True).set_input_files(file)
    page.get_by_role("button", name="Versturen").tap()
    page.get_by_role("button", name="Probeer het").tap()
    work()
    page.get_by_role("link", name="Kijk opnieuw").tap()
    assert counts(page) == ["20", "0", "0", "0"]
