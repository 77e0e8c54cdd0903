"""The bottleneck is the known culprit of runs made up for it."""

import numpy as np
import pytest
from made_run import make_run, replace

from sim.results import bottleneck
from sim.results.run import Run


def even(busy: dict[str, float], blocked: dict[str, float] | None = None, **changes: object) -> Run:
    """A run in which every element works evenly all day, `busy` of its time by base name, 0.1 if not named."""
    run = make_run({"door": 0.1, "belt": 0.1, "singulator": 0.1, "loop": 0.1} | busy, {"door": 0.0, "belt": 0.0} | (blocked or {}), **changes)
    share = run.sample_times_s / run.horizon_s
    return replace(run, busy=np.outer(share, run.elements["busy_s"]))


def calm(run: Run) -> Run:
    """The same without anything that waits."""
    return replace(run, inside=np.zeros_like(run.inside))


def test_singulators_that_work_all_the_time_before_a_blocked_belt():
    found = bottleneck.find(make_run())
    assert (found.name, found.kind, found.members, found.binds) == ("singulator[*]", "station", 3, True)
    assert "singulator[*] (3 of them)" in found.why
    assert "of 6,900/h each" in found.why and "queue in front grows" in found.why and "upstream blocked 30 % (over the whole run)" in found.why
    assert found.until_s - found.from_s == pytest.approx(bottleneck.WINDOW_S)


def test_people_who_are_away_are_told_from_machines_that_stop():
    run = even({"singulator": 0.45})
    hot = run.elements["name"].astype(str).tolist().index("singulator[1]")
    for number in range(hot, hot + 3):
        run.elements["off_s"][number] = run.elements["starved_s"][number]
        run.elements["starved_s"][number] = 0.0
    why = bottleneck.find(replace(run, elements=run.elements | {"crew": np.where(run.elements["kind"] == "station", "crew hands", "")})).why
    assert "busy 98 % of its manned time" in why and "nobody there 54 % of all machine time (over the whole run)" in why
    assert "/h each at work without stop with all its people" in why


def test_doors_say_what_they_waited_for():
    run = even({"door": 0.6})
    doors = run.elements["kind"] == "door"
    run.elements["idle_s"][doors] = 0.3 * run.horizon_s
    run.elements["starved_s"][doors] -= 0.3 * run.horizon_s
    assert "; changing vehicles or waiting for people 30 %;" in bottleneck.find(run).why
    alone = replace(run, elements=run.elements | {"crew": np.full(30, "")})
    assert "; changing vehicles 30 %;" in bottleneck.find(alone).why


def test_a_loop_is_as_loaded_as_its_carriers():
    """Two inductions take more in an hour than carriers pass one of them: that alone does not make it full."""
    run = calm(even({"loop": 0.7}))
    names = run.elements["name"].tolist()
    entered = run.entered.copy()
    entered[:, names.index("loop")] = 36_000 * 1.2 * run.sample_times_s / 3600
    found = bottleneck.find(replace(run, entered=entered))
    assert found.name == "loop" and found.utilisation == pytest.approx(0.71)
    assert "carriers occupied 70 %" in found.why and "43,200/h placed on it, 60 % of the 72,000/h carriers that passed its inductions (2)" in found.why


def test_evidence_in_chinese():
    assert "共 3 台" in bottleneck.find(make_run(), "zh").why


def test_doors_limit():
    found = bottleneck.find(even({"door": 0.97}))
    assert found.name == "door[*]" and found.binds and found.utilisation == pytest.approx(0.98)


def test_who_is_mostly_blocked_is_a_victim():
    run = even({"door": 0.40, "singulator": 0.9}, {"door": 0.55})
    assert bottleneck.find(run).name == "singulator[*]"


def test_of_two_equally_busy_the_one_that_is_not_blocked():
    run = even({"door": 0.70, "singulator": 0.70}, {"door": 0.28})
    assert bottleneck.find(run).name == "singulator[*]"


def test_one_hot_copy_is_named_alone():
    run = even({})
    hot = run.elements["name"].tolist().index("chute[5]")
    run.elements["busy_s"][hot] = 0.95 * run.horizon_s
    run = replace(run, busy=np.outer(run.sample_times_s / run.horizon_s, run.elements["busy_s"]))
    assert bottleneck.find(run).name == "chute[5]"


def test_nothing_binds_and_the_nearest_is_named():
    found = bottleneck.find(calm(even({"singulator": 0.58})))
    assert not found.binds and found.name == "singulator[*]" and found.why.startswith("nothing binds; nearest is singulator")
    assert found.utilisation == pytest.approx(0.59)


def test_a_conveyor_counts_by_what_it_carries_not_by_having_something_on_it():
    found = bottleneck.find(calm(even({"belt": 0.98, "singulator": 0.7})))
    assert found.name == "singulator[*]"


def test_off_series_decide_over_the_share_of_the_whole_run():
    run = even({"door": 0.30})
    doors = run.elements["kind"] == "door"
    run.elements["off_s"][doors] = 0.5 * run.horizon_s
    run.elements["starved_s"][doors] -= 0.5 * run.horizon_s
    assert bottleneck.find(run).utilisation == pytest.approx(0.31 / 0.5, abs=0.01)
    # the same doors, but off only outside the peak window
    off = np.outer(np.minimum(run.sample_times_s, 12 * 3600), doors)
    assert bottleneck.find(replace(run, off=off.astype(float), entered=run.entered)).utilisation < 0.6


def test_a_run_without_samples():
    run = make_run()
    empty = {name: getattr(run, name)[:0] for name in ("sample_times_s", "inside", "entered", "busy")}
    found = bottleneck.find(replace(run, **empty))
    assert not found.binds and found.name == ""


def test_upstream_looks_through_merges():
    run = make_run()
    names = run.elements["name"]
    before = bottleneck.upstream(run, np.flatnonzero(names == "loop.north"))
    assert set(names[before]) == {f"singulator[{n}]" for n in (1, 2, 3)}
