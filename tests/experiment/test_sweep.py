"""A study does each run once, goes on where it was, counts what failed, and finds what is known to be there."""

import itertools
from pathlib import Path

import numpy as np
import pytest
from studied import Formula, figures

from sim.experiment.found import Found
from sim.experiment.identity import model_version
from sim.experiment.plan import check, plan
from sim.experiment.studies import estimate, look, retry_failed
from sim.experiment.sweep import Progress, Sweep
from sim.scenario import ScenarioError
from sim.store import StoreError, open_store
from sim.study import StudyFile

FACTORS = """\
factors:
  doors: {paths: [elements.doors.count], low: 1, high: 6, whole: true}
  people: {paths: [crews.unloaders.size], low: 2, high: 9, whole: true}
"""
GRID = FACTORS + "design: {kind: grid}\n"
LEAST = (
    FACTORS + "design: {kind: optimise, points: 40}\nreplications: 2\ncosts: {money: {unit: made up, fixed: 1, of: {doors: 5, people: 2}}}\n"
    "aims: {money: minimise}\nlimits: {door_wait_mean_s: {at_most: 1200}}\n"
)


def done(study: Path, workers: Formula, store: str = "store") -> tuple[Found, Sweep]:
    """Carry out a study with made-up runs."""
    made = plan(study)
    with open_store(study.parent / store, model_version()) as opened:
        sweep = Sweep(made, opened, workers)
        sweep.go()
        return Found(made, opened), sweep


def test_each_point_has_its_runs_and_each_run_is_done_once(write):
    study, workers = write(GRID + "replications: 2\n"), Formula()
    found, sweep = done(study, workers)
    assert workers.done == len(set(workers.began)) == 6 * 8 * 2
    means = found.means()
    for doors, people, wait in zip(means["doors"], means["people"], means["door_wait_mean_s"], strict=True):
        assert wait == pytest.approx(figures(doors, people, 0)["door_wait_mean_s"] + 5)
    assert (sweep.progress.points, sweep.progress.done, sweep.progress.total, sweep.progress.failed) == (48, 96, 96, 0)


def test_what_is_known_is_neither_run_nor_read(write, monkeypatch):
    study = write(GRID + "replications: 2\n")
    first, _ = done(study, Formula())
    monkeypatch.setattr(StudyFile, "hub", lambda *_: pytest.fail("a hub was read again"))
    again, sweep = done(study, workers := Formula())
    assert workers.began == [] and sweep.progress.recalled == 96 and again.runs() == first.runs()


@pytest.mark.parametrize("words", [GRID + "replications: 3\n", LEAST], ids=["grid", "optimise"])
def test_an_interrupted_study_goes_on_and_ends_alike(write, words):
    study = write(words)
    whole, _ = done(study, Formula(), "other")
    began = []
    for stop_after in (1, 17, 30):
        with pytest.raises(KeyboardInterrupt):
            done(study, workers := Formula(stop_after=stop_after))
        began += workers.began[: workers.done]
    found, _ = done(study, workers := Formula(size=3))
    assert found.runs() == whole.runs() and found.best() == whole.best()
    assert len(set(began + workers.began)) == len(began + workers.began)


def test_others_see_how_far_it_is_while_it_runs(write, monkeypatch):
    monkeypatch.setattr("sim.experiment.sweep.SHOWN_S", 0.0)
    made = plan(study := write(GRID + "replications: 2\n"))
    seen: list[tuple[int, int]] = []

    def tell(now: Progress) -> None:
        found = look(made, study.parent / "store")
        seen.append((now.done, sum(len(setting.done) for setting in found.settings)))

    with open_store(study.parent / "store", model_version()) as opened:
        Sweep(made, opened, Formula(), tell).go()
    assert len(seen) > 90 and all(told == found for told, found in seen)


def test_chosen_points_do_not_depend_on_workers(write):
    study = write(LEAST)
    runs = [done(study, workers, f"s{number}")[0].points() for number, workers in enumerate((Formula(1), Formula(9), Formula(5, last_first=True)))]
    assert runs[0] == runs[1] == runs[2]


def test_the_least_cost_that_reaches_the_target_is_found(write):
    found, _ = done(write(LEAST), Formula())
    reached = [(5 * d + 2 * p + 1, d, p) for d, p in itertools.product(range(1, 7), range(2, 10)) if figures(d, p, 0)["door_wait_mean_s"] + 5 <= 1200]
    (best,) = found.best()
    points = found.points()
    assert (points["money"][best], points["doors"][best], points["people"][best]) == min(reached)


def test_a_target_nobody_reaches_is_said(write):
    found, _ = done(write(LEAST.replace("at_most: 1200", "at_most: 1").replace("points: 40", "points: 12")), Formula())
    points = found.points()
    nearest = found.nearest()
    waits = found.means()["door_wait_mean_s"]
    assert found.best() == [] and waits[nearest] == min(waits) and len(points["point"]) == 12


def test_a_front_has_all_that_nothing_is_better_than(write):
    words = LEAST.replace("aims: {money: minimise}", "aims: {money: minimise, throughput_per_day: maximise}")
    found, _ = done(write(words), Formula())
    points, means = found.points(), found.means()
    rows = {n: (points["money"][n], -means["throughput_per_day"][n]) for n in points["point"] if means["door_wait_mean_s"][n] <= 1200}
    front = {rows[n] for n in rows if not any(other != rows[n] and other[0] <= rows[n][0] and other[1] <= rows[n][1] for other in rows.values())}
    assert {rows[n] for n in found.best()} == front and len(front) > 1


