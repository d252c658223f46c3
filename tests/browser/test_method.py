"""The method page in a real browser: readable on a phone, by keyboard and on paper."""

import pytest
from django.db import connection
from django.test import Client
from playwright.sync_api import expect

from tests.browser.person import WCAG
from tests.factories import UserFactory, ValidationFactory, default_method
from tests.venues.pages.test_method_page import COMPARED, STURDINESS, with_norm
from tests.venues.pages.town import scored_town
from venues.models import Run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def full():
    """A municipality of which the page has everything to tell."""
    town = scored_town()
    Run.objects.update(draws=1000, sturdiness=STURDINESS)
    ValidationFactory(municipality=town, figures=COMPARED)
    Run.objects.update(kind=Run.Kind.SEALED)
    with_norm(default_method(), 4)
    Run.objects.update(kind=Run.Kind.LIVE)


@pytest.mark.parametrize(("width", "language", "scheme"), [(390, "/en", "dark"), (1280, "", "light")])
def test_axe_has_nothing_to_say_of_the_method_page(open_page, full, width, language, scheme):
    # axe itself writes inline styles; the other tests hold the policy.
    page = open_page(f"{language}/method/GM9999?compare=1", width, color_scheme=scheme, bypass_csp=True)

    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)

    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_formulas_fit_and_wide_tables_scroll_by_themselves_and_by_keyboard(open_page, full, width):
    page = open_page("/method/GM9999?compare=1", width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (
        page.evaluate("[...document.querySelectorAll('.formula')].filter(e => e.scrollWidth > e.clientWidth).length")
        == 0
    )
    # Drawn as high as its letters, whose size follows the width.
    formula = page.locator(".formula math").first
    letters_px = float(formula.evaluate("each => parseFloat(getComputedStyle(each).fontSize)"))
    assert formula.bounding_box()["height"] > 0.9 * letters_px >= 13
    wide = "[...document.querySelectorAll('.method-text .scroll')]"
    assert page.evaluate(f"{wide}.length") >= 6
    assert page.evaluate(f"{wide}.every(e => e.tabIndex === 0 && e.getAttribute('aria-labelledby'))")


def test_the_index_leads_to_each_section_and_versions_are_compared_without_a_script(open_page, full):
    page = open_page("/method/GM9999", java_script_enabled=False)
    for link in page.locator(".method-index a").all():
        assert page.locator(link.get_attribute("href")).count() == 1
    page.get_by_label("vergeleken met").select_option("default-1")
    page.get_by_role("button", name="Vergelijk").click()

    expect(page.get_by_role("table", name="Wat er verschilt tussen versie 1 en versie 2")).to_contain_text("Jongeren")


def test_on_paper_every_table_is_whole_and_the_way_around_the_page_is_left_out(open_page, full):
    page = open_page("/method/GM9999?compare=1", 794)
    page.emulate_media(media="print")

    assert not page.locator(".method-index").is_visible()
    assert not page.locator(".method-compare").is_visible()
    hidden = "e => getComputedStyle(e).overflowX !== 'visible'"
    assert page.evaluate(f"[...document.querySelectorAll('.method-text .scroll')].filter({hidden}).length") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 794


def test_a_norm_that_an_administrator_changes_is_on_the_page_with_the_reason(open_page, live_server):
    scored_town()
    client = Client()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    page = open_page("/method/GM9999")
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}/admin/venues/method/{default_method().pk}/change/")
    page.locator("#id_group_rules-0-norm_hours").fill("2.5")
    page.locator("#id_note").fill("Motie van de raad.")
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text("Versie 2 is gemaakt en in gebruik.")

    page.goto(f"{live_server.url}/method/GM9999?compare=1")
    expect(page.get_by_role("table", name="Norm van elke groep")).to_contain_text("2,5")
    expect(page.locator(".notice").first).to_contain_text("Waardveen")
    expect(page.locator("#content")).to_contain_text("Motie van de raad.")
    with connection.cursor() as cursor:
        # The queue's tables are not Django's, so they outlive the flush between tests.
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def test_at_phone_width_the_header_keeps_one_line_over_the_search(open_page, full):
    page = open_page("/method/GM9999", 390)
    search = page.locator(".site-header [type=search]").bounding_box()
    links = [link.bounding_box() for link in page.locator(".site-nav a").all()]

    assert page.locator(".site-header").bounding_box()["height"] < 120
    assert len({box["y"] for box in links}) == 1
    assert all(box["y"] + box["height"] <= search["y"] for box in links)
