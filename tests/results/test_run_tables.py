"""The workbook of a run holds every table of it, in English and Chinese, and the same bytes each time."""

import csv
import re

import numpy as np
import pytest
from made_run import make_run, replace
from python_calamine import CalamineWorkbook

from sim.results import workbook
from sim.results.readme import FILES, UNITS_ZH
from sim.results.recovery import EVENT_COLUMNS
from sim.results.tables import MORE_UNITS_ZH, SHEETS_ZH, VEHICLES
from sim.results.writer import write_run

CHINESE = re.compile("[\u4e00-\u9fff]")


def eventful():
    """A run with one of everything that only some runs have."""
    one = {name: {column: 1.0 for column in VEHICLES[name] if column != "name"} for name in ("yards", "lanes", "roads", "fleets")}
    return make_run(
        yards={"yard": one["yards"], "bare": dict.fromkeys(list(one["yards"])[:5], 2)},
        lanes={"lane": one["lanes"] | {"mode": "road", "filled_share": float("nan")}},
        roads={"road": one["roads"]},
        fleets={"=vans": one["fleets"]},
        events={name: np.array(["cut"] if name in ("name", "kind") else [7200.0]) for name in EVENT_COLUMNS},
        undisturbed={"dispatched": 5, "late": 1, "held": 0},
    )


def read(path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def same(shown: object, kept: str) -> bool:
    """Is a cell of Excel what the CSV has?"""
    return float(kept) == pytest.approx(shown, rel=1e-14) if isinstance(shown, float) else str(shown) == kept


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_table_is_a_sheet_with_the_rows_of_its_file(tmp_path, lang):
    write_run(eventful(), tmp_path, lang=lang)
    sheets = read(tmp_path / "tables.xlsx")
    files = sorted(tmp_path.glob("*.csv"))
    assert {file.name for file in files} == {name for name in FILES if name.endswith(".csv")}
    for file in files:
        rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
        sheet = sheets[SHEETS_ZH[file.stem] if lang == "zh" else file.stem]
        assert [head.split(" [")[0] for head in sheet[0]] == [head.split(" [")[0] for head in rows[0]] and len(sheet) == len(rows)
        assert all(same(*pair) for line, kept in zip(sheet[1:], rows[1:], strict=True) for pair in zip(line, kept, strict=True))


def test_headers_have_the_units_of_the_readme_in_the_language(tmp_path):
    run = eventful()
    for lang in ("en", "zh"):
        (tmp_path / lang).mkdir()
        write_run(run, tmp_path / lang, lang=lang)
    en, zh = (read(tmp_path / lang / "tables.xlsx") for lang in ("en", "zh"))
    assert [SHEETS_ZH[name] for name in en] == list(zh)
    assert "busy_s [machine s]" in en["elements"][0] and "busy_s [机·秒]" in zh["设备"][0]
    assert {"dispatched [parcels]", "yard_in_use [1]", "at_work unloaders [persons]"} <= set(en["day"][0]) and "present unloaders [人]" in zh["全天过程"][0]
    assert en["yards"][0][1] == "vehicles [vehicles]" and en["yards"][2][-1] == "" and en["fleets"][1][0] == "=vans" and en["lanes"][1][1] == "road"
    assert [row[2] for row in zh["列说明"][1:]] == [(UNITS_ZH | MORE_UNITS_ZH)[row[2]] for row in en["columns"][1:]]
    assert all(CHINESE.search(row[3]) for row in [*zh["列说明"][1:], *zh["摘要"][1:]]) and not any(CHINESE.search(row[3]) for row in en["columns"])
    for name, (_, columns) in FILES.items():
        if name.endswith(".csv"):
            assert [row[1] for row in en["columns"] if row[0] == name.removesuffix(".csv")] == list(columns)
    told = {(row[0], row[1]) for row in en["columns"]}
    assert all((name, head.split(" [")[0]) in told for name in (*VEHICLES, "events") for head in en[name][0])


def test_the_summary_sheet_has_the_figures_of_the_run_as_numbers(tmp_path):
    run = eventful()
    write_run(run, tmp_path)
    figures = {row[0]: (row[1], row[2]) for row in read(tmp_path / "tables.xlsx")["summary"][1:]}
    assert figures["parcels.dispatched"] == (117_000, "parcels") and figures["dwell_s.p95"] == (5_600, "s") and figures["undisturbed.dispatched"][0] == 5
    assert figures["rejected_by_reason.no_read"][0] == 500 and figures["digest"] == (run.digest, "") and figures["bottleneck.binds"][0] in (True, False)
    assert figures["on_time_share"][0] == pytest.approx(run.on_time_share) and figures["title"][0] == run.title


def test_a_run_without_parcels_has_empty_cells(tmp_path):
    """Nothing dispatched, no classes, no yards: no sheet for what is not there, no figure for what is not defined."""
    run = make_run(classes={}, yards={}, promised=0, dwell_s=dict.fromkeys(("mean", "p50", "p95", "p99"), float("nan")))
    write_run(run, tmp_path)
    sheets = read(tmp_path / "tables.xlsx")
    assert not {"classes", "yards", "lanes", "events"} & set(sheets)
    assert {row[0]: row[1] for row in sheets["summary"]}["dwell_s.mean"] == "" == {row[0]: row[1] for row in sheets["summary"]}["on_time_share"]


def test_what_the_computer_took_is_not_in_the_bytes(tmp_path):
    for name, changes in (("a", {}), ("b", {"wall_s": {"setup": 9.0, "simulate": 9.0, "total": 18.0}, "peak_memory_mb": 1.0})):
        (tmp_path / name).mkdir()
        write_run(replace(make_run(), **changes), tmp_path / name)
    assert (tmp_path / "a" / "tables.xlsx").read_bytes() == (tmp_path / "b" / "tables.xlsx").read_bytes()


def test_a_table_too_long_for_excel_is_left_out_and_said_so(tmp_path, monkeypatch):
    """Nobody loses a run of hours to the limits of a sheet."""
    monkeypatch.setattr(workbook, "SHEET_ROWS", 120)
    write_run(make_run(), tmp_path)
    sheets = read(tmp_path / "tables.xlsx")
    assert "day" not in sheets and ["day", "", "", "too many rows for Excel: see day.csv"] in sheets["columns"] and "elements" in sheets
