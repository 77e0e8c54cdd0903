"""`hubsim compare` from outside, on hubs that take no time."""

import csv
import json

import pytest
from python_calamine import CalamineWorkbook
from test_commands import hubsim

SERVED = """
title: {title}
horizon_h: 2
elements:
  arrivals: {{kind: stream, interarrival: {{law: deterministic, value_s: 60}}, to: desk}}
  desk: {{kind: station, servers: {servers}, service: {{law: exponential, mean_s: {mean_s}}}, to: out}}
  out: {{kind: sink}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Parcels stay 100 s, 100 s, 200 s on average; and the first hub again under another title."""
    folder = tmp_path_factory.mktemp("compare")
    for name, servers, mean_s in (("a", 40, 100), ("b", 50, 100), ("c", 40, 200), ("a_again", 40, 100)):
        (folder / f"{name}.yaml").write_text(SERVED.format(title=name, servers=servers, mean_s=mean_s))
    return folder


BY = ("--by", "dwell_mean_s", "--least", "--workers", 1)


def test_it_ranks_and_says_what_is_not_told_apart(folder):
    done = hubsim("compare", "c.yaml", "a.yaml", "b.yaml", *BY, "--out", "out", "--csv", "table.csv", at=folder, real=True)
    assert done.returncode == 0, done.stderr
    assert "Not told apart from a: b." in done.stdout
    rows = list(csv.DictReader((folder / "table.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["name"] for row in rows] == ["a", "b", "c"]
    assert {path.name for path in (folder / "out").iterdir()} == {f"comparison.{end}" for end in ("txt", "json", "csv", "svg", "png")} | {"tables.xlsx"}
    book = CalamineWorkbook.from_path(folder / "out" / "tables.xlsx")
    assert "mean [s]" in book.get_sheet_by_name("configurations").to_python()[0] and len(book.get_sheet_by_name("pairs").to_python()) == 4
    # the same question again is answered from the store
    again = hubsim("compare", "c.yaml", "a.yaml", "b.yaml", *BY, "--json", at=folder, real=True)
    facts = json.loads(again.stdout)
    assert "runs are known in" in again.stderr
    assert [each["name"] for each in facts["configurations"]] == ["a", "b", "c"]
    assert [each["apart"] for each in facts["configurations"]] == [False, False, True]


def test_it_speaks_chinese(folder):
    done = hubsim("compare", "a.yaml", "c.yaml", *BY, "--lang", "zh", at=folder, real=True)
    assert "其他各方案均与 a 有可辨差异" in done.stdout


def test_what_is_told_apart_is_not_called_undecided(folder):
    """A race to a delta of nothing does not end, and the answer is plain nevertheless."""
    done = hubsim("compare", "a.yaml", "c.yaml", *BY, "--delta", 0.001, "--at-most", 20, at=folder, real=True)
    assert done.stdout.startswith("a is the best: each other one is told apart from it"), done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("a.yaml",), "two scenarios at least"),
        (("a.yaml", "a_again.yaml"), "a and a_again are the same hub"),
        (("a.yaml", "a.yaml"), "named twice"),
        (("a.yaml", "c.yaml", "--by", "dwel_mean_s"), "did you mean dwell_mean_s"),
        (("a.yaml", "c.yaml", "--by", "on_time_share"), "on_time_share is not defined"),
        (("a.yaml", "c.yaml", "--delta", "-1"), "--delta"),
        (("a.yaml", "c.yaml", "--method", "luck"), "kn, ocba, screen"),
        (("a.yaml", "none.yaml"), "none.yaml"),
    ],
)
def test_what_is_no_comparison_is_refused(folder, words, said):
    done = hubsim("compare", *words, "--workers", 1, at=folder, real=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
