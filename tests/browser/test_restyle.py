"""A municipality's own colours and letters, in light and in dark, under the policy of the site."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)
THEME = """:root { --utrecht-page-header-background-color: rgb(120, 0, 60); --utrecht-heading-1-font-size: 50px; }
@media (prefers-color-scheme: dark) { :root { --utrecht-page-header-background-color: rgb(60, 0, 30); } }"""


@pytest.mark.parametrize(("scheme", "colour"), [("light", "rgb(120, 0, 60)"), ("dark", "rgb(60, 0, 30)")])
def test_the_tokens_of_a_file_restyle_the_pages(open_page, settings, tmp_path, scheme, colour):
    (tmp_path / "theme.css").write_text(THEME)
    settings.THEME_CSS = str(tmp_path / "theme.css")
    page = open_page("/accessibility", color_scheme=scheme)

    def style(of: str, what: str) -> str:
        return page.evaluate("([of, what]) => getComputedStyle(document.querySelector(of))[what]", [of, what])

    assert style(".site-header", "backgroundColor") == colour
    assert style("h1", "fontSize") == "50px"
