"""The run that a verdict shows: the hub at its target, or at what it carries if that is less; the first replication."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.engine import simulate
from sim.experiment.replay import command
from sim.results.run import Run
from sim.scenario import Hub

from .case import Case, case


@dataclass(frozen=True)
class Day:
    """A hub at a demand, and its run."""

    hub: Hub
    run: Run
    changes: dict[str, Any]
    """dotted path -> value: what was asked for, and the days that the rules ask for"""
    demand: float
    """as a multiple of the scenario's"""


def day(
    path: str | Path, per_day: float | None, scale: float = 1.0, overrides: Mapping[str, Any] | None = None, seed: int | None = None, engine: str = "fast"
) -> Day:
    """Return the day of a scenario file at `per_day` [parcels/day of the hub in full], at its own demand if that is None; errors as of `verdict`."""
    asked: Case = case(path, scale, overrides)
    demand = 1.0 if per_day is None else per_day * scale / asked.per_day
    hub = asked.hub(demand)
    return Day(hub, simulate(hub, engine=engine, seed=seed), asked.spanned, demand)


def asked(
    path: str | Path, target: float | None, scale: float, overrides: Mapping[str, Any] | None, seed: int | None, engine: str, only: bool
) -> dict[str, str]:
    """Return what was asked, for the record of a verdict: `command`, the words for a shell that ask it again."""
    options = {"--target": target, "--scale": scale if scale != 1.0 else None, "--seed": seed, "--engine": engine if engine != "fast" else None}
    return {"command": command("verdict", Path(path).name, options, overrides, ("--capacity-only",) if only else ())}
