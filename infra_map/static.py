"""Static files under names that carry their content, ES modules included, and all of our style in one of them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/site.css"
_IMPORT = re.compile(r'@import url\("([\w-]+\.css)"\);')


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Rewrites `import` paths inside our ES modules too, so that they can be cached for ever."""

    support_js_module_import_aggregation = True
    # node_modules holds references to files that npm does not ship; those never reach a page.
    manifest_strict = False

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Collect the style sheet with what it imports: a chain of requests would keep the first paint waiting."""
        if SHEET in paths and not dry_run:
            self.delete(SHEET)
            self.save(SHEET, ContentFile(one_sheet()))
            paths[SHEET] = (self, SHEET)
        yield from super().post_process(paths, dry_run, **options)


class OwnStaticFilesConfig(StaticFilesConfig):
    """Leaves out what npm packages ship beside the files that pages load."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "ext", "*.amd.js", "*.cjs.js", "*.esm.js"]


def one_sheet() -> str:
    """The style sheet of the site with the text of every sheet that it imports in its place."""
    sheet = Path(str(finders.find(SHEET)))
    return _IMPORT.sub(lambda found: (sheet.parent / found[1]).read_text(), sheet.read_text())
