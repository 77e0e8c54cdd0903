"""The command line from outside: exit codes, what stands on which stream, what is left on the disk."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[2]


def command(*arguments: object, real: bool = False) -> list[str]:
    """The command with the made-up engine, or as it is."""
    return [sys.executable, *(("-m", "sim") if real else ("-c", "import stage; stage.play()")), *map(str, arguments)]


def surroundings() -> dict[str, str]:
    """The environment of the commands."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), str(ROOT)]), "STAGE": "1", "COLUMNS": "100"}


def hubsim(*arguments: object, at: Path, real: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a command in the folder `at`."""
    return subprocess.run(command(*arguments, real=real), cwd=at, env=surroundings(), capture_output=True, text=True, timeout=120)


def test_help_loads_nothing_heavy(tmp_path):
    # typer itself takes pydantic for the options of a command
    heavy = ("numba", "matplotlib", "scipy", "pyarrow", "simpy", "numpy", "yaml")
    script = (
        "import sys\nfrom sim.__main__ import main\nsys.argv = ['hubsim'] + sys.argv[1:]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0\n"
        f"print(sorted(set({heavy!r}) & set(sys.modules)), file=sys.stderr)"
    )
    for arguments in (["--help"], ["run", "--help"], ["--version"]):
        done = subprocess.run([sys.executable, "-c", script, *arguments], cwd=tmp_path, env=surroundings(), capture_output=True, text=True, timeout=60)
        assert done.returncode == 0 and done.stderr.strip() == "[]", done.stderr
        assert "hubsim" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["run"],
        ["walk"],
        ["run", "a.yaml", "--engine", "slow"],
        ["run", "a.yaml", "--replications", "0"],
        ["run", "a.yaml", "--seed", "-1"],
        ["run", "a.yaml", "--trace", "t.csv"],
        ["run", "a.yaml", "--lang", "fr"],
        ["run", "a.yaml", "--trace", "t.parquet", "--replications", "2"],
    ],
)
def test_usage_errors(tmp_path, arguments):
    done = hubsim(*arguments, at=tmp_path)
    assert done.returncode == 2 and done.stdout == "" and "Traceback" not in done.stderr and done.stderr and "\x1b" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_json_is_one_object_and_nothing_else(tmp_path):
    done = hubsim("run", "night.yaml", "--json", "--seed", 11, at=tmp_path)
    assert done.returncode == 0 and done.stderr == ""
    facts = json.loads(done.stdout, parse_constant=lambda word: pytest.fail(word))
    assert facts["seed"] == 11 and facts["scenario"] == "night" and facts["engine"] == "fast" and len(facts["elements"]) == 30
    assert {"parcels", "throughput_per_day", "on_time_share", "dwell_s", "bottleneck", "digest", "wall_s", "peak_memory_mb"} <= set(facts)
    assert list(tmp_path.iterdir()) == []


def test_a_run_leaves_a_whole_folder(tmp_path):
    done = hubsim("run", "night.yaml", "--out", "deep/one", "--trace", "t.parquet", "--engine", "reference", at=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Bottleneck" in done.stdout and done.stdout.endswith(f"{Path('deep/one')}\n") and "\x1b" not in done.stdout + done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep", "t.parquet"]
    assert json.loads((tmp_path / "deep/one/run.json").read_text("utf-8"))["engine"] == "reference"
    assert len(list((tmp_path / "deep/one/figures").glob("*.svg"))) == len(list((tmp_path / "deep/one/figures").glob("*.png"))) == 6
    assert pq.read_table(tmp_path / "t.parquet").num_rows == 5


def test_default_folder_without_figures_in_chinese(tmp_path):
    done = hubsim("run", "night.yaml", "--no-figures", "--lang", "zh", at=tmp_path)
    assert done.returncode == 0 and "瓶颈" in done.stdout
    (folder,) = (tmp_path / "results").iterdir()
    assert folder.name.startswith("night-") and not (folder / "figures").exists()
    assert (folder / "README.txt").read_text("utf-8").startswith("hubsim 一次仿真")
    assert hubsim("run", "night.yaml", "--no-figures", "--lang", "zh", "--replications", 2, "--out", "two", at=tmp_path).returncode == 0
    for part, words in ((".", "hubsim 对同一场景"), ("replication-1", "hubsim 一次仿真")):
        assert (tmp_path / "two" / part / "README.txt").read_text("utf-8").startswith(words)


def test_a_refused_place_is_refused_before_the_simulation(tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").touch()
    for place in ("full", "full/mine", "full/mine/below", "new/..", ".", "/"):
        # a simulation of this scenario would be a fault, exit 1
        done = hubsim("run", "fault.yaml", "--out", place, at=tmp_path)
        assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["full"]


def test_figures_need_no_home(tmp_path):
    homeless = surroundings() | dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), "/dev/null/nobody")
    homeless.pop("MPLCONFIGDIR", None)
    done = subprocess.run(command("run", "night.yaml", "--out", "all"), cwd=tmp_path, env=homeless, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "") and (tmp_path / "all" / "figures" / "flow.svg").exists()


def test_a_scenario_nobody_writes_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    done = hubsim("validate", "pipe.yaml", at=tmp_path, real=True)
    assert done.returncode == 2 and done.stderr.startswith("pipe.yaml:1:1: the file cannot be read: it is no regular file")


def test_what_was_found_is_shown_if_a_file_cannot_be_named(tmp_path):
    """Two runs at once with one name for their traces: it is the first to end that gets it."""
    process = subprocess.Popen(command("run", "wait.yaml", "--json", "--trace", "t.parquet"), cwd=tmp_path, env=surroundings(), stdout=-1, stderr=-1, text=True)
    deadline = time.monotonic() + 60
    while not (tmp_path / "wait.began0").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    (tmp_path / "t.parquet").write_text("theirs")
    out, said = process.communicate(timeout=60)
    assert process.returncode == 2 and json.loads(out)["scenario"] == "wait" and "t.parquet was made by somebody else" in said
    assert (tmp_path / "t.parquet").read_text() == "theirs"


def test_input_errors(tmp_path):
    done = hubsim("run", "wrong.yaml", at=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "wrong.yaml:3:5: horizon_h is missing\n")
    done = hubsim("validate", "good.yaml", "wrong.yaml", "fine.yaml", at=tmp_path)
    assert (done.returncode, done.stdout.splitlines()) == (2, ["good.yaml: ok", "fine.yaml: ok"]) and "wrong.yaml:3:5" in done.stderr
    assert hubsim("validate", "good.yaml", at=tmp_path).returncode == 0


def test_a_fault_is_one_line_unless_asked(tmp_path, monkeypatch):
    done = hubsim("run", "fault.yaml", at=tmp_path)
    assert done.returncode == 1 and done.stdout == "" and "Traceback" not in done.stderr
    assert done.stderr.splitlines()[0] == "this is a fault of hubsim, not of your input: ValueError: a loop without carriers"
    assert list((tmp_path / "results").iterdir()) == []
    monkeypatch.setenv("HUBSIM_DEBUG", "1")
    assert "Traceback" in hubsim("run", "fault.yaml", at=tmp_path).stderr
    assert "not enough memory" in hubsim("run", "memory.yaml", at=tmp_path).stderr


def interrupted(arguments: list[str], number: int, at: Path, times: int = 1) -> tuple[int, str]:
    """Send a signal, so many times, when the simulation has begun; exit code and what was said."""
    process = subprocess.Popen(command(*arguments), cwd=at, env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not list(at.glob("slow.began*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    for _ in range(times):
        process.send_signal(number)
        time.sleep(0.0002 * (times > 1))
    _, said = process.communicate(timeout=30)  # the simulation itself would take a minute
    for mark in at.glob("slow.began*"):
        mark.unlink()
    return process.returncode, said


@pytest.mark.parametrize("delay_s", [0.0, 0.05, 0.1, 0.2, 0.3, 0.6])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_while_it_starts(tmp_path, number, delay_s):
    """From the moment a signal is heard, whatever is being imported or read."""
    script = "from sim import __main__ as m; m.stop_on_signals(); print(flush=True); m.main()"
    campus = str(ROOT / "scenarios" / "jieyang_campus.yaml")
    arguments = [sys.executable, "-c", script, "run", campus, "--engine", "reference", "--no-figures"]
    process = subprocess.Popen(arguments, cwd=tmp_path, env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    process.stdout.readline()
    time.sleep(delay_s)
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, "interrupted\n")
    assert [path for path in tmp_path.rglob("*") if path.name != "results"] == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("delay_s", [0.05, 0.2, 0.4])
def test_interrupted_with_its_processes_while_they_start(tmp_path, number, delay_s):
    """As from a terminal, which tells the whole group: each process that hears it where it should not prints where it was."""
    arguments = command("run", "slow.yaml", "--replications", "3", "--workers", "2")
    process = subprocess.Popen(arguments, cwd=tmp_path, env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while not (tmp_path / "results").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(delay_s)
    os.killpg(process.pid, number)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, "interrupted\n")
    assert not list((tmp_path / "results").iterdir())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("more", [[], ["--replications", "4", "--workers", "2"]])
def test_interrupted(tmp_path, number, more):
    code, said = interrupted(["run", "slow.yaml", "--trace", "t.parquet"] if not more else ["run", "slow.yaml", *more], number, tmp_path)
    assert code == 130 and "interrupted" in said and "Traceback" not in said
    assert [path for path in tmp_path.rglob("*") if path.name != "results"] == []


@pytest.mark.parametrize("more", [["--trace", "t.parquet"], ["--replications", "4", "--workers", "2"]])
def test_impatience_leaves_nothing_unfinished_either(tmp_path, more):
    code, said = interrupted(["run", "slow.yaml", *more], signal.SIGINT, tmp_path, times=200)
    assert (code, said) == (130, "interrupted\n")
    assert [path for path in tmp_path.rglob("*") if path.name != "results"] == []


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    process = subprocess.Popen(command("run", "night.yaml", "--json"), cwd=tmp_path, env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    assert process.stderr.read() == b"" and process.wait(timeout=60) == 0
    process.stderr.close()


@pytest.mark.parametrize("words", ["--help", "--version", "validate night.yaml", "run night.yaml --json"])
def test_an_output_that_takes_nothing_is_told_in_a_line(tmp_path, words):
    with open("/dev/full", "w") as full:
        done = subprocess.run(command(*words.split()), cwd=tmp_path, env=surroundings(), stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == 1 and done.stderr.startswith("the system says: No space left on device") and done.stderr.count("\n") == 2
    assert pipe(f"{words} | true", at=tmp_path) == (0, "", "")


def pipe(words: str, at: Path) -> tuple[int, str, str]:
    """Run a command in a shell: exit code, standard output, standard error."""
    shell = ["bash", "-c", f"set -o pipefail; {shlex.join(command())} {words}"]
    done = subprocess.run(shell, cwd=at, env=surroundings(), capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def test_without_streams_it_runs_all_the_same(tmp_path):
    """As from a daemon; what is written must not get the number of a stream and take what is said."""
    code, out, _ = pipe("run night.yaml --json 2>&-", at=tmp_path)
    assert code == 0 and json.loads(out)["scenario"] == "night"
    assert pipe("run fault.yaml --json 2>&-", at=tmp_path) == (1, "", "")
    code, out, said = pipe("run night.yaml --out all --trace t.parquet --replications 1 <&- >&- 2>&-", at=tmp_path)
    assert (code, out, said) == (0, "", "") and pq.read_table(tmp_path / "t.parquet").num_rows == 5


def test_names_that_are_no_text(tmp_path):
    """Bytes that are no UTF-8, and Chinese where nothing but ASCII is known."""
    name = os.fsdecode(b"q\xff")
    done = hubsim("run", f"{name}.yaml", "--out", name, "--no-figures", at=tmp_path)
    assert done.returncode == 0 and done.stdout.endswith("\nq\\xff\n") and (tmp_path / name / "run.json").exists(), done.stderr
    ascii_only = {**surroundings(), "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    arguments = command("run", "城.yaml", "--lang", "zh", "--out", "出口", "--no-figures", "--trace", "件.parquet")
    assert subprocess.run(arguments, cwd=tmp_path, env=ascii_only, capture_output=True, timeout=60).returncode == 0
    assert "瓶颈" in (tmp_path / "出口" / "summary.txt").read_text("utf-8") and (tmp_path / "件.parquet").exists()
    done = subprocess.run(command("run", "é.yaml", "--json"), cwd=tmp_path, env=ascii_only | {"LC_ALL": "C"}, capture_output=True, timeout=60)
    assert json.loads(done.stdout.decode("utf-8"))["elements"]


def test_replications(tmp_path):
    one = hubsim("run", "night.yaml", "--json", "--replications", 3, "--workers", 1, at=tmp_path)
    two = hubsim("run", "night.yaml", "--json", "--replications", 3, "--workers", 2, at=tmp_path)
    assert one.returncode == two.returncode == 0 and one.stderr == ""
    facts = json.loads(one.stdout)
    assert facts == json.loads(two.stdout)
    assert [entry["replication"] for entry in facts["replications"]] == [0, 1, 2] and facts["failed"] == []
    assert len({entry["digest"] for entry in facts["replications"]}) == 3
    # 116,999 +- t(0.975, 2) x 1 / sqrt(3)
    assert facts["summary"]["dispatched"] == {"mean": 116_999, "half_width_95": pytest.approx(4.302653 / 3**0.5, rel=1e-6), "n": 3}


def test_replications_leave_a_folder(tmp_path):
    done = hubsim("run", "night.yaml", "--out", "many", "--replications", 2, "--no-figures", at=tmp_path)
    assert done.returncode == 0 and "dispatched" in done.stdout, done.stderr
    found = sorted(path.name for path in (tmp_path / "many").iterdir())
    assert found == ["README.txt", "checksums.txt", "replication-0", "replication-1", "replications.csv", "run.json", "summary.txt"]


def test_a_killed_worker_costs_its_replication_only(tmp_path):
    done = hubsim("run", "oom.yaml", "--json", "--replications", 3, "--workers", 2, at=tmp_path)
    facts = json.loads(done.stdout)
    assert done.returncode == 3 and [entry["replication"] for entry in facts["replications"]] == [0, 2]
    assert [entry["replication"] for entry in facts["failed"]] == [1]
    assert "replication 1 failed: its process was killed (out of memory?), 3 times" in done.stderr


def test_a_worker_killed_once_is_tried_again(tmp_path):
    done = hubsim("run", "flaky.yaml", "--json", "--replications", 3, "--workers", 2, at=tmp_path)
    assert done.returncode == 0 and len(json.loads(done.stdout)["replications"]) == 3


def test_all_replications_failed(tmp_path):
    done = hubsim("run", "fault.yaml", "--replications", 2, "--workers", 2, "--out", "x", at=tmp_path)
    assert done.returncode == 3 and "ValueError" in done.stderr and "Traceback" not in done.stderr


def test_init_schema_catalogue(tmp_path):
    assert hubsim("init", "my.yaml", at=tmp_path, real=True).returncode == 0
    before = (tmp_path / "my.yaml").read_text("utf-8")
    again = hubsim("init", "my.yaml", at=tmp_path, real=True)
    assert again.returncode == 2 and (tmp_path / "my.yaml").read_text("utf-8") == before
    assert hubsim("validate", "my.yaml", at=tmp_path, real=True).returncode == 0
    assert "properties" in json.loads(hubsim("schema", at=tmp_path, real=True).stdout)
    listed = hubsim("catalogue", at=tmp_path, real=True)
    name = listed.stdout.split()[0]
    shown = hubsim("catalogue", name, at=tmp_path, real=True)
    assert shown.returncode == 0 and shown.stdout.startswith(f"{name}:\n")
    missing = hubsim("catalogue", name + "x", at=tmp_path, real=True)
    assert missing.returncode == 2 and f"did you mean {name}" in missing.stderr
