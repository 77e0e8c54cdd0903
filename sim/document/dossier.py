"""What a report is made of, read from the folders that `hubsim run` and `hubsim verdict` have written, and checked."""

import json
import shlex
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from sim.results.folder import Refused
from sim.results.printable import printable
from sim.results.reader import check, read_origin, read_run
from sim.results.run import Run
from sim.results.writer import CHECKSUMS

SITE = "site.json"
SEVERAL = "replication-0"
RUN_OF_VERDICT = "run/origin.json"
"""what identifies the run beside a verdict; among its checksums"""
OF_SITE = ("figures", "coefficients", "digest", "scale")
OF_VERDICT = ("title", "confidence", "target_per_day", "capacity_per_day")
"""what records have at least"""
OF_DAYS = ("horizon_h", "warm_up_h")
"""what a verdict sets by itself"""
AGAIN = "ask for it again into a new folder"


@dataclass(frozen=True)
class Dossier:
    """All that is known of a question."""

    place: str
    """name of the folder it was read from; among several, as much of its path as tells it from the others"""
    run: Run
    """the run of which the day is shown"""
    origin: dict[str, Any]
    """record of `sim.experiment.origin`"""
    site: dict[str, Any]
    """record of `sim.site.site`"""
    verdict: dict[str, Any] | None = None
    """record of `sim.reaching.verdict`; None if there is only a run"""
    several: dict[str, Any] | None = None
    """record of several replications: failed, summary (by indicator mean, half_width_95, n); None of a single run"""
    asked: dict[str, Any] = field(default_factory=dict)
    """of a verdict: command, the words that ask for it again"""
    others: "list[Dossier]" = field(default_factory=list)
    """other configurations to compare it with"""


def read_dossier(place: Path, version: str, others: list[Path] | None = None) -> Dossier:
    """Return what the folder `place` holds, and what those of other configurations hold.

    `version` is the model's (`sim.experiment.identity.model_version`). Raises Refused for a folder that holds neither run nor verdict, that is not as it was
    written, or that another version of the model has written; and for one that is named twice.
    """
    found = [_one(each, version) for each in (place, *(others or []))]
    it, *rest = [replace(each, place=name) for each, name in zip(found, told_apart([place, *(others or [])]), strict=True)]
    return replace(it, others=rest)


def told_apart(places: list[Path]) -> list[str]:
    """Return a name for each folder: its own, or the end of its path that none of the others has. Raises Refused for a folder that is named twice."""
    real = [place.resolve() for place in places]
    for number, each in enumerate(real):
        if each in real[:number]:
            raise Refused(f"{places[number]} and {places[real.index(each)]} are the same folder; name it once")
    length = [1] * len(real)
    while True:
        names = [str(Path(*each.parts[-n:])) for each, n in zip(real, length, strict=True)]
        alike = [number for number, name in enumerate(names) if names.count(name) > 1]
        if not alike:
            return names
        for number in alike:
            length[number] += 1


def _one(place: Path, version: str) -> Dossier:
    kind, folder = _kind(place)
    try:
        check(place, ["verdict.json" if kind == "verdict" else "run.json"])
        check(folder, [SITE])
        if kind == "verdict" and RUN_OF_VERDICT in (place / CHECKSUMS).read_text(encoding="utf-8", errors="replace"):
            check(place, [RUN_OF_VERDICT])
        origin, site = read_origin(folder, version), _read(folder / SITE, OF_SITE)
    except FileNotFoundError as fault:
        raise Refused(f"{fault.filename} is not there; name a folder that `hubsim run --out` or `hubsim verdict --out` has written") from None
    verdict = _read(place / "verdict.json", OF_VERDICT) if kind == "verdict" else None
    if verdict is not None:
        try:
            _refuse_another(place, verdict, origin)
        except (KeyError, ValueError, TypeError, AttributeError) as fault:
            raise Refused(f"{place / 'verdict.json'} does not say what was asked ({type(fault).__name__}: {fault}); {AGAIN}") from None
    several = _read(place / "run.json") if kind == "several" else None
    return Dossier(place.name, read_run(folder), origin, site, verdict, several, (verdict or {}).get("asked", {}))


def _kind(place: Path) -> tuple[str, Path]:
    """Return what a folder is of, and where its run lies."""
    if (place / "verdict.json").is_file():
        return "verdict", place / "run"
    if (place / SEVERAL).is_dir():
        return "several", place / SEVERAL
    if (place / "run.json").is_file():
        return "run", place
    raise Refused(f"{place} holds no run and no verdict; name a folder that `hubsim run --out FOLDER` or `hubsim verdict --out FOLDER` has written")


def _refuse_another(place: Path, verdict: dict[str, Any], origin: dict[str, Any]) -> None:
    """Raise Refused if a verdict and the run beside it are not of one question, as far as both say."""
    pairs: dict[str, tuple[Any, Any]] = {
        name: (verdict[name], origin[name]) for name in ("scenario", "title", "scale", "seed") if name in verdict and name in origin
    }
    if "command" in verdict.get("asked", {}) and "changes" in origin:
        pairs["changes"] = (_changes(verdict["asked"]["command"]), {path: value for path, value in origin["changes"].items() if path not in OF_DAYS})
    for name, (one, other) in pairs.items():
        if one != other:
            words = f"{place / 'verdict.json'} is of {name} {one!r}, and the run in {place / 'run'} of {name} {other!r}"
            raise Refused(printable(f"{words}: they do not belong together; ask for the verdict again into a new folder"))


def _changes(command: str) -> dict[str, Any]:
    """Return path -> value of what a command sets (`sim.experiment.replay.command`), but for the days, which a verdict chooses."""
    words = shlex.split(command)
    said = [each.partition("=") for option, each in pairwise(words) if option == "--set"]
    return {path: json.loads(value) for path, _, value in said if path not in OF_DAYS}


def _read(path: Path, needed: tuple[str, ...] = ()) -> dict[str, Any]:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as fault:
        raise Refused(f"cannot read {path}: {fault}; {AGAIN}") from None
    if not isinstance(facts, dict):
        raise Refused(f"{path} does not hold one record; {AGAIN}")
    if missing := [name for name in needed if name not in facts]:
        raise Refused(f"{path} is no record of this version of hubsim: {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing; {AGAIN}")
    return facts
