"""Which version of a method the page shows, and with which other one it is compared."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from venues.models import Method, Municipality
from venues.models.method_content import Difference, differences
from venues.pages.figures import norm_text
from venues.pages.method_numbers import translated

FOR_ALL = "default"
ASKED = re.compile(rf"(?:(?P<whose>{FOR_ALL}|GM\d{{4}})-)?(?P<number>\d{{1,6}})")


@dataclass(frozen=True)
class Version:
    """One version as an address and a page name it."""

    method: Method
    key: str
    label: str
    note: str
    url: str
    is_shown: bool
    is_compared: bool


@dataclass(frozen=True)
class Line:
    """One figure in which two versions differ, as it is printed."""

    subject: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Choice:
    """The version on the page, the one in use, and the one to compare with; newest first in `versions`."""

    municipality: Municipality | None
    method: Method
    in_use: Method
    compared: Method | None
    all: list[Method]

    @cached_property
    def versions(self) -> list[Version]:
        """Every version that a reader may choose."""
        return [
            Version(
                each,
                _key(each),
                self.label(each),
                translated(each.note),
                method_url(self.municipality, each if each != self.in_use else None),
                each == self.method,
                each == self.compared,
            )
            for each in self.all
        ]

    @cached_property
    def lines(self) -> list[Line]:
        """What differs from the version compared with; empty also where none is."""
        return [_line(each) for each in differences(self.compared, self.method)] if self.compared else []

    def label(self, method: Method) -> str:
        """A version in words: “version 2”, and whose it is where that could be doubted."""
        number = _("version %(number)d") % {"number": method.version}
        if self.municipality is None or all(each.municipality_id is None for each in self.all):
            return number
        if method.municipality_id:
            return _("%(version)s of %(name)s") % {"version": number, "name": self.municipality.name}
        return _("%(version)s for all municipalities") % {"version": number}


def method_url(municipality: Municipality | None, method: Method | None = None) -> str:
    """The address of the method page of a municipality; no method means the one in use."""
    path = reverse("method-of", args=[municipality.code]) if municipality else reverse("method")
    return f"{path}?{urlencode({'version': _key(method)})}" if method else path


def choose(asked: Mapping[str, str], municipality: Municipality | None) -> Choice | None:
    """Read which versions an address asks for.

    Args:
        asked: `version` and `compare`: a number, of the kind of method in use, or `default-2` or `GM0363-2`.
        municipality: Whose method; None for the one for all.

    Returns:
        The choice; None where no method was ever loaded.

    Raises:
        BadRequest: If a version cannot be understood.
        Http404: If there is no such version.
    """
    whose = Q(municipality=None) | Q(municipality=municipality) if municipality else Q(municipality=None)
    found = sorted(
        Method.objects.filter(whose), key=lambda each: (each.municipality_id is not None, each.version), reverse=True
    )
    in_use = next((each for each in found if each.is_current), None)
    if in_use is None:
        return None
    method = _asked(asked, "version", found, in_use) or in_use
    compared = _asked(asked, "compare", found, in_use)
    return Choice(municipality, method, in_use, compared if compared != method else None, found)


def _asked(asked: Mapping[str, str], name: str, found: list[Method], in_use: Method) -> Method | None:
    said = asked.get(name, "")
    if not said:
        return None
    read = ASKED.fullmatch(said)
    if read is None:
        raise BadRequest(
            _("%(name)s=%(said)s: write the number of a version, such as %(example)s.")
            % {"name": name, "said": said, "example": in_use.version}
        )
    whose = {None: in_use.municipality_id, FOR_ALL: None}.get(read["whose"], read["whose"])
    number = int(read["number"])
    method = next((each for each in found if (each.municipality_id, each.version) == (whose, number)), None)
    if method is None:
        raise Http404(_("There is no version “%(said)s” of this method.") % {"said": said})
    return method


def _key(method: Method) -> str:
    return f"{method.municipality_id or FOR_ALL}-{method.version}"


def _line(difference: Difference) -> Line:
    subject = difference.subject.name if difference.subject else _("The method as a whole")
    return Line(subject, difference.what, _value(difference.before), _value(difference.after))


def _value(value: Any) -> str:
    match value:
        case None:
            return "–"
        case bool():
            return _("yes") if value else _("no")
        case int() | float():
            return norm_text(value)
        case list():
            return "; ".join(map(_value, value))
        case _:
            return translated(value) or "–"
