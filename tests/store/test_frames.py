"""What a store holds is asked for in SQL, comes as DataFrames, and goes out as files that other programs read as they should."""

import math

import pandas as pd
import pytest
from made import made
from python_calamine import CalamineWorkbook

from sim.results import workbook
from sim.results.folder import Refused
from sim.store import Point, StoreError, frames, open_store, parts
from sim.store.export import header

V = "0.1.0+abc"


@pytest.fixture
def store(tmp_path):
    """Two points of a study, three runs of which one belongs to both points, one failed, one to no study."""
    with open_store(tmp_path / "s", V) as store:
        tables = {"elements": parts.pack({"name": ["=in", "out"], "busy_s": [1.0, 2.0]})}
        store.put_many([made(1, tables=tables), made(2), made(3, state="failed", digest="", figures={}, uses=[], reason="=no"), made(4)])
        store.add_study("night", {})
        points = [Point(0, {"demand": 1, "elements.x.mode": "=a", "seed": 5}, "h0"), Point(1, {"demand": 1.5, "elements.x.mode": None, "seed": 6}, "h1")]
        store.add_points("night", points)
        members = [(0, 7, 1), (0, 7, 2), (1, 7, 2), (1, 7, 3), (1, 7, 9)]
        store.add_members("night", [(point, seed, n, "fast", made(n).identity) for point, seed, n in members])
        yield store


def test_runs_have_parameters_and_figures_as_columns(store):
    runs = store.frame("runs")
    assert runs.study.tolist() == ["", "night", "night", "night", "night"]
    assert runs.replication.tolist() == [4, 1, 2, 2, 3] and runs.demand.tolist()[1:] == [1, 1, 1.5, 1.5]
    assert runs["seed (given)"].tolist()[1:] == [5, 5, 6, 6] and set(runs.seed) == {2**63 - 1}
    assert runs.dispatched.tolist()[:4] == [4, 1, 2, 2] and math.isnan(runs.dispatched[4]) and runs.state[4] == "failed"
    assert store.frame("points").demand.tolist() == [1, 1.5]
    uses = store.frame("uses")
    assert len(uses) == 3 and uses.utilisation.tolist() == [0.5] * 3 and uses.busy.isna().all()
    with pytest.raises(StoreError, match="runs, points, uses, elements"):
        store.frame("run")


def test_an_empty_store_has_the_same_views(tmp_path):
    with open_store(tmp_path / "s", V) as store:
        for view in ("runs", "points", "uses", "elements", "departures", "classes"):
            assert len(store.query(f"select * from {view}")) == 0
        assert store.export(tmp_path / "x.xlsx") == 0


def test_questions_in_sql(store):
    answer = store.query("select point, avg(dispatched) as mean from runs where study = 'night' and state = 'done' group by point order by point")
    assert answer.point.tolist() == [0, 1] and answer["mean"].tolist() == [1.5, 2.0]
    joined = store.query(
        'select r.replication, e.name, u.utilisation, "elements.x.mode" from runs r join elements e using (identity) join uses u using (identity)'
    )
    assert joined.values.tolist() == [[1, "=in", 0.5, "=a"], [1, "out", 0.5, "=a"]]
    with pytest.raises(StoreError, match="DuckDB says"):
        store.query("select nothing from runs")


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("copy (select 1) to 'PLACE/ledger.sqlite'", "only reads, and copy is none"),
        ("explain analyze copy (select 1) to 'PLACE/ledger.sqlite'", "no files"),
        ("attach 'PLACE/ledger.sqlite'", "only reads"),
        ("select * from read_text('PLACE/README.txt')", "no files"),
        ("select * from 'PLACE/notes.csv'", "no files"),
        ("set enable_external_access = true", "only reads"),
        ("create table t as select 1", "only reads"),
        ("select * from ledger", "DuckDB says"),
        ("select 1; select 2", "2 questions"),
        ("-- nothing", "asks nothing"),
    ],
)
def test_a_question_reads_what_the_store_holds_and_nothing_else(store, sql, said):
    (store.place / "notes.csv").write_text("a\n1\n")
    with pytest.raises(StoreError, match=said):
        store.query(sql.replace("PLACE", str(store.place)))
    assert len(store.states()) == 4 and len(store.query("pivot runs on state using count(*) group by study")) == 2


@pytest.mark.parametrize("sql", ["select * from range(100000000000)", "select range from range(100000000000) order by 1 desc"])
def test_a_question_too_large_is_refused_before_the_memory_is_full(store, monkeypatch, sql):
    monkeypatch.setitem(frames.BYTES, "GiB", 2**23)
    with pytest.raises(MemoryError, match="ask for"):
        store.query(sql)
    assert len(store.query("select * from range(100000)")) == 100_000


def test_columns_of_one_name_are_numbered(store):
    assert store.query("select 1 as a, 2 as a, 3 as a_1").iloc[0].to_dict() == {"a": 1, "a_1": 2, "a_1_1": 3}


def test_files(store, tmp_path):
    assert store.export(tmp_path / "runs.csv") == store.export(tmp_path / "runs.parquet") == store.export(tmp_path / "runs.xlsx") == 5
    csv = pd.read_csv(tmp_path / "runs.csv", encoding="utf-8-sig")
    assert csv.reason[4] == "'=no" and csv.seed[0] == 2**63 - 1 and csv["dwell_p95_s"][0] == 10.5
    parquet = pd.read_parquet(tmp_path / "runs.parquet")
    assert parquet.replication.tolist() == [4, 1, 2, 2, 3] and parquet.reason[4] == "=no"
    rows = CalamineWorkbook.from_path(tmp_path / "runs.xlsx").get_sheet_by_index(0).to_python()
    head = rows[0]
    assert "dwell_p95 [s]" in head and "on_time_share [1]" in head and "demand" in head
    row = dict(zip(head, rows[5], strict=True))
    assert row["reason"] == "=no" and row["replication"] == 3 and row["dwell_p95 [s]"] == "" and row["seed"] == str(2**63 - 1)
    with pytest.raises(Refused, match="there already"):
        store.export(tmp_path / "runs.csv")
    with pytest.raises(StoreError, match="must end in"):
        store.export(tmp_path / "runs.txt")
    assert store.export(tmp_path / "few.csv", "select replication from runs where state = 'failed'") == 1
    assert (tmp_path / "few.csv").read_text("utf-8-sig").split() == ["replication", "3"]


def test_a_sheet_takes_so_many_rows(store, tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "SHEET_ROWS", 6)
    assert store.export(tmp_path / "five.xlsx", "select * from range(5)") == 5
    with pytest.raises(StoreError, match=r"6 rows.*takes 6 rows with the header"):
        store.export(tmp_path / "six.xlsx", "select * from range(6)")
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == ["five.xlsx"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("dwell_p95_s", "dwell_p95 [s]"),
        ("throughput_per_day", "throughput [1/day]"),
        ("on_time_share.express", "on_time_share.express [1]"),
        ("elements.belt.speed_m_s", "elements.belt.speed [m/s]"),
        ("peak_memory_mb", "peak_memory [MB]"),
        ("land_mu", "land [mu]"),
        ("hours_per_day", "work [h/day]"),
        ("cost_cny_per_parcel", "cost_per_parcel [CNY]"),
        ("dispatched", "dispatched"),
        ("seconds", "seconds"),
    ],
)
def test_units_stand_in_the_header(name, shown):
    assert header(name) == shown
