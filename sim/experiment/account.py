"""A study as plain values: what `hubsim sweep status --json` prints, and more of it for a report."""

import hashlib
import shlex
from pathlib import Path
from typing import Any

from sim.results.record import plain
from sim.scenario import ScenarioError
from sim.store import StoreError, read_store

from .found import Columns, Found
from .identity import model_version
from .plan import Plan
from .studies import unknown

STORE = Path("results/store")
"""where commands look for a store if nothing is said"""
READ_AGAIN = 5
"""points without a hub of which is asked why"""


def account(found: Found, unreadable: dict[int, str]) -> dict[str, Any]:
    """A study as one JSON object; `points` are means, with the half-width of their intervals in FIGURE +-.

    `unreadable`: number of a point -> why the scenario does not bear its values.
    """
    plan = found.plan
    sensitivity, remarks = found.sensitivity()
    record = {
        "study": plan.name,
        "title": plan.file.study.title,
        "design": plan.file.study.design.kind,
        "notes": plan.layout.notes,
        "of_points": plan.layout.n,
        "seed": plan.seed,
        "runs_done": sum(len(setting.done) for setting in found.settings),
        "runs_waiting": sum(setting.waiting for setting in found.settings),
        "failed": found.failed,
        "points": rows_of(found.means()),
        "sensitivity": rows_of(sensitivity),
        "remarks": remarks,
        "best": found.best(),
        "failures": failures(found, unreadable),
    }
    return dict(plain(record))


def failures(found: Found, unreadable: dict[int, str]) -> list[dict[str, Any]]:
    """What failed: point, replication (None: the point is no hub), reason, replay (the command that does it again, empty if there is none)."""
    points = [{"point": number, "replication": None, "reason": reason, "replay": ""} for number, reason in sorted(unreadable.items())]
    return points + [
        {"point": setting.number, "replication": record.replication, "reason": record.reason, "replay": record.replay}
        for setting in found.settings
        for record in setting.failed
    ]


def unreadable(found: Found, most: int = READ_AGAIN) -> dict[int, str]:
    """Why points cannot be read: the store does not know, so the first `most` are read again."""
    reasons = {}
    for setting in [setting for setting in found.settings if not setting.hub][:most]:
        try:
            found.plan.file.hub(setting.values)
        except ScenarioError as error:
            reasons[setting.number] = str(error)
    return reasons


def rows_of(columns: Columns) -> list[dict[str, Any]]:
    """A table of columns as a list of rows."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def report_record(plan: Plan, place: Path) -> dict[str, Any]:
    """All that a report of a study is made of: its account, and what was asked, how sure it is, what it was made of, how to do it again.

    Raises StoreError if the store at `place` does not have the study, is of another version of the model, or has no run of it.
    """
    command = shlex.join(["hubsim", "sweep", "run", str(plan.file.path), *_where(place)])
    if not (place / "ledger.sqlite").exists():
        raise StoreError(f"{place} is no store, so there is nothing to report; do the study first: {command}")
    with read_store(place) as store:
        if store.model_version != model_version():
            what = f"the store {place} holds runs of model version {store.model_version}, this is {model_version()}"
            raise StoreError(f"{what}: figures of two versions do not belong in one report; do the study again in another store: {command}")
        if plan.name not in store.studies():
            raise StoreError(unknown(plan, store))
        found, digest = Found(plan, store), store.digest(plan.name)
    if not any(setting.done for setting in found.settings):
        raise StoreError(f"the store {place} has no finished run of {plan.file.path}, so there is nothing to report; go on with: {command}")
    return account(found, unreadable(found)) | plain(_asked(plan, found)) | _made(plan, place, digest, command)


def _asked(plan: Plan, found: Found) -> dict[str, Any]:
    """The question, and what the answer needs beside the account."""
    study, laid = plan.file.study, plan.layout
    left = [setting for setting in found.settings if setting.hub]
    return {
        "about": study.notes,
        "scenario_file": study.scenario,
        "scenario_title": plan.file.base.scenario.title,
        "factors": {name: factor.model_dump(mode="json") if factor else {} for name, factor in study.factors.items()},
        "of_design": study.design.model_dump(mode="json", exclude={"rows", "generators"}),
        "fraction": laid.fraction,
        "shown": found.shown,
        "costs": {name: cost.model_dump(mode="json") for name, cost in study.costs.items()},
        "aims": study.aims,
        "limits": {name: limit.model_dump(mode="json", exclude_none=True) for name, limit in study.limits.items()},
        "reached": [setting.number for setting in left if setting.done and all(gap <= 0 for gap in found.missed(setting).values())],
        "nearest": found.nearest() if study.limits else None,
        "precision": study.precision.model_dump(mode="json") if study.precision else None,
        "confidence": study.precision.confidence if study.precision else 0.95,
        "replications": plan.first,
        "scale": study.scale,
        "engine": study.engine,
        "runs_missing": sum(setting.waiting for setting in found.settings) + (laid.n - len(found.settings)) * plan.first,
        "runs_failed": sum(len(setting.failed) for setting in found.settings),
        "points_failed": [setting.number for setting in found.settings if not setting.hub],
        "crews": bool(plan.file.base.scenario.crews),
        "departures": bool(plan.file.base.departures),
    }


def _made(plan: Plan, place: Path, digest: str, command: str) -> dict[str, Any]:
    """What it rests on."""
    file = plan.file
    table = getattr(file.study.design, "file", None)
    files = [file.path, *([file.path.parent / table] if table else []), *map(Path, file.base.files)]
    where = [str(file.path), *_where(place)]
    others = (["sweep", "status", *where, "--json"], ["sweep", "export", *where, "--table", "means", "--to", f"{file.path.stem}.csv"])
    return {
        "model": model_version(),
        "store": str(place),
        "digest": digest,
        "files": [{"name": each.name, "sha256": hashlib.sha256(each.read_bytes()).hexdigest()} for each in files],
        "commands": [command, *(shlex.join(["hubsim", *words]) for words in others)],
        "resume": shlex.join(["hubsim", "sweep", "resume", *where]),
        "retry": shlex.join(["hubsim", "sweep", "retry-failed", *where]),
    }


def _where(place: Path) -> list[str]:
    return [] if place == STORE else ["--store", str(place)]
