"""Static files under names that carry their content, ES modules included."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Rewrites `import` paths inside our ES modules too, so that they can be cached for ever."""

    support_js_module_import_aggregation = True
    # node_modules holds references to files that npm does not ship; those never reach a page.
    manifest_strict = False


class OwnStaticFilesConfig(StaticFilesConfig):
    """Leaves out what npm packages ship beside the files that pages load."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "ext", "*.amd.js", "*.cjs.js", "*.esm.js"]
