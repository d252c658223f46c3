"""Journey 19: an administrator brings in new boundaries on a phone, looks at the difference, and puts them in use."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import WAYS, Person, nothing_wrong_with, sign_in
from tests.browser.words import Words
from tests.factories import FigureFactory, UserFactory
from tests.venues.assessment.town import make_town, open_library
from tests.venues.importing.sources import box, feature, write_geojson
from tests.venues.worker import forget_jobs, work
from venues.city import measure_and_score
from venues.models import Edition, Indicator, Membership, Role

pytestmark = pytest.mark.django_db(transaction=True)
SAME_GROUND = "%(area)s: %(share)s of the ground is the same"
OLDER = "These are the boundaries of %(year)s, which are not in use now. Their figures stay as they were last stored."
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
    page = open_page("/account/login/", 390, has_touch=True, bypass_csp=True)
    sign_in(page, live_server, client, town.boss)
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


def the_difference_is_told(person: Person, words: Words) -> None:
    page = person.page
    level = page.locator(".boundaries-level", has=page.get_by_role("heading", name=words("Neighbourhoods")))
    expect(level).to_contain_text(words("Nobody gets another neighbourhood, as far as is known."))
    expect(level).to_contain_text(words("For %(persons)s people only the code of their area changes.", persons=200))
    first, second = "Buurt 0-0 BU99900000", "Buurt 0-1 BU99900001"
    for kind, told in (
        (
            "%(count)d got another code",
            words(
                "%(old)s is now %(code)s (%(share)s of the ground is the same)",
                old=first,
                code="BU99900009",
                share="100%",
            ),
        ),
        (
            "%(count)d got another shape",
            words(SAME_GROUND, area=second, share="50%"),
        ),
        ("%(count)d appeared", f"Nieuwland BU99900002: {words('its ground lay in')} {second} (100%)"),
        (
            "%(count)d got another name",
            words("%(old)s is now called %(name)s", old="Buurt 1-0 BU99900100", name="Noord"),
        ),
    ):
        person.press(level.get_by_text(words(kind, kind, count=1)))
        expect(level).to_contain_text(told)
    expect(page.locator(".boundaries-editors")).to_contain_text("else@example.org")
    expect(page.locator(".boundaries-editors")).to_contain_text("BU99900009")
    nothing_wrong_with(page)


def put_in_use(person: Person, words: Words) -> None:
    page = person.page
    person.press(page.get_by_role("button", name=words("Yes, put them in use")))
    expect(page.locator("#edition-state")).to_contain_text(words("The figures are being recalculated."))
    nothing_wrong_with(page)
    work()
    since = words("In use since %(day)s", day="")
    expect(page.locator("#edition-state")).to_contain_text(since, timeout=15_000)


@pytest.mark.parametrize(("by", "language"), WAYS)
def test_journey_19_looks_at_the_difference_activates_and_turns_back(
    phone, live_server, boundaries, figures, by, language
):
    words, person = Words(language), Person(phone, by)
    site = f"{live_server.url}{words.prefix}"
    old = f"{site}/areas/BU99900000"
    phone.goto(old)
    quote = phone.locator(".quote").inner_text()
    phone.goto(f"{site}/account")
    title = words("Boundaries of %(name)s", name="Testdorp")
    person.press(phone.get_by_role("link", name=title))
    expect(phone.get_by_role("heading", name=title)).to_be_visible()
    nothing_wrong_with(phone)
    person.write(phone.get_by_label(words("Year from which they hold")), "2026")
    person.give(phone.get_by_label(words("File with the neighbourhoods")), boundaries)
    person.press(phone.get_by_role("button", name=words("Bring in the boundaries")))
    the_difference_is_told(person, words)

    person.give(phone.get_by_label(words("File with the key figures")), figures)
    person.press(phone.get_by_role("button", name=words("Bring in the figures")))
    expect(phone.get_by_role("status")).to_contain_text("kerncijfers.csv")
    known = "Known residents: %(now)s under the boundaries of %(year)s, %(then)s under those of %(new)s."
    expect(phone.locator("main")).to_contain_text(words(known, now=600, year=2025, then=800, new=2026))
    person.press(phone.get_by_role("link", name=words("Put these boundaries in use")))
    loses = "%(number)s editor loses the area that they keep."
    expect(phone.locator("main")).to_contain_text(
        words(loses, "%(number)s editors lose the area that they keep.", number=1, count=1)
    )
    nothing_wrong_with(phone)
    put_in_use(person, words)

    person.press(phone.get_by_role("link", name=words("Read the figures under these boundaries")))
    expect(phone.locator("main")).to_contain_text("Wijk 0")
    phone.goto(f"{site}/areas/BU99900009")
    expect(phone.locator(".quote")).to_contain_text("Buurt 0-0")
    phone.goto(old)
    expect(phone.locator(".quote")).to_have_text(quote)
    expect(phone.locator("#older-boundaries")).to_contain_text(words(OLDER, year=2025))
    nothing_wrong_with(phone)

    phone.goto(f"{site}/boundaries/GM9990/2025")
    person.press(phone.get_by_role("link", name=words("Turn back to these boundaries")))
    put_in_use(person, words)
    phone.goto(old)
    expect(phone.locator(".quote")).to_have_text(quote)
    expect(phone.locator("#older-boundaries")).to_have_count(0)
    assert Edition.objects.get(is_active=True).year == 2025
