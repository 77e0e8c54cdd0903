"""What a report is made of, read from the folders that `hubsim run` and `hubsim verdict` have written, and checked."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.results.folder import Refused
from sim.results.reader import check, read_origin, read_run
from sim.results.run import Run

SITE = "site.json"
SEVERAL = "replication-0"


@dataclass(frozen=True)
class Dossier:
    """All that is known of a question."""

    place: str
    """name of the folder it was read from"""
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
    written, or that another version of the model has written.
    """
    kind, folder = _kind(place)
    try:
        check(place, ["verdict.json" if kind == "verdict" else "run.json"])
        check(folder, [SITE])
        origin, site = read_origin(folder, version), _read(folder / SITE)
    except FileNotFoundError as fault:
        raise Refused(f"{fault.filename} is not there; name a folder that `hubsim run --out` or `hubsim verdict --out` has written") from None
    verdict = _read(place / "verdict.json") if kind == "verdict" else None
    several = _read(place / "run.json") if kind == "several" else None
    compared = [read_dossier(other, version) for other in others or []]
    return Dossier(place.name, read_run(folder), origin, site, verdict, several, (verdict or {}).get("asked", {}), compared)


def _kind(place: Path) -> tuple[str, Path]:
    """Return what a folder is of, and where its run lies."""
    if (place / "verdict.json").is_file():
        return "verdict", place / "run"
    if (place / SEVERAL).is_dir():
        return "several", place / SEVERAL
    if (place / "run.json").is_file():
        return "run", place
    raise Refused(f"{place} holds no run and no verdict; name a folder that `hubsim run --out FOLDER` or `hubsim verdict --out FOLDER` has written")


def _read(path: Path) -> dict[str, Any]:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as fault:
        raise Refused(f"cannot read {path}: {fault}; ask for it again into a new folder") from None
    if not isinstance(facts, dict):
        raise Refused(f"{path} does not hold one record; ask for it again into a new folder")
    return facts
