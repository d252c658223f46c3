"""The pages that people take to a meeting on paper: whole, with their legend, their sources and their date."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_every_page import CLIPPED, PAPER, at_width
from tests.venues.pages.town import scored_town
from venues.models import Municipality, Venue

pytestmark = pytest.mark.django_db(transaction=True)
BROKEN_WORDS = """() => [...document.querySelectorAll("thead th")].flatMap(each => {
  const broken = [], walker = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode())
    for (const { 0: word, index } of text.data.matchAll(/[^\\s-]+/g)) {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(word);
    }
  return broken;
})"""
SHOUTING = """() => [...document.querySelectorAll("main a, footer a")].filter(each => each.checkVisibility()
  && (getComputedStyle(each).textDecorationLine !== "none"
  || getComputedStyle(each).color !== getComputedStyle(each.parentElement).color)).map(each => each.outerHTML)"""
OUTSIDE = """map => {
  const frame = document.querySelector(map).closest(".map-frame").getBoundingClientRect();
  const paths = [...document.querySelectorAll(`${map} .leaflet-overlay-pane path`)];
  return paths.map(each => each.getBoundingClientRect()).filter(
    ({ left, right, top, bottom }) =>
      left < frame.left || right > frame.right || top < frame.top || bottom > frame.bottom
  ).length;
}"""


@pytest.mark.parametrize(
    "address", ["/?municipality=GM9999&group=youth", "/areas/BU99990002?group=youth", "place", "/quality/GM9999"]
)
def test_nothing_is_cut_off_on_a_sheet_words_stay_whole_and_links_do_not_shout(open_page, address):
    scored_town()
    Municipality.objects.filter(pk="GM9999").update(attribution=["CBS (CC BY 4.0)"])
    place = Venue.objects.filter(municipality="GM9999").first()
    page = open_page(f"/venues/{place.pk}" if address == "place" else address)
    page.emulate_media(media="print")

    assert at_width(page, PAPER) <= PAPER
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(BROKEN_WORDS) == []
    assert page.evaluate(SHOUTING) == []
    expect(page.get_by_text(re.compile(r"[Ss]tand van \d+ \w+ \d{4}")).first).to_be_visible()
    expect(page.get_by_role("contentinfo")).to_contain_text("CBS (CC BY 4.0)")
    expect(page.get_by_role("button").filter(visible=True)).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_the_whole_map_is_on_the_sheet_with_its_legend_and_date_whatever_the_screen(open_page, width):
    scored_town()
    page = open_page("/?municipality=GM9999&group=youth", width)
    page.wait_for_selector(".leaflet-overlay-pane path")
    # As a browser does that is told to print; the window keeps its width.
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")

    frame = page.locator("#map-frame").bounding_box()
    assert frame["width"] <= PAPER
    assert page.evaluate(OUTSIDE, "#map") == 0
    expect(page.locator(".legend-scale")).to_be_visible()
    expect(page.locator(".as-of")).to_contain_text("1 juni 2026")
    expect(page.locator("#places-shown")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1280])
def test_two_maps_are_whole_and_beside_each_other_on_the_sheet(open_page, width):
    scored_town()
    page = open_page("/compare?group=youth&beside_group=older-lonely", width)
    for side in (1, 2):
        page.wait_for_selector(f"#map-{side}[data-shows]")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": 900})

    first, second = (frame.bounding_box() for frame in page.locator(".map-frame").all())
    assert first["y"] == second["y"]
    assert first["x"] + first["width"] <= second["x"]
    assert second["x"] + second["width"] <= PAPER
    for side in (1, 2):
        assert page.evaluate(OUTSIDE, f"#map-{side}") == 0
