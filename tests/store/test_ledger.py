"""What is put into a store is there for whoever opens it next, once, and nothing else is."""

import contextlib
import math
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from made import made

from sim.store import Contradiction, DiskFull, Point, StoreError, open_store, read_store
from sim.store.lock import on_network

V = "0.1.0+abc"
ROOT = Path(__file__).parents[2]


def test_what_is_put_is_got_by_the_next_one(tmp_path):
    with open_store(tmp_path / "s", V) as store:
        store.put(made(1))
        store.put_many([made(2, state="aside", digest="", figures={}, uses=[], reason="killed", attempts=3), made(3)])
    with open_store(tmp_path / "s", V, create=False) as store:
        assert store.states() == {made(1).identity: "done", made(2).identity: "aside", made(3).identity: "done"}
        got = store.get(made(1).identity)
        assert math.isnan(got.figures.pop("on_time_share")) and got.figures == {"dispatched": 1.0, "dwell_p95_s": 10.5}
        assert (got.seed, got.digest, got.wall_s, got.uses[0]["name"]) == (2**63 - 1, made(1).digest, 0.25, "=xray[*]")
        aside = store.get(made(2).identity)
        assert (aside.state, aside.reason, aside.attempts) == ("aside", "killed", 3)
        assert store.get("nobody") is None


def test_the_digest_of_all_does_not_know_the_order_nor_what_failed(tmp_path):
    with open_store(tmp_path / "a", V) as a, open_store(tmp_path / "b", V) as b:
        a.put_many([made(1), made(2), made(3)])
        b.put_many([made(3), made(9, state="failed", digest="")])
        assert a.digest() != b.digest()
        b.put_many([made(1), made(2)])
        assert a.digest() == b.digest()


def test_another_digest_is_a_contradiction_and_changes_nothing(tmp_path):
    with open_store(tmp_path / "s", V) as store:
        store.put(made(1))
        with pytest.raises(Contradiction, match=f"{made(1).identity}.*{made(1).digest}.*beef"):
            store.put_many([made(2), made(1, digest="beef")])
        assert store.states() == {made(1).identity: "done"} and store.get(made(1).identity).digest == made(1).digest
        store.put_many([made(1, wall_s=9.0), made(1, state="failed", digest="")])
        assert store.get(made(1).identity).wall_s == 0.25


def test_kills_are_counted_over_openings_until_it_is_done_or_tried_anew(tmp_path):
    for n in (1, 2, 3):
        with open_store(tmp_path / "s", V) as store:
            assert store.killed(made(1).identity) == n
            assert store.get(made(1).identity) is None
    with open_store(tmp_path / "s", V) as store:
        store.put_many([made(1, state="aside", digest=""), made(2)])
        assert store.retry_failed() == 1
        assert store.states() == {made(2).identity: "done"}
        assert store.killed(made(1).identity) == 1
        store.put(made(1))
        assert store.get(made(1).identity).attempts == 2 and store.get(made(2).identity).attempts == 1
        assert store.killed(made(1).identity) == 1


def test_studies(tmp_path):
    points = [Point(n, {"elements.x.servers": n, "demand": 1.5}, f"hub{n}") for n in range(3)]
    with open_store(tmp_path / "s", V) as store:
        store.add_study("night", {"design": "grid"})
        store.add_points("night", points[:2])
        store.add_members("night", [(0, 7, 0, "fast", made(1).identity), (1, 7, 0, "fast", made(2).identity)])
    with open_store(tmp_path / "s", V) as store:
        store.add_study("night", {"design": "grid"})
        with pytest.raises(StoreError, match="another study named 'night'"):
            store.add_study("night", {"design": "random"})
        store.add_points("night", points)
        assert store.points("night") == points and store.points("day") == []
        with pytest.raises(StoreError, match="point 1 of study 'night'"):
            store.add_points("night", [Point(1, {"demand": 2}, "hub1")])
        store.add_members("night", [(0, 7, 0, "fast", made(1).identity)])
        assert [member[0] for member in store.members("night")] == [0, 1]
        store.put_many([made(1), made(5), made(6, state="failed", digest="")])
        of_study = store.digest("night")
        store.put(made(8))
        assert store.digest("night") == of_study != store.digest()
        assert store.retry_failed("night") == 0 and store.retry_failed() == 1
        assert store.studies() == {"night": {"design": "grid"}}


def test_another_model_version_is_refused_and_nothing_lost(tmp_path):
    with open_store(tmp_path / "s", V) as store:
        store.put(made(1))
    with pytest.raises(StoreError, match=r"0.1.0\+abc.*this is 0.2.0"), open_store(tmp_path / "s", "0.2.0"):
        pass
    with read_store(tmp_path / "s") as store:
        assert store.model_version == V and store.get(made(1).identity).digest == made(1).digest
        with pytest.raises(StoreError):
            store.put(made(2))


def test_one_process_writes_and_others_may_look(tmp_path):
    words = f"from sim.store import *\nwith open_store({str(tmp_path / 's')!r}, {V!r}) as s: pass"
    with open_store(tmp_path / "s", V) as store:
        store.put(made(1))
        done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 1 and "StoreError: another hubsim writes" in done.stderr and "(process " in done.stderr
        with read_store(tmp_path / "s") as other:
            assert len(other.states()) == 1
            store.put(made(2))
            assert len(other.states()) == 2
    assert subprocess.run([sys.executable, "-c", words], cwd=ROOT).returncode == 0


