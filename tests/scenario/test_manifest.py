"""An operator's list: formats, headings, and files that are damaged or hostile."""

import datetime
import zipfile

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario import ScenarioError, read, read_manifest

ROWS = "vehicle,arrival,destination,class,parcels\nA,19:30,d1,small,10\nB,18:10,d2,,\nA,,d2,small,5\n"
NAMES = {"destinations": ["d1", "d2"], "classes": ["small"], "start": "18:00"}


def check(manifest):
    assert manifest.names == ("B", "A")
    np.testing.assert_array_equal(manifest.arrival, [600, 5400])
    np.testing.assert_array_equal(manifest.offsets, [0, 1, 3])
    np.testing.assert_array_equal(manifest.destination, [1, 0, 1])
    np.testing.assert_array_equal(manifest.parcel_class, [-1, 0, 0])
    np.testing.assert_array_equal(manifest.parcels, [1, 10, 5])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("headings", ["vehicle,arrival,destination,class,parcels", "车牌号,到达时间,目的地,类别,件数"])
def test_csv(tmp_path, encoding, delimiter, headings):
    path = tmp_path / "list.csv"
    path.write_bytes(ROWS.replace("vehicle,arrival,destination,class,parcels", headings).replace(",", delimiter).encode(encoding))
    check(read_manifest(path, **NAMES))


def test_xlsx(tmp_path):
    path = tmp_path / "list.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    clock = book.add_format({"num_format": "hh:mm"})
    sheet.write_row(0, 0, ["车辆", "到达时间", "目的地", "类别", "件数"])
    for number, (vehicle, arrival, destination, kind, parcels) in enumerate(
        [("A", 19.5 / 24, "d1", "small", 10), ("B", "18:10", "d2", None, None), ("A", None, "d2", "small", 5)], 1
    ):
        sheet.write_row(number, 0, [vehicle, None, destination, kind, parcels])
        if isinstance(arrival, float):
            sheet.write_number(number, 1, arrival, clock)
        elif arrival:
            sheet.write_string(number, 1, arrival)
    book.close()
    check(read_manifest(path, **NAMES))


def test_parquet(tmp_path):
    path = tmp_path / "list.parquet"
    day = datetime.datetime(2026, 1, 2, 18)
    table = {"vehicle": ["A", "B", "A"], "arrival": [day + datetime.timedelta(minutes=90), day + datetime.timedelta(minutes=10), None]}
    pq.write_table(pa.table({**table, "destination": ["d1", "d2", "d2"], "class": ["small", None, "small"], "parcels": [10, None, 5]}), path)
    check(read_manifest(path, **NAMES))
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(ScenarioError, match="not a Parquet file, or it is cut short"):
        read_manifest(path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("d1", "d3", r"list.csv:2:3: row 2, column destination: unknown destination 'd3'; there is: d1, d2"),
        ("small,10", "smal,10", r"list.csv:2:4: row 2, column class: unknown class 'smal'; did you mean 'small'\?"),
        (",10", ",-1", r"list.csv:2:5: row 2, column parcels: '-1' is not a number of parcels"),
        (",10", ",nan", "'nan' is not a number of parcels"),
        (",10", ",1.5", "'1.5' is not a number of parcels"),
        (",10", ",1_000", "'1_000' is not a number of parcels"),
        (",10", ",\u0661\u0660", "is not a number of parcels"),
        ("19:30", "1_000", "'1_000' is not a time"),
        ("19:30", "\u0661\u0669:30", "is not a time"),
        ("19:30", "2026-02-30 19:30", "'2026-02-30 19:30' is not a time"),
        (",10", ",1e30", "'1e30' is not a number of parcels"),
        ("19:30", "25:30", r"list.csv:2:2: row 2, column arrival: '25:30' is not a time"),
        ("19:30", "", "row 2, column arrival: nothing is not a time"),
        ("19:30", "0001-01-01 00:00", "'0001-01-01 00:00' is not a time"),
        ("19:30", "-5", "'-5' is not a time"),
        ("19:30", "2026-01-02 19:30", "a time without a date, while other rows have dates"),
        ("A,,", "A,20:00,", "vehicle 'A' arrives at another time than in row 2"),
        ("vehicle,", "vehicel,", "unknown column 'vehicel'; did you mean 'vehicle'"),
        ("vehicle,", "class,", r"the columns 1 'class' and 4 'class' are both the class; the column 'class' may be there only once"),
        ("arrival", "", "the column 'arrival' is missing"),
        ("B,18", "B\0,18", "a NUL byte|not CSV"),
        (",10", ",1,000", r"list.csv:2:6: row 2 has 6 cells, the headings are 5; write numbers without a comma"),
        ("A,,", '"A,,', "this is not CSV"),
    ],
)
def test_faults_name_row_and_column(tmp_path, old, new, said):
    path = tmp_path / "list.csv"
    path.write_text(ROWS.replace(old, new, 1))
    with pytest.raises(ScenarioError, match=said):
        read_manifest(path, **NAMES)


