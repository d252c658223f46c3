"""A file as a program sends it: the bytes themselves, or as a part of a form."""

from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request

from venues.api.bodies import BodyTooLarge
from venues.api.errors import BodyRefused
from venues.api.record_bodies import fault
from venues.importing.uploads.limits import MAX_BYTES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORM_AROUND_IT = 100_000
"""Bytes that a form may add to its file."""


class CsvFile(BaseParser):
    """The bytes of a file."""

    media_type = "text/csv"
    name = "import.csv"

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> Any:
        """The bytes.

        Raises:
            BodyTooLarge: If there are more than a file may have.
        """
        data: bytes = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise too_large()
        return data


class XlsxFile(CsvFile):
    """The bytes of a spreadsheet."""

    media_type = XLSX
    name = "import.xlsx"


class FormWithFile(MultiPartParser):
    """A form of which the part `file` is the file."""

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> Any:
        """The parts.

        Raises:
            BodyTooLarge: If there are more bytes than a file may have.
        """
        # Its length is known before any of it is written to a disk.
        length = (parser_context or {})["request"].META.get("CONTENT_LENGTH") or 0
        if int(length) > MAX_BYTES + _FORM_AROUND_IT:
            raise too_large()
        return super().parse(stream, media_type, parser_context)


PARSERS: list[type[BaseParser]] = [CsvFile, XlsxFile, FormWithFile]


def too_large() -> BodyTooLarge:
    """The refusal of a file that is too large."""
    said = _("This file is larger than %(size)d MB. Split the table into several files.")
    return BodyTooLarge(said % {"size": MAX_BYTES // 2**20})


def sent_file(request: Request) -> tuple[bytes, str]:
    """The bytes of the file, and how it is called.

    Raises:
        BodyRefused: If there is none.
    """
    if isinstance(request.data, bytes):
        is_sheet = (request.content_type or "").partition(";")[0].strip().lower() == XLSX
        return request.data, XlsxFile.name if is_sheet else CsvFile.name
    file = request.FILES.get("file")
    if file is None:
        raise BodyRefused([fault("file", "no_file", _("Send the file as the body, or as the part “file” of a form."))])
    if (file.size or 0) > MAX_BYTES:
        raise too_large()
    return file.read(), file.name or CsvFile.name
