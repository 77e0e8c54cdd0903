"""`hubsim site`: the land, people, energy and money of a hub, from runs of it."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

from .guard import DONE, SOME_FAILED, say, say_json, tell, warn
from .offices import changed
from .progress import counted, warn_if_cold


@dataclass(frozen=True)
class Ground:
    """What the user asked for; fields as the options of `hubsim site`."""

    scenario: Path
    replications: int
    scale: float
    demand: float
    changes: tuple[str, ...]
    seed: int | None
    engine: str
    workers: int | None
    out: Path | None
    json: bool
    lang: str


def carry_out(order: Ground) -> int:
    """Run, reckon, tell, and return the exit code. Raises ScenarioError, InputError, Refused before anything is simulated."""
    from sim.experiment.replications import Failed, Plan, replicate
    from sim.results.folder import whole_folder
    from sim.results.record import dumps, plain
    from sim.results.workbook import write_workbook
    from sim.scenario import read
    from sim.site.site import sites
    from sim.site.tables import tables
    from sim.site.told import told

    hub = read(order.scenario, order.scale, changed(order.changes), demand=order.demand)
    warn(hub.warnings)
    if order.engine == "fast":
        warn_if_cold()
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(whole_folder(order.out)) if order.out is not None else None
        with counted(order.replications) as progress:
            runs = replicate(Plan(hub, order.replications, order.engine, order.seed), workers=order.workers, progress=progress)
        for each in runs:
            if isinstance(each, Failed):
                tell(f"replication {each.replication} failed: {each.reason}")
        done = [run for run in runs if not isinstance(run, Failed)]
        if not done:
            return SOME_FAILED
        record = plain(sites(done, hub))
        words = told(record, order.lang, hub.scenario.site.quantile)
        if folder is not None:
            (folder / "site.json").write_text(dumps(record, indent=1) + "\n", encoding="utf-8")
            (folder / "site.txt").write_text(words, encoding="utf-8")
            write_workbook(folder / "tables.xlsx", tables(record, order.lang))
    (say_json if order.json else say)(dumps(record) if order.json else words)
    if order.out is not None and not order.json:
        say(f"\n{order.out}")
    return SOME_FAILED if len(done) < len(runs) else DONE
