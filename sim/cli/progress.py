"""Progress on standard error, if that is a terminal: what is compiled, then simulated clock, share, time left, pace."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

FIRST_S, LINE_S = 10.0, 300.0
"""when a log hears of a study first, and at least how often it hears of one, or of a verdict [s]"""


def warn_if_cold() -> None:
    """Say that the machine code of the fast engine has to be compiled first, if it has, and if standard error is a terminal."""
    if not sys.stderr.isatty():
        return
    from sim.kernels import cache

    if cache.is_cold():
        kept = "compiling once, about ten seconds; kept for next time"
        print(kept if cache.PLACE is not None else "compiling, about ten seconds; no folder was found to keep it in", file=sys.stderr, flush=True)


@contextlib.contextmanager
def simulated(horizon_s: float, start_s: float) -> Iterator[Callable[..., None] | None]:
    """Give a callable(sim_time_s, parcels=None) for the engine; None, and no bar, if standard error is no terminal.

    parcels: unloaded so far; with it the pace is in parcels/s of real time, else in simulated hours a second.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from sim.results.hours import of_day

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:3.0f} %"), TimeRemainingColumn(), TextColumn("{task.fields[pace]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(of_day(start_s), total=horizon_s, pace="")
        began = time.monotonic()

        def advance(sim_time_s: float, parcels: float | None = None) -> None:
            passed = max(time.monotonic() - began, 1e-3)
            pace = f"{sim_time_s / 3600 / passed:,.1f} h/s" if parcels is None else f"{parcels / passed:,.0f} parcels/s"
            bar.update(task, completed=min(sim_time_s, horizon_s), description=of_day(start_s + sim_time_s, ends=True), pace=pace)

        yield advance


@contextlib.contextmanager
def counted(n: int) -> Iterator[Callable[[int], None] | None]:
    """Give a callable(done) for n replications; None, and no bar, if standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(TextColumn("replications"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=n)
        yield lambda done: bar.update(task, completed=done)


_PHASES = {
    "capacity": ("capacity", "求产能"),
    "limit": ("what binds {n}", "限制因素 {n}"),
    "changes": ("changes", "求改动"),
    "day": ("the day that is shown", "所示的一天"),
}


@contextlib.contextmanager
def phases(lang: str = "en") -> Iterator[Callable[[str, int], None]]:
    """Give a callable(phase, runs done) for work of unknown length: a line that moves in a terminal, else a line for each phase and at least every LINE_S."""

    def said(phase: str) -> str:
        word, _, n = phase.partition(" ")
        return _PHASES[word][lang == "zh"].format(n=n) if word in _PHASES else phase

    began, unit = time.monotonic(), "次" if lang == "zh" else "runs"
    if not sys.stderr.isatty():
        last = ("", began)

        def line(phase: str, done: int) -> None:
            nonlocal last
            now = time.monotonic()
            if phase != last[0] or now - last[1] >= LINE_S:
                last = (phase, now)
                print(f"{said(phase)}: {done:,} {unit}, {now - began:.0f} s", file=sys.stderr, flush=True)

        yield line
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.fields[done]}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, done="")
        yield lambda phase, done: bar.update(task, description=said(phase), done=f"{done:,} {unit}")


@contextlib.contextmanager
def swept(lang: str = "en") -> Iterator[Callable[..., None]]:
    """Give a callable(progress of a study): a bar with failures and time left in a terminal, else a plain line now and then."""
    if not sys.stderr.isatty():
        yield _lines(lang)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("次" if lang == "zh" else "runs"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[said]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1, said="")
        yield lambda now: bar.update(task, completed=now.done, total=now.total, said=_said(now, lang))


def _said(now: Any, lang: str) -> str:
    failed = now.failed + now.unreadable
    if lang == "zh":
        return f"{now.of_points:,} 个点中 {now.points:,} 个，失败 {failed:,}" + ("" if now.left_s is None else f"，约剩 {_span(now.left_s)}")
    return f"{now.points:,} of {now.of_points:,} points, {failed:,} failed" + ("" if now.left_s is None else f", about {_span(now.left_s)} left")


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def _lines(lang: str) -> Callable[..., None]:
    """Say how far a study is, at first after FIRST_S, then each time after half as long again, at most LINE_S apart."""
    began = time.monotonic()
    due = began + FIRST_S

    def line(now: Any) -> None:
        nonlocal due
        at = time.monotonic()
        if at >= due and now.done < now.total:
            runs = f"{now.total:,} 次运行中 {now.done:,} 次，" if lang == "zh" else f"{now.done:,} of {now.total:,} runs, "
            print(runs + _said(now, lang), file=sys.stderr, flush=True)
            due = at + min(max((at - began) / 2, FIRST_S), LINE_S)

    return line
