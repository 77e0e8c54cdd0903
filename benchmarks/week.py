"""Seven days of the campus against one: memory follows what is inside the hub, not what has passed through."""

from .child import in_child
from .tables import Section, at_most

SCENARIO = "scenarios/jieyang_campus.yaml"
GOAL_RATIO = 1.1


def bench(quick: bool = False) -> Section:
    """Run one day and one week, each in a process of its own."""
    scale = 0.01 if quick else 1.0
    runs = {days: in_child(SCENARIO, scale=scale, overrides={"horizon_h": 24 * days}) for days in (1, 7)}
    offered = {days: run["parcels"]["offered"] for days, run in runs.items()}
    assert 6.5 < offered[7] / offered[1] < 7.5, offered
    assert runs[7]["parcels"]["dispatched"] > 5 * runs[1]["parcels"]["dispatched"] > 0
    ratio = runs[7]["peak_mb"] / runs[1]["peak_mb"]
    return Section(
        name="week",
        title="Seven days against one",
        words=f"`{SCENARIO}` at scale {scale:g} with `horizon_h` 24 and 168. Before: peak of the process before the run, "
        "which is Python, its libraries and the scenario.",
        header=["days", "parcels offered", "inside at the end", "simulate s", "before MB", "peak MB", "of the run alone MB"],
        rows=[
            [
                str(days),
                f"{offered[days]:,}",
                f"{run['parcels']['inside'] + run['parcels']['held']:,}",
                f"{run['simulate_s']:,.1f}",
                f"{run['before_mb']:,.0f}",
                f"{run['peak_mb']:,.0f}",
                f"{run['peak_mb'] - run['before_mb']:,.0f}",
            ]
            for days, run in runs.items()
        ],
        proved=f"{offered[7] / offered[1]:.2f} times the parcels offered, and every one dispatched, rejected or still inside.",
        headline=f"seven days need {ratio:.2f} times the memory of one.",
        goals=[at_most("peak memory, week : day", ratio, GOAL_RATIO, "x")],
        facts={"ratio": ratio, "offered_1": offered[1], "offered_7": offered[7]},
    )
