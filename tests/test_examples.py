"""The worked examples run, in a folder of their own, and find what they say."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "scenarios" / "examples").glob("*.py"))
SMALL = """
title: Three people at a desk
horizon_h: 24
reaching: {days: 2, warm_up_days: 1}
elements:
  arrivals: {kind: stream, interarrival: {law: exponential, mean_s: 60}, to: desk}
  desk: {kind: station, servers: 3, service: {law: exponential, mean_s: 30}, to: out}
  out: {kind: sink}
"""
WORDS = {"bureau": ("small.yaml", "20000", "1")}
"""where an example takes a smaller hub"""


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_runs(example, tmp_path):
    (tmp_path / "small.yaml").write_text(SMALL)
    words = [sys.executable, str(example), *WORDS.get(example.stem, ())]
    done = subprocess.run(words, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_short_and_says_what_it_shows(example):
    lines = example.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith('"""')
    assert len(lines) <= 40
