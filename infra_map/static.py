"""Static files under names that carry their content, ES modules too; all of our style in one file, all icons in one."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from venues.pages.icons import ICONS

SHEET = "css/site.css"
SPRITE = "img/icons.svg"
_IMPORT = re.compile(r'@import url\("([\w-]+\.css)"\);')

_SVG = "http://www.w3.org/2000/svg"
_NOTICE = "<!-- Icons: Lucide (https://lucide.dev), ISC License -->\n"
_LINES = {
    "fill": "none",
    "stroke": "currentColor",
    "stroke-width": "2",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
}


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Rewrites `import` paths inside our ES modules too, so that they can be cached for ever."""

    support_js_module_import_aggregation = True
    # node_modules holds references to files that npm does not ship; those never reach a page.
    manifest_strict = False

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Collect the style sheet with what it imports: a chain of requests would keep the first paint waiting.

        The icons come in one file too: a map shows hundreds of them.
        """
        if SHEET in paths and not dry_run:
            for name, text in ((SHEET, one_sheet()), (SPRITE, sprite())):
                self.delete(name)
                self.save(name, ContentFile(text))
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)


class OwnStaticFilesConfig(StaticFilesConfig):
    """Leaves out what npm packages ship beside the files that pages load."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "ext", "cjs", "esm", "*.amd.js", "*.cjs.js", "*.esm.js"]


def one_sheet() -> str:
    """The style sheet of the site with the text of every sheet that it imports in its place."""
    sheet = Path(str(finders.find(SHEET)))
    return _IMPORT.sub(lambda found: (sheet.parent / found[1]).read_text(), sheet.read_text())


def sprite() -> str:
    """The icons of Lucide that pages name, each a symbol under its own name."""
    folder = settings.BASE_DIR / "node_modules" / "lucide-static" / "icons"
    ET.register_namespace("", _SVG)
    # Lucide's own notice goes along, as its licence asks.
    whole = ET.Element(f"{{{_SVG}}}svg")
    for name in ICONS:
        drawn = ET.parse(folder / f"{name}.svg").getroot()  # noqa: S314  # a pinned package, not a file of a user
        symbol = ET.SubElement(whole, f"{{{_SVG}}}symbol", {"id": name, "viewBox": "0 0 24 24"} | _LINES)
        symbol.extend(drawn)
    return _NOTICE + ET.tostring(whole, encoding="unicode")