@pytest.mark.parametrize(
    "headings",
    [
        "车次,实际到达时间,流向,件型,票数",
        "Trip No,Arrival time,Dest,Category,Pcs",
        "车牌 号,到车时间 (时:分),去向,货物类别,总件数(件)",
        "PLATE_NO,ATA,direction,parcel-type,Quantity",
    ],
)
def test_headings_of_operators(tmp_path, headings):
    path = tmp_path / "list.csv"
    path.write_text(ROWS.replace("vehicle,arrival,destination,class,parcels", headings), encoding="utf-8")
    check(read_manifest(path, **NAMES))


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (
            "车牌号,时间,目的地,类别,件数",
            r"list.csv:1:2: the column '时间' is ambiguous; call it arrival or 到达时间, or planned or 计划到达时间, or take it out",
        ),
        ("车牌号,到达时间,目的地,类别,数量", r"list.csv:1:5: the column '数量' is ambiguous; call it parcels or 件数, or vehicle or 车辆"),
        ("车牌号,到达时间,车次,类别,件数", r"list.csv:1:3: the columns 1 '车牌号' and 3 '车次' are both the vehicle; .*the one that names a single trip"),
        ("车牌号,到达时间,目的地点,类别,件数", r"list.csv:1:3: unknown column '目的地点'; did you mean '目的地'"),
        ("车牌号,计划到达时间,目的地,类别,件数", r"list.csv:1:1: the column 'arrival' is missing; .*到达时间.*here it is '车牌号', '计划到达时间'"),
    ],
)
def test_headings_that_are_not_clear(tmp_path, headings, said):
    path = tmp_path / "list.csv"
    path.write_text(ROWS.replace("vehicle,arrival,destination,class,parcels", headings), encoding="utf-8")
    with pytest.raises(ScenarioError, match=said):
        read_manifest(path, **NAMES)