def test_a_limit_with_a_confidence_is_stricter(write):
    words = (
        FACTORS.replace("low: 1, high: 6", "low: 5, high: 6")
        + "design: {kind: grid}\nreplications: 5\nlimits: {door_wait_mean_s: {at_most: 400, confidence: 0.95}}\n"
    )
    found, _ = done(write(words), Formula())
    by_mean = [np.mean(setting.figure("door_wait_mean_s")) <= 400 for setting in found.settings]
    sure = [found.missed(setting)["door_wait_mean_s"] <= 0 for setting in found.settings]
    assert all(mean for mean, is_sure in zip(by_mean, sure, strict=True) if is_sure) and sum(sure) < sum(by_mean)


def test_replications_are_added_until_the_mean_is_known(write):
    few = FACTORS.replace("high: 6", "high: 2").replace("high: 9", "high: 3") + "design: {kind: grid}\n"
    for figure, relative, at_most, runs in (("throughput_per_day", 0.01, 60, 20), ("door_wait_mean_s", 1e-6, 50, 50), ("throughput_per_day", 0.5, 7, 7)):
        found, sweep = done(write(f"{few}precision: {{figure: {figure}, relative: {relative}, at_most: {at_most}}}\n"), Formula())
        assert found.points()["done"] == [runs] * 4 and sweep.progress.total == 4 * runs
    found, _ = done(write(f"{few}precision: {{figure: door_wait_mean_s, relative: 0.001, at_most: 5000}}\n"), Formula())
    for setting in found.settings:
        values = setting.figure("door_wait_mean_s")
        assert 20 < len(values) < 5000 and 1.96 * values.std(ddof=1) / len(values) ** 0.5 <= 0.001 * values.mean()


def test_one_hub_under_two_names_is_one_run(write):
    study = write("factors: {demand: {values: [1, 1.0]}, crews.unloaders.size: {values: [4, 5]}}\ndesign: {kind: grid}\n")
    found, sweep = done(study, workers := Formula())
    assert workers.done == 2 and found.points()["done"] == [1, 1, 1, 1] and sweep.progress.done == 4


def test_a_point_that_is_no_hub_is_counted_and_the_others_are_done(write):
    words = "factors:\n  elements.sorter.outlets.0.from_m: {values: [5, 30]}\n  elements.sorter.outlets.0.to_m: {values: [20, 45]}\ndesign: {kind: grid}\n"
    study = write(words)
    check(plan(study), False)  # each value alone is possible
    found, sweep = done(study, Formula())
    assert found.points()["done"] == [1, 1, 0, 1] and found.failed == sweep.progress.unreadable == 1
    assert "the row ends at 20 m, before it begins at 30 m" in sweep.unreadable[2] and found.points()["hub"][2] == ""
    assert done(study, Formula())[1].unreadable.keys() == {2}


def test_failed_runs_are_counted_and_done_again_when_asked(write):
    study = write(FACTORS.replace("high: 6", "high: 2").replace("high: 9", "high: 3") + "design: {kind: grid}\nreplications: 3\n")
    found, sweep = done(study, Formula(fails=(1,)))
    assert found.failed == sweep.progress.failed == 4 and found.points()["done"] == [2] * 4
    assert found.runs()["reason"].count("a loop without carriers") == 4
    (record,) = found.settings[1].failed
    words = "--seed 1 --replication 1 --set elements.doors.count=1 --set crews.unloaders.size=3"
    assert record.replay == f"hubsim run {study.parent}/first_hub.yaml {words}"
    again, sweep = done(study, workers := Formula())
    assert again.failed == sweep.progress.failed == 4 and workers.began == []
    assert retry_failed(plan(study), study.parent / "store") == 4
    found, _ = done(study, workers)
    assert found.failed == 0 and workers.done == 4


def test_a_changed_scenario_is_another_study(write):
    study = write(GRID)
    done(study, Formula())
    scenario = study.with_name("first_hub.yaml")
    scenario.write_text(scenario.read_text("utf-8").replace("divert_fail: 0.002", "divert_fail: 0.004"), encoding="utf-8")
    with pytest.raises(StoreError, match=r"does not have .*study.yaml as it is now"):
        look(plan(study), study.parent / "store")
    _, sweep = done(study, workers := Formula())
    assert workers.done == 48 and sweep.progress.recalled == 0


def test_too_many_runs_are_not_begun_unasked(write):
    study = write(GRID + "replications: 10\nmost_runs: 400\n")
    with pytest.raises(ScenarioError, match=r"study.yaml:5:1: 48 points x 10 replications are 480 runs, more than 400; begin them with --yes"):
        check(plan(study), False)
    check(plan(study), True)


def test_a_dry_run_counts_and_writes_nothing(write):
    study = write(FACTORS.replace("high: 6", "high: 2") + "design: {kind: grid}\nreplications: 2\n")
    place = study.parent / "store"
    found = estimate(plan(study), place, 2)
    assert (found.runs, found.known, found.timed, found.looked_at) == (32, 0, True, 16) and found.run_s > 0 and not place.exists()
    with pytest.raises(KeyboardInterrupt):
        done(study, Formula(stop_after=9))
    found = estimate(plan(study), place, 2)
    assert (found.runs, found.known, found.timed, found.left_s) == (32, 9, False, pytest.approx(23 * 0.01 / 2))


def test_a_name_of_the_results_is_no_name_of_a_factor(write):
    for words, name in (
        ("factors: {late: {paths: [elements.doors.count], values: [2]}}", "late"),
        ("factors: {point: {paths: [elements.doors.count], values: [2]}}", "point"),
    ):
        with pytest.raises(ScenarioError, match=f"study.yaml:2:11: '{name}' is a column of the results already"):
            plan(write(words + "\ndesign: {kind: grid}\n"))
