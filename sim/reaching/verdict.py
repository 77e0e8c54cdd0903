"""The whole answer: does it reach the target, what is its capacity, what stops it, what is the shortest way there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiment.desk import Desk
from sim.scenario import read

from .capacity import Capacity, capacity
from .case import case as case_of
from .changes import Changes, changes
from .levers import Lever, levers
from .limits import Limit, limits
from .relief import PULL
from .rounding import Rounded, rounded
from .runs import Runs
from .threshold import MOST

if TYPE_CHECKING:
    import pandas as pd

REACHABLE, NOT_REACHABLE, UNDECIDED = "reachable", "not reachable", "undecided"


@dataclass(frozen=True)
class Verdict:
    """What is known of a hub and a target."""

    scenario: str
    title: str
    scale: float
    seed: int
    target: float | None
    """[parcels/day], of the hub in full; None if only the capacity was asked for"""
    verdict: str
    """reachable, not reachable, undecided; empty without a target"""
    confidence: float
    capacity: Capacity
    offered_per_day: float
    """what the scenario itself expects [parcels/day]"""
    rules: dict[str, Any]
    rounded: list[Rounded]
    """what a scaled hub has too much or too little of"""
    """what was asked for: fields of Reaching"""
    limits: list[Limit] | None
    """None if they were not looked for"""
    changes: Changes | None
    """None if the target is reached, if there is none, or if it is beyond what is tried"""
    runs: int

    def curve(self) -> list[tuple[float, float, float, float]]:
        """Return the chance to carry a demand, as (parcels/day, share of replications, low, high), where it changes and at the target."""
        steps = sorted({each.middle for each in self.capacity.found})
        span = max(steps[-1] - steps[0], 0.02 * steps[-1])
        at = sorted({max(0.0, steps[0] - span / 4), *steps, steps[-1] + span / 4, *([self.target] if self.target else [])})
        return [(each, *self.capacity.chance(each)) for each in at]

    def frames(self) -> "dict[str, pd.DataFrame]":
        """Return the tables of the answer: thresholds, chance, limits, changes."""
        import pandas as pd  # slow to import, and only for notebooks

        record = as_record(self)
        changes = [{**change, **ends, "path": path} for change in record["changes"] for path, ends in change.pop("fields").items()]
        tables = {"thresholds": record["thresholds_per_day"], "chance": record["chance"], "limits": record["limits"], "changes": changes}
        return {name: pd.DataFrame(rows) for name, rows in tables.items()}


def decide(found: Capacity, target: float | None) -> str:
    """Return what an interval says of a target."""
    if target is None:
        return ""
    return REACHABLE if found.low >= target else NOT_REACHABLE if found.high < target else UNDECIDED


def verdict(
    path: str | Path,
    target: float | None,
    desk: Desk,
    *,
    scale: float = 1.0,
    overrides: Mapping[str, Any] | None = None,
    seed: int | None = None,
    engine: str = "fast",
    note: Callable[[str, int], None] = lambda phase, done: None,
    and_limits: bool = True,
) -> Verdict:
    """Return the verdict on a scenario file; `target` [parcels/day] is of the hub in full, whatever the scale.

    Raises ScenarioError for a scenario that has none, VerdictError if a run failed.
    """
    case = case_of(path, scale, overrides)
    written = read(path, overrides=overrides).scenario
    runs = Runs(desk, seed, engine, note)
    runs.begin("capacity")
    demand = 1.0 if target is None else target * scale / case.per_day
    found = capacity(runs, case, target, demand)
    said = decide(found, target)
    there: list[Lever] = levers(written)
    order = None
    if and_limits:
        order = limits(runs, case, found.found, there, "limit")
    way = None
    if target is not None and said != REACHABLE and and_limits and demand <= MOST:
        share = max(PULL, 1.5 * (target / found.estimate - 1)) if found.estimate > 0 else 4.0
        way = changes(runs, case, demand, there, min(share, 4.0), "changes")
    return Verdict(
        scenario=Path(path).stem,
        title=written.title,
        scale=scale,
        seed=written.seed if seed is None else seed,
        target=target,
        verdict=said,
        confidence=found.confidence,
        capacity=found,
        offered_per_day=case.per_day / scale,
        rules=case.reaching.model_dump(),
        rounded=rounded(case),
        limits=order,
        changes=way,
        runs=runs.done,
    )


def as_record(it: Verdict) -> dict[str, Any]:
    """Return the verdict as plain values for JSON; an upper end that is not known is None."""
    found = it.capacity
    middles = [each.middle for each in found.found]

    def known(value: float) -> float | None:
        return float(value) if np.isfinite(value) else None

    return {
        "scenario": it.scenario,
        "title": it.title,
        "scale": it.scale,
        "seed": it.seed,
        "target_per_day": it.target,
        "verdict": it.verdict or None,
        "confidence": it.confidence,
        "capacity_per_day": {"estimate": known(found.estimate), "low": known(found.low), "high": known(found.high)},
        "offered_per_day": it.offered_per_day,
        "thresholds_per_day": [{"replication": each.replication, "low": each.low, "high": known(each.high)} for each in found.found],
        "breaks_first": found.breaks_first,
        "spread": (max(middles) - min(middles)) / found.estimate if found.breaks_first and found.estimate > 0 else None,
        "chance": [dict(zip(("per_day", "share", "low", "high"), point, strict=True)) for point in it.curve()],
        "chance_at_target": None if it.target is None else dict(zip(("share", "low", "high"), found.chance(it.target), strict=True)),
        "limits": [_limit(each) for each in it.limits or []],
        "limits_sought": it.limits is not None,
        "changes": [] if it.changes is None else [_change(each.lever.name, each.lever.unit, each.more, each.fields) for each in it.changes.list],
        "changes_carry": None if it.changes is None else {"carried": it.changes.carried, "of": it.changes.of, "broken": it.changes.rule or None},
        "rules": it.rules,
        "rounded": [each._asdict() for each in it.rounded],
        "runs": it.runs,
    }


def _limit(limit: Limit) -> dict[str, Any]:
    return {
        "name": " with ".join(lever.name for lever in limit.levers),
        "fields": [field.path for lever in limit.levers for field in lever.fields],
        "rule": limit.rule,
        "binds_at_per_day": limit.per_day,
        "one_more": " with ".join(lever.unit for lever in limit.levers),
        "gain_of_one_more_per_day": float(np.mean(limit.gains)) if limit.gains else None,
        "gains_per_day": list(limit.gains),
        "measured_with": limit.more,
        "ample_per_day": limit.next_per_day if np.isfinite(limit.next_per_day) else None,
        "helped": limit.helped,
    }


def _change(name: str, unit: str, more: int, fields: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
    return {"name": name, "more": more, "unit": unit, "fields": {path: {"from": now, "to": then} for path, (now, then) in fields.items()}}
