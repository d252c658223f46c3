"""Import one file without a manifest."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from venues.importing.base import FileRefused, Source, run_import
from venues.importing.loaders import LOADERS
from venues.models import Edition, ImportRun, Municipality


def import_file(
    loader: str, path: Path, municipality_code: str, options: Mapping[str, Any], *, dry_run: bool = False
) -> ImportRun:
    """Import one file into a municipality that exists, by the newest edition of its boundaries.

    Args:
        loader: A key of LOADERS.
        path: The file.
        municipality_code: CBS code.
        options: As in a [[source]] of a manifest; “partial” stores the good rows although others are refused.
        dry_run: Try everything, store nothing.

    Raises:
        FileRefused: If there is no such municipality.
    """
    municipality = Municipality.objects.filter(code=municipality_code).first()
    if municipality is None:
        raise FileRefused(
            _("there is no municipality “%(code)s” here.") % {"code": municipality_code},
            _("Load its manifest first, or use one of: %(codes)s.")
            % {"codes": ", ".join(Municipality.objects.values_list("code", flat=True)) or _("(none yet)")},
        )
    edition = Edition.objects.filter(municipality=municipality).order_by("-is_active", "-year").first()
    rest = {name: value for name, value in options.items() if name != "partial"}
    source = Source(loader, path, municipality, edition.year if edition else 0, rest, bool(options.get("partial")))
    return run_import(source, LOADERS[loader], dry_run=dry_run)


def read_options(words: Sequence[str]) -> dict[str, Any]:
    """Options as typed: `key=value`, the value as TOML or else as plain text.

    Args:
        words: Such as `key=MVZN_ID`, `parts=["streets"]`, `types.Bibliotheek=library`.

    Raises:
        FileRefused: If one has no “=”.
    """
    options: dict[str, Any] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals or not name:
            raise FileRefused(_("“%(option)s” is no option.") % {"option": word}, _("Write name=value."))
        try:
            value = tomllib.loads(f"value = {text}")["value"]
        except tomllib.TOMLDecodeError:
            value = text
        group, dot, member = name.partition(".")
        if dot:
            options.setdefault(group, {})[member] = value
        else:
            options[name] = value
    return options
