"""`python -m benchmarks.published`: what comes out of published hubs, against what is published of them; written to scenarios/world/RESULTS.md.

Of each scenario of scenarios/world the published configuration goes in. The published throughput stays in its `facts`, which no engine reads:

    hub, why           words for the table
    configuration      {value, source, status}: what went in
    published..._per_h {value, what, source, status}: what to compare the dispatched parcels an hour with, one row of the table each
    what_if            {words, overrides}: one assumption changed, to see what hangs on it; shown, and not counted

Misses stand in the table as hits do, and nothing is tuned to turn one into the other.
"""

import argparse
import statistics
from pathlib import Path
from typing import Any

import sim
from sim.results.bottleneck import find

from .tables import Section, spread

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "scenarios" / "world"
FILE = FOLDER / "RESULTS.md"
SEEDS = (1, 2, 3)
BAND = 0.15
WORDS = ("hub", "published configuration", "", "what binds", "why", "one assumption changed")
QUICK = {"horizon_h": 1.0, "warm_up_h": 0.5}
HEAD = """# Published hubs: what comes out, against what is published

Written by `python -m benchmarks.published`, never by hand.
"""


def measure(path: Path, quick: bool = False, overrides: dict[str, Any] | None = None) -> tuple[list[float], str]:
    """Return the parcels dispatched an hour after the warm-up, one figure a seed, and what binds in the first run."""
    hub = sim.load(path, 0.05 if quick else 1.0, {**(overrides or {}), **(QUICK if quick else {})})
    rates, binds = [], ""
    for seed in SEEDS[:1] if quick else SEEDS:
        run = sim.run(hub, seed=seed)
        parcels = run.parcels
        assert parcels["offered"] == sum(parcels[key] for key in ("dispatched", "held", "rejected", "inside")), (path.name, parcels)
        rates.append(parcels["dispatched"] / (run.horizon_s - run.warm_up_s) * 3600)
        limit = find(run)
        binds = binds or ("" if limit.binds else "nothing; nearest ") + f"{limit.name}, {limit.utilisation:.0%} used"
    return rates, binds


def verdict(ratio: float) -> str:
    """Return what a ratio of simulated to published is called."""
    return "hit" if abs(ratio - 1) <= BAND else "**miss**"


def rows(path: Path, facts: dict[str, Any], quick: bool) -> list[tuple[float, list[str]]]:
    """Run a scenario; return for each published figure of it the ratio and its row."""
    found = []
    rates, binds = measure(path, quick)
    changed = facts.get("what_if")
    other = statistics.median(measure(path, quick, changed["overrides"])[0]) if changed else 0.0
    configuration = facts["configuration"]
    for key, figure in facts.items():
        if not (key.startswith("published") and key.endswith("_per_h")):
            continue
        ratio = statistics.median(rates) / figure["value"]
        found.append(
            (
                ratio,
                [
                    f"[{facts['hub']}]({path.name})",
                    f"{configuration['value']} ({configuration['status']}: {configuration['source']})",
                    f"{figure['value']:,} ({figure['status']}; {figure['what']})",
                    spread(rates, ",.0f"),
                    f"{ratio:.2f}",
                    verdict(ratio),
                    binds,
                    str(facts["why"]),
                    f"{changed['words']}: {other:,.0f}, {other / figure['value']:.2f}" if changed else "",
                ],
            )
        )
    return found


def bench(quick: bool = False) -> Section:
    """Run every hub of the folder."""
    table: list[tuple[float, list[str]]] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        facts = sim.load(path).scenario.facts or {}
        table += rows(path, facts, quick)
    hits = sum(verdict(ratio) == "hit" for ratio, _ in table)
    below = sum(ratio < 1 - BAND for ratio, _ in table)
    hubs = len(list(FOLDER.glob("*.yaml")))
    return Section(
        name="published",
        title=f"{hits} hits, {len(table) - hits} misses",
        words=f"Of {hubs} hubs the published configuration is simulated at full size, every figure that is not published at the catalogue's typical value, "
        "and loaded with more than it can take. Published figures are capacities as stated by operators, makers and the press, not measured years; "
        "their status is A official, B press, C repost, M from memory, X derived. Simulated: parcels dispatched an hour after the warm-up, "
        f"least - median - most of {1 if quick else len(SEEDS)} seeds. The ratio is simulated to published; within {BAND:.0%} of 1 is a hit. "
        "No figure was chosen so that a published one comes out; the last column changes one assumption to show what hangs on it, and does not count. "
        "What binds is named by the rule of the summary, which sees a loop with several inductions as little occupied even when no more goes onto it.",
        header=["hub", "published configuration", "published an hour", "simulated an hour", "ratio", "", "what binds", "why", "one assumption changed"],
        rows=[row for _, row in table],
        proved="in each run every parcel offered is dispatched, rejected or still inside.",
        headline=f"of {len(table)} published figures of {hubs} hubs {hits} come out within {BAND:.0%}, {below} are missed from below and "
        f"{len(table) - hits - below} from above.",
        facts={"hits": hits, "figures": len(table), "hubs": hubs},
    )


def page(section: Section) -> str:
    """Return the file: the section, with its columns of words to the left."""
    left = ["---" if name in WORDS else "---:" for name in section.header]
    plain = ["---"] + ["---:"] * (len(section.header) - 1)
    return HEAD + "\n" + section.markdown().replace(" | ".join(plain), " | ".join(left), 1)


def main() -> None:
    """Run and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.published", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small and short, one seed, nothing written")
    quick = parser.parse_args().quick
    section = bench(quick)
    print(section.markdown())
    if not quick:
        FILE.write_text(page(section), encoding="utf-8")


if __name__ == "__main__":
    main()
