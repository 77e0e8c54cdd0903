"""Comparison finds the best of systems whose best is known, as often as it says, and says what is not told apart."""

import math

import numpy as np
import pytest
from here import Here

from sim.experiment.compare import compare
from sim.experiment.desk import Desk
from sim.experiment.known import InMemory
from sim.experiment.observations import AskedWrong, RunFailed
from sim.experiment.outcome import Failed, Outcome
from sim.scenario import read
from sim.stats.intervals import share_at_least

SERVED = """
title: {title}
horizon_h: {horizon_h}
elements:
  arrivals: {{kind: stream, interarrival: {{law: deterministic, value_s: 60}}, to: desk}}
  desk: {{kind: station, servers: {servers}, service: {{law: exponential, mean_s: {mean_s}}}, to: out}}
  out: {{kind: sink}}
"""


def served(folder, name, mean_s=100, servers=40, horizon_h=1, title="Served at once"):
    """A hub where nobody waits: parcels stay for a chance time of the mean given."""
    path = folder / f"{name}.yaml"
    path.write_text(SERVED.format(title=title, mean_s=mean_s, servers=servers, horizon_h=horizon_h))
    return read(path)


@pytest.fixture(scope="module")
def hubs(tmp_path_factory):
    """Six hubs that differ, to stand for six systems."""
    folder = tmp_path_factory.mktemp("hubs")
    return {f"h{number}": served(folder, f"h{number}", 100 + number) for number in range(6)}


def made(means, hubs, common=0.7, deviation=1.0):
    """What runs find: normal values with these means, `common` of whose variance belongs to the replication, whatever the hub."""
    at = {id(hub): number for number, hub in enumerate(hubs.values())}

    def work(task, hub):
        alone = np.random.default_rng([task.seed, task.replication, 1 + at[id(hub)]]).normal()
        shared = np.random.default_rng([task.seed, task.replication]).normal()
        value = means[at[id(hub)]] + deviation * (math.sqrt(common) * shared + math.sqrt(1 - common) * alone)
        return Outcome("", {"dwell_mean_s": value, "dwell_p99_s": math.nan}, [], 0.0)

    return work


def of(hubs, means, seed=1, size=4, chance=0, common=0.7, **options):
    """Compare hubs with these true means."""
    desk = Desk(Here(size, made(means, hubs, common), chance), InMemory())
    return compare(hubs, desk, "dwell_mean_s", **{"seed": seed, "delta": 0.5, **options})


@pytest.mark.parametrize("common", [0.0, 0.7])
def test_the_best_is_found_as_often_as_promised(hubs, common):
    """In the slippage configuration, where all others are worse by exactly delta."""
    right = sum(of(hubs, [10, 10, 10.5, 10, 10, 10], seed, common=common).rows[0].name == "h2" for seed in range(200))
    assert share_at_least(right, 200, 0.99).high >= 0.95


def test_the_least_is_found_too(hubs):
    found = of(hubs, [12, 11, 10, 11, 12, 13], most=False)
    assert (found.outcome, found.survivors) == ("selected", ["h2"])
    assert [row.difference >= 0 for row in found.rows] == [True] * 6


@pytest.mark.parametrize("method", ["kn", "ocba", "screen"])
def test_what_does_not_differ_is_seldom_told_apart(hubs, method):
    """Though a race stops when it likes what it sees: at 95 % at most one in twenty."""
    wrong = sum(any(pair.apart for _, _, pair in of(hubs, [10] * 6, seed, method=method).each_two) for seed in range(150))
    assert share_at_least(wrong, 150, 0.99).low <= 0.05


def test_what_differs_much_is_told_apart(hubs):
    found = of(hubs, [10, 20, 30, 40, 50, 60])
    assert [row.name for row in found.rows] == ["h5", "h4", "h3", "h2", "h1", "h0"]
    assert all(row.apart for row in found.rows[1:])
    assert all(pair.difference > 0 and pair.apart for _, _, pair in found.each_two)


@pytest.mark.parametrize("method", ["kn", "ocba", "screen"])
def test_the_answer_hangs_neither_on_how_many_workers_there_are_nor_on_who_ends_first(hubs, method):
    means = [10, 10.2, 10.4, 10.1, 9, 10.3]
    assert len({repr(of(hubs, means, size=size, chance=size, method=method)) for size in (1, 2, 7, 40)}) == 1


