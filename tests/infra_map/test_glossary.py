"""One word for one thing: the glossary says what the screens say."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import gettext, override

ROWS = re.findall(
    r"^\| ([a-z ]+) \| ([a-z ]+) \| .+ \|$", (Path(settings.BASE_DIR) / "docs/glossary.md").read_text(), re.M
)


def test_the_glossary_is_in_order_and_names_each_term_once():
    terms = [english for english, _dutch in ROWS]

    assert len(terms) > 30
    assert terms == sorted(set(terms))


@pytest.mark.parametrize(("english", "dutch"), ROWS)
def test_the_screens_use_the_dutch_word_of_the_glossary(english, dutch):
    with override("nl"):
        said = {gettext(text) for text in (english, english.capitalize())} - {english, english.capitalize()}

    assert dutch == english or said, f"no text of the site is “{english}”"
    assert {word.lower() for word in said} <= {dutch}
