"""Hostile text in any field that people fill in stays text on every page, in a browser under the site's policy."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.hostile_texts import HOSTILE, text_fields, write_everywhere, written_by_people
from tests.infra_map.addresses import address_of, rights_of_addresses
from tests.infra_map.targets import Targets
from tests.venues.conftest import town  # noqa: F401  # a fixture
from tests.venues.worker import forget_jobs
from venues.models import Venue

pytestmark = pytest.mark.django_db(transaction=True)
FOUND = """() => ({
    owned: document.title === 'owned',
    images: document.querySelectorAll('img[src="x"], [onerror]').length,
    scripts: [...document.scripts].filter(({ type, text }) => !/json$/.test(type) && /owned/.test(text)).length,
    links: document.querySelectorAll('a[href^="javascript:" i]').length,
})"""
NOTHING = {"owned": False, "images": 0, "scripts": 0, "links": 0}
TYPED = "input:is(:not([type]), [type=text], [type=search], [type=url], [type=email], [type=tel]), textarea"
SHOWN_ON = {
    *("map", "area", "method-of", "venue", "activity", "place-history", "place-edit", "place-closures", "my-places"),
    *("suggestions", "matches", "members-of-organisation", "members-of-municipality", "files", "file", "my-account"),
    *("boundaries", "invitation", "search", "quality"),
}


@pytest.fixture
def targets(town):  # noqa: F811
    made = Targets(town)
    yield made
    forget_jobs()


@pytest.fixture
def superuser(targets: Targets, open_page, client, live_server):
    """Opens the browser of somebody who sees everything."""
    user = targets.town.people["superuser"]
    user.is_staff = True
    user.save()
    client.force_login(user)

    def opened(expected: str = "(?!)") -> Page:
        page = open_page("/en/method", expected=expected)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    return opened


def shown_addresses(targets: Targets) -> list[tuple[str, str]]:
    """Every page that somebody who may everything can open."""
    return [
        (row.name, address_of(row, targets.arguments(row.name, row.whose)) + query_of(targets, row.name))
        for row in rights_of_addresses()
        if row.method == "GET" and row.expected["superuser"] == "200"
        # What programs read, and files, are no pages.
        if not row.route.startswith(("/api/", "/map/", "/ogc"))
        if not row.route.endswith(".<slug:kind>") and not row.name.startswith("entry-")
    ]


def query_of(targets: Targets, name: str) -> str:
    return "?" + "&".join(f"{key}={value}" for key, value in targets.query(name).items())


def test_a_hole_would_be_seen(superuser):
    page = superuser(expected="Content Security Policy|404")
    with page.expect_console_message(lambda said: "Content Security Policy" in said.text):
        page.evaluate("text => document.body.insertAdjacentHTML('beforeend', text)", f'<p title="{HOSTILE}')
    assert page.evaluate(FOUND)["images"] == 1


def test_every_page_shows_hostile_texts_as_text(targets: Targets, superuser, live_server):
    write_everywhere(targets)
    page, shows, wrong = superuser(), set(), []
    for name, address in shown_addresses(targets):
        answer = page.goto(live_server.url + address)
        assert answer is not None
        assert answer.status == 200, address
        if page.evaluate(FOUND) != NOTHING:
            wrong.append((name, page.evaluate(FOUND)))
        if "<img src=x" in page.evaluate("document.body.textContent"):
            shows.add(name)
        elif name == "file":
            wrong.append((address, "shows neither columns nor problems"))
    assert wrong == []
    assert SHOWN_ON - shows == set()


def test_what_a_form_is_told_while_it_is_filled_in_is_text(targets: Targets, superuser, live_server):
    write_everywhere(targets)
    # They are parts of a page, and name no icon: the browser looks for one in vain.
    page, here = superuser(expected="status of 404"), f"{live_server.url}/en/entry"
    at = targets.town.venue.location
    for asked in (
        f"spots?municipality={targets.town.municipality.pk}&sought=<img",
        f"spots?municipality={targets.town.municipality.pk}&sought=onerror",
        f"doubles?name={HOSTILE}&coordinates={at.x:.0f}+{at.y:.0f}",
        "organisations?organisation=<img",
        "../search?q=<img&part=list",
    ):
        page.goto(f"{here}/{asked}")
        assert page.evaluate(FOUND) == NOTHING, asked
        assert "<img src=x" in page.content().replace("&lt;", "<"), asked


def test_the_administration_shows_hostile_texts_as_text(targets: Targets, superuser, live_server):
    write_everywhere(targets)
    page, shows, wrong = superuser(), set(), []
    for model in admin.site._registry:
        if model._meta.app_label != "venues":
            continue
        name = f"admin:venues_{model._meta.model_name}_"
        first: Any = model._default_manager.first()
        pages = [reverse(f"{name}changelist")]
        if first:
            pages.append(reverse(f"{name}change", args=[first.pk]))
        for address in pages:
            page.goto(live_server.url + address, wait_until="domcontentloaded")
            if page.evaluate(FOUND) != NOTHING:
                wrong.append((address, page.evaluate(FOUND)))
            if "<img src=x" in page.content().replace("&lt;", "<"):
                shows.add(model)
    assert wrong == []
    registered = {model for model in written_by_people() if model in admin.site._registry and text_fields(model)}
    assert {model.__name__ for model in registered - shows if model._default_manager.exists()} == set()


def test_the_map_shows_names_and_sources_as_text(targets: Targets, superuser, live_server):
    write_everywhere(targets)
    page = superuser()
    page.goto(f"{live_server.url}/en/?municipality={targets.town.municipality.pk}")
    area = page.locator("#map path.area").first
    expect(area).to_be_visible()
    area.hover(force=True)
    expect(page.locator(".leaflet-tooltip").first).to_contain_text("<img src=x")
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("<img src=x")
    assert page.evaluate(FOUND) == NOTHING


def test_what_is_typed_into_any_form_comes_back_as_text(targets: Targets, superuser, live_server):
    page, wrong = superuser(expected="status of (400|409|422|429)"), []
    tried = [
        name
        for name, address in shown_addresses(targets)
        for number in range(typed_forms(page, live_server.url + address))
        if typed_into(page, live_server.url + address, number, wrong)
    ]
    page.context.clear_cookies()
    for name in ("account_login", "account_reset_password"):
        typed_into(page, live_server.url + reverse(name), 0, wrong)
    assert wrong == []
    assert {"venue-add", "activity-add", "place-edit", "place-closures", "members-of-organisation"} <= set(tried)


def typed_forms(page: Page, address: str) -> int:
    """How many forms with something to type a page has."""
    page.goto(address)
    return page.locator(f"main form:has({TYPED})").count()


def typed_into(page: Page, address: str, number: int, wrong: list[Any]) -> bool:
    """Write hostile text in all that one form asks for, send it, and note what became of it."""
    if typed_forms(page, address) <= number:
        return False
    form = page.locator(f"main form:has({TYPED})").nth(number)
    form.evaluate(
        """(form, [typed, text]) => {
            for (const field of form.querySelectorAll(typed)) {
                if (field.tagName === 'INPUT') field.type = 'text';
                field.removeAttribute('maxlength');
                field.value = text;
                for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
            }
        }""",
        [TYPED, HOSTILE],
    )
    # What a form asks for while it is filled in is shown as well.
    page.wait_for_load_state("networkidle")
    found = [page.evaluate(FOUND)]
    with page.expect_navigation():
        form.evaluate("form => HTMLFormElement.prototype.submit.call(form)")
    found.append(page.evaluate(FOUND))
    if found != [NOTHING, NOTHING]:
        wrong.append((address, number, found))
    return True


def test_two_who_change_the_same_choose_between_hostile_texts(targets: Targets, superuser, live_server):
    page = superuser(expected="status of 409")
    venue = targets.town.venue
    page.goto(f"{live_server.url}/en/venues/{venue.pk}/edit")
    Venue.objects.filter(pk=venue.pk).update(name=f"2{HOSTILE}", address=f"3{HOSTILE}")
    page.locator("form#entry").evaluate(
        "(form, text) => { form.elements.name.value = text; form.elements.address.value = text; form.submit(); }",
        HOSTILE,
    )
    expect(page.locator("form#merge")).to_contain_text(f"2{HOSTILE}")
    assert page.evaluate(FOUND) == NOTHING


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", " java\tscript:x"]
)
def test_an_address_that_runs_is_no_website(targets: Targets, superuser, live_server, address):
    page = superuser(expected="status of 422")
    venue = targets.town.venue
    page.goto(f"{live_server.url}/en/venues/{venue.pk}/edit")
    page.locator("form#entry").evaluate(
        "(form, text) => { form.elements.website.type = 'text'; form.elements.website.value = text; form.submit(); }",
        address,
    )
    expect(page.locator("#id_website_error")).to_be_attached()
    venue.refresh_from_db()
    assert venue.website == ""
    assert not re.search(
        "javascript:", page.locator("main").evaluate("main => [...main.querySelectorAll('a')].map(a => a.href).join()")
    )
