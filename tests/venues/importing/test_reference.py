"""Published metres are read as offices write them, and a wrong table says where."""

import math

import pytest

from venues.importing.base import FileRefused, RowRefused
from venues.importing.reference import read_reference


def read(tmp_path, text: str, unit_m: float = 1000.0, encoding: str = "utf-8") -> dict[str, float]:
    (tmp_path / "near.csv").write_text(text, encoding=encoding)
    return read_reference(tmp_path / "near.csv", "code", "km", unit_m)


def test_quoted_padded_cells_with_a_byte_order_mark_are_read(tmp_path):
    text = '"ID";"code";"km"\r\n"1";"GM9990    ";"     0.6"\r\n"2";"BU99900001";"1,3  "\r\n'
    assert read(tmp_path, text, encoding="utf-8-sig") == {"GM9990": 600, "BU99900001": 1300}


@pytest.mark.parametrize("withheld", [".", "       .", "", "-", "x", "-99997"])
def test_what_is_withheld_is_unknown_not_zero(tmp_path, withheld):
    found = read(tmp_path, f"code;km\nBU99900000;{withheld}\nBU99900001;0\n")
    assert math.isnan(found["BU99900000"])
    assert found["BU99900001"] == 0


def test_the_unit_is_what_the_manifest_says(tmp_path):
    assert read(tmp_path, "code;km\nBU99900000;750\n", unit_m=1.0) == {"BU99900000": 750}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("BU99900000;ver", "line 2, column “km”, value “ver”: this is not a number"),
        ("BU99900000;-2", "line 2, column “km”, value “-2”: this number is negative"),
        (";1.0", "line 2, column “code”: this cell is empty"),
        ("BU1;1.0\nBU1 ;1.1", "line 3, column “code”, value “BU1”: this stands in the file twice"),
    ],
)
def test_a_wrong_row_says_where_and_what(tmp_path, row, message):
    with pytest.raises(RowRefused, match=message):
        read(tmp_path, f"code;km\n{row}\n")


def test_a_missing_column_is_named(tmp_path):
    with pytest.raises(FileRefused, match="has no column “km”"):
        read(tmp_path, "code;metres\nBU99900000;1\n")
