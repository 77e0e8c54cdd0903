"""`hubsim plot`: one figure of what a folder of results holds."""

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .guard import DONE, InputError, hush_figures, say

if TYPE_CHECKING:
    from sim.report.style import Look

ENDINGS = (".svg", ".png")
PLOTS = Path("results") / "plots"
WARM_UP = "welch"
"""the kind that takes several replications"""
FRONTIER = "frontier"
"""the kind that takes several verdicts"""


@dataclass(frozen=True)
class Picture:
    """What the user asked for; fields as the options of `hubsim plot`."""

    folder: Path
    kind: str
    out: Path | None
    lang: str
    beside: tuple[Path, ...] = ()
    """folders of other verdicts, for the frontier"""


def carry_out(order: Picture) -> int:
    """Read, draw, write, tell. Raises InputError and Refused before anything is written."""
    from sim.results.folder import Refused, whole_file

    if not order.folder.is_dir():
        raise InputError(f"{order.folder} is not a folder; name one that `hubsim run SCENARIO --out FOLDER` has written")
    if order.beside and order.kind != FRONTIER:
        raise InputError(f"--beside belongs to {FRONTIER}, which shows several verdicts; {order.kind} shows one folder: leave it out")
    draw = _drawing(order)
    places = _places(order)
    hush_figures()
    from sim.report.style import look_for, save_as

    look = look_for(order.lang)
    try:
        places[0].parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"cannot write {places[0]}: {error.strerror or error}") from error
    with contextlib.ExitStack() as stack:
        hidden = [stack.enter_context(whole_file(place)) for place in places]
        with look.settings():
            figure = draw(look)
            for file, place in zip(hidden, places, strict=True):
                save_as(figure, file, place.suffix.lower()[1:])
    for place in places:
        say(str(place))
    return DONE


def _places(order: Picture) -> list[Path]:
    """The files to write: one by its ending, both if it has none."""
    if order.out is None:
        return [PLOTS / f"{order.kind}{ending}" for ending in ENDINGS]
    if order.out.suffix.lower() in ENDINGS:
        return [order.out]
    if order.out.suffix or order.out.name in ("", ".."):
        raise InputError(f"--out {order.out} ends neither in .svg nor in .png; leave the ending out for both")
    return [order.out.with_name(order.out.name + ending) for ending in ENDINGS]


def _drawing(order: Picture) -> Callable[["Look"], Any]:
    """What draws the figure, with the data it takes. Raises InputError for a kind that does not exist, or whose data the folder does not hold."""
    from sim.report import PLOTS, SITE_PLOTS, VERDICT_PLOTS

    kind, folder = order.kind, order.folder
    if kind in PLOTS:
        run = _run(folder, kind)
        return lambda look: PLOTS[kind](run, look)
    for file, command, plots in (("site.json", "site", SITE_PLOTS), ("verdict.json", "verdict", VERDICT_PLOTS)):
        if kind in plots:
            return _of_record(folder, file, command, kind, plots[kind])
    if kind == WARM_UP:
        return _welch(folder)
    if kind == FRONTIER:
        return _frontier(folder, order.beside)
    import difflib

    kinds = [*PLOTS, WARM_UP, *SITE_PLOTS, *VERDICT_PLOTS, FRONTIER]
    near = difflib.get_close_matches(kind, kinds, n=3)
    meant = f"did you mean {' or '.join(near)}? " if near else ""
    raise InputError(f"there is no figure {kind!r}; {meant}there are {', '.join(kinds)}")


def _replications(folder: Path) -> list[Path]:
    """The folders of the replications in a folder of several, in order."""
    found = [place for place in folder.glob("replication-*") if place.is_dir() and place.name.removeprefix("replication-").isdecimal()]
    return sorted(found, key=lambda place: int(place.name.removeprefix("replication-")))


def _refuse_several(folder: Path, kind: str) -> None:
    if several := _replications(folder):
        raise InputError(f"{folder} holds several replications; name one: hubsim plot {several[0]} {kind}")


def _run(folder: Path, kind: str) -> Any:
    """The run of a folder, or the one that a verdict keeps in its own."""
    from sim.results.reader import read_run

    _refuse_several(folder, kind)
    for place in (folder, folder / "run"):
        if (place / "run.json").exists():
            _refuse_other_model(place)
            return read_run(place)
    raise InputError(f"{folder} holds no run, which {kind} takes; make one with `hubsim run SCENARIO --out FOLDER`")


