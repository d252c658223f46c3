"""pandas works a coverage out anew from the tables that the API gives."""

import pandas
import pytest

from tests.clients.town.conftest import CLIENTS

pytestmark = CLIENTS


def test_journey_18_pandas_recomputes_the_coverage_of_one_area_to_six_digits(site: str) -> None:
    table = pandas.read_csv(f"{site}/api/v1/coverage?area=GM9999&format=csv")
    assert len(table) == 56 * 6
    area = table.query("status == 'ok' and coverage > 0").sort_values("persons").iloc[-1]
    address = f"{site}/api/v1/coverage/{area.areaCode}/{area.groupCode}/contributions?format=csv"
    parts = pandas.read_csv(address)
    assert len(parts) > 1
    assert parts.coverage.sum() == pytest.approx(area.coverage, rel=1e-6)
    assert parts.coverage[parts.known].sum() / parts.coverage.sum() == pytest.approx(area.knownShare, rel=1e-6)
    assert area.coverage * area.needHours / area.persons == pytest.approx(area.hoursPerPerson, rel=1e-6)


def test_journey_18_what_is_withheld_is_empty_in_the_table_never_zero(site: str) -> None:
    table = pandas.read_csv(f"{site}/api/v1/coverage?area=GM9999&format=csv")
    withheld = table.query("status == 'suppressed'")
    assert len(withheld) > 0
    assert withheld[["persons", "needHours", "coverage", "coverageLow", "coverageHigh"]].isna().all(axis=None)
