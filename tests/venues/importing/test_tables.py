import gzip
from datetime import date
from datetime import time as clock
from pathlib import Path

import pytest

from tests.venues.importing.sources import write
from venues.importing.base import FileRefused, RowRefused
from venues.importing.reading.row import Row
from venues.importing.reading.table import MAX_FIELD, read_table


def row(**cells: str) -> Row:
    return Row(7, cells)


def cells(path: Path, *columns: str) -> list[dict[str, str]]:
    return [dict(each.cells) for each in read_table(path, columns)]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_separator_is_found_in_the_header(tmp_path: Path, delimiter: str):
    path = write(tmp_path / "a.csv", delimiter.join(["code", "naam"]), delimiter.join(["1", "Café"]))

    assert cells(path, "code", "naam") == [{"code": "1", "naam": "Café"}]


def test_a_table_saved_by_dutch_excel_is_read_with_its_accents(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_bytes("code;naam\r\n1;Café ’t Hoekje\r\n".encode("cp1252"))

    assert cells(path, "naam")[0]["naam"] == "Café ’t Hoekje"


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_bytes("\ufeffcode;naam\n1;Bieb\n".encode())

    assert cells(path, "code") == [{"code": "1", "naam": "Bieb"}]


def test_a_gzipped_table_is_read_whatever_its_name(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_bytes(gzip.compress(b"code;naam\n1;Bieb\n"))

    assert cells(path, "code") == [{"code": "1", "naam": "Bieb"}]


def test_a_text_over_two_lines_is_one_cell_and_empty_lines_are_no_rows(tmp_path: Path):
    path = write(tmp_path / "a.csv", "code;naam", '1;"Huis', 'van de wijk"', "", ";", "2;Bieb")

    assert [(each.line, each.text("naam")) for each in read_table(path, ["code"])] == [
        (3, "Huis\nvan de wijk"),
        (6, "Bieb"),
    ]


def test_a_missing_column_is_named_with_those_that_are_there(tmp_path: Path):
    path = write(tmp_path / "a.csv", "code;naam", "1;Bieb")

    with pytest.raises(FileRefused, match=r"line 1: a\.csv has no column “residents”\. It has: code, naam\. Correct"):
        cells(path, "code", "residents")


def test_a_column_that_stands_twice_is_refused_where_it_is_needed(tmp_path: Path):
    path = write(tmp_path / "a.csv", "code;naam;code", "1;Bieb;2")

    with pytest.raises(FileRefused, match="column “code” twice"):
        cells(path, "code")
    assert cells(path, "naam")


def test_a_row_that_was_cut_off_is_refused_with_its_line(tmp_path: Path):
    path = write(tmp_path / "a.csv", "code;naam;plaats", "1;Bieb;Zuid", "2;Bu")

    with pytest.raises(FileRefused, match="line 3 has 2 cells where the header has 3"):
        cells(path, "code")


def test_a_gzip_file_that_was_cut_off_is_refused(tmp_path: Path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"code;naam\n" + b"1;Bieb\n" * 1000)[:-20])

    with pytest.raises(FileRefused, match=r"no complete gzip file. Fetch it again"):
        cells(path, "code")


def test_a_spreadsheet_is_refused_with_what_to_do(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"PK\x03\x04\x14\x00")

    with pytest.raises(FileRefused, match=r"is a spreadsheet or zip file, not a CSV file.*save it as CSV"):
        cells(path, "code")


@pytest.mark.parametrize(
    "content", [b"", b"one word\n", b"\x00\x01\x02;", b'"' + b"x;" * 10, b"a" * (MAX_FIELD + 1) + b";b\n"]
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "a.csv"
    path.write_bytes(content)

    with pytest.raises(FileRefused, match=r"is not a table|has no column|cannot be read as a table"):
        cells(path, "code")


def test_a_cell_without_end_is_refused_with_its_line(tmp_path: Path):
    path = write(tmp_path / "a.csv", "code;naam", "1;" + "x" * (MAX_FIELD + 1))

    with pytest.raises(FileRefused, match="line 2 cannot be read as a table"):
        cells(path, "code")


@pytest.mark.timeout(60)
@pytest.mark.parametrize("filling", [b"\0", b"rubbish without end "])
def test_200_mb_of_rubbish_is_refused_unread(tmp_path: Path, filling: bytes):
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.write(b"rubbish, more rubbish" + filling * (2**20 // len(filling)))
        if filling == b"\0":
            file.truncate(200 * 2**20)
        else:
            file.writelines([filling * 2**16] * 160)

    with pytest.raises(FileRefused, match="is not a table"):
        cells(path, "code")


def test_a_small_archive_of_a_huge_table_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("venues.importing.reading.table.MAX_BYTES", 2**20)
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"code;naam\n" + b"1;Bieb\n" * 200_000))

    with pytest.raises(FileRefused, match="is larger than 1 MB"):
        cells(path, "code")


@pytest.mark.parametrize(("text", "value"), [("12,5", 12.5), (" 12.5 ", 12.5), ("-3", -3.0), ("1e3", 1000.0)])
def test_a_number_is_read_with_a_comma_or_a_point(text: str, value: float):
    assert row(n=text).number("n") == value


@pytest.mark.parametrize("text", ["", ".", "-", "x"])
def test_a_suppressed_figure_is_unknown_and_not_zero(text: str):
    assert row(n=text).number("n") is None
    assert row(n=text).whole("n") is None


@pytest.mark.parametrize("text", ["12a", "1.234,5", "1_000", "inf", "nan", "1e999", "twaalf", "१२"])
def test_letters_in_a_number_are_refused_with_line_column_and_value(text: str):
    with pytest.raises(RowRefused, match=f"line 7, column “n”, value “{text}”: this is not a number. Write"):
        row(n=text).number("n")


def test_a_whole_number_is_exact_however_long():
    assert row(n="9007199254740993").whole("n") == 9007199254740993
    assert row(n="12,0").required_whole("n") == 12
    with pytest.raises(RowRefused, match="value “12,5”: this is not a whole number"):
        row(n="12,5").whole("n")


@pytest.mark.parametrize("text", ["2026-05-01", "1-5-2026", "01/05/2026", "2026-5-1"])
def test_a_date_is_read_as_people_write_it(text: str):
    assert row(d=text).day("d") == date(2026, 5, 1)


@pytest.mark.parametrize("text", ["2026-13-01", "1-5-26", "mei 2026", "2026", "2026-05-01-02", "2026-05-01T00:00"])
def test_what_is_no_date_is_refused(text: str):
    with pytest.raises(RowRefused, match=r"this is not a date. Write it as 2026-05-01 or 1-5-2026"):
        row(d=text).day("d")


@pytest.mark.parametrize(
    ("text", "value"), [("09:30", clock(9, 30)), ("9.30", clock(9, 30)), ("24:00", clock(0)), ("17:00:00", clock(17))]
)
def test_a_time_is_read_and_24_00_is_midnight(text: str, value: clock):
    assert row(t=text).clock("t") == value


@pytest.mark.parametrize("text", ["25:00", "9", "24:30", "half tien", "12:60"])
def test_what_is_no_time_is_refused(text: str):
    with pytest.raises(RowRefused, match=r"this is not a time. Write it as 09:30"):
        row(t=text).clock("t")


def test_yes_and_no_are_read_in_both_languages_and_else_the_words_are_named():
    assert [row(b=text).yes_or_no("b") for text in ["ja", "No", "", "YES"]] == [True, False, None, True]
    with pytest.raises(RowRefused, match="Write one of: yes, no, ja, nee"):
        row(b="misschien").yes_or_no("b")


def test_what_is_not_filled_in_is_unknown_but_refused_where_it_is_needed():
    empty = row(a="")

    assert (empty.text("a"), empty.text("absent")) == ("", "")
    assert (empty.day("a"), empty.clock("a"), empty.number("a")) == (None, None, None)
    for read in (empty.required, empty.required_number, empty.required_whole):
        with pytest.raises(RowRefused, match=r"line 7, column “a”: this cell is empty. Fill it in"):
            read("a")