def test_dates_in_a_column_of_their_own_and_columns_passed_over(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("序号,日期,到达时间,车牌号,司机,件数\n1,2026年5月4日,23:50,A,王,7\n2,2026-05-05,00:10,B,李,8\n3,2026/5/5,20:00,A,王,9\n", encoding="utf-8")
    manifest = read_manifest(path, "18:00")
    assert manifest.names == ("A", "B", "A")  # the same lorry, on another evening
    assert manifest.arrival.tolist() == [21_000, 22_200, 93_600]
    assert manifest.parcels.tolist() == [7, 8, 9]
    path.write_text("日期,到达时间\n5月4日,23:50\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"list.csv:2:1: row 2, column date: '5月4日' is not a date; write YYYY-MM-DD"):
        read_manifest(path)


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx", "list.parquet", "list.doc"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(raw=st.binary(max_size=200))
def test_any_bytes_give_a_scenario_error(tmp_path, name, raw):
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(ScenarioError):
        read_manifest(path)


def test_a_zip_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.scenario.tables.MAX_UNPACKED", 5_000_000)
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(20_000_000))
    with pytest.raises(ScenarioError, match="unpacked, the workbook is larger than"):
        read_manifest(path)


def test_too_many_rows(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.scenario.tables.MAX_ROWS", 2)
    path = tmp_path / "list.csv"
    path.write_text(ROWS)
    with pytest.raises(ScenarioError, match="more than 2 rows"):
        read_manifest(path, **NAMES)


def test_formulas_are_their_last_value(tmp_path):
    path = tmp_path / "list.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["arrival", "parcels"])
    sheet.write_number(1, 0, 60)
    sheet.write_formula(1, 1, "=3+4", None, 7)
    book.close()
    assert read_manifest(path).parcels.tolist() == [7]


def test_a_scenario_with_a_manifest(desk):
    text = desk.elements(
        """
        come: {kind: source, manifest: list.csv, to: door}
        door: {kind: door, changeover: {law: deterministic, value_s: 9}, rate_per_h: [900], to: out}
        out: {kind: sink}
        """,
        "start: '18:00'\nclasses: {small: {share: 1}}\ndestinations: {d1: 0.5, d2: 0.5}\n",
    )
    assert "hub.yaml:7:34: the manifest" in desk.faults(text)
    assert "hub.yaml:7:34: the manifest '/dev/zero' is not a file" in desk.faults(text.replace("list.csv", "/dev/zero"))
    assert "is a folder, not a file" in desk.faults(text.replace("list.csv", "."))
    assert "'manifest' must have at least 1 letter" in desk.faults(text.replace("list.csv", '""'))
    desk.write(ROWS, "list.csv")
    check(desk.hub(text).manifests[0])
    assert desk.hub(text, 3).manifests[0].parcels.sum() == 48
    assert "a manifest is the list of one source, but there are 2 copies" in desk.faults(text.replace("kind: source", "kind: source, count: 2"))
    with pytest.raises(ScenarioError, match="outside the folder"):
        read(desk.write(text.replace("list.csv", "../list.csv")), root=desk.folder)


def test_dates_that_are_numbers_are_refused(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("arrival\n46352.8125\n46352.9\n")
    with pytest.raises(ScenarioError, match=r"46352.8 looks like a date of a spreadsheet; format the column as date and time"):
        read_manifest(path)
    path.write_text("arrival\n0.7569\n0.8\n")
    with pytest.raises(ScenarioError, match=r"0.7569 looks like a time of day of a spreadsheet; format the column as time"):
        read_manifest(path)


def test_a_cell_far_away_is_refused(tmp_path):
    path = tmp_path / "list.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["arrival", "parcels"])
    sheet.write_number(1_048_575, 16_383, 1)
    book.close()
    with pytest.raises(ScenarioError, match="the sheet spans 1,048,576 rows and 16,384 columns"):
        read_manifest(path)


def test_a_time_no_calendar_has(tmp_path):
    path = tmp_path / "list.parquet"
    pq.write_table(pa.table({"arrival": pa.array([2**62], pa.timestamp("us"))}), path)
    with pytest.raises(ScenarioError, match="outside the years 1 to 9999"):
        read_manifest(path)


def test_vehicles_after_the_horizon_are_a_warning(desk):
    text = desk.elements(
        """
        come: {kind: source, manifest: list.csv, to: door}
        door: {kind: door, changeover: {law: deterministic, value_s: 9}, rate_per_h: [900], to: out}
        out: {kind: sink}
        """,
        "start: '18:00'\n",
    )
    desk.write("arrival\n60\n1e8\n", "list.csv")
    assert [str(problem) for problem in desk.hub(text).warnings if "1 of the 2 vehicles of the manifest arrive after" in str(problem)]


@pytest.mark.parametrize(("row", "column"), [(0, 0), (2, 0), (4, 1), (0, 3)])
def test_places_are_those_of_the_sheet(tmp_path, row, column):
    path = tmp_path / "list.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(row, column, ["arrival", "parcels"])
    sheet.write_row(row + 1, column, [60, 1.5])
    book.close()
    with pytest.raises(ScenarioError) as caught:
        read_manifest(path)
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [(row + 2, column + 2)]


@pytest.mark.parametrize(("old", "said"), [("ZZZZZZ9999999999", "which no sheet has"), ("A9999999999", "row 9999999999, which no sheet has")])
def test_a_cell_that_no_sheet_has(tmp_path, capfd, old, said):
    path = tmp_path / "list.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["arrival", "parcels"])
    sheet.write_row(1, 0, [60, 1])
    book.close()
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).replace(b'r="B2"', f'r="{old}"'.encode()) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    with pytest.raises(ScenarioError, match=said):
        read_manifest(path)
    assert capfd.readouterr().err == ""
