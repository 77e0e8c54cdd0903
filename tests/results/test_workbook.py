"""What goes into a workbook comes out of it as it was: numbers as numbers, text as text, whatever the text is."""

import math
import zipfile
from xml.etree import ElementTree

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from sim.results import workbook
from sim.results.workbook import CELL, TooLarge, sheet_names, write_workbook

HOSTILE = ["=1+1", "@x", "+1", "-1", "http://x", "mailto:a@b", "007", "1e5", "<r>a & <b></r>", "a\ttab", " blank ", "_x0041_", "城市 [1]", "😀", "'quoted"]


def read(path) -> dict[str, list[list[object]]]:
    """All sheets by name."""
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def column(path, values, unit="") -> list[object]:
    """The values of one column, written and read back."""
    write_workbook(path, {"table": {"value": (unit, values), "n": ("", range(len(values)))}})
    return [row[0] for row in read(path)["table"][1:]]


def test_headers_have_units_and_values_their_kind(tmp_path):
    sheet = {
        "name": ("", ["a", "", None]),
        "wait": ("s", np.array([1.5, np.nan, -2e-9])),
        "parcels": ("parcels", np.array([3, 2**53, -4])),
        "kept": ("", [True, np.bool_(False), None]),
        "seed": ("", [2**60, -(2**63), 1]),
        "far": ("", [1e300, math.inf, 2.0**60]),
    }
    write_workbook(tmp_path / "a.xlsx", {"one": sheet, "none": {}, "empty": {"a": ("s", [])}})
    rows = read(tmp_path / "a.xlsx")
    assert rows["one"] == [
        ["name", "wait [s]", "parcels [parcels]", "kept", "seed", "far"],
        ["a", 1.5, 3, True, str(2**60), 1e300],
        ["", "", 2**53, False, str(-(2**63)), "inf"],
        ["", -2e-9, -4, "", 1, 2.0**60],
    ]
    assert rows["none"] == [] and rows["empty"] == [["a [s]"]]


@pytest.mark.parametrize("words", HOSTILE)
def test_text_stays_text(tmp_path, words):
    assert column(tmp_path / "a.xlsx", [words, "next"]) == [words, "next"]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and "hyperlink" not in sheet


def test_no_text_breaks_the_file(tmp_path):
    """What XML cannot hold is shown as an escape, as everywhere; halves of letters too."""
    every = "".join(map(chr, range(32))) + "\x7f\x9f\ud800\udcff\ufffe\uffff]]>&amp;"
    (shown,) = column(tmp_path / "a.xlsx", [every], every)
    assert shown.startswith("\\x00\\x01") and shown.endswith("]]>&amp;")
    write_workbook(tmp_path / "a.xlsx", {every: {every: (every, [every])}})
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        for name in parts.namelist():
            ElementTree.fromstring(parts.read(name))


@pytest.mark.parametrize(("words", "left"), [("x" * 40_000, "x" * CELL), ("😀" * 20_000, "😀" * (CELL // 2)), ("城" * CELL, "城" * CELL)])
def test_a_long_text_is_cut_where_excel_would_not_take_it(tmp_path, words, left):
    assert column(tmp_path / "a.xlsx", [words]) == [left]


def test_names_of_sheets_are_what_excel_takes(tmp_path):
    wanted = ["a" * 40, "A" * 35, "[1]:*?/\\", "", "history", "'q'", "😀" * 20, "出港班次", "a\nb"]
    names = sheet_names(wanted)
    assert len({name.lower() for name in names}) == len(names)
    assert all(0 < len(name.encode("utf-16-le")) <= 62 and not set(name) & set("[]:*?/\\\n") and name.strip("'") == name for name in names)
    assert names[:2] == ["a" * 31, "A" * 27 + " (2)"] and "history" not in names and names[-2] == "出港班次"
    write_workbook(tmp_path / "a.xlsx", {name: {"n": ("", [n])} for n, name in enumerate(wanted)})
    assert [rows[1][0] for rows in read(tmp_path / "a.xlsx").values()] == list(range(len(wanted)))


def test_what_a_sheet_does_not_take_is_refused_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "SHEET_ROWS", 4)
    monkeypatch.setattr(workbook, "SHEET_COLUMNS", 2)
    write_workbook(tmp_path / "a.xlsx", {"t": {"a": ("", range(3)), "b": ("", range(3))}})
    with pytest.raises(TooLarge, match=r"t: 4 rows and 1 columns.*takes 4 rows with the header"):
        write_workbook(tmp_path / "b.xlsx", {"t": {"a": ("", range(4))}})
    with pytest.raises(TooLarge, match="3 columns"):
        write_workbook(tmp_path / "b.xlsx", {"t": {name: ("", [1]) for name in "abc"}})
    assert not (tmp_path / "b.xlsx").exists()


def test_the_same_tables_give_the_same_bytes(tmp_path, monkeypatch):
    tables = {"t": {"a": ("s", HOSTILE), "b": ("", np.arange(len(HOSTILE)) / 3)}, "u": {"c": ("", ["x"])}}
    write_workbook(tmp_path / "a.xlsx", tables)
    monkeypatch.setattr("time.time", lambda: 2e9)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    write_workbook(tmp_path / "b.xlsx", tables)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        assert {entry.date_time[0] for entry in parts.infolist()} == {1980}
        assert "2000-01-01" in parts.read("docProps/core.xml").decode()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_a_full_disk_is_said_as_such_and_leaves_nothing(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("zipfile.ZipFile.write", full)
    with pytest.raises(OSError, match="No space left"):
        write_workbook(tmp_path / "a.xlsx", {"t": {"a": ("", [1])}})
    assert not list(tmp_path.iterdir())
