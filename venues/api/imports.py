"""Files brought in by programs: sent, tried, looked at, stored. The steps are those of the pages."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from venues.api.authentication import require_scope
from venues.api.bodies import Body, BoundedJSONParser, printable
from venues.api.errors import Absent, BodyRefused, Conflict, QueryRefused
from venues.api.fields import OneOf
from venues.api.formats import CsvRenderer
from venues.api.import_files import PARSERS, sent_file
from venues.api.import_schema import ImportSchema
from venues.api.query import Query
from venues.api.record_bodies import Fault, fault
from venues.api.views import SingleResource
from venues.importing.base import FileRefused
from venues.importing.uploads import steps
from venues.importing.uploads.columns import TABLES, asked_columns
from venues.importing.uploads.limits import MAX_COLUMNS
from venues.models import Municipality, Organisation, Scope, Upload, User
from venues.register.rights import Action, may, require
from venues.reports.table_files import write_table
from venues.reports.upload_files import refused_table

SHOWN = 50
"""Refused rows that are shown; /refused has all."""


class ImportColumn(serializers.Serializer[Any]):
    """A column that the table asks for, and which of the file it is."""

    name = serializers.CharField(help_text="Ours.")
    column = serializers.CharField(allow_null=True, help_text="As the header of the file has it; null: none.")
    needed = serializers.BooleanField(source="is_needed")


class ImportProblem(serializers.Serializer[Any]):
    """What is wrong with one cell of a row."""

    column = serializers.CharField()
    value = serializers.CharField()
    problem = serializers.CharField()
    remedy = serializers.CharField()


class RefusedImportRow(serializers.Serializer[Any]):
    """A row that is not stored."""

    line = serializers.IntegerField(help_text="In the file, the header being the first.")
    problems = ImportProblem(many=True)


class ImportRow(serializers.Serializer[Any]):
    """A file, how far it is, and what comes of its rows."""

    id = serializers.UUIDField()
    table = serializers.ChoiceField(choices=TABLES)
    organisationId = serializers.UUIDField(source="organisation_id", allow_null=True)
    municipalityCode = serializers.CharField(source="municipality_id")
    fileName = serializers.CharField(source="file_name")
    state = serializers.ChoiceField(
        choices=Upload.State.values, help_text="received: name the `missing` columns; tried: look, then commit."
    )
    problem = serializers.CharField(help_text="Why it failed; empty where it did not.")
    notes = serializers.ListField(child=serializers.CharField(), help_text="How the file was read.")
    columns = serializers.SerializerMethodField()
    missing = serializers.SerializerMethodField(help_text="Needed columns that no column of the file is.")
    rowsTotal = serializers.IntegerField(source="rows_total", allow_null=True)
    rowsDone = serializers.IntegerField(source="rows_done")
    rowsCreated = serializers.IntegerField(source="rows_created", help_text="New; while it is tried: what would be.")
    rowsUpdated = serializers.IntegerField(source="rows_updated")
    rowsUnchanged = serializers.IntegerField(source="rows_unchanged")
    rowsRefused = serializers.IntegerField(source="rows_refused")
    refused = serializers.SerializerMethodField(help_text=f"The first {SHOWN}; all of them are at /refused.")
    madeAt = serializers.DateTimeField(source="made_at")

    def get_columns(self, row: Upload) -> ImportColumn(many=True):  # type: ignore[valid-type]  # read by the document
        """What the table asks for."""
        header = dict(enumerate(row.header))
        asked = [
            {"name": each.name, "is_needed": each.is_needed, "column": header.get(row.mapping.get(each.name, -1))}
            for each in asked_columns(row.table)
        ]
        return ImportColumn(asked, many=True).data

    def get_missing(self, row: Upload) -> list[str]:
        """What must still be pointed out."""
        return [each.name for each in asked_columns(row.table) if each.is_needed and each.name not in row.mapping]

    def get_refused(self, row: Upload) -> RefusedImportRow(many=True):  # type: ignore[valid-type]
        """The first refused rows."""
        return RefusedImportRow(row.refused.order_by("line")[:SHOWN], many=True).data


class ImportQuery(Query):
    """Whose file it is, and what its rows are about."""

    table = OneOf(choices=TABLES, help_text="What the rows are about.")
    organisation = serializers.UUIDField(required=False, help_text="Whose: the `id` of /organisations.")
    municipality = serializers.SlugField(required=False, max_length=10, help_text="Or a whole municipality: its code.")


class ColumnsBody(Body):
    """Which column of the file is which of ours."""

    columns = serializers.DictField(
        child=serializers.CharField(max_length=200), help_text="Our `name` to the column, as the file's header has it."
    )


class OneImport(SingleResource):
    """A file that was brought in, for who may bring in files for the same organisation. It is kept for 30 days."""

    http_method_names = ["get", "head", "patch"]
    parser_classes: ClassVar[list[type[BaseParser]]] = [BoundedJSONParser]  # type: ignore[misc]
    schema = ImportSchema()
    row = ImportRow
    body = ColumnsBody
    path_parts = {"id": "Id of the import."}
    operations: Mapping[str, str] = {"GET": "getImport", "PATCH": "changeImport"}
    says: Mapping[str, str] = {
        "PATCH": "Say which column is which, and try the file once more. What is not named is not read."
    }
    write_queries: ClassVar[dict[str, type[Query]]] = {"PATCH": Query}

    def find(self, query: dict[str, Any], path: dict[str, Any]) -> tuple[Upload, str]:
        """The file.

        Raises:
            Absent: If there is none for this person: whether somebody else has one is not told.
        """
        upload = found(self.request, path["id"])
        return upload, f"{upload.state}-{upload.rows_done}"

    def patch(self, request: Request, id: str) -> HttpResponseBase:  # noqa: A002  # as the address names it
        """Name the columns."""
        query = self.read_query(request)
        upload = found(request, id)
        body = ColumnsBody(data=request.data)
        body.is_valid(raise_exception=True)
        mapping = _mapping(upload, body.validated_data["columns"])
        if not steps.try_out(upload, mapping):
            raise Conflict(_("It is being worked on, or was stored already. Get it again."), "busy")
        answer = self.show(request, query, {"id": id})
        answer.status_code = 202
        return answer


class CommitImport(OneImport):
    """Stores the good rows of a file that was tried."""

    http_method_names = ["post"]
    body = None  # type: ignore[assignment]
    operations = {"POST": "commitImport"}
    says = {"POST": "Store the good rows of a file that was tried. Asked twice, it is done once."}
    write_queries: ClassVar[dict[str, type[Query]]] = {"POST": Query}

    def post(self, request: Request, id: str) -> HttpResponseBase:  # noqa: A002
        """Store the good rows."""
        query = self.read_query(request)
        upload = found(request, id)
        if not steps.store(upload):
            upload.refresh_from_db()
            if upload.state not in {Upload.State.STORING, Upload.State.STORED}:
                raise Conflict(_("It was not tried yet, or failed. Get it, and see its state."), "not_tried")
        answer = self.show(request, query, {"id": id})
        answer.status_code = 202
        return answer


class RefusedOfImport(OneImport):
    """The refused rows of a file as CSV, with what is wrong in one column more: mend it and send it again."""

    http_method_names = ["get"]
    operations = {"GET": "getRefusedOfImport"}
    media_type = "text/csv"

    def get_renderers(self) -> list[BaseRenderer]:
        """It is asked for as what it is; problems are told in JSON all the same."""
        return [CsvRenderer(), *super().get_renderers()]

    def get(self, request: Request, **path: Any) -> HttpResponseBase:
        """The rows."""
        self.read_query(request)
        data = write_table("csv", refused_table(found(request, path["id"])))
        return HttpResponse(data, content_type="text/csv; charset=utf-8")


class Imports(SingleResource):
    """Where files are sent."""

    http_method_names = ["post"]
    parser_classes = PARSERS
    schema = ImportSchema()
    query = ImportQuery
    row = ImportRow
    operations: Mapping[str, str] = {"POST": "addImport"}
    says: Mapping[str, str] = {
        "POST": "Bring in a CSV or XLSX file. It is tried at once where its columns are recognised; nothing is stored."
    }
    write_queries: ClassVar[dict[str, type[Query]]] = {"POST": ImportQuery}

    def find(self, query: dict[str, Any], path: dict[str, Any]) -> tuple[Upload, str]:
        """The file."""
        upload = found(self.request, path["id"])
        return upload, f"{upload.state}-{upload.rows_done}"

    def post(self, request: Request) -> HttpResponseBase:
        """Bring in a file."""
        user = require_scope(request, Scope.WRITE_IMPORTS)
        query = self.read_query(request)
        owner = _owner(user, query)
        data, name = sent_file(request)
        try:
            upload = steps.receive(user, owner, query["table"], data, name)
        except FileRefused as refused:
            raise BodyRefused([fault("file", "unreadable", str(refused))]) from refused
        if not steps.missing_columns(upload, upload.mapping):
            steps.try_out(upload, upload.mapping)
        answer = self.show(request, query, {"id": str(upload.pk)})
        answer.status_code = 202
        answer.headers["Location"] = f"{request.path}/{upload.pk}"
        return answer


def found(request: Request, key: str) -> Upload:
    """A file of an organisation or municipality for which this person may bring in files.

    Raises:
        Absent: If there is none.
    """
    user = require_scope(request, Scope.WRITE_IMPORTS)
    try:
        upload = Upload.objects.select_related("organisation", "municipality").filter(pk=UUID(key)).first()
    except ValueError:
        upload = None
    if upload is None or not may(user, Action.IMPORT, upload.organisation or upload.municipality):
        raise Absent("id", _("Nothing here has the id “%(id)s”.") % {"id": printable(key)})
    return upload


def _owner(user: User, query: Mapping[str, Any]) -> Organisation | Municipality:
    """Whose file it is.

    Raises:
        QueryRefused: If that is not said, or nobody.
        PermissionDenied: If the person may not bring in files for it.
    """
    if ("organisation" in query) == ("municipality" in query):
        said = _("Name one: the organisation, or the municipality.")
        raise QueryRefused({"organisation": [ErrorDetail(said, code="one_owner")]})
    name = "organisation" if "organisation" in query else "municipality"
    model = Organisation if name == "organisation" else Municipality
    owner: Organisation | Municipality | None = model._default_manager.filter(pk=query[name]).first()
    if owner is None:
        said = _("Nothing here has the id “%(id)s”.") % {"id": query[name]}
        raise QueryRefused({name: [ErrorDetail(said, code="unknown")]})
    require(user, Action.IMPORT, owner)
    return owner


def _mapping(upload: Upload, columns: Mapping[str, str]) -> dict[str, int]:
    """Our columns to the positions of the file's.

    Raises:
        BodyRefused: Listing what is not there, and what is needed besides.
    """
    asked = {each.name for each in asked_columns(upload.table)}
    faults: list[Fault] = []
    mapping = {}
    # No file has more, and a body can name a hundred thousand.
    for ours, theirs in list(columns.items())[:MAX_COLUMNS]:
        if ours not in asked:
            said = _("Unknown member. Known here: %(known)s.") % {"known": ", ".join(sorted(asked))}
            faults.append(fault(f"columns.{printable(ours)}", "unknown_member", said))
        elif theirs not in upload.header:
            said = _("The file has no such column. It has: %(known)s.") % {"known": ", ".join(upload.header)[:500]}
            faults.append(fault(f"columns.{ours}", "unknown_column", said))
        else:
            mapping[ours] = upload.header.index(theirs)
    if missing := steps.missing_columns(upload, mapping):
        said = _("Point out these columns too: %(columns)s.") % {"columns": ", ".join(missing)}
        faults.append(fault("columns", "missing", said))
    if faults:
        raise BodyRefused(faults)
    return mapping
