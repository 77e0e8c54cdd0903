"""`hubsim verdict`: does a hub reach a number of parcels a day?"""

import contextlib
from dataclasses import dataclass
from pathlib import Path

from .guard import DONE, SOME_FAILED, InputError, hush_figures, say, say_json, tell, warn
from .offices import changed, open_desk
from .progress import phases, warn_if_cold

UNITS = {"万": 1e4, "m": 1e6, "M": 1e6, "k": 1e3}


@dataclass(frozen=True)
class Question:
    """What the user asked; fields as the options of `hubsim verdict`."""

    scenario: Path
    target: str | None
    scale: float
    changes: tuple[str, ...]
    seed: int | None
    engine: str
    store: Path | None
    workers: int | None
    cluster: str | None
    out: Path | None
    json: bool
    capacity_only: bool
    lang: str


def parcels(text: str) -> float:
    """Return a number of parcels as people write it: 10000000, 10_000_000, 10,000,000, 1e7, 10M, 1000万. Raise InputError for anything else."""
    words = text.strip().replace("_", "").replace(",", "").replace(",", "")
    factor = UNITS.get(words[-1:], 1.0)
    try:
        value = float(words[:-1] if factor != 1.0 else words) * factor
    except ValueError:
        value = 0.0
    if not 1 <= value <= 1e12:
        raise InputError(f"--target {text!r} is not a number of parcels a day; write 10_000_000, 1e7 or 1000万")
    return value


def carry_out(question: Question) -> int:
    """Answer it and return the exit code. Raises ScenarioError, InputError, Refused, StoreError before anything is simulated."""
    from sim.document.dossier import RUN_OF_VERDICT
    from sim.experiment.evidence import write_evidence
    from sim.reaching.day import asked, day
    from sim.reaching.runs import VerdictError
    from sim.reaching.tables import tables
    from sim.reaching.told import told
    from sim.reaching.verdict import NOT_REACHABLE, as_record, verdict
    from sim.results.folder import whole_folder
    from sim.results.record import dumps, plain
    from sim.results.workbook import write_workbook
    from sim.results.writer import write_checksums
    from sim.scenario import read

    target = parcels(question.target) if question.target is not None else None
    changes = changed(question.changes)
    warn(read(question.scenario, question.scale, changes).warnings)
    if question.engine == "fast":
        warn_if_cold()
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(whole_folder(question.out)) if question.out is not None else None
        desk = stack.enter_context(open_desk(question.store, question.workers, question.lang, question.cluster))
        note = stack.enter_context(phases(question.lang))
        try:
            found = verdict(
                question.scenario,
                target,
                desk,
                scale=question.scale,
                overrides=changes,
                seed=question.seed,
                engine=question.engine,
                note=note,
                and_limits=not question.capacity_only,
            )
        except VerdictError as fault:
            tell(f"{question.scenario}: {fault}")
            return SOME_FAILED
        wanted = (question.scenario, target, question.scale, changes, question.seed, question.engine)
        record = plain(as_record(found)) | {"asked": asked(*wanted, question.capacity_only)}
        words = told(record, question.lang)
        if folder is not None:
            (folder / "verdict.txt").write_text(words, encoding="utf-8")
            (folder / "verdict.json").write_text(dumps(record, indent=1) + "\n", encoding="utf-8")
            write_workbook(folder / "tables.xlsx", tables(record, question.lang))
            _draw(record, folder / "capacity.png", question.lang)
            note("day", found.runs)
            # beyond what it carries a queue grows with the days, and land, people and cost of such a day mean nothing
            carried = found.capacity.low if found.verdict == NOT_REACHABLE and found.capacity.low > 0 else target
            shown = day(question.scenario, carried, *wanted[2:])
            (folder / "run").mkdir()
            write_evidence(shown.run, shown.hub, folder / "run", shown.changes, shown.demand, question.lang)
            write_checksums(folder, [RUN_OF_VERDICT])  # or the run of another verdict might take its place
    (say_json if question.json else say)(dumps(record) if question.json else words)
    if question.out is not None and not question.json:
        say(f"{question.out}")
    return DONE


def _draw(record: dict[str, object], picture: Path, lang: str) -> None:
    hush_figures()
    from sim.report.capacity import draw_capacity

    draw_capacity(record, picture, lang)
