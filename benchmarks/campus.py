"""A day of the campus with the fast engine; and both engines on it, shrunk until it is small enough for the reference."""

from statistics import median
from typing import Any

from .child import in_child
from .tables import Section, at_least, at_most, spread

CAMPUS = "scenarios/jieyang_campus.yaml"
EVERYTHING = "scenarios/everything.yaml"
GOAL_RATIO = 150.0
GOAL_SECONDS = 4.0
GOAL_MB = 800.0


def in_turns(rounds: int, scenario: str, **order: Any) -> dict[str, list[dict[str, Any]]]:
    """Return the runs of each engine, one after the other in turns; raise AssertionError unless both found the same."""
    both: dict[str, list[dict[str, Any]]] = {"fast": [], "reference": []}
    for _ in range(rounds):
        for engine, runs in both.items():
            runs.append(in_child(scenario, engine=engine, warm_scale=0.002, **order))
    found = {(run["digest"], run["moves"]) for runs in both.values() for run in runs}
    assert len(found) == 1, f"{scenario}: the engines differ: {found}"
    return both


def ratio(both: dict[str, list[dict[str, Any]]], of: str) -> float:
    """Return how many times the reference's median is the fast engine's."""
    return median(run[of] for run in both["reference"]) / median(run[of] for run in both["fast"])


def row(name: str, runs: list[dict[str, Any]]) -> list[str]:
    """Return the row of a table for some runs of the same."""
    seconds = median(run["cpu_s"] for run in runs)
    parcels, moves = runs[0]["parcels"]["offered"], runs[0]["moves"]
    return [
        name,
        f"{parcels:,}",
        f"{runs[0]['parcels']['dispatched'] / parcels:.0%}",
        f"{moves:,}",
        spread([run["simulate_s"] for run in runs]),
        spread([run["cpu_s"] for run in runs]),
        f"{parcels / seconds:,.0f}",
        f"{moves / seconds:,.0f}",
        f"{max(run['peak_mb'] for run in runs):,.0f}",
    ]


def bench(quick: bool = False) -> Section:
    """Run the day and the comparisons."""
    scale, small, rounds = (0.01, 0.002, 1) if quick else (1.0, 0.01, 3)
    days = [in_child(CAMPUS, scale=scale, warm_scale=0.002) for _ in range(rounds)]
    day = days[0]
    offered, dispatched = (day["parcels"][key] for key in ("offered", "dispatched"))
    assert len({run["digest"] for run in days}) == 1
    assert abs(offered / (10.8e6 * scale) - 1) < (0.5 if quick else 0.02), offered
    assert quick or dispatched > 10_000_000
    # A day without its events is one simulation; with them it is two, for the same day without them is simulated too.
    whole = in_child(EVERYTHING, scale=max(scale, 0.02), overrides={"events": None}, warm_scale=0.01)
    eventful = in_child(EVERYTHING, scale=max(scale, 0.02), warm_scale=0.01)
    both = in_turns(1 if quick else 2, CAMPUS, scale=small)
    rows = [row(f"fast, scale {scale:g}", days)]
    rows += [row("fast, everything on", [whole]), row("the same, with its events: two days", [eventful])]
    rows += [row(f"{engine}, scale {small:g}", runs) for engine, runs in both.items()]
    rows.append([f"fast : reference, scale {small:g}", "", "", "", f"{ratio(both, 'simulate_s'):.0f}x", f"{ratio(both, 'cpu_s'):.0f}x", "", "", ""])
    seconds = median(run["cpu_s"] for run in days)
    return Section(
        name="campus",
        title="A day of ten million parcels",
        words=f"`{CAMPUS}`, each run in a process of its own, kernels compiled before; the engines take turns. Moves: units entering elements. "
        "CPU s: what the process itself used, with setup and collection; wall time also counts what else the machine did. "
        f"Everything on: `{EVERYTHING}`. Scale {small:g} is the same hub with demand and plant shrunk together.",
        header=["run", "parcels offered", "dispatched", "moves", "simulate s", "CPU s", "parcels/CPU s", "moves/CPU s", "peak MB"],
        rows=rows,
        proved=f"digest {day['digest']} in each run of the day; {dispatched:,} dispatched and {offered - dispatched:,} not are all that were offered; at "
        f"scale {small:g} both engines give digest {both['fast'][0]['digest']} and the same number of moves.",
        headline=f"a day of {offered / 1e6:.1f} million parcels, {day['moves'] / 1e6:.0f} million moves, takes {seconds:.0f} CPU s on one core "
        f"and {day['peak_mb']:.0f} MB, with everything on {whole['cpu_s']:.0f} CPU s "
        f"and {whole['peak_mb']:.0f} MB; the fast engine is {ratio(both, 'cpu_s'):.0f} times as fast as the reference.",
        goals=[
            at_most("simulation of the day on one core", median(run["simulate_s"] for run in days), GOAL_SECONDS * scale, " s"),
            at_most("the same with everything on", whole["simulate_s"], GOAL_SECONDS * max(scale, 0.02), " s"),
            at_most("peak memory with everything on, events included", eventful["peak_mb"], GOAL_MB, " MB"),
            at_most("peak memory", max(run["peak_mb"] for run in days), GOAL_MB, " MB"),
            at_least("fast : reference", ratio(both, "simulate_s"), GOAL_RATIO, "x"),
            at_least("fast : reference, processor time with setup and collection", ratio(both, "cpu_s"), GOAL_RATIO, "x"),
        ],
        facts={"offered": offered, "dispatched": dispatched, "moves": day["moves"], "ratio": ratio(both, "cpu_s")},
    )
