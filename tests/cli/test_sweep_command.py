"""`hubsim sweep` from outside: exit codes, streams, and that nothing is lost."""

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).parents[2]
STUDY = """\
title: Doors
scenario: first_hub.yaml
factors:
  elements.doors.count: {values: [2, 3]}
  crews.unloaders.size: {values: [4, 6]}
design: {kind: grid}
replications: 2
most_runs: 8
figures: [door_wait_mean_s]
"""


def hubsim(*arguments: object, at: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in the folder `at`."""
    return subprocess.run(command(*arguments), cwd=at, env=surroundings(), capture_output=True, text=True, timeout=120)


def command(*arguments: object) -> list[str]:
    """The command of a user."""
    return [sys.executable, "-m", "sim", *map(str, arguments)]


def surroundings() -> dict[str, str]:
    """The environment of the commands."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a scenario and a study of it."""
    shutil.copy(ROOT / "scenarios" / "first_hub.yaml", tmp_path)
    (tmp_path / "doors.yaml").write_text(STUDY, encoding="utf-8")
    return tmp_path


def test_a_study_from_its_dry_run_to_its_export(place):
    dry = hubsim("sweep", "doors.yaml", "--dry-run", "--workers", 1, at=place)
    assert dry.returncode == 0 and "4 points x 2 replications: 8 runs" in dry.stdout and "in the store already: 0" in dry.stdout
    assert not (place / "results").exists()
    begun = hubsim("sweep", "resume", "doors.yaml", at=place)
    assert begun.returncode == 2 and "begin the study with: hubsim sweep run doors.yaml" in begun.stderr
    done = hubsim("sweep", "doors.yaml", "--workers", 1, "--json", at=place)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    facts = json.loads(done.stdout)
    assert facts["runs_done"] == 8 and facts["failed"] == 0 and [point["runs"] for point in facts["points"]] == [2, 2, 2, 2]
    again = hubsim("sweep", "run", "doors.yaml", "--workers", 1, "--json", at=place)
    assert json.loads(again.stdout) == facts
    status = hubsim("sweep", "status", "doors.yaml", "--lang", "zh", at=place)
    assert status.returncode == 0 and "4 个点中 4 个，完成 8 次运行" in status.stdout
    for table, rows in (("runs", 8), ("means", 4)):
        written = hubsim("sweep", "export", "doors.yaml", "--table", table, "--to", f"{table}.csv", at=place)
        assert written.stdout == f"{table}.csv: {rows} rows\n"
        assert len((place / f"{table}.csv").read_text("utf-8-sig").splitlines()) == rows + 1
    written = hubsim("sweep", "export", "doors.yaml", "--table", "means", "--to", "all.xlsx", at=place)
    book = CalamineWorkbook.from_path(place / "all.xlsx")
    assert written.stdout == "all.xlsx: 4 rows\n" and book.sheet_names == ["means", "runs", "points"]
    assert [len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names] == [5, 9, 5]
    there = hubsim("sweep", "export", "doors.yaml", "--to", "runs.csv", at=place)
    assert there.returncode == 2 and "runs.csv is there already" in there.stderr
    merged = hubsim("sweep", "merge", "results/store", "--into", "both", at=place)
    assert merged.stdout == "results/store: 8 runs taken into both\n"
    asked = hubsim("query", "both", "select count(*) as n, count(distinct digest) as digests from runs", "--json", at=place)
    assert json.loads(asked.stdout)[0]["n"] == 8
    assert hubsim("query", "both", "select * from rnus", at=place).returncode == 2
    retried = hubsim("sweep", "retry-failed", "doors.yaml", "--store", "both", "--workers", 1, at=place)
    assert retried.returncode == 0 and "0 failed runs" in retried.stderr


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("elements.doors.count", "elements.door.count", "doors.yaml:4:34: elements.door.count: there is no 'door'; did you mean 'doors'?"),
        ("[2, 3]", "[]", "doors.yaml:4:34: 'values' must have at least 1 entry, not 0"),
        ("most_runs: 8", "most_runs: 7", "doors.yaml:6:1: 4 points x 2 replications are 8 runs, more than 7; begin them with --yes"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_line_before_anything_is_there(place, old, new, said):
    (place / "doors.yaml").write_text(STUDY.replace(old, new), encoding="utf-8")
    done = hubsim("sweep", "doors.yaml", "--workers", 1, at=place)
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr and not (place / "results").exists()


def test_a_store_of_another_model_is_left_alone(place):
    from sim.store import open_store

    with open_store(place / "old", "0.0.1+0000000000"):
        pass
    before = (place / "old" / "ledger.sqlite").read_bytes()
    done = hubsim("sweep", "doors.yaml", "--store", "old", at=place)
    assert done.returncode == 2 and "0.0.1+0000000000" in done.stderr and (place / "old" / "ledger.sqlite").read_bytes() == before


def test_answers_of_every_kind_are_printed(tmp_path, capsys):
    from sim.cli import studies
    from sim.store import open_store

    with open_store(tmp_path / "s", "v"):
        pass
    sql = "select [1, 2] as l, {'a': 1.5} as s, interval 1 day as i, '\\xAA'::blob as b, ['6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid] as u, 1e300 as f,"
    sql += " 9223372036854775807 as n, 'inf'::double as inf, null as none, timestamp '2030-01-02 03:04:05' as t"
    said = {}
    for way in ("table", "csv", "json"):
        studies.query(tmp_path / "s", sql, way == "csv", way == "json")
        said[way] = capsys.readouterr().out
    uuid, time = "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "2030-01-02 03:04:05"
    cells = ["[1, 2]", '{"a": 1.5}', "1 days 00:00:00", "aa", f'["{uuid}"]', "1e+300", "9,223,372,036,854,775,807", "inf", "-", time]
    assert re.split("  +", said["table"].splitlines()[1].strip()) == cells
    assert next(csv.reader(said["csv"].splitlines()[1:])) == [*cells[:6], "9223372036854775807", "inf", "", time]
    (row,) = json.loads(said["json"])
    assert list(row.values()) == [[1, 2], {"a": 1.5}, "1 days 00:00:00", "aa", [uuid], 1e300, 2**63 - 1, None, None, time]


@pytest.mark.skipif(os.name == "nt", reason="limits the length of files")
def test_a_full_disk_is_a_fault_of_the_machine(tmp_path):
    from sim.store import open_store

    with open_store(tmp_path / "s", "v"):
        pass
    words = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000)); from sim.cli.app import main; sys.argv[0] = 'hubsim'; main()"
    merging = [sys.executable, "-c", words, "sweep", "merge", "s", "--into", "new"]
    done = subprocess.run(merging, cwd=tmp_path, env=surroundings(), capture_output=True, text=True)
    assert done.returncode == 1 and "the store new cannot grow" in done.stderr and "make room" in done.stderr and "fault of hubsim" not in done.stderr


