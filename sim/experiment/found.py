"""What a study has found, read from its store: tables of runs, of points and of means, sensitivities, the best points. Columns are lists of equal length."""

import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sim.stats.intervals import interval
from sim.store import Record, Store
from sim.study import Fractional, Morris, SobolSensitivity, position

from . import sensitivity
from .aims import cost, mean, missed
from .optimise import front
from .plan import Plan

Columns = dict[str, list[Any]]


@dataclass
class Setting:
    """A point of a study and its runs."""

    number: int
    values: dict[str, Any]
    hub: str
    """fingerprint; empty if the scenario does not bear the values"""
    done: list[Record] = field(default_factory=list)
    """runs that were done, by replication"""
    failed: list[Record] = field(default_factory=list)
    waiting: int = 0
    """runs that were ordered and have no answer yet"""

    def figure(self, name: str) -> np.ndarray:
        """A figure in each replication, nan where it is not defined."""
        return np.array([record.figures.get(name, math.nan) for record in self.done])


class Found:
    """What a study has found so far."""

    def __init__(self, plan: Plan, store: Store):
        self.plan = plan
        self.settings = _settings(plan, store)
        seen = dict.fromkeys(name for setting in self.settings for record in setting.done for name in record.figures)
        self.names = list(seen)
        """names of all figures"""

    @property
    def shown(self) -> list[str]:
        """Figures and costs that the study wants shown, aims and limits among them."""
        study = self.plan.file.study
        named = dict.fromkeys([*study.figures, *study.aims, *study.limits, *study.costs])
        if study.precision is not None:
            named[study.precision.figure] = None
        chosen = study.model_fields_set & {"figures"}
        empty = set() if chosen else {name for name in study.figures if all(np.isnan(setting.figure(name)).all() for setting in self.settings)}
        return [name for name in named if (name in self.names and name not in empty) or name in study.costs]

    @property
    def failed(self) -> int:
        """Runs without an outcome, and points that are no hub."""
        return sum(len(setting.failed) + (not setting.hub) for setting in self.settings)

    def points(self) -> Columns:
        """One row a point: number, factors, costs, hub, how many runs are done, failed, waiting."""
        costs = self.plan.file.study.costs
        return _columns(
            {
                "point": setting.number,
                **_shown(setting.values),
                **{name: cost(each, setting.values) for name, each in costs.items()},
                "hub": setting.hub,
                "done": len(setting.done),
                "failed": len(setting.failed),
                "waiting": setting.waiting,
            }
            for setting in self.settings
        )

    def runs(self) -> Columns:
        """One row a run that was tried: point, factors, replication, seed, engine, state, digest, wall_s, reason, replay, figures (nan where not defined)."""
        return _columns(
            {
                "point": setting.number,
                **_shown(setting.values),
                **{name: getattr(record, name) for name in ("replication", "seed", "engine", "state", "digest", "wall_s", "reason", "replay", "identity")},
                **{name: record.figures.get(name, math.nan) for name in self.names},
            }
            for setting in self.settings
            for record in sorted([*setting.done, *setting.failed], key=lambda record: record.replication)
        )

    def means(self) -> Columns:
        """One row a point: number, factors, runs done, and of each figure its mean and, as FIGURE +-, the half-width of its confidence interval.

        The confidence is that of the study's precision, else 95 %. Costs have no interval.
        """
        study = self.plan.file.study
        confidence = study.precision.confidence if study.precision else 0.95
        rows = []
        for setting in self.settings:
            row = {"point": setting.number, **_shown(setting.values), "runs": len(setting.done)}
            for name in self.names:
                row[name], row[f"{name} +-"] = interval(setting.figure(name), confidence)
            rows.append(row | {name: cost(each, setting.values) for name, each in study.costs.items()})
        return _columns(rows)

    def best(self) -> list[int]:
        """Numbers of the points no other is better than, among those that reach all limits; with one aim the best, and any as good. Each hub once."""
        study = self.plan.file.study
        known = [setting for setting in self._once() if setting.done]
        if not study.aims or not known:
            return []
        figures = np.array([[self._mean(setting, name) for name in study.aims] for setting in known])
        reached = np.array([all(gap <= 0 for gap in self.missed(setting).values()) for setting in known])
        return [setting.number for setting, is_best in zip(known, front(figures, list(study.aims.values()), reached), strict=True) if is_best]

    def nearest(self) -> int | None:
        """The point that misses its limits least, where none reaches them."""
        gaps = {setting.number: max(self.missed(setting).values(), default=0.0) for setting in self.settings if setting.done}
        gaps = {number: gap for number, gap in gaps.items() if not math.isnan(gap)}
        return min(gaps, key=gaps.__getitem__) if gaps else None

    def missed(self, setting: Setting) -> dict[str, float]:
        """By how much a point misses each limit, as `aims.missed`."""
        study = self.plan.file.study
        return missed(study, setting.values, {name: setting.figure(name) for name in study.limits if name not in study.costs})

    def sensitivity(self) -> tuple[Columns, list[str]]:
        """Which factors matter, for each figure shown: rows as of `sensitivity.morris`, `.sobol` or `.effects`; and remarks on what was left out."""
        design, study = self.plan.file.study.design, self.plan.file.study
        cube = self.plan.layout.cube
        if cube is None:
            return {}, []
        names = list(study.factors)
        places = np.array([[position(factor, share) for factor, share in zip(study.factors.values(), point, strict=True)] for point in cube])
        rows: list[dict[str, Any]] = []
        remarks = []
        by_number = {setting.number: setting for setting in self.settings}
        for figure in self.shown:
            values = np.array([self._mean(by_number[number], figure) if number in by_number else math.nan for number in range(len(cube))])
            if isinstance(design, Morris):
                found, lost = sensitivity.morris(names, places, values, design.seed)
            elif isinstance(design, SobolSensitivity):
                found, lost = sensitivity.sobol(names, values, design.pairs, design.seed)
            else:
                assert isinstance(design, Fractional)
                found, lost = sensitivity.effects(names, cube, values)
            rows += [{"figure": figure, **row} for row in found]
            if lost:
                remarks.append(f"{figure}: {lost} of {_parts(design, len(cube), len(names))} left out, for a point in them has no figure")
            if not found and not lost:
                remarks.append(f"{figure}: does not vary")
        return _columns(rows), remarks

    def _mean(self, setting: Setting, name: str) -> float:
        study = self.plan.file.study
        if name in study.costs:
            return cost(study.costs[name], setting.values)
        return mean(study, name, setting.values, {name: setting.figure(name)}) if setting.done else math.nan

    def _once(self) -> list[Setting]:
        """The settings, each hub once."""
        first: dict[str, Setting] = {}
        for setting in self.settings:
            first.setdefault(setting.hub, setting)
        return list(first.values())


def _settings(plan: Plan, store: Store) -> list[Setting]:
    """All points the store has of the study, and what came of their runs."""
    settings = {point.number: Setting(point.number, point.parameters, point.hub) for point in store.points(plan.name)}
    for number, _, _, _, identity in store.members(plan.name):
        setting, record = settings[number], store.get(identity)
        if record is None:
            setting.waiting += 1
        elif record.state == "done":
            setting.done.append(replace(record, uses=[]))  # of ten thousand points they are most of it, and nobody asks
        else:
            setting.failed.append(record)
    return list(settings.values())


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    """The values of factors as cells of a table: text for what is a list or a mapping."""
    return {name: str(value) if isinstance(value, list | dict) else value for name, value in values.items()}


def _parts(design: Any, points: int, factors: int) -> str:
    if isinstance(design, Fractional):
        return f"{points} points"
    size = factors + 1 if isinstance(design, Morris) else (2 if design.pairs else 1) * factors + 2
    return f"{points // size} {'trajectories' if isinstance(design, Morris) else 'blocks of points'}"


def _columns(rows: Any) -> Columns:
    """Rows as columns; a cell that a row does not have is None."""
    rows = list(rows)
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}
