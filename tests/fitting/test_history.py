"""The history itself: formats, names, and every fault with its file and row."""

import datetime
import os

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_history import HEAD, as_text, rows

from sim.fitting import fit, fragment, read_history
from sim.scenario import ScenarioError, read

ROWS = rows(days=2)


def same(history):
    """Whether a history holds the made-up rows."""
    trips = {row[0]: row for row in ROWS}
    assert len(history.arrival) == len(trips) and history.first_day == datetime.date(2026, 5, 4)
    assert history.load.sum() == sum(row[6] for row in ROWS) and history.lots.shape == (4, len(ROWS))
    midnight = datetime.datetime(2026, 5, 4)
    come = sorted((row[3] - midnight).total_seconds() for row in trips.values())
    np.testing.assert_array_equal(history.arrival, come)
    assert np.all(history.arrival >= history.planned)
    assert set(history.names["sender"]) == {row[1] for row in ROWS} and set(history.names["class"]) == {row[5] for row in ROWS}
    by_class = {name: history.lots[3][history.lots[2] == place].sum() for place, name in enumerate(history.names["class"])}
    assert by_class == {name: sum(row[6] for row in ROWS if row[5] == name) for name in by_class}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv(tmp_path, encoding):
    path = tmp_path / "list.csv"
    path.write_text("\n".join(",".join(line) for line in [HEAD, *map(as_text, ROWS)]), encoding=encoding)
    same(read_history(path))


def test_xlsx(tmp_path):
    path = tmp_path / "list.xlsx"
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet()
    for number, row in enumerate([HEAD, *ROWS]):
        sheet.write_row(number, 0, row)
    book.close()
    same(read_history(path))


def test_parquet(tmp_path):
    path = tmp_path / "list.parquet"
    pq.write_table(pa.table({heading: [row[column] for row in ROWS] for column, heading in enumerate(HEAD)}), path)
    same(read_history(path))


LINES = [
    "车牌号,计划到达时间,到达时间,件数,类别",
    *(f"A{n},2026-05-04 18:{n:02d},2026-05-04 19:{n:02d},{100 + n},small" for n in range(12)),
]


def faults(tmp_path, lines, name="list.csv"):
    path = tmp_path / name
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_history(path, name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",103,", ",-103,", "list.csv:5:4: row 5, column parcels: '-103' is not a number of parcels; give a whole number, 0 or more"),
        (",103,", ",many,", "list.csv:5:4: row 5, column parcels: 'many' is not a number of parcels"),
        ("2026-05-04 19:03", "19:03", "list.csv:5:3: row 5, column arrival: a time without a date, but row 2 has a date and time as arrival; write all alike"),
        ("2026-05-04 18:03", "1830", "list.csv:5:2: row 5, column planned: a number, but row 2 has a date and time as arrival"),
        ("2026-05-04 19:03", "04/05/2026 19:03", "list.csv:5:3: row 5, column arrival: '04/05/2026 19:03' is not a time; write"),
        ("2026-05-04 19:03", "2026-05-06 19:03", "list.csv:5:3: row 5, column arrival: 49.0 h after it was planned; look at the dates"),
        ("2026-05-04 18:03,2026-05-04 19:03", ",2062-05-04 19:03", "row 5, column arrival: no vehicle in the 13149 days before; is the date right?"),
        ("2026-05-04 18:03,2026-05-04 19:03", ",", "row 5, column arrival: nothing is not a time"),
        ("A3", "A2", "list.csv:5:3: row 5, column arrival: vehicle 'A2' arrives at another time than in row 4; one vehicle is one load"),
        ("件数,", "數目,", "list.csv:1:4: unknown column '數目'"),
        (",到达时间", ",司机", "list.csv:1:1: the column 'arrival' is missing"),
        ("类别", "数量", "list.csv:1:5: the column '数量' is ambiguous"),
    ],
)
def test_faults_name_file_row_and_column(tmp_path, old, new, said):
    assert said in faults(tmp_path, "\n".join(LINES).replace(old, new, 1).split("\n"))


