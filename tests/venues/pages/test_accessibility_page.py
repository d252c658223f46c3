"""The accessibility statement: what the administrator says of the site, and where a visitor goes with a complaint."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from infra_map.accessibility import Statement

pytestmark = pytest.mark.django_db
FILLED = Statement(
    "Gemeente Waardveen", "toegankelijk@waardveen.example", "B", "2026-11-25", "https://waardveen.example/"
)


def test_it_is_linked_below_every_page_and_open_to_everybody(client):
    assert 'href="/accessibility"' in client.get("/nowhere").content.decode()
    assert client.get("/accessibility").status_code == 200


def test_it_tells_who_answers_for_the_site_its_status_the_day_and_where_to_write(client, settings):
    settings.ACCESSIBILITY = FILLED
    text = client.get("/en/accessibility").content.decode()
    for said in ("Gemeente Waardveen", "Status B.", "25 November 2026", "mailto:toegankelijk@waardveen.example"):
        assert said in text
    assert 'href="https://waardveen.example/"' in text


def test_what_the_administrator_left_open_is_told_and_no_status_is_claimed_that_needs_an_examination(client):
    text = client.get("/en/accessibility").content.decode()
    assert "Status C." in text
    assert "has not set the date" in text
    assert "has not set an address" in text


@pytest.mark.parametrize(
    ("status", "stated_on", "told"), [("F", "", "A to E"), ("AB", "", "A to E"), ("A", "25-11-2026", "2026-11-25")]
)
def test_a_status_or_date_that_is_none_is_refused_when_the_site_starts(status, stated_on, told):
    with pytest.raises(ImproperlyConfigured, match=told):
        Statement("", "", status, stated_on, "")