def _refuse_other_model(place: Path) -> None:
    """Raise Refused if another version of the model has written a folder, or if which one was removed from it. One of `hubsim site` does not say."""
    from sim.experiment.identity import model_version
    from sim.results.folder import Refused
    from sim.results.reader import ORIGIN, read_origin
    from sim.results.writer import CHECKSUMS

    for folder in (place, place / "run"):
        sums, origin = folder / CHECKSUMS, folder / ORIGIN
        try:
            if origin.exists():
                read_origin(folder, model_version())
            elif sums.exists() and any(line.endswith(f"  {ORIGIN}") for line in sums.read_text(encoding="utf-8", errors="replace").splitlines()):
                raise Refused(f"{origin} is gone, so nobody knows which version of the model has written {folder}; run it again into a new folder")
        except OSError as fault:
            raise Refused(f"cannot read {fault.filename or folder}: {fault.strerror or fault}") from None


def _of_record(folder: Path, file: str, command: str, kind: str, plot: Callable[[Any, "Look"], Any]) -> Callable[["Look"], Any]:
    """What draws a record of `hubsim site` or `hubsim verdict`."""
    from sim.results.folder import Refused
    from sim.results.reader import check
    from sim.results.writer import CHECKSUMS

    place = next((place for place in (folder, folder / "run") if (place / file).exists()), None)
    again = f"make one with `hubsim {command} SCENARIO --out FOLDER`"
    if place is None:
        _refuse_several(folder, kind)
        raise InputError(f"{folder} holds no {file}, which {kind} takes; {again}")
    try:
        _refuse_other_model(place)
        if (place / CHECKSUMS).exists():
            check(place, [file])
        record = json.loads((place / file).read_text(encoding="utf-8"))
    except OSError as fault:
        raise Refused(f"cannot read {fault.filename or place / file}: {fault.strerror or fault}") from None
    except (ValueError, RecursionError) as fault:
        raise Refused(f"{place / file} is not JSON ({fault}); {again}") from None

    def draw(look: "Look") -> Any:
        try:
            return plot(record, look)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as fault:
            raise Refused(f"{place / file} is no record of `hubsim {command}` of this version ({type(fault).__name__}: {fault}); {again}") from None

    return draw


def _welch(folder: Path) -> Callable[["Look"], Any]:
    """What draws the warm-up from the units inside in several replications."""
    import numpy as np

    from sim.results.reader import read_run
    from sim.stats.warm_up import mser

    from .warm_up import series_of

    places = [place for place in _replications(folder) if (place / "series.parquet").exists()]
    if len(places) < 2:
        use = "`hubsim warm-up SCENARIO --out FOLDER` makes runs and draws it"
        raise InputError(f"{folder} holds no series of several replications, which {WARM_UP} takes; {use}")
    for place in places:
        _refuse_other_model(place)
    read = [(run.sample_times_s, series_of(run, "inside")) for run in map(read_run, places)]
    times_h = read[0][0] / 3600
    if any(not np.array_equal(times_s, read[0][0]) for times_s, _ in read):
        raise InputError(f"the replications in {folder} were not sampled at the same times: they are not of one scenario")
    series = np.array([inside for _, inside in read])

    def draw(look: "Look") -> Any:
        from sim.report.welch import warm_up

        return warm_up(times_h, series, mser(series.mean(axis=0)), look)

    return draw


def _frontier(folder: Path, beside: tuple[Path, ...]) -> Callable[["Look"], Any]:
    """What draws the capacity of several verdicts against the land each takes."""
    from sim.document import read_dossier
    from sim.document.chapters.compared import points, target_of
    from sim.experiment.identity import model_version
    from sim.report.frontier import frontier
    from sim.results.folder import Refused

    found = read_dossier(folder, model_version(), list(beside))
    try:
        known, target = points(found), target_of(found)
    except (KeyError, TypeError) as fault:
        raise Refused(f"{folder}: these are no records of this version of hubsim ({type(fault).__name__}: {fault}); ask for them again") from None
    if found.verdict is None or len(known) < 1 + len(beside):
        raise InputError(f"{FRONTIER} takes folders of verdicts at one scale: `hubsim verdict SCENARIO --out FOLDER`, and the others each as --beside FOLDER")
    return lambda look: frontier(known, look, target)
