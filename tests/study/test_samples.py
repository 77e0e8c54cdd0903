"""Each study that is shipped can be carried out, and the worked example says what its head promises."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sim.experiment.plan import check, plan
from sim.experiment.source import source_of

ROOT = Path(__file__).parents[2]
STUDIES = sorted((ROOT / "scenarios" / "studies").glob("*.yaml"))


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.stem)
def test_it_says_what_to_expect_and_its_points_are_hubs(path):
    head = path.read_text(encoding="utf-8").split("\ntitle:")[0]
    assert "# What to expect (seed 1" in head and "# Then try: " in head
    made = plan(path)
    check(made, False)
    _, values = source_of(made).next()
    assert made.file.hub(values).elements and made.most_runs <= 400


def test_there_is_one_of_each_kind():
    kinds = {plan(path).file.study.design.kind for path in STUDIES}
    assert kinds == {"grid", "fractional", "latin_hypercube", "sobol", "morris", "sobol_sensitivity", "points", "optimise"}


def test_the_worked_example(tmp_path):
    done = subprocess.run(
        [sys.executable, ROOT / "scenarios" / "examples" / "screening.py", "store"], cwd=tmp_path, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    order = re.findall(r"^(\w+) +[\d.]+ +[\d.]+ +[\d.]+$", done.stdout, re.MULTILINE)
    assert order[:3] == ["doors", "demand", "people"] and set(order) == {"demand", "doors", "people", "belt", "chutes", "missed", "lateness"}
    fixed = done.stdout.split("left as they are: ")[1].split("\n")[0].strip()
    assert set(fixed.split(", ")) == {"belt", "chutes", "missed"}
    waits = [float(line.split()[-1]) for line in done.stdout.strip().splitlines()[-4:]]
    assert waits == sorted(waits, reverse=True)
