"""`hubsim run`: read, simulate, write, tell - in this order, with every refusal before the simulation."""

import contextlib
import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .guard import DONE, SOME_FAILED, InputError, hush_figures, say, say_json, tell, warn
from .offices import changed
from .progress import counted, simulated, warn_if_cold


@dataclass(frozen=True)
class Order:
    """What the user asked for; fields as the options of `hubsim run`."""

    scenario: Path
    engine: str
    out: Path | None
    json: bool
    trace: Path | None
    scale: float
    demand: float
    changes: tuple[str, ...]
    """each PATH=VALUE"""
    seed: int | None
    replication: int | None
    """only this one"""
    replications: int
    workers: int | None
    figures: bool
    lang: str


def run(order: Order) -> int:
    """Do it and return the exit code. Raises ScenarioError, InputError, Refused before anything is simulated."""
    from sim.results.folder import Refused, default_place, whole_folder
    from sim.scenario import read

    if order.trace is not None and order.replications > 1:
        raise InputError("--trace is of one run: leave out --replications")
    if order.replication is not None and order.replications > 1:
        raise InputError("--replication is one, --replications are several: leave out either")
    hub = read(order.scenario, scale=order.scale, overrides=changed(order.changes), demand=order.demand)
    warn(hub.warnings)
    place = order.out
    if place is None and not order.json:
        place = default_place(order.scenario.stem)
    if order.engine == "fast":
        warn_if_cold()
    work, words = _several if order.replications > 1 else _single, ""
    try:
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(whole_folder(place)) if place is not None else None
            words, code = work(order, hub, folder, stack)
    except (OSError, Refused):
        if words:
            _show(order, words)  # the run was not for nothing, even if its files cannot be named
        raise
    _show(order, words)
    if place is not None and not order.json:
        say(f"\n{place}")
    return code


def _show(order: Order, words: str) -> None:
    (say_json if order.json else say)(words)


def _draw(order: Order) -> Callable[[Any, Path], object] | None:
    """What draws the figures of a run into a folder; None if none are wanted."""
    if not order.figures:
        return None

    def draw(run: Any, folder: Path) -> None:
        hush_figures()
        from sim.report import draw_all

        draw_all(run, folder, lang=order.lang)

    return draw


def _write(order: Order, hub: Any, run: Any, folder: Path, figures: bool = True) -> None:
    from sim.experiment.evidence import write_evidence

    draw = _draw(order) if figures else None
    write_evidence(run, hub, folder, changed(order.changes), order.demand, order.lang, functools.partial(draw, run) if draw is not None else None)


def _single(order: Order, hub: Any, folder: Path | None, stack: contextlib.ExitStack) -> tuple[str, int]:
    """One run: the words for standard output and the exit code."""
    from sim.engine import simulate
    from sim.results.record import dumps, record
    from sim.results.summary import summary

    trace = None
    if order.trace is not None:
        from sim.results.trace import trace_to

        trace = stack.enter_context(trace_to(order.trace))
    horizon_s, start_s = _span(hub)
    with simulated(horizon_s, start_s) as progress:
        result = simulate(hub, engine=order.engine, seed=order.seed, replication=order.replication or 0, trace=trace, progress=progress)
    words = dumps(record(result)) if order.json else summary(result, order.lang)
    if folder is not None:
        try:
            _write(order, hub, result, folder)
        except OSError:
            _show(order, words)  # the run was not for nothing, even if the disk is full
            raise
    return words, DONE


def _span(hub: Any) -> tuple[float, float]:
    """Horizon and start clock of a hub [s]."""
    hours, minutes = hub.scenario.start.split(":")
    return hub.scenario.horizon_h * 3600, int(hours) * 3600.0 + int(minutes) * 60


def _several(order: Order, hub: Any, folder: Path | None, stack: contextlib.ExitStack) -> tuple[str, int]:
    """Several replications: the words for standard output and the exit code."""
    from sim.experiment.replications import Failed, Plan, replicate
    from sim.results.record import dumps

    from .several import as_record, as_text, write

    with counted(order.replications) as progress:
        results = replicate(Plan(hub, order.replications, order.engine, order.seed), workers=order.workers, progress=progress)
    facts = as_record(order.scenario.stem, order.engine, results)
    words = dumps(facts) if order.json else as_text(facts, order.lang)
    for result in results:
        if isinstance(result, Failed):
            tell(f"replication {result.replication} failed: {result.reason}")
    if folder is not None:
        write(facts, results, folder, order.lang, functools.partial(_write, order, hub))
    return words, SOME_FAILED if facts["failed"] else DONE
