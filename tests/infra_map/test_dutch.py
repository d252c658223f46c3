"""A Dutch page is Dutch: no text stands there in English, forgotten to be translated or never meant to be."""

import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings

from tests.browser.screens import html_of, screens_of
from tests.infra_map.targets import Targets
from tests.venues.conftest import Register, town  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db
PO = Path(settings.BASE_DIR) / "locale" / "nl" / "LC_MESSAGES" / "django.po"
ENGLISH = {
    "the",
    "and",
    "this",
    "that",
    "your",
    "you",
    "with",
    "from",
    "not",
    "are",
    "was",
    "has",
    "have",
    "for",
    "which",
}
"""Words that no Dutch sentence has."""
SILENT = {"script", "style", "code", "math"}
SAID = {"aria-label", "placeholder", "alt", "title", "aria-description"}
EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Reader(HTMLParser):
    """What a page says: its texts, and the attributes that are read out; not what says itself to be English."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        silent = tag in SILENT or dict(attrs).get("lang") == "en"
        if not silent and not any(self.open):
            self.texts += [value for name, value in attrs if name in SAID and value]
        if tag not in EMPTY:
            self.open.append(silent)

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", " ", data).strip()
        if text and not any(self.open):
            self.texts.append(text)


def said_by(html: str) -> list[str]:
    reader = Reader()
    reader.feed(re.sub(r"<(path|circle|rect|use|line|polyline|polygon)\b([^>]*)/>", "", html))
    return reader.texts


def english_texts() -> set[str]:
    """Every text of ours as it is in English, where the Dutch one is another."""
    one_line = subprocess.run(["msgcat", "--no-wrap", PO], capture_output=True, text=True, check=True).stdout
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"', one_line, re.MULTILINE)
    return {english for english, dutch in pairs if english != dutch and "%" not in english and len(english) > 3}


def test_the_reader_hears_texts_and_labels_and_passes_by_what_is_english_by_name():
    html = '<p aria-label="één">twee <b>drie</b><span lang="en">four</span><img alt="vijf"><code>six</code></p>'
    assert said_by(html) == ["één", "twee", "drie", "vijf"]


def test_no_text_of_a_dutch_page_is_english(town: Register):  # noqa: F811
    targets = Targets(town)
    ours = english_texts()
    assert len(ours) > 500
    read = 0
    wrong = set()
    for screen in screens_of(targets):
        for text in said_by(html_of(targets, screen)):
            read += 1
            words = set(re.findall(r"[a-z]+", text.lower()))
            if text in ours or len(words & ENGLISH) > 1:
                wrong.add((screen.name, text[:120]))
    assert read > 3000
    assert wrong == set()
