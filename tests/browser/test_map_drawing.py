"""Many areas are drawn a few at a time, and whatever is chosen or touched meanwhile holds for all of them."""

import pytest

from tests.browser.test_map import PAINTED, TABLED, until, wait_for_paint
from tests.factories import AreaFactory, ScoreFactory, group
from tests.venues.pages.town import scored_town
from venues.models import Run

pytestmark = pytest.mark.django_db(transaction=True)
SLOWLY = """{
  const soon = window.setTimeout;
  window.setTimeout = (work, wait, ...rest) => soon(work, wait || 400, ...rest);
}"""
"""As on a device that takes long for each part."""


@pytest.fixture
def page(open_page):
    """The map of seventy areas, of which the first ones are drawn."""
    town = scored_town()
    run = Run.objects.get()
    for row in range(1, 9):
        for column in range(9):
            area = AreaFactory(edition=run.edition, row=row, column=column)
            ScoreFactory(run=run, area=area, group=group(), coverage=0.1)
            ScoreFactory(run=run, area=area, group=group("residents"), coverage=1.6)
    page = open_page("/account/login/")
    page.add_init_script(SLOWLY)
    page.goto(page.url.replace("/account/login/", f"/?municipality={town.code}&group=youth"))
    until(page, lambda: 0 < page.locator(".map path.area").count() < 70)
    return page


def test_another_group_that_is_chosen_while_areas_are_drawn_is_painted_on_all_of_them(page):
    page.get_by_label("Groep", exact=True).select_option("residents")

    wait_for_paint(page, "residents")
    until(page, lambda: page.locator(".map path.area").count() > 70)
    painted, tabled = page.evaluate(PAINTED), page.evaluate(TABLED)
    assert len(tabled) == 72
    assert painted.items() >= tabled.items()


def test_an_area_that_is_touched_while_others_are_drawn_says_what_the_table_says(page):
    page.locator(".map path.area").nth(20).hover(force=True)

    assert (
        "5%" in page.locator(".leaflet-tooltip").inner_text() or "10%" in page.locator(".leaflet-tooltip").inner_text()
    )
