"""A client with nothing but Python's own library."""

import json
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import pytest

from tests.clients.town.conftest import CLIENTS

pytestmark = CLIENTS


def test_a_script_pages_through_coverage_and_re_adds_an_area_by_hand(site: str) -> None:
    rows, address = [], f"{site}/api/v1/coverage?area=GM9999&pageSize=100"
    while address:
        with urlopen(Request(address, headers={"Accept": "application/json"}), timeout=30) as response:  # noqa: S310
            page = json.load(response)
        rows += page["items"]
        address = urljoin(address, page["next"]) if page["next"] else None
    assert len(rows) == 56 * 6

    area = next(row for row in rows if row["status"] == "ok")
    path = f"/api/v1/coverage/{area['areaCode']}/{area['groupCode']}/contributions"
    with urlopen(site + path, timeout=30) as response:  # noqa: S310
        parts = json.load(response)["items"]
        tag = response.headers["ETag"]
    assert sum(part["coverage"] for part in parts) == pytest.approx(area["coverage"], abs=1e-6)

    with pytest.raises(HTTPError) as unchanged:
        urlopen(Request(site + path, headers={"If-None-Match": tag}), timeout=30)  # noqa: S310
    assert unchanged.value.code == 304
    unchanged.value.close()
