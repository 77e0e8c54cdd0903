"""A year of every large centre of a country, on paper: `python -m benchmarks.country` writes the plan into sim/experiment/CLUSTERS.md.

Measured: parcels a CPU second, from RESULTS.md; memory of a hub of that size over 1 and 11 days, and kilobytes a run in a store, here.
Published: centres and parcels. All else is an assumption.
"""

import argparse
import re
import tempfile
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from .child import in_child
from .tables import Section

RESULTS = Path(__file__).with_name("RESULTS.md")
PAGE = Path(__file__).parents[1] / "sim" / "experiment" / "CLUSTERS.md"
CAMPUS = "scenarios/jieyang_campus.yaml"
CENTRES = 1_300
"""large processing centres in China: CCTV, on cnwest.com, 22 April 2025 (B)"""
PARCELS = 175.08e9
"""parcels of China in 2024: State Post Bureau, as the press reports it (B)"""
PASSES = 2.0
"""centres a parcel passes (M)"""
DAYS = 365
CORES = (2, 64, 1_024)
REPLICATIONS = (1, 10, 100)
PRICES = (0.01, 0.05, 0.25)
"""of a core-hour, in any currency: examples to multiply, nobody's prices (M)"""


@dataclass(frozen=True)
class Measured:
    """What a run costs."""

    speeds: dict[str, float]
    """what is simulated -> parcels a CPU second"""
    memory_mb: float
    """of a process that simulates a centre for a year: the memory of a day, and what ten more days add, so often as they come"""
    kept_kb: float
    """of a run in a store"""


def measured(runs: int = 2_000, more_days: int = 10) -> Measured:
    """Read what RESULTS.md says, run a centre for one and for `more_days` more days, and fill a store with `runs` rows as a run of the campus gives them."""
    text = RESULTS.read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]

    def number(table: str, row: str, column: str) -> float:
        header = next(cells for cells in rows if cells[0] == table and column in cells)
        cells = next(cells for cells in rows[rows.index(header) :] if cells[0] == row)
        return float(cells[header.index(column)].replace(",", ""))

    speeds = {name: number("run", row, "parcels/CPU s") for name, row in (("as the campus", "fast, scale 1"), ("everything on", "fast, everything on"))}
    return Measured(speeds, _memory_mb(PARCELS * PASSES / CENTRES / DAYS / number("days", "1", "parcels offered"), more_days), _kept_kb(runs))


def _memory_mb(scale: float, more_days: int) -> float:
    """Megabytes of a year of the campus at this scale; tables of departures and of samples grow by the day, all else does not."""
    day, days = (in_child(CAMPUS, scale=scale, overrides={"horizon_h": 24 * n}) for n in (1, 1 + more_days))
    assert days["parcels"]["offered"] > 0.9 * more_days * day["parcels"]["offered"]
    mb: float = day["peak_mb"] + (DAYS - 1) * (days["peak_mb"] - day["peak_mb"]) / more_days
    return mb


def _kept_kb(runs: int) -> float:
    """Kilobytes that a run takes in a store without tables."""
    import sim
    from sim.engine import simulate
    from sim.experiment.identity import model_version
    from sim.experiment.outcome import outcome
    from sim.store import Record, open_store

    found = outcome(simulate(sim.load(CAMPUS, 0.01)))
    records = (Record(f"{k:032x}", "0" * 32, 1, k, "fast", "done", found.digest, found.figures, found.uses, found.wall_s) for k in range(runs))
    with tempfile.TemporaryDirectory() as folder:
        with open_store(Path(folder) / "store", model_version()) as store:
            store.put_many(records)
            store.flush()
            assert len(store.states()) == runs
        return sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file()) / runs / 1e3


def plan(cost: Measured, prices: tuple[float, ...] = PRICES) -> Section:
    """Return the plan: a run is a year of a centre; the runs are dealt to cores, whole."""
    passes = PARCELS * PASSES / CENTRES
    rows = []
    for name, speed in cost.speeds.items():
        run_s = passes / speed
        for n in REPLICATIONS:
            runs = CENTRES * n
            hours = runs * run_s / 3600
            walls = [_time(ceil(runs / cores) * run_s) for cores in CORES]
            rows.append([name, f"{n}", f"{runs:,}", f"{hours:,.0f}", *walls, f"{runs * cost.kept_kb / 1e3:,.0f}", *(f"{hours * p:,.0f}" for p in prices)])
    seconds = [passes / speed for speed in cost.speeds.values()]
    hours = [CENTRES * each / 3600 for each in seconds]
    return Section(
        name="country",
        title="A year of the whole country",
        words=f"{CENTRES:,} large centres (CCTV, on cnwest.com, 22 April 2025; B). {PARCELS / 1e9:.2f} billion parcels in 2024 (State Post Bureau, as the "
        f"press reports it; B), each through {PASSES:g} centres (M): {passes / DAYS / 1e6:.2f} million a centre and day, {passes / 1e6:.0f} million a centre "
        f"and year, all centres alike (M). A run is one centre for {DAYS} days, on one core, and depends on no other: what a centre sends late does not "
        "come late to the next (M). Measured on one core of the machine of RESULTS.md: "
        + " and ".join(f"{speed:,.0f} parcels a CPU s {name}" for name, speed in cost.speeds.items())
        + f", {cost.memory_mb:,.0f} MB for a year of the campus shrunk to such a centre (from 1 and 11 days of it), {cost.kept_kb:.1f} kB a run in the store. "
        "The peak of the year moves parcels from day to day, not their number.\n\n"
        "Cost = core-hours x price of a core-hour. The price is yours to put in; those below are examples to multiply (M), nobody's offer.",
        header=["physics", "replications", "runs", "core-hours", *(f"on {cores:,} cores" for cores in CORES), "store MB", *(f"at {p:g}" for p in prices)],
        rows=rows,
        proved=f"the store was filled and counted; {passes * CENTRES / 1e9:.0f} billion passages are {PASSES:g} times the parcels.",
        headline=f"a year of {CENTRES:,} centres takes {hours[0]:,.0f} core-hours as the campus is modelled, {hours[1]:,.0f} with everything on; "
        f"one run {_time(seconds[0])} to {_time(seconds[1])}.",
        facts={"passes": passes, "core_hours": hours[0]},
    )


def _time(seconds: float) -> str:
    return f"{seconds / 60:,.0f} min" if seconds < 7200 else f"{seconds / 3600:,.0f} h" if seconds < 172_800 else f"{seconds / 86_400:,.0f} days"


def main() -> None:
    """Measure, reckon, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.country", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--price", type=float, help="of a core-hour, in your currency; nothing is written then")
    asked = parser.parse_args()
    section = plan(measured(), PRICES if asked.price is None else (asked.price,))
    print(section.markdown())
    if asked.price is None:
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(
            re.sub(r"(<!-- country -->\n).*?(<!-- end -->)", lambda m: f"{m[1]}{section.markdown()}{m[2]}", text, flags=re.DOTALL), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
