"""`hubsim compare`: which of several scenarios is best, and which differ at all."""

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .guard import DONE, SOME_FAILED, InputError, hush_figures, say, say_json, tell, warn
from .offices import open_desk
from .progress import phases, warn_if_cold

if TYPE_CHECKING:
    from sim.experiment.compare import Comparison


@dataclass(frozen=True)
class Contest:
    """What the user asked for; fields as the options of `hubsim compare`."""

    scenarios: list[Path]
    by: str
    least: bool
    delta: str
    confidence: float
    method: str
    at_most: int
    budget: int | None
    scale: float
    seed: int | None
    engine: str
    store: Path
    workers: int | None
    cluster: str | None
    out: Path | None
    csv: Path | None
    json: bool
    lang: str


def carry_out(contest: Contest) -> int:
    """Compare, tell and return the exit code. Raises ScenarioError, InputError, Refused; what can be refused before a run is."""
    from sim.experiment.compare import compare, named
    from sim.experiment.observations import AskedWrong, RunFailed
    from sim.results.folder import whole_file, whole_folder
    from sim.results.record import dumps
    from sim.results.workbook import write_workbook
    from sim.results.writer import write_csv

    from .compared import as_record, as_text, columns, sheets

    try:
        hubs = named(contest.scenarios, contest.scale)
        for hub in hubs.values():
            warn(hub.warnings)
        if contest.engine == "fast":
            warn_if_cold()
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(whole_folder(contest.out)) if contest.out is not None else None
            csv = stack.enter_context(whole_file(contest.csv)) if contest.csv is not None else None
            desk = stack.enter_context(open_desk(contest.store, contest.workers, contest.lang, contest.cluster))
            note = stack.enter_context(phases(contest.lang))
            found = compare(
                hubs,
                desk,
                contest.by,
                most=not contest.least,
                delta=contest.delta,
                confidence=contest.confidence,
                method=contest.method,
                at_most=contest.at_most,
                budget=contest.budget,
                seed=contest.seed,
                engine=contest.engine,
                note=lambda done: note(contest.by, done),
            )
            words = as_text(found, contest.lang)
            if csv is not None:
                write_csv(csv, columns(found))
            if folder is not None:
                (folder / "comparison.txt").write_text(words, encoding="utf-8")
                (folder / "comparison.json").write_text(dumps(as_record(found), indent=1) + "\n", encoding="utf-8")
                write_csv(folder / "comparison.csv", columns(found))
                write_workbook(folder / "tables.xlsx", sheets(found, contest.lang))
                _draw(found, folder / "comparison", contest.lang)
    except AskedWrong as wrong:
        raise InputError(str(wrong)) from wrong
    except RunFailed as fault:
        tell(str(fault))
        return SOME_FAILED
    (say_json if contest.json else say)(dumps(as_record(found)) if contest.json else words)
    if contest.out is not None and not contest.json:
        say(f"\n{contest.out}")
    return DONE


def _draw(found: "Comparison", stem: Path, lang: str) -> None:
    hush_figures()
    from sim.report.compared import draw_compared

    from .compared import columns

    draw_compared(columns(found), stem, found.figure, lang)
