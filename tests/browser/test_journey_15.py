"""Journey 15: 500 rows from a Dutch Excel are brought in on a phone, and the bad ones mended."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import WAYS, Person, nothing_wrong_with, sign_in
from tests.browser.words import Words
from tests.factories import MunicipalityAreaFactory, OrganisationFactory, UserFactory, default_method
from tests.venues.importing.dirty_files import HEADER, as_csv, as_xlsx, rows_of
from tests.venues.worker import forget_jobs, work
from venues.models import Membership, Role, Venue, VenueEvent

pytestmark = pytest.mark.django_db(transaction=True)
FILES = {
    "csv": lambda rows: as_csv([["Locaties 2026"], HEADER, *rows], encoding="cp1252"),
    "bom": lambda rows: as_csv([HEADER, *rows], encoding="utf-8-sig"),
    "xlsx": lambda rows: as_xlsx([HEADER, *rows]),
}


REFUSED = {
    "nl": [
        "kolom “Soort”, waarde “Kasteel”: deze code is hier niet in gebruik.",
        "Schrijf een van: Bibliotheek,",
        "kolom “Capaciteit”, waarde “veel”: dit is geen getal.",
        "kolom “Geopend op”, waarde “31-2-2020”: dit is geen datum.",
        "kolom “X”: deze cel is leeg.",
    ],
    "en": [
        "column “Soort”, value “Kasteel”: this code is not in use here.",
        "Write one of: Library,",
        "column “Capaciteit”, value “veel”: this is not a number.",
        "column “Geopend op”, value “31-2-2020”: this is not a date.",
        "column “X”: this cell is empty.",
    ],
}


@pytest.fixture(autouse=True)
def _no_jobs_left(db):
    yield
    forget_jobs()


@pytest.fixture
def phone(open_page, live_server, client):
    """A page in the hands of a worker of Dorpswelzijn."""
    default_method()
    municipality = MunicipalityAreaFactory().edition.municipality
    worker = UserFactory(email="worker@example.org")
    organisation = OrganisationFactory(name="Dorpswelzijn", municipality=municipality)
    Membership.objects.create(user=worker, role=Role.WORKER, organisation=organisation)
    page = open_page("/account/login/", 390, has_touch=True, bypass_csp=True)
    sign_in(page, live_server, client, worker)
    return page


def dutch_rows(places: str) -> list[list[str]]:
    """500 rows of which three are wrong, one of them twice."""
    rows = rows_of(500, 15, places)
    rows[9][2], rows[9][7], rows[99][9], rows[499][3] = "Kasteel", "veel", "31-2-2020", ""
    return rows


def counts(page: Page) -> list[str]:
    """New, changed, unchanged, refused: as soon as the page shows them by itself."""
    expect(page.locator("#count-new")).to_be_visible(timeout=15_000)
    return [page.locator(f"#count-{name}").inner_text() for name in ("new", "changed", "unchanged", "refused")]


@pytest.mark.parametrize(
    ("by", "language", "kind", "places"),
    [
        (*way, *file)
        for way, file in zip(
            WAYS,
            [("csv", "degrees comma"), ("bom", "rd"), ("xlsx", "degrees swapped"), ("csv", "degrees comma")],
            strict=True,
        )
    ],
)
def test_journey_15_brings_in_500_rows_of_a_dutch_excel(
    phone: Page, live_server, tmp_path: Path, by: str, language: str, kind: str, places: str
):
    words, person, rows = Words(language), Person(phone, by), dutch_rows(places)
    file = tmp_path / ("locaties.xlsx" if kind == "xlsx" else "locaties.csv")
    file.write_bytes(FILES[kind](rows))
    phone.goto(f"{live_server.url}{words.prefix}/account")
    person.press(phone.get_by_role("link", name=words("Bring in a file")))
    expect(phone.get_by_role("heading", name=words("Bring in a file"))).to_be_visible()
    nothing_wrong_with(phone)
    person.give(phone.get_by_label(words("File"), exact=True), file)
    person.press(phone.get_by_role("button", name=words("Send")))

    expect(phone.get_by_role("heading", name=words("Which column is which?"))).to_be_visible()
    expect(phone.get_by_label(words("number of people at once"))).to_have_value("7")
    nothing_wrong_with(phone)
    person.press(phone.get_by_role("button", name=words("Try it")))
    expect(phone.get_by_role("progressbar")).to_be_visible()
    nothing_wrong_with(phone)
    work_at(phone)
    assert counts(phone) == ["497", "0", "0", "3"]
    assert not Venue.objects.exists()
    refused = phone.locator(".files-refused")
    for said in REFUSED[language]:
        expect(refused).to_contain_text(said)
    nothing_wrong_with(phone)

    person.press(phone.get_by_role("button", name=words("Store the good rows")))
    work_at(phone)
    assert counts(phone) == ["497", "0", "0", "3"]
    assert Venue.objects.count() == 497
    with phone.expect_download() as download:
        person.press(phone.get_by_role("link", name=f"CSV {words('with the refused rows')}"))
    again = tmp_path / "verbeterd.csv"
    again.write_text(mended(download.value.path().read_text("utf-8-sig"), rows[498][3:5]), "utf-8-sig")
    assert bring_in(person, words, live_server, again) == ["3", "0", "0", "0"]
    person.press(phone.get_by_role("button", name=words("Store the good rows")))
    work_at(phone)
    assert counts(phone) == ["3", "0", "0", "0"]
    expect(phone.get_by_role("heading", name=words("Stored"), exact=True)).to_be_visible()

    assert bring_in(person, words, live_server, file) == ["0", "0", "497", "3"]
    expect(phone.get_by_role("button", name=words("Store the good rows"))).to_have_count(0)
    assert (Venue.objects.count(), VenueEvent.objects.count()) == (500, 500)


def mended(text: str, where: list[str]) -> str:
    """The file of refused rows with each cell put right; the last row is where another place is."""
    right = text.replace("Kasteel", "Bibliotheek").replace(";veel;", ";40;").replace("31-2-2020", "28-2-2020")
    *lines, last = right.splitlines()
    cells = last.split(";")
    return "\n".join([*lines, ";".join([*cells[:3], *where, *cells[5:]])])


def work_at(page: Page) -> None:
    """Let the worker work on the file once the page says that it is in the queue: a tap waits for no answer."""
    expect(page.get_by_role("progressbar")).to_be_visible()
    work()


def bring_in(person: Person, words: Words, live_server, file: Path) -> list[str]:
    page = person.page
    page.goto(f"{live_server.url}{words.prefix}/files")
    person.give(page.get_by_label(words("File"), exact=True), file)
    person.press(page.get_by_role("button", name=words("Send")))
    person.press(page.get_by_role("button", name=words("Try it")))
    work_at(page)
    return counts(page)


def test_a_phone_without_scripts_can_do_it_too(phone: Page, open_page, live_server, client, tmp_path: Path):
    page = open_page("/account/login/", 390, has_touch=True, java_script_enabled=False)
    page.context.add_cookies(phone.context.cookies())
    file = tmp_path / "places.csv"
    file.write_bytes(as_csv([HEADER, *rows_of(20, 1)]))
    page.goto(f"{live_server.url}/files")
    page.get_by_label("Bestand", exact=True).set_input_files(file)
    page.get_by_role("button", name="Versturen").tap()
    page.get_by_role("button", name="Probeer het").tap()
    work_at(page)
    page.get_by_role("link", name="Kijk opnieuw").tap()
    assert counts(page) == ["20", "0", "0", "0"]
