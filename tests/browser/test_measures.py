"""What an area rests on and how a place fares, in a real browser: readable, reachable and printable."""

import pytest

from tests.browser.person import WCAG
from tests.venues.pages.measured_town import measured_town

pytestmark = pytest.mark.django_db(transaction=True)


def paths(language=""):
    town = measured_town()
    town.score()
    area, whole = town.area(0), town.town.municipality.code
    return [
        f"{language}/areas/{area}?group=youth",
        f"{language}/areas/{whole}",
        f"{language}/venues/{town.library.pk}",
        f"{language}/venues/{town.centre.pk}",
    ]


@pytest.mark.parametrize(("width", "language", "scheme"), [(390, "/en", "dark"), (1280, "", "light")])
def test_axe_has_nothing_to_say(open_page, width, language, scheme):
    for path in paths(language):
        # axe itself writes inline styles; the other tests hold the policy.
        page = open_page(path, width, color_scheme=scheme, bypass_csp=True)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

        found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)

        assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_lies_over_something_else_at_a_desk(open_page):
    page = open_page(paths()[0], 1280)

    boxes = [section.bounding_box() for section in page.locator(".area-stack > section").all()]

    assert len(boxes) == 5
    for i, one in enumerate(boxes):
        for other in boxes[i + 1 :]:
            beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
            below = one["y"] + one["height"] <= other["y"] + 1 or other["y"] + other["height"] <= one["y"] + 1
            assert beside or below


def test_on_a_phone_the_table_of_groups_against_groups_fits_the_screen(open_page):
    page = open_page(paths()[0], 390)

    table = page.locator(".meeting").bounding_box()

    assert table["x"] >= 0
    assert table["x"] + table["width"] <= 390


def test_the_places_at_risk_are_one_key_away_and_on_paper(open_page):
    page = open_page(paths("/en")[0], 390)
    place = page.locator(".at-risk").get_by_role("link", name="Bieb").first
    assert not place.is_visible()

    page.emulate_media(media="print")
    assert place.is_visible()
    page.emulate_media(media="screen")
    assert not place.is_visible()

    page.get_by_text("places and activities at risk").first.focus()
    page.keyboard.press("Enter")
    assert place.is_visible()


def test_the_place_that_most_rests_on_leads_to_its_page(open_page):
    page = open_page(paths("/en")[0])
    page.locator(".area-reliance").get_by_role("link", name="Buurthuis").click()

    assert "place-hours a week" in page.locator("main").inner_text()
    assert "This is a what-if, not a proposal." in page.locator("main").inner_text()
