"""Tables of runs are kept with them, whole, and each once, whatever happens while they are moved to Parquet."""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from made import made

from sim.store import Point, StoreError, merge_stores, open_store, parts, read_store

V = "0.1.0+abc"
COLUMNS = {"name": np.array(["in", "=out"]), "busy_s": np.array([1.5, np.nan]), "entered": np.array([3, 4])}


def packed(number: int) -> bytes:
    """A table of that run."""
    return parts.pack({**COLUMNS, "entered": COLUMNS["entered"] + number})


def with_table(number: int, *names: str):
    """A run that keeps tables."""
    return made(number, tables={name: packed(number) for name in names or ("elements",)})


def entered(store, name="elements", column="entered") -> dict[str, list[int]]:
    """A column of one table by run."""
    return {identity: rows[column].tolist() for identity, rows in store.frame(name).groupby("identity")}


def test_they_are_there_before_and_after_they_are_moved(tmp_path):
    expected = {made(n).identity: [3 + n, 4 + n] for n in range(5)}
    with open_store(tmp_path / "s", V) as store:
        store.put_many([with_table(n) for n in range(3)])
        store.flush()
        store.put_many([with_table(n) for n in range(3, 5)])
        assert entered(store) == expected
        with read_store(tmp_path / "s") as reader:
            assert entered(reader) == expected
        assert store.kept() == {identity: {"elements"} for identity in expected}
    assert len(list((tmp_path / "s" / "parts").glob("*.parquet"))) == 2
    with open_store(tmp_path / "s", V) as store:
        assert entered(store) == expected
        store.put(with_table(1, "elements", "classes"))  # ordered again with another table
        assert entered(store) == expected and list(entered(store, "classes")) == [made(1).identity]
        assert len(store.frame("departures")) == 0
    with read_store(tmp_path / "s") as store:
        assert entered(store) == expected and store.kept()[made(1).identity] == {"elements", "classes"}
        assert store.frame("elements").busy_s.isna().sum() == 5


@pytest.mark.parametrize("stage", ["written", "renamed", "registered"])
def test_an_end_in_the_midst_of_moving_loses_and_doubles_nothing(tmp_path, monkeypatch, stage):
    """Every boundary: while the file is written; when it has its name and the ledger does not know; when the ledger does."""

    class End(BaseException):
        pass

    def end(*_):
        raise End

    with pytest.raises(End), open_store(tmp_path / "s", V) as store:
        store.put_many([with_table(n) for n in range(3)])
        if stage == "written":
            monkeypatch.setattr("os.replace", end)
        elif stage == "renamed":
            monkeypatch.setattr("sim.store.parts.durable", end)
        else:
            store.flush()
            end()
        store.flush()
    monkeypatch.undo()
    with read_store(tmp_path / "s") as store:
        assert entered(store) == {made(n).identity: [3 + n, 4 + n] for n in range(3)}
    with open_store(tmp_path / "s", V) as store:
        assert len(list((tmp_path / "s" / "parts").iterdir())) == (stage == "registered")
        store.put(with_table(3))
    with read_store(tmp_path / "s") as store:
        assert entered(store) == {made(n).identity: [3 + n, 4 + n] for n in range(4)}


@pytest.mark.parametrize("harm", ["cut", "gone", "other"])
def test_a_torn_file_is_told_and_what_it_held_is_made_again(tmp_path, harm):
    for n in range(2):
        with open_store(tmp_path / "s", V) as store:
            store.put(with_table(n))
    file = sorted((tmp_path / "s" / "parts").glob("*.parquet"))[1]
    whole = file.read_bytes()
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(whole[:-5] if harm == "cut" else bytes(len(whole)))
    with open_store(tmp_path / "s", V) as store:
        with pytest.raises(StoreError, match=f"torn.*{made(1).identity}"):
            store.frame("elements")
        assert store.get(made(1).identity).digest == made(1).digest and len(store.frame("runs")) == 2
        assert store.retry_failed() == 1
        assert store.kept() == {made(0).identity: {"elements"}} and len(store.states()) == 2
        store.put(with_table(1))
        assert len(entered(store)) == 2


def test_parts_or_ledger_that_somebody_has_removed(tmp_path):
    with open_store(tmp_path / "s", V) as store:
        store.put(with_table(1))
    (part,) = (tmp_path / "s" / "parts").glob("*.parquet")
    whole = part.read_bytes()
    shutil.rmtree(tmp_path / "s" / "parts")
    with open_store(tmp_path / "s", V) as store:
        with pytest.raises(StoreError, match="torn or gone"):
            store.frame("elements")
        store.put(with_table(2))
    part.write_bytes(whole)
    for file in (tmp_path / "s").glob("ledger.sqlite*"):
        file.unlink()
    with pytest.raises(StoreError, match=r"ledger\.sqlite is damaged"), open_store(tmp_path / "s", V):
        pass
    assert part.read_bytes() == whole


