"""HSDS holds its required members, and each record is valid by the published schemas where they are present."""

import json
import os
import uuid
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.api.conftest import Get
from tests.api.hsds.town import Told, told

pytestmark = pytest.mark.django_db

# From `required` and `enum` of schema/*.json and of Page in schema/openapi.json, openreferral/specification, 3.1.
REQUIRED = {
    "page": {"empty"},
    "service": {"id", "name", "status"},
    "organization": {"id", "name", "description"},
    "service_at_location": {"id"},
    "location": {"id", "location_type"},
    "address": {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"},
    "schedule": {"id"},
    "accessibility": {"id"},
    "attribute": {"id"},
    "taxonomy_term": {"id", "name", "description"},
    "taxonomy": {"id", "name", "description"},
}
WORDS = {
    ("service", "status"): {"active", "inactive", "defunct", "temporarily closed"},
    ("location", "location_type"): {"physical", "postal", "virtual"},
    ("address", "address_type"): {"physical", "postal", "virtual"},
    ("schedule", "freq"): {"WEEKLY", "MONTHLY"},
}
NESTED = {
    "organization": "organization",
    "services": "service",
    "service": "service",
    "schedules": "schedule",
    "service_at_locations": "service_at_location",
    "location": "location",
    "addresses": "address",
    "accessibility": "accessibility",
    "attributes": "attribute",
    "taxonomy_term": "taxonomy_term",
}
ADDRESSES = {
    "/hsds/services?full=true": "service",
    "/hsds/service_at_locations?full=true": "service_at_location",
    "/hsds/organizations?full=true&full_service=true": "organization",
    "/hsds/taxonomies": "taxonomy",
    "/hsds/taxonomy_terms": "taxonomy_term",
    "/hsds/services": "service",
    "/hsds/service_at_locations": "service_at_location",
    "/hsds/organizations": "organization",
}


@pytest.fixture
def town() -> Told:
    return told()


def faults(record: dict[str, Any], kind: str, seen: set[str]) -> list[str]:
    seen.add(kind)
    found = [f"{kind} without {name}" for name in sorted(REQUIRED[kind] - set(record))]
    found += [f"{kind}.{name} is null" for name, value in record.items() if value is None]
    for name, words in ((each[1], words) for each, words in WORDS.items() if each[0] == kind):
        if name in record and record[name] not in words:
            found.append(f"{kind}.{name} = {record[name]}")
    for name, value in record.items():
        if name == "id" or name.endswith("_id"):
            uuid.UUID(value)
        if name in NESTED:
            for each in value if isinstance(value, list) else [value]:
                found += faults(each, NESTED[name], seen)
    return found


def test_every_record_has_what_the_standard_requires(get: Get, town: Told):
    seen: set[str] = {"page"}
    found = []
    for address, kind in ADDRESSES.items():
        page = json.loads(get(address).content)
        assert REQUIRED["page"] <= set(page)
        assert page["contents"]
        for record in page["contents"]:
            found += faults(record, kind, seen)
            one = f"{address.partition('?')[0]}/{record['id']}"
            found += faults(json.loads(get(one).content), kind, seen)
    assert found == []
    assert seen == set(REQUIRED), "the town shows every kind of record"


def test_every_record_is_valid_by_the_published_schemas(get: Get, town: Told):
    folder = os.environ.get("HSDS_SCHEMAS")
    if not folder:
        pytest.skip("HSDS_SCHEMAS names no folder with the schemas of HSDS 3.1 (docs/api.md says where they are from)")

    def read(uri: str) -> Resource[Any]:
        contents = json.loads((Path(folder) / uri.rpartition("/")[2]).read_text())
        return Resource.from_contents(contents, default_specification=DRAFT202012)

    for address, kind in ADDRESSES.items():
        schema = read(f"hsds:/{kind}.json").contents
        validator = Draft202012Validator(
            {"$id": f"hsds:/{kind}.json", **schema}, registry=Registry(retrieve=read), format_checker=FormatChecker()
        )
        for record in json.loads(get(address).content)["contents"]:
            validator.validate(record)
