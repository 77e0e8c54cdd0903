"""`hubsim run --precision` and `hubsim warm-up` from outside, on a queue that takes no time."""

import csv
import json

import pytest
from test_commands import hubsim

QUEUE = """
title: A queue
horizon_h: {horizon_h}
elements:
  arrivals: {{kind: stream, interarrival: {{law: exponential, mean_s: {every_s}}}, to: desk}}
  desk: {{kind: station, servers: {servers}, service: {{law: exponential, mean_s: {mean_s}}}, to: out}}
  out: {{kind: sink}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A desk that keeps up, one that never does, and 2000 desks where the first 5 h differ: parcels stay an hour on average."""
    folder = tmp_path_factory.mktemp("starts")
    hubs = {"quick": (60, 1, 30, 24), "slow": (60, 1, 90, 24), "filling": (6, 2000, 3600, 48)}
    for name, (every_s, servers, mean_s, horizon_h) in hubs.items():
        (folder / f"{name}.yaml").write_text(QUEUE.format(every_s=every_s, servers=servers, mean_s=mean_s, horizon_h=horizon_h))
    return folder


def test_it_runs_until_the_figure_is_known(folder):
    done = hubsim("run", "quick.yaml", "--precision", "2%", "--workers", 1, "--out", "known", at=folder, real=True)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader((folder / "known" / "replications.csv").read_text(encoding="utf-8-sig").splitlines()))
    facts = json.loads((folder / "known" / "run.json").read_text())
    assert len(rows) == facts["replications"] >= 20
    assert facts["precision"]["reached"] <= 0.02
    assert facts["summary"]["throughput_per_day"]["mean"] == pytest.approx(1440, rel=0.02)
    assert done.stdout == (folder / "known" / "summary.txt").read_text() + "\nknown\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--precision", "much"), "write 1% or 0.01"),
        (("--precision", "1%", "--replications", "3"), "leave out --replications"),
        (("--precision", "1%", "--by", "throughput"), "did you mean throughput_per_day"),
    ],
)
def test_a_precision_that_is_none_is_refused(folder, words, said):
    done = hubsim("run", "quick.yaml", *words, "--json", at=folder, real=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_what_is_filled_at_the_start_is_left_out(folder):
    done = hubsim("warm-up", "filling.yaml", "--workers", 1, "--out", "start", at=folder, real=True)
    assert done.returncode == 0, done.stderr
    facts = json.loads((folder / "start" / "warm_up.json").read_text())
    assert 1.5 < facts["warm_up_h"] < 10  # of an hour's mean stay e^-1.5 is left after 1.5 h
    assert facts["mean_after"] == pytest.approx(600, rel=0.05)  # 10 a minute x 60 min, by Little
    assert f"write `warm_up_h: {facts['warm_up_h']:g}`" in done.stdout
    assert {path.name for path in (folder / "start").iterdir()} == {"warm_up.json", "warm_up.svg", "warm_up.png"}


def test_a_queue_that_only_grows_is_too_short_and_said_in_chinese(folder):
    done = hubsim("warm-up", "slow.yaml", "--workers", 1, "--lang", "zh", at=folder, real=True)
    assert "不足以判断" in done.stdout


def test_what_cannot_be_looked_at_is_refused(folder):
    done = hubsim("warm-up", "quick.yaml", "--of", "mood", at=folder, real=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "inside or throughput" in done.stderr
