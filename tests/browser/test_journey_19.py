"""Journey 19: an administrator brings in new boundaries on a phone, looks at the difference, and puts them in use."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.factories import FigureFactory, UserFactory
from tests.venues.assessment.town import make_town, open_library
from tests.venues.importing.sources import box, feature, write_geojson
from tests.venues.worker import forget_jobs, work
from venues.city import measure_and_score
from venues.models import Edition, Indicator, Membership, Role

pytestmark = pytest.mark.django_db(transaction=True)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIGURES = "gwb_code_10;a_inw;a_00_14;a_15_24;a_25_44;a_45_64;a_65_oo\n" + "".join(
    f"{code};200;40;40;40;40;40\n" for code in ("BU99900009", "BU99900001", "BU99900002", "BU99900100")
)


@pytest.fixture
def town():
    """Neighbourhoods of 200 people each, scored; the editor of the first is Else."""
    town = make_town()
    open_library(town)
    for area in town.areas:
        for indicator in (Indicator.RESIDENTS, Indicator.AGE_15_25):
            FigureFactory(area=area, indicator=indicator, value=200)
    measure_and_score(town.municipality, lambda _line: None)
    editor = UserFactory(email="else@example.org")
    here = {"municipality": town.municipality}
    Membership.objects.create(user=editor, role=Role.EDITOR, area_code=town.areas[0].code, **here)
    town.boss = UserFactory(email="boss@example.org")
    Membership.objects.create(user=town.boss, role=Role.ADMINISTRATOR, **here)
    yield town
    forget_jobs()


@pytest.fixture
def phone(town, open_page, live_server, client) -> Page:
    client.force_login(town.boss)
    page = open_page("/account/login/", 390, has_touch=True, bypass_csp=True)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


@pytest.fixture
def boundaries(tmp_path: Path) -> Path:
    """Of 2026: the first got another code, the second lost its right half to a new one."""
    new = [
        feature("BU99900009", box(0, 0), naam="Buurt 0-0"),
        feature("BU99900001", box(1, 0, 0.5), naam="Buurt 0-1"),
        feature("BU99900002", box(1.5, 0, 0.5), naam="Nieuwland"),
        feature("BU99900100", box(0, 1), naam="Noord"),
    ]
    return write_geojson(tmp_path / "buurten.geojson", new)


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    path = tmp_path / "kerncijfers.csv"
    path.write_text(FIGURES)
    return path


def nothing_wrong_with(page: Page) -> None:
    page.wait_for_load_state("load")
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def the_difference_is_told(phone: Page) -> None:
    level = phone.locator(".boundaries-level", has=phone.get_by_role("heading", name="Buurten"))
    expect(level).to_contain_text("Niemand krijgt een andere buurt, voor zover bekend.")
    expect(level).to_contain_text("Voor 200 mensen verandert alleen de code van hun gebied.")
    level.get_by_text("1 met een andere code").tap()
    expect(level).to_contain_text("Buurt 0-0 BU99900000 is nu BU99900009 (100% van de grond is hetzelfde)")
    level.get_by_text("1 met een andere vorm").tap()
    expect(level).to_contain_text("Buurt 0-1 BU99900001: 50% van de grond is hetzelfde")
    level.get_by_text("1 erbij gekomen").tap()
    expect(level).to_contain_text("Nieuwland BU99900002: de grond lag in Buurt 0-1 BU99900001 (100%)")
    level.get_by_text("1 met een andere naam").tap()
    expect(level).to_contain_text("Buurt 1-0 BU99900100 heet nu Noord")
    expect(phone.locator(".boundaries-editors")).to_contain_text("else@example.org")
    expect(phone.locator(".boundaries-editors")).to_contain_text("dit is nu BU99900009")
    nothing_wrong_with(phone)


def test_journey_19_looks_at_the_difference_activates_and_turns_back(phone, live_server, boundaries, figures):
    old = f"{live_server.url}/areas/BU99900000"
    phone.goto(old)
    quote = phone.locator(".quote").inner_text()
    phone.goto(f"{live_server.url}/account")
    phone.get_by_role("link", name="Grenzen van Testdorp").tap()
    expect(phone.get_by_role("heading", name="Grenzen van Testdorp")).to_be_visible()
    nothing_wrong_with(phone)
    phone.get_by_label("Jaar vanaf wanneer ze gelden").fill("2026")
    phone.get_by_label("Bestand met de buurten").set_input_files(boundaries)
    phone.get_by_role("button", name="Lees de grenzen in").tap()
    the_difference_is_told(phone)

    phone.get_by_label("Bestand met de kerncijfers").set_input_files(figures)
    phone.get_by_role("button", name="Lees de cijfers in").tap()
    expect(phone.locator("main")).to_contain_text(
        "Bekende inwoners: 600 bij de grenzen van 2025, 800 bij die van 2026."
    )
    phone.get_by_role("link", name="Neem deze grenzen in gebruik").tap()
    expect(phone.locator("main")).to_contain_text("1 redacteur verliest het eigen gebied.")
    nothing_wrong_with(phone)
    phone.get_by_role("button", name="Ja, neem ze in gebruik").tap()
    expect(phone.locator("#edition-state")).to_contain_text("De cijfers worden opnieuw berekend.")
    nothing_wrong_with(phone)
    work()
    expect(phone.locator("#edition-state")).to_contain_text("In gebruik sinds", timeout=15_000)

    phone.get_by_role("link", name="Lees de cijfers bij deze grenzen").tap()
    expect(phone.locator("main")).to_contain_text("Wijk 0")
    phone.goto(f"{live_server.url}/areas/BU99900009")
    expect(phone.locator(".quote")).to_contain_text("Alle groepen samen in Buurt 0-0 hebben")
    phone.goto(old)
    expect(phone.locator(".quote")).to_have_text(quote)
    expect(phone.locator("#older-boundaries")).to_contain_text("Dit zijn de grenzen van 2025, die nu niet gelden.")
    nothing_wrong_with(phone)

    phone.goto(f"{live_server.url}/boundaries/GM9990/2025")
    phone.get_by_role("link", name="Ga terug naar deze grenzen").tap()
    phone.get_by_role("button", name="Ja, neem ze in gebruik").tap()
    work()
    expect(phone.locator("#edition-state")).to_contain_text("In gebruik sinds", timeout=15_000)
    phone.goto(old)
    expect(phone.locator(".quote")).to_have_text(quote)
    expect(phone.locator("#older-boundaries")).to_have_count(0)


def test_journey_19_by_keyboard_in_english(phone, live_server, boundaries, figures):
    phone.goto(f"{live_server.url}/en/boundaries/GM9990")
    phone.get_by_label("File with the neighbourhoods").set_input_files(boundaries)
    press(phone, phone.get_by_role("button", name="Bring in the boundaries"))
    press(phone, phone.get_by_text("1 got another code"))
    expect(phone.get_by_text("Buurt 0-0 BU99900000 is now BU99900009")).to_be_visible()
    phone.get_by_label("File with the key figures").set_input_files(figures)
    press(phone, phone.get_by_role("button", name="Bring in the figures"))
    expect(phone.get_by_role("status")).to_contain_text("kerncijfers.csv was brought in: 4 rows.")
    press(phone, phone.get_by_role("link", name="Put these boundaries in use"))
    expect(phone.get_by_role("heading", name="Put the boundaries of 2026 in use?")).to_be_visible()
    nothing_wrong_with(phone)
    press(phone, phone.get_by_role("button", name="Yes, put them in use"))
    expect(phone.locator("#edition-state")).to_contain_text("The figures are being recalculated.")
    work()
    expect(phone.locator("#edition-state")).to_contain_text("In use since", timeout=15_000)
    assert Edition.objects.get(is_active=True).year == 2026


def press(page: Page, target: Locator) -> None:
    """Reach something by Tab alone, and press Enter."""
    expect(target).to_be_visible()
    for _ in range(60):
        if target.evaluate("node => node === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    pytest.fail("Tab does not reach it")
