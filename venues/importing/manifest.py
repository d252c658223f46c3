"""A city manifest: a TOML file in which a municipality names its files, loaders and mappings, without code."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from venues.models import Validation

UNITS_M = {"m": 1.0, "km": 1000.0}
"""Units in which a reference may give distances."""


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
class ValidationEntry:
    """One `[[validation]]`: which of our metres are held against which published ones.

    Attributes:
        subject: A `Validation.Subject`. Of the straight line, the rest is empty: our own streets are the reference.
        reference: Its name, for the pages.
        file: The table, `code` and `value` its columns, `unit_m` what 1 stands for.
        types: The venue types whose nearest place is meant.
        kinds: Only places of these kinds in their source; empty = all.
    """

    subject: str
    reference: str
    file: str = ""
    code: str = ""
    value: str = ""
    unit_m: float = 1.0
    types: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


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
    validations: tuple[ValidationEntry, ...] = ()


def read_manifest(path: Path, loaders: Mapping[str, object]) -> Manifest:
    """Read and check a manifest.

    Args:
        path: The TOML file.
        loaders: The loaders that a source may name.

    Raises:
        ManifestRefused: If it is no TOML, lacks a key, or names an unknown loader or subject of validation.
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
        validations=_validations(path, content.get("validation", [])),
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


def _validations(path: Path, entries: list[dict[str, Any]]) -> tuple[ValidationEntry, ...]:
    found = tuple(_validation(path, number, entry) for number, entry in enumerate(entries, start=1))
    subjects = [entry.subject for entry in found]
    if twice := [subject for subject in subjects if subjects.count(subject) > 1]:
        raise ManifestRefused(
            _("%(path)s: the subject “%(subject)s” is validated twice; keep one.") % {"path": path, "subject": twice[0]}
        )
    return found


def _validation(path: Path, number: int, entry: dict[str, Any]) -> ValidationEntry:
    subject = entry.get("subject", "")
    if subject not in Validation.Subject.values:
        raise ManifestRefused(
            _("%(path)s: validation %(number)d has the subject “%(subject)s”. Write one of: %(known)s.")
            % {"path": path, "number": number, "subject": subject, "known": ", ".join(Validation.Subject.values)}
        )
    needed = ["reference"]
    if subject != Validation.Subject.STRAIGHT_LINE:
        needed += ["file", "code", "value", "unit", "types"]
    if missing := [key for key in needed if not entry.get(key)]:
        raise ManifestRefused(
            _("%(path)s: validation %(number)d has no %(key)s.") % {"path": path, "number": number, "key": missing[0]}
        )
    unit = entry.get("unit", "m")
    if unit not in UNITS_M:
        raise ManifestRefused(
            _("%(path)s: validation %(number)d has the unit “%(unit)s”. Write one of: %(known)s.")
            % {"path": path, "number": number, "unit": unit, "known": ", ".join(UNITS_M)}
        )
    return ValidationEntry(
        subject=subject,
        reference=entry["reference"],
        file=entry.get("file", ""),
        code=entry.get("code", ""),
        value=entry.get("value", ""),
        unit_m=UNITS_M[unit],
        types=_list(entry.get("types", [])),
        kinds=_list(entry.get("kinds", [])),
    )


def _list(given: str | list[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)
