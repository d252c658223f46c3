"""Journey 3: all groups at once. The worst-served group differs from the average; what is missing is counted."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_map import LEGEND, PAINTED, TABLED, wait_for_paint
from tests.factories import AreaFactory, ScoreFactory, group
from tests.venues.pages.town import scored_town
from venues.models import Run

pytestmark = pytest.mark.django_db(transaction=True)


def town_with_areas_without_any_figure():
    """Two areas of which no group has a figure, beside the nine of the town."""
    scored_town()
    run = Run.objects.get()
    for column, status in ((0, "unknown"), (1, "suppressed")):
        area = AreaFactory(edition=run.edition, row=1, column=column)
        for code in ("youth", "older-lonely", None):
            ScoreFactory(run=run, area=area, group=group(code) if code else None, status=status, coverage=None)


@pytest.mark.parametrize("width", [390, 1280])
def test_journey_03_the_worst_served_group_is_seen_beside_the_average_by_keyboard(open_page, width):
    town_with_areas_without_any_figure()
    page = open_page("/", width)
    wait_for_paint(page, "all")
    average = page.evaluate(PAINTED)

    page.get_by_label("Cijfer", exact=True).focus()
    page.keyboard.press("ArrowDown")
    wait_for_paint(page, "all", "worst")

    worst = page.evaluate(PAINTED)
    assert worst == page.evaluate(TABLED)
    # Of the eight areas with both figures four change their class downwards; the town says how many.
    status = page.get_by_role("status")
    expect(status).to_contain_text("Slechtst bediende groep")
    expect(page.get_by_text("In 4 van de 8 gebieden")).to_be_visible()
    assert sum(worst[code] != average[code] for code in worst) >= 4
    first = page.locator(".ranking tbody tr").first
    expect(first).to_contain_text("10%")
    expect(first).to_contain_text("Jongeren")
    expect(first).to_contain_text("70%")
    counts = page.evaluate(LEGEND)
    for pattern, label in (("unknown", "onbekend"), ("suppressed", "minder dan 10 mensen"), ("no-need", "niemand")):
        fill = f'url("#pattern-{pattern}")'
        assert counts[fill] == list(worst.values()).count(fill) == 1
        expect(page.locator(f'.legend li[data-class="coverage-{pattern}"]')).to_contain_text(label)

    while page.evaluate("document.activeElement.closest('tr[data-area]') === null"):
        page.keyboard.press("Tab")
    code = page.evaluate("document.activeElement.closest('tr').dataset.area")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/areas/{code}"))
    assert page.get_by_role("heading", level=1).inner_text()