def test_a_word_that_is_neither_a_subcommand_nor_a_file(place):
    done = hubsim("sweep", "statsu", "doors.yaml", at=place)
    assert done.returncode == 2 and "statsu" in done.stderr and not (place / "results").exists()


def test_failed_points_are_exit_3(place):
    words = "scenario: first_hub.yaml\nfactors:\n  elements.sorter.outlets.0.from_m: {values: [5, 30]}\n  elements.sorter.outlets.0.to_m: {values: [20, 45]}\n"
    (place / "row.yaml").write_text(words + "design: {kind: grid}\n", encoding="utf-8")
    for line in ("run", "status"):
        done = hubsim("sweep", line, "row.yaml", at=place)
        assert done.returncode == 3 and "4 of 4 points, 3 runs done, 1 failed" in done.stdout and "the row ends at 20 m, before it begins" in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="signals of another kind")
def test_after_ctrl_c_the_study_goes_on(place):
    (place / "doors.yaml").write_text(STUDY.replace("replications: 2", "replications: 60").replace("most_runs: 8", "most_runs: 300"), encoding="utf-8")
    running = subprocess.Popen(command("sweep", "doors.yaml", "--workers", 1), cwd=place, env=surroundings(), stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while time.monotonic() < until and count(place) < 3:
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130 and "go on with: hubsim sweep resume doors.yaml" in said and "Traceback" not in said
    kept = count(place)
    assert 3 <= kept < 240
    done = hubsim("sweep", "resume", "doors.yaml", "--json", at=place)
    assert done.returncode == 0 and json.loads(done.stdout)["runs_done"] == count(place) == 240


def count(place: Path) -> int:
    """Runs in the store."""
    from sim.store import StoreError, read_store

    try:
        with read_store(place / "results" / "store") as store:
            return len(store.states())
    except StoreError:
        return 0


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "3 of 8 runs, 1 of 4 points, 1 failed, about 50 s left\n"), ("zh", "8 次运行中 3 次，4 个点中 1 个，失败 1，约剩 50 s\n")]
)
def test_a_log_hears_of_progress_now_and_then(monkeypatch, capsys, lang, said):
    from sim.cli import progress
    from sim.experiment.sweep import Progress

    now = Progress(1, 4, done=3, failed=1, total=8, left_s=50)
    with progress.swept(lang) as tell:
        tell(now)
    assert capsys.readouterr().err == ""  # nobody wants to hear of the first seconds
    monkeypatch.setattr(progress, "FIRST_S", 0.0)
    with progress.swept(lang) as tell:
        tell(now)
    assert capsys.readouterr().err == said