def test_two_stores_become_one(tmp_path):
    with open_store(tmp_path / "a", V) as a:
        a.put_many([with_table(1), made(2), made(3, state="aside", digest="")])
        a.add_study("night", {"n": 1})
    with open_store(tmp_path / "b", V) as b:
        b.put_many([with_table(1), with_table(2), made(3), with_table(4), made(5, state="failed", digest="")])
        b.add_study("night", {"n": 1})
        b.add_points("night", [Point(0, {"demand": 2}, "h")])
        b.add_members("night", [(0, 1, 4, "fast", made(4).identity)])
    with open_store(tmp_path / "a", V) as a:
        assert a.merge(tmp_path / "b") == 2
        assert a.merge(tmp_path / "b") == 0
        assert entered(a) == {made(n).identity: [3 + n, 4 + n] for n in (1, 2, 4)}
        assert a.states() == {made(n).identity: "failed" if n == 5 else "done" for n in range(1, 6)}
        assert a.points("night")[0].parameters == {"demand": 2} and len(a.members("night")) == 1
        with read_store(tmp_path / "b") as b:
            assert a.digest("night") == b.digest("night")


def test_stores_that_contradict_each_other_stay_apart(tmp_path):
    with open_store(tmp_path / "b", V) as b:
        b.put_many([made(0), made(1, digest="beef")])
        b.add_study("night", {"n": 2})
    with open_store(tmp_path / "c", "other") as c:
        c.put(made(0))
    with open_store(tmp_path / "a", V) as a:
        a.put(made(1))
        with pytest.raises(StoreError, match=rf"{made(1).digest} in .*a and beef in .*b.*Nothing was changed"):
            a.merge(tmp_path / "b")
        with pytest.raises(StoreError, match="model version other"):
            a.merge(tmp_path / "c")
        assert list(a.states()) == [made(1).identity] and not a.studies()


@pytest.mark.parametrize("harm", ["part", "figures"])
def test_a_store_that_is_damaged_is_not_half_merged(tmp_path, harm):
    for name, n in (("a", 1), ("b", 2)):
        with open_store(tmp_path / name, V) as store:
            store.put_many([made(n + 10), with_table(n)])
    if harm == "part":
        next((tmp_path / "b" / "parts").glob("*.parquet")).write_bytes(b"cut")
    else:
        with contextlib.closing(sqlite3.connect(tmp_path / "b" / "ledger.sqlite")) as sql:
            sql.execute("update runs set figures = 'x' where identity = ?", (made(12).identity,))
            sql.commit()
    with pytest.raises(StoreError, match="torn or gone" if harm == "part" else r"b/ledger\.sqlite is damaged"):
        merge_stores([tmp_path / "a", tmp_path / "b"], tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_of_stores_that_contradict_each_other_none_is_merged(tmp_path):
    for name, version, records in (("a", V, [made(0), made(1)]), ("b", V, [made(1, digest="beef")]), ("c", "other", [made(2)]), ("d", V, [made(3)])):
        with open_store(tmp_path / name, version) as store:
            store.put_many(records)
    a, b, c, d = (tmp_path / name for name in "abcd")
    for places, said in (
        ([a, d, b], f"run {made(1).identity} .* in {a} and beef in {b}.*leave one"),
        ([a, c], f"{c} is of model version other, {a} of"),
        ([a, tmp_path / "none"], "no store"),
    ):
        with pytest.raises(StoreError, match=said):
            merge_stores(places, tmp_path / "new")
        assert not (tmp_path / "new").exists()
    with pytest.raises(StoreError, match=f"lies inside {a}"):
        merge_stores([a], a / "parts" / "new")
    assert not list((a / "parts").iterdir())
    with pytest.raises(StoreError, match="beef"):
        merge_stores([d, a], b)
    with read_store(b) as store:
        assert list(store.states()) == [made(1).identity]
    assert merge_stores([a, d], d) == [2, 0] and merge_stores([a, d], tmp_path / "new") == [2, 1]


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="limits the length of files")
@pytest.mark.parametrize("most", [20_000, 150_000, 700_000])
def test_a_disk_that_takes_no_more_stops_cleanly_and_goes_on_later(tmp_path, most):
    """Wherever it strikes: at the first table, in the log, while a part is written."""
    words = [sys.executable, str(Path(__file__).parent / "full_disk.py"), str(tmp_path / "s")]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([*words, str(most)], capture_output=True, text=True, env=environment)
    assert done.returncode == 2 and "make room" in done.stderr and "Traceback" not in done.stderr
    acknowledged = {made(int(n)).identity for n in done.stdout.split()}
    assert acknowledged or most == 20_000
    with open_store(tmp_path / "s", "v") as store:
        assert acknowledged <= store.states().keys() and set(entered(store, "elements", "x")) == store.states().keys()
        store.put_many([with_table(n) for n in range(5000, 5010)])
    with read_store(tmp_path / "s") as store:
        assert len(store.states()) >= len(acknowledged) + 10 and store.kept().keys() == store.states().keys()
