"""Static files under names that carry their content, ES modules included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Rewrites `import` paths inside our ES modules too, so that they can be cached for ever."""

    support_js_module_import_aggregation = True
    # node_modules holds references to files that npm does not ship; those never reach a page.
    manifest_strict = False
