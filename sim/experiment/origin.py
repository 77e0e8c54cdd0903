"""Where a run comes from: what determines it, what it was made of, how to do it again. It lies beside the run, and reports are checked against it."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sim.results.record import plain
from sim.results.run import Run
from sim.scenario import Hub

from .identity import fingerprint, model_version, run_identity
from .replay import command, replay
from .task import Task

INERT = ("kind", "count", "note", "equipment", "cold")
"""fields of an element that are told apart, or tell nothing of what it can do"""


def origin(run: Run, hub: Hub, changes: Mapping[str, Any] | None = None, demand: float = 1.0) -> dict[str, Any]:
    """Return the record of a run of a hub that was read with these changes and this multiple of its demand, as plain values.

    `configuration`: one row an element as the user wrote it, with its number of copies and those of its fields that are plain numbers or words.
    """
    scenario = hub.scenario
    name = fingerprint(hub)
    task = Task(name, run.seed, run.replication, run.engine)
    options = {"--seed": run.seed, "--demand": demand if demand != 1.0 else None, "--scale": hub.scale if hub.scale != 1.0 else None}
    return plain(  # type: ignore[no-any-return]
        {
            "scenario": run.scenario,
            "title": scenario.title,
            "notes": scenario.notes,
            "model": model_version(),
            "identity": run_identity(name, run.seed, run.replication, run.engine),
            "digest": run.digest,
            "engine": run.engine,
            "seed": run.seed,
            "replication": run.replication,
            "scale": hub.scale,
            "demand": demand,
            "changes": dict(changes or {}),
            "horizon_h": scenario.horizon_h,
            "warm_up_h": scenario.warm_up_h,
            "command": replay(Path(hub.files[0]).name, task, changes, demand, hub.scale),
            "site_command": command("site", Path(hub.files[0]).name, options, changes),
            "files": [{"name": Path(file).name, "sha256": hashlib.sha256(Path(file).read_bytes()).hexdigest()} for file in hub.files],
            "facts": scenario.facts or {},
            "warnings": [each.message for each in hub.warnings],
            "configuration": list(_configuration(hub)),
            "crews": {name: _fields(crew) | _numbers(crew) for name, crew in scenario.crews.items()},
            "departures": len(hub.departures),
            "destinations": len(hub.destinations),
            "quantile": scenario.site.quantile,
        }
    )


def _configuration(hub: Hub) -> Iterator[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for element in hub.elements:
        row = rows.setdefault(element.label, {"name": element.label, "kind": element.spec.kind, "number": 0, "fields": _fields(element.spec)})
        row["number"] += 1
    yield from rows.values()


def _fields(part: Any) -> dict[str, Any]:
    """What the user, or a preset, has said of a part, in plain numbers and words."""
    said = ((name, getattr(part, name)) for name in type(part).model_fields if name in part.model_fields_set and name not in INERT)
    return {name: value for name, value in said if isinstance(value, bool | int | float | str)}


def _numbers(part: Any) -> dict[str, int]:
    """How many of what the user has said as a list, as shifts."""
    return {name: len(value) for name in type(part).model_fields if isinstance(value := getattr(part, name), list | tuple | dict) and value}