def test_what_is_no_store(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    for place, create in ((tmp_path, True), (tmp_path / "new", False), (tmp_path / "notes.txt", True)):
        with pytest.raises(StoreError, match="store"), open_store(place, V, create):
            pass
    with pytest.raises(StoreError, match="no store"), read_store(tmp_path / "new"):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt"]
    half = tmp_path / "half"
    (half / "parts").mkdir(parents=True)  # whoever made it was killed
    (half / "ledger.sqlite.unfinished").write_bytes(b"half")
    with open_store(half, V) as store:
        store.put(made(1))


def test_damage_is_told(tmp_path):
    with open_store(tmp_path / "s", V) as store:
        store.put(made(1))
    (tmp_path / "s" / "ledger.sqlite").write_bytes(b"not a database at all" * 400)
    for opened in (lambda: open_store(tmp_path / "s", V), lambda: read_store(tmp_path / "s")):
        with pytest.raises(StoreError, match="damaged"), opened():
            pass
    sqlite3.connect(tmp_path / "ledger.sqlite").execute("create table meta (name, value)")
    with pytest.raises(StoreError, match="not a ledger"), read_store(tmp_path):
        pass


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("update runs set figures = 'x'", f"the figures of run {made(1).identity}"),
        ("update runs set figures = '{}'", f"the figures of run {made(1).identity} are gone"),
        ("update runs set figures = '[1]'", "the figures of run"),
        ('update runs set figures = \'{"dispatched": "many"}\'', "many"),
        ("update runs set uses = '['", f"the uses of run {made(1).identity}"),
        ("update runs set uses = '[1]'", "the uses of run"),
        ("update runs set figures = cast(x'ff' as text)", "figures"),
        ("update points set parameters = 'x'", "point 0"),
        ("update studies set spec = 'x'", "study 'night'"),
        ("drop table members", "it has no members"),
        ("drop index known", "it has no known"),
        ("delete from meta where name = 'model version'", "model version"),
    ],
)
def test_a_damaged_ledger_is_named_with_what_is_damaged(tmp_path, harm, said):
    with open_store(tmp_path / "s", V) as store:
        store.put(made(1))
        store.add_study("night", {"n": 1})
        store.add_points("night", [Point(0, {"demand": 1}, "h")])
        store.add_members("night", [(0, 7, 1, "fast", made(1).identity)])
    with contextlib.closing(sqlite3.connect(tmp_path / "s" / "ledger.sqlite")) as sql:
        sql.execute(harm)
        sql.commit()
    ledger = tmp_path / "s" / "ledger.sqlite"
    for opened in (lambda: open_store(tmp_path / "s", V), lambda: read_store(tmp_path / "s")):
        with pytest.raises(StoreError, match=rf"{ledger} is damaged \(.*{said}.*\): put a copy"), opened() as store:
            store.get(made(1).identity), store.frame("runs"), store.frame("uses"), store.frame("points"), store.model_version


def test_an_empty_ledger_is_a_damaged_one_and_no_new_store(tmp_path):
    with open_store(tmp_path / "s", V):
        pass
    ledger = tmp_path / "s" / "ledger.sqlite"
    ledger.write_bytes(b"")
    for opened in (lambda: open_store(tmp_path / "s", V), lambda: read_store(tmp_path / "s")):
        with pytest.raises(StoreError, match=f"{ledger} is damaged"), opened():
            pass


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path):
    acknowledged = []
    with open_store(tmp_path / "s", V) as store:
        store._ledger.sql.execute("pragma max_page_count = 60")  # SQLite then says what it says of a full disk
        with pytest.raises(DiskFull, match="make room"):
            for n in range(10_000):
                store.put(made(n))
                acknowledged.append(made(n).identity)
        assert acknowledged
    with open_store(tmp_path / "s", V) as store:
        assert set(store.states()) == set(acknowledged)
        store.put_many([made(n) for n in range(1000)])
        assert len(store.states()) == 1000


def test_network_disks_are_noticed(tmp_path, monkeypatch):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"disk / ext4 rw 0 0\nserver:/x {tmp_path / 'far'} nfs4 rw 0 0\n")
    assert on_network(tmp_path / "far" / "s", mounts) and not on_network(tmp_path, mounts) and not on_network(tmp_path, tmp_path / "none")
    monkeypatch.setattr("sim.store.ledger.on_network", lambda place: True)
    with open_store(tmp_path / "s", V) as store:
        store.put(made(1))
        assert "network" in store.remarks[0] and not list((tmp_path / "s").glob("*-wal"))


def test_opening_a_store_loads_nothing_heavy(tmp_path):
    words = f"""
import sys
from sim.store import *
with open_store({str(tmp_path / "s")!r}, "v") as s: s.digest()
assert not set(sys.modules) & {{"numpy", "pandas", "duckdb", "pyarrow", "numba"}}
"""
    assert subprocess.run([sys.executable, "-c", words], cwd=ROOT).returncode == 0
