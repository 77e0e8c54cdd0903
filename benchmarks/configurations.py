"""`python -m benchmarks.configurations`: the line configurations of one hub side by side, written to scenarios/configurations/RESULTS.md.

Each file of scenarios/configurations is the hub of a brand with another sorter; it runs for its whole day at full size, and so does brand_hub.yaml itself.
"""

import argparse
import math
import subprocess
from collections import Counter
from pathlib import Path

import sim
from sim.results.bottleneck import find
from sim.results.hours import busiest
from sim.results.run import Run
from sim.scenario import Hub
from sim.scenario.people import at_hour

from .tables import Section

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "scenarios" / "configurations"
FILE = FOLDER / "RESULTS.md"
BASE = FOLDER.parent / "brand_hub.yaml"
SEED = 1
QUICK_SCALE = 0.05
WORDS = ("configuration", "sorters", "what limits it")
HEADER = ("configuration", "sorters", "offered", "dispatched", "on time", "unloaded/h", "sorted/h", "min in the house", "people", "parcels an hour of work")
HEADER += ("what limits it",)
HEAD = """# Line configurations of one hub

Written by `python -m benchmarks.configurations`, never by hand.
"""


def files() -> list[Path]:
    """Return the hub itself, and its configurations by name."""
    return [BASE, *sorted(FOLDER.glob("*.yaml"))]


def people(hub: Hub) -> tuple[float, float]:
    """Return the people of all crews in the fullest hour [persons], and their work in a day [h]."""
    present = [sum(at_hour(crew, hour) for crew in hub.scenario.crews.values()) for hour in range(24)]
    return max(present), sum(present)


def machines(hub: Hub) -> str:
    """Return the sorters of a hub in words."""
    specs = [element.spec for element in hub.elements]
    loops = Counter(spec.decks for spec in specs if spec.kind == "loop_sorter")
    words = [f"{number} loop{'s'[: number > 1]} of {decks} deck{'s'[: decks > 1]}" for decks, number in sorted(loops.items(), reverse=True)]
    lines = sum(spec.kind == "line_sorter" for spec in specs)
    robots = sum(spec.robots for spec in specs if spec.kind == "robot_field")
    return ", ".join(words + [f"{robots} robots"] * (robots > 0) + [f"{lines} lines"] * (lines > 0)) or "none"


def row(path: Path, hub: Hub, run: Run) -> list[str]:
    """Return what is told of a run."""
    most, hours = people(hub)
    return [
        f"[{path.stem}](../brand_hub.yaml)" if path == BASE else f"[{path.stem}]({path.name})",
        machines(hub),
        f"{run.parcels['offered']:,}",
        f"{run.parcels['dispatched']:,}",
        f"{100 * run.on_time_share:.1f} %" if math.isfinite(run.on_time_share) else "",
        f"{busiest(run, 'unloaded')[1]:,.0f}",
        f"{busiest(run, 'sorted')[1]:,.0f}",
        f"{run.dwell_s['mean'] / 60:.1f}",
        f"{most:,.0f}",
        f"{run.parcels['dispatched'] / hours:,.0f}",
        find(run).why,
    ]


def commit() -> str:
    """Return the commit that ran, and whether anything was changed since; "unknown" outside a checkout."""
    try:
        words = ["git", "describe", "--always", "--dirty= and changes since", "--abbrev=10", "--exclude=*"]
        return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def bench(quick: bool = False) -> Section:
    """Run every configuration once; in the quick form three of them, small."""
    scale = QUICK_SCALE if quick else 1.0
    rows: list[list[str]] = []
    facts: dict[str, float] = {}
    for path in files()[: 3 if quick else None]:
        hub = sim.load(path, scale)
        run = sim.run(hub, seed=SEED)
        parcels = run.parcels
        assert parcels["offered"] == sum(parcels[key] for key in ("dispatched", "held", "rejected", "inside")), (path.name, parcels)
        rows.append(row(path, hub, run))
        facts[path.stem] = parcels["dispatched"]
    best = max(facts.values())
    enough = sum(dispatched > 0.99 * best for dispatched in facts.values())
    return Section(
        name="configurations",
        title=f"{len(rows)} configurations of the hub of a brand",
        words="One hall of the campus with another sorter in it; timetable, doors and parcels are the same, but where a file says otherwise. "
        f"Each was run once over its whole day, seed {SEED}, scale {scale:g}, by commit {commit()}; one seed, so the last digits are chance. "
        "On time: of the parcels whose promised departure has left. Unloaded and sorted: in the busiest hour, sorted being what left a sorter, "
        "so that what passes two sorters counts twice. In the house: mean, from unloading to loading. People: of all crews, in the fullest hour, "
        "those of stations without a crew not counted; then parcels dispatched for each hour of their work. "
        "Most figures of the machines are from memory (M), so this compares shapes, not makers.",
        header=list(HEADER),
        rows=rows,
        proved="in each run every parcel offered is dispatched, held, rejected or still inside.",
        headline=f"{enough} of {len(rows)} configurations dispatch as much as the best of them, within 1 %.",
        facts=facts,
    )


def page(section: Section) -> str:
    """Return the file: the section, with its columns of words to the left."""
    left = ["---" if name in WORDS else "---:" for name in section.header]
    plain = ["---"] + ["---:"] * (len(section.header) - 1)
    return HEAD + "\n" + section.markdown().replace(" | ".join(plain), " | ".join(left), 1)


def main() -> None:
    """Run and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.configurations", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small, nothing written")
    quick = parser.parse_args().quick
    section = bench(quick)
    print(section.markdown())
    if not quick:
        FILE.write_text(page(section), encoding="utf-8")


if __name__ == "__main__":
    main()