def test_the_bound_is_kept_and_said(hubs):
    found = of(hubs, [10] * 6, delta=0.01, at_most=12)
    assert found.outcome == "undecided"
    assert max(row.replications for row in found.rows) == 12
    assert len(found.survivors) > 1


def test_ocba_spends_its_budget_where_it_matters(hubs):
    found = of(hubs, [10, 10.4, 5, 5, 5, 5], method="ocba", budget=200)
    spent = {row.name: row.replications for row in found.rows}
    assert sum(spent.values()) == 200
    assert min(spent["h0"], spent["h1"]) > 2 * max(spent[f"h{number}"] for number in (2, 3, 4, 5))
    assert found.rows[0].name == "h1"
    assert 0.5 < found.chance <= 1


def test_a_screening_keeps_the_best_and_gives_up_the_bad(hubs):
    found = of(hubs, [10, 10.1, 5, 5, 5, 5], method="screen", budget=60)
    assert "h1" in found.survivors
    assert not {"h2", "h3", "h4", "h5"} & set(found.survivors)


def test_a_share_is_of_the_first(hubs):
    found = of(hubs, [20, 10, 10, 10, 10, 10], delta="10%")
    assert found.delta == pytest.approx(2.0, rel=0.1)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"delta": "none"}, "above 0"),
        ({"delta": 0}, "above 0"),
        ({"method": "guess"}, "kn, ocba, screen"),
        ({"method": "ocba", "budget": 7}, "too few for 6"),
        ({"at_most": 3}, "too few"),
        ({"confidence": 0.4}, "a coin"),
        ({"means": [0] * 6, "delta": "1%", "common": 0.0, "deviation": 0}, "0 on average"),
    ],
)
def test_what_cannot_be_asked_is_refused(hubs, options, words):
    means, deviation = options.pop("means", [10] * 6), options.pop("deviation", 1.0)
    common = options.pop("common", 0.7)
    desk = Desk(Here(work=made(means, hubs, common, deviation)), InMemory())
    with pytest.raises(AskedWrong, match=words):
        compare(hubs, desk, "dwell_mean_s", **options)


@pytest.mark.parametrize(
    ("figure", "words"), [("dwell_mean", "h0 has no figure .*did you mean dwell_mean_s"), ("dwell_p99_s", "not defined in replication . of h0")]
)
def test_a_figure_that_is_not_there_is_named(hubs, figure, words):
    with pytest.raises(AskedWrong, match=words):
        compare(hubs, Desk(Here(1, made([1] * 6, hubs)), InMemory()), figure)


def test_a_figure_nobody_knows_is_refused_before_the_first_run(hubs):
    def work(task, hub):
        raise AssertionError("a run")

    with pytest.raises(AskedWrong, match="h0 has no figure 'nope'; there are offered, "):
        compare(hubs, Desk(Here(1, work), InMemory()), "nope")


def test_one_hub_under_two_names_is_no_comparison(tmp_path):
    pair = {name: served(tmp_path, name, title=name) for name in ("a", "b")}
    with pytest.raises(AskedWrong, match="a and b are the same hub"):
        compare(pair, Desk(Here(), InMemory()), "dwell_mean_s")


def test_a_run_that_fails_is_named(hubs):
    with pytest.raises(RunFailed, match="h0, seed 1, replication 0: no"):
        compare(hubs, Desk(Here(1, lambda task, hub: Failed("no")), InMemory()), "dwell_mean_s")


def test_a_hub_that_differs_in_nothing_that_matters_is_not_told_apart(tmp_path):
    """Of 40 servers and 60 none is ever waited for; on common random numbers every difference is exactly 0."""
    pair = {"forty": served(tmp_path, "forty", servers=40), "sixty": served(tmp_path, "sixty", servers=60)}
    found = compare(pair, Desk(Here(), InMemory()), "dwell_mean_s", most=False)
    assert found.rows[1].difference == 0
    assert not found.rows[1].apart


def test_of_queues_in_closed_form_the_shortest_stay_is_found(tmp_path):
    """Nobody waits, so the mean stay is the mean service: 100 s against 103 s and 106 s."""
    three = {f"s{mean_s}": served(tmp_path, f"s{mean_s}", mean_s, horizon_h=10) for mean_s in (106, 100, 103)}
    found = compare(three, Desk(Here(), InMemory()), "dwell_mean_s", most=False, delta=2)
    assert [row.name for row in found.rows] == ["s100", "s103", "s106"]
    assert found.rows[1].apart
    assert found.rows[1].difference == pytest.approx(3, abs=max(1.0, found.rows[1].difference_half_width))