def test_faults_of_the_whole_table(tmp_path):
    assert "list.csv:1:1: the history has no rows" in faults(tmp_path, LINES[:1])
    assert "list.csv:1:1: the history has no rows" in faults(tmp_path, [])
    assert "the column 'parcels' is missing, and no vehicle has more than one row" in faults(tmp_path, ["arrival", "18:00", "19:00"])
    days = ["arrival,件数", *(f"2026-05-{n:02d} 00:00,7" for n in range(1, 20))]
    assert "list.csv:2:1: row 2, column arrival: all 19 vehicles arrive at 00:00; does the column hold dates only?" in faults(tmp_path, days)
    nights = ["arrival,parcels", *(f"{clock},7" for clock in ("22:00", "23:00", "01:00", "22:30", "00:30"))]
    assert "list.csv:6:1: row 6, column arrival: the times go back for the second time, and have no date" in faults(tmp_path, nights)
    assert "no vehicle brings a parcel" in faults(tmp_path, ["arrival,parcels", "18:00,0", "19:00,"])
    assert "101 different names, more than 100; is it the right column?" in faults(
        tmp_path, ["arrival,parcels,class", *(f"18:{n // 60:02d}:{n % 60:02d},5,c{n}" for n in range(101))]
    )


def test_what_is_no_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(ScenarioError, match=r"pipe.csv:1:1: the history is not a file"):
        read_history(tmp_path / "pipe.csv")


ROW = st.tuples(
    st.sampled_from([*[""] * 20, "A"]),
    st.sampled_from(["", "2026-05-04 17:50", "2026-05-05 19:10"]),
    st.sampled_from(["2026-05-04 18:00", "2026-05-04 23:59", "2026-05-05 00:10", "2026-05-05 18:05:30", "2026-05-20 03:00"] * 12 + ["18:00"]),
    st.sampled_from(["0", "7", "8", "900000"] * 15 + ["-1"]),
    st.sampled_from(["", "小", "a.b [c]", "true", "#x: 'y"]),
    st.sampled_from(["", "doors", "out", "others", "1.0"]),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(table=st.lists(ROW, max_size=30))
def test_any_table_is_fitted_to_what_runs_or_refused_in_plain_words(tmp_path, table):
    path = tmp_path / "list.csv"
    path.write_text("\n".join(["vehicle,planned,arrival,parcels,class,sender", *map(",".join, table)]), encoding="utf-8")
    try:
        history = read_history(path)
    except ScenarioError as fault:
        assert "list.csv:" in str(fault)
        return
    fitted = tmp_path / "fitted.yaml"
    fitted.write_text(fragment(fit(history), "list.csv"), encoding="utf-8")
    assert read(fitted).elements


def test_a_huge_table_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.scenario.tables.MAX_ROWS", 5)
    assert "more than 5 rows" in faults(tmp_path, LINES)


def test_a_night_without_dates_and_rows_that_are_parcels(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("trip,arrival,planned,class\nA,23:50,23:40,small\nA,,,large\nB,00:10,23:55,small\nA,23:50,,small\n")
    history = read_history(path)
    assert history.first_day is None and history.load.tolist() == [1, 3]
    np.testing.assert_array_equal(history.arrival - history.planned, [900, 600])


def test_a_lorry_that_comes_again_and_names_no_scenario_takes(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("日期,车牌号,到达时间,件数,目的地\n2026-05-04,A,18:00,5,华东 1.2\n2026-05-05,A,18:10,6,华东 1.2\n", encoding="utf-8")
    history = read_history(path)
    assert history.arrival.tolist() == [64_800, 151_800] and history.load.tolist() == [5, 6]
    assert history.names["destination"] == ("华东_1_2",) and history.renamed == 1
