"""Every figure that the map can show: in each class legend, paint and table agree, and no figure is never a class."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_map import CLASSES_ARE_THERE, LEGEND, PAINTED, TABLED, until, wait_for_paint
from tests.venues.pages.figures_town import figures_town
from venues.pages.indicators import INDICATORS

pytestmark = pytest.mark.django_db(transaction=True)

LOOKS = """() => Object.fromEntries([...document.querySelectorAll('.legend li')].map(
    (entry) => [entry.dataset.class, getComputedStyle(entry.querySelector('rect')).fill]))"""
PATTERNS = ['url("#pattern-unknown")', 'url("#pattern-suppressed")', 'url("#pattern-no-need")']


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("key", INDICATORS)
def test_legend_paint_and_table_agree_in_every_class(open_page, monkeypatch, key, scheme):
    figures_town(key, monkeypatch)
    indicator = INDICATORS[key]
    page = open_page(f"/?group=youth&show={key}", color_scheme=scheme)
    wait_for_paint(page, figure=key)

    painted, looks = page.evaluate(PAINTED), page.evaluate(LOOKS)

    in_order = [painted[code] for code in sorted(painted)]
    # In the town stand first an area of each class, then one of each kind without a figure.
    n_classes = len(indicator.classes)
    assert in_order[:n_classes] == [looks[each.css] for each in indicator.classes]
    assert len(set(looks.values())) == n_classes + 3, "no two look the same"
    assert list(looks.values())[n_classes:] == PATTERNS
    assert set(in_order[n_classes:]) <= set(PATTERNS)
    assert page.evaluate(TABLED) == painted
    counts = page.evaluate(LEGEND)
    assert {look: in_order.count(look) for look in counts} == counts
    assert set(painted.values()).isdisjoint({"none", "rgb(0, 0, 0)"})


def test_another_figure_is_painted_before_the_server_answers_too(open_page, monkeypatch):
    figures_town("fragility", monkeypatch)
    page = open_page("/?group=youth")
    wait_for_paint(page)
    before = page.evaluate(PAINTED)
    until(page, lambda: page.evaluate(CLASSES_ARE_THERE))
    held = []

    def hold(route):
        held.append(route)

    page.route("**/?*show=fragility*", hold)
    page.get_by_label("Cijfer", exact=True).focus()
    page.get_by_label("Cijfer", exact=True).select_option(label="Kwetsbaarheid")

    until(page, lambda: page.evaluate(PAINTED) != before)
    ahead = page.evaluate(PAINTED)
    held[0].continue_()
    wait_for_paint(page, figure="fragility")
    assert page.evaluate(PAINTED) == page.evaluate(TABLED) == ahead
    expect(page.get_by_label("Cijfer", exact=True)).to_be_focused()
