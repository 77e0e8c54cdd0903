"""How the time grows with the number of parcels, on the two loops of `scenarios/two_inductions.yaml`."""

import math

from .child import in_child
from .tables import Section

SCENARIO = "scenarios/two_inductions.yaml"
PER_HOUR = 35_000
"""what its three inductions take together"""
INSIDE = 1100
"""carriers of both loops and some parcels in the chutes: no more can be inside"""


def slope(points: list[tuple[float, float]]) -> float:
    """Return the exponent of the power law through (n, seconds), by least squares of the logarithms."""
    x, y = ([math.log(point[k]) for point in points] for k in (0, 1))
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / sum((a - mean_x) ** 2 for a in x)


def bench(quick: bool = False, largest: int = 8) -> Section:
    """Run 10^4 to 10^largest parcels."""
    powers = range(3, 5) if quick else range(4, largest + 1)
    rows, points = [], []
    for power in powers:
        changes = {"horizon_h": 10**power / PER_HOUR, "warm_up_h": 0}
        runs = [in_child(SCENARIO, overrides=changes, warm_scale=1.0) for _ in range(1 if quick or power > 6 else 3)]
        assert len({run["digest"] for run in runs}) == 1
        parcels = runs[0]["parcels"]
        # begins empty: the inductions of the first lap meet empty carriers only, so a few more come in
        assert abs(parcels["offered"] / 10**power - 1) < (0.4 if power < 5 else 0.02), (power, parcels)
        assert parcels["offered"] - parcels["dispatched"] < INSIDE, parcels
        seconds = min(run["simulate_s"] for run in runs)
        points.append((parcels["offered"], seconds))
        rows.append([f"{parcels['offered']:,}", f"{seconds:,.3f}", f"{seconds / parcels['offered'] * 1e9:,.0f}", f"{max(r['peak_mb'] for r in runs):,.0f}"])
    exponent, last = slope(points), slope(points[-2:])
    return Section(
        name="growth",
        title="Time against parcels",
        words=f"`{SCENARIO}` (two loops, three inductions that always have a parcel waiting, 200 chutes) over longer and longer times; "
        "the fastest of three runs below ten million.",
        header=["parcels", "simulate s", "ns a parcel", "peak MB"],
        rows=rows,
        proved=f"all offered were dispatched, but for fewer than {INSIDE:,} still inside; equal digests where a run was repeated.",
        headline=f"from {points[0][0]:,} to {points[-1][0]:,} parcels the time grows with exponent {exponent:.2f}, "
        f"over the last decade {last:.2f} (1: proportional); "
        f"the last run took {points[-1][1] / points[-1][0] * 1e9:,.0f} ns a parcel.",
        facts={"exponent": exponent, "last": last, "parcels": points[-1][0]},
    )
