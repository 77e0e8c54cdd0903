"""`hubsim warm-up`: how much of a run to leave out at its start."""

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .guard import DONE, SOME_FAILED, InputError, hush_figures, say, say_json, tell, warn
from .progress import counted, warn_if_cold

if TYPE_CHECKING:
    import numpy as np

    from sim.results.run import Run

SERIES = ("inside", "throughput")


@dataclass(frozen=True)
class Start:
    """What the user asked for; fields as the options of `hubsim warm-up`."""

    scenario: Path
    replications: int
    of: str
    scale: float
    seed: int | None
    engine: str
    workers: int | None
    out: Path | None
    json: bool
    lang: str


def carry_out(order: Start) -> int:
    """Run, look, tell, draw if a folder was named, and return the exit code. Raises ScenarioError, InputError, Refused before anything is simulated."""
    import numpy as np

    from sim.experiment.replications import Failed, Plan, replicate
    from sim.results.folder import whole_folder
    from sim.results.record import dumps
    from sim.scenario import read
    from sim.stats.warm_up import mser

    if order.of not in SERIES:
        raise InputError(f"--of {order.of!r} is not {' or '.join(SERIES)}")
    hub = read(order.scenario, order.scale)
    warn(hub.warnings)
    if order.engine == "fast":
        warn_if_cold()
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(whole_folder(order.out)) if order.out is not None else None
        with counted(order.replications) as progress:
            runs = replicate(Plan(hub, order.replications, order.engine, order.seed), workers=order.workers, progress=progress)
        failed = [run for run in runs if isinstance(run, Failed)]
        for each in failed:
            tell(f"replication {each.replication} failed: {each.reason}")
        done = [run for run in runs if not isinstance(run, Failed)]
        if not done:
            return SOME_FAILED
        times_h = done[0].sample_times_s / 3600
        series = np.array([series_of(run, order.of) for run in done])
        times_h = times_h[len(times_h) - series.shape[1] :]
        cut = mser(series.mean(axis=0))
        step_h = float(times_h[1] - times_h[0])
        facts = {
            "scenario": order.scenario.stem,
            "of": order.of,
            "replications": len(done),
            "horizon_h": done[0].horizon_s / 3600,
            "warm_up_h_now": done[0].warm_up_s / 3600,
            "samples": series.shape[1],
            "step_h": step_h,
            "too_short": cut.too_short,
            "warm_up_h": None if cut.too_short else round(cut.cut * step_h, 6),
            "mean_after": None if cut.too_short else cut.mean,
        }
        if folder is not None:
            (folder / "warm_up.json").write_text(dumps(facts, indent=1) + "\n", encoding="utf-8")
            _draw(times_h, series, cut, folder / "warm_up", order)
    (say_json if order.json else say)(dumps(facts) if order.json else _text(facts, order.lang))
    if order.out is not None and not order.json:
        say(f"\n{order.out}")
    return SOME_FAILED if failed else DONE


def series_of(run: "Run", of: str) -> "np.ndarray":
    """What is looked at, from the begin of the run on: units inside at each sample, or parcels dispatched between samples, in an hour."""
    import numpy as np

    if of == "inside":
        return run.inside.sum(axis=1).astype(float)
    return np.diff(run.totals["dispatched"]) / np.diff(run.sample_times_s) * 3600


def _text(facts: dict[str, Any], lang: str) -> str:
    from sim.results.texts import text

    hours = facts["warm_up_h"]
    answer = "warm_up_short" if facts["too_short"] else "warm_up_cut" if hours else "warm_up_none"
    sizes = {"step": 60 * facts["step_h"], "batch": 300 * facts["step_h"], "samples": facts["samples"], "n": facts["replications"]}
    lines = [text(lang, answer, hours=hours, horizon=facts["horizon_h"]), text(lang, "warm_up_of", of=text(lang, f"warm_up_{facts['of']}"), **sizes)]
    if facts["warm_up_h_now"]:
        lines.append(text(lang, "warm_up_now", hours=facts["warm_up_h_now"]))
    return "\n".join(lines)


def _draw(times_h: "np.ndarray", series: "np.ndarray", cut: Any, stem: Path, order: Start) -> None:
    hush_figures()
    from sim.report.welch import draw_welch
    from sim.results.texts import text

    ordinate = None if order.of == "inside" else text(order.lang, "warm_up_throughput")
    draw_welch(times_h, series, cut, stem, order.lang, ordinate)
