"""A city manifest: a TOML file in which a municipality names its files, loaders and mappings, without code."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _


class ManifestRefused(Exception):
    """The manifest cannot be used; the message says where and what to write instead."""


@dataclass(frozen=True)
class SourceEntry:
    """One `[[source]]`: which loader reads which file, and how."""

    loader: str
    file: str
    partial: bool
    options: Mapping[str, Any]


@dataclass(frozen=True)
class Manifest:
    """What a municipality is made of."""

    code: str
    name: str
    edition: int
    is_fictional: bool
    attribution: tuple[str, ...]
    unrecorded_types: tuple[str, ...]
    neighbours: Mapping[str, str]
    sources: tuple[SourceEntry, ...]


def read_manifest(path: Path, loaders: Mapping[str, object]) -> Manifest:
    """Read and check a manifest.

    Args:
        path: The TOML file.
        loaders: The loaders that a source may name.

    Raises:
        ManifestRefused: If it is no TOML, lacks a key, or names an unknown loader.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ManifestRefused(
            _("The manifest %(path)s cannot be read: %(reason)s.") % {"path": path, "reason": error.strerror}
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ManifestRefused(
            _("The manifest %(path)s is no TOML: %(reason)s.") % {"path": path, "reason": error}
        ) from None
    head = content.get("municipality")
    if not isinstance(head, dict):
        raise ManifestRefused(_("%(path)s: the table [municipality] is missing.") % {"path": path})
    for key, kind in (("code", str), ("name", str), ("edition", int)):
        if not isinstance(head.get(key), kind):
            raise ManifestRefused(_("%(path)s: [municipality] has no %(key)s.") % {"path": path, "key": key})
    neighbours = content.get("neighbours", {})
    for code in [head["code"], *neighbours]:
        if not re.fullmatch(r"GM\d{4}", code):
            raise ManifestRefused(
                _("%(path)s: “%(code)s” is no municipality code; write GM and 4 digits.") % {"path": path, "code": code}
            )
    return Manifest(
        code=head["code"],
        name=head["name"],
        edition=head["edition"],
        is_fictional=head.get("fictional", False),
        attribution=tuple(head.get("attribution", ())),
        unrecorded_types=tuple(head.get("unrecorded_types", ())),
        neighbours=neighbours,
        sources=tuple(
            _entry(path, number, entry, loaders) for number, entry in enumerate(content.get("source", []), start=1)
        ),
    )


def _entry(path: Path, number: int, entry: dict[str, Any], loaders: Mapping[str, object]) -> SourceEntry:
    options = dict(entry)
    loader = options.pop("loader", "")
    file = options.pop("file", "")
    if loader not in loaders:
        raise ManifestRefused(
            _("%(path)s: source %(number)d names the loader “%(loader)s”. Known loaders: %(known)s.")
            % {"path": path, "number": number, "loader": loader, "known": ", ".join(sorted(loaders))}
        )
    if not isinstance(file, str) or not file:
        raise ManifestRefused(_("%(path)s: source %(number)d names no file.") % {"path": path, "number": number})
    return SourceEntry(loader, file, bool(options.pop("partial", False)), options)
