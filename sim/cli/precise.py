"""`hubsim run --precision`: as many runs as it takes."""

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .guard import DONE, SOME_FAILED, InputError, say, say_json, tell, warn
from .offices import changed, open_desk
from .progress import phases, warn_if_cold

if TYPE_CHECKING:
    from sim.experiment.precision import Precise


@dataclass(frozen=True)
class Precision:
    """What the user asked for; fields as the options of `hubsim run`."""

    scenario: Path
    precision: str
    by: str
    engine: str
    out: Path | None
    json: bool
    scale: float
    demand: float
    changes: tuple[str, ...]
    seed: int | None
    workers: int | None
    lang: str


def share(words: str) -> float:
    """Return 0.01 for 1% or 0.01; raise InputError unless it is above 0 and below 1."""
    try:
        value = float(words.strip().removesuffix("%")) / (100 if words.strip().endswith("%") else 1)
    except ValueError:
        value = 0.0
    if not 0 < value < 1:
        raise InputError(f"--precision {words!r} is no share of the mean; write 1% or 0.01")
    return value


def carry_out_precisely(order: Precision) -> int:
    """Run, tell, write if a folder was named, and return the exit code; 3 if it is not as precise as it was to be."""
    from sim.experiment.observations import AskedWrong, RunFailed
    from sim.experiment.precision import precise
    from sim.results.folder import default_place, whole_folder
    from sim.results.record import dumps
    from sim.results.writer import write_csv
    from sim.scenario import read

    wanted = share(order.precision)
    hub = read(order.scenario, order.scale, changed(order.changes), demand=order.demand)
    warn(hub.warnings)
    place = order.out if order.out is not None or order.json else default_place(order.scenario.stem)
    if order.engine == "fast":
        warn_if_cold()
    try:
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(whole_folder(place)) if place is not None else None
            desk = stack.enter_context(open_desk(None, order.workers, order.lang))
            note = stack.enter_context(phases(order.lang))
            found = precise(hub, desk, order.by, wanted, seed=order.seed, engine=order.engine, note=lambda done: note(order.by, done))
            facts = _record(order, found)
            words = _text(facts, order.lang)
            if folder is not None:
                (folder / "summary.txt").write_text(words, encoding="utf-8")
                (folder / "run.json").write_text(dumps(facts, indent=1) + "\n", encoding="utf-8")
                write_csv(folder / "replications.csv", {name: [figures[name] for figures in found.figures] for name in found.figures[0]})
    except AskedWrong as wrong:
        raise InputError(str(wrong)) from wrong
    except RunFailed as fault:
        tell(str(fault))
        return SOME_FAILED
    (say_json if order.json else say)(dumps(facts) if order.json else words)
    if place is not None and not order.json:
        say(f"\n{place}")
    return DONE if found.enough else SOME_FAILED


def _record(order: Precision, found: "Precise") -> dict[str, Any]:
    """All of it as JSON values; half-widths at the confidence named."""
    import numpy as np

    from sim.results.record import plain
    from sim.stats.intervals import interval, known

    summary = {}
    for name in found.figures[0]:
        values = np.array([figures[name] for figures in found.figures])
        mean, half_width = interval(values, found.confidence)
        summary[name] = {"mean": mean, "half_width": half_width, "n": len(known(values))}
    asked = {"figure": found.figure, "wanted": found.wanted, "reached": found.reached, "confidence": found.confidence, "enough": found.enough}
    which = {"scenario": order.scenario.stem, "engine": order.engine, "seed": found.seed, "replications": len(found.figures)}
    return dict(plain({**which, "precision": asked, "summary": summary}))


def _text(facts: dict[str, Any], lang: str) -> str:
    from sim.results.printable import printable
    from sim.results.summary import table
    from sim.results.texts import text

    from .several import figure

    asked, n = facts["precision"], facts["replications"]
    percent = {name: 100 * (asked[name] if asked[name] is not None else float("inf")) for name in ("wanted", "reached", "confidence")}
    lines = [text(lang, "precise" if asked["enough"] else "not_precise", figure=asked["figure"], n=n, **percent)]
    lines.append(text(lang, "replications", done=n, n=n, **{name: facts[name] for name in ("scenario", "engine", "seed")}))
    header = [text(lang, name) for name in ("indicator", "mean", "half_width")]
    lines += table(header, [[name, figure(name, entry["mean"]), figure(name, entry["half_width"])] for name, entry in facts["summary"].items()])
    return printable("\n".join(lines) + "\n")
