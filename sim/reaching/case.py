"""A scenario at any demand, over repeated days: what a verdict runs."""

import math
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.scenario import Hub, Prepared, Reaching, ScenarioError, expected_per_day, prepare, read
from sim.scenario.elements import Source, Stream
from sim.scenario.mixes import parts
from sim.scenario.moments import mean
from sim.scenario.problems import Place, error

KEPT = 16
"""hubs kept at hand"""
GRAIN, FEWEST, MOST_DAYS = 0.01, 2, 30
"""a vehicle more or less that waits on the last of the judged days shall look like no larger growth of the backlog than this share of a day [1]; days for it"""


@dataclass(frozen=True)
class Case:
    """A scenario with some changes; `hub(demand)` is it at a multiple of its demand, over the days that its `reaching` asks for."""

    path: str
    scale: float
    reaching: Reaching
    changes: Mapping[str, Any] = field(default_factory=dict)
    """dotted path -> value, of the scenario before it is scaled"""
    per_day: float = 0.0
    """parcels a day expected at demand 1, at this scale [parcels/day]"""
    _hubs: OrderedDict[float, Hub] = field(default_factory=OrderedDict, compare=False, repr=False)

    def hub(self, demand: float) -> Hub:
        """Return the hub at `demand` times its own; raise ScenarioError if a change makes it none."""
        if demand not in self._hubs:
            self._hubs[demand] = self._prepared.hub(self.scale, demand)
            while len(self._hubs) > KEPT:
                self._hubs.popitem(last=False)
        return self._hubs[demand]

    def whole(self) -> Hub:
        """Return the hub in full, at its own demand."""
        return self._prepared.hub(1.0, 1.0)

    @property
    def spanned(self) -> dict[str, Any]:
        """The changes, and the days that the rules ask for."""
        days = self.reaching.warm_up_days + (self.reaching.days or FEWEST)
        return {"horizon_h": 24.0 * days, "warm_up_h": 24.0 * self.reaching.warm_up_days, **self.changes}

    @cached_property
    def _prepared(self) -> Prepared:
        return prepare(self.path, self.spanned)

    def changed(self, changes: Mapping[str, Any]) -> "Case":
        """Return this case with more changes."""
        return replace(self, changes={**self.changes, **changes}, _hubs=OrderedDict())


def case(path: str | Path, scale: float = 1.0, overrides: Mapping[str, Any] | None = None) -> Case:
    """Return the case of a scenario file, its days counted out; raise ScenarioError if it is none whose demand can be repeated and multiplied."""
    written = read(path, scale, overrides)
    problems = []
    for label, _, spec in parts(written.scenario):
        place = next(each.place for each in written.elements if each.label == label)
        if isinstance(spec, Source) and spec.manifest is not None:
            hint = "make a source of it with `hubsim fit`, which draws such days again and again"
            problems.append(error(place, f"the manifest of '{label}' is a list of single vehicles, and a verdict needs days that repeat", hint))
        elif isinstance(spec, Stream) and (spec.saturated or spec.limit is not None):
            what = "is saturated" if spec.saturated else "ends after its limit"
            problems.append(error(place, f"the stream '{label}' {what}, and a verdict needs a demand that can grow", "give it interarrival or per_day"))
    if problems:
        raise ScenarioError(problems)
    found = Case(str(path), scale, written.scenario.reaching, dict(overrides or {}))
    per_day = expected_per_day(found.hub(1.0))
    if per_day <= 0:
        raise ScenarioError([error(Place(str(path), 1, 1), "nothing is offered, so there is no demand to multiply", "give the sources vehicles and loads")])
    if found.reaching.days is None:
        found = replace(found, reaching=found.reaching.model_copy(update={"days": _days(written, per_day)}), _hubs=OrderedDict())
    return replace(found, per_day=per_day)


def _days(hub: Hub, per_day: float) -> int:
    """How many days have to be judged for the backlog to grow finely enough."""
    loads = [mean(spec.load) for _, _, spec in parts(hub.scenario) if isinstance(spec, Source) and spec.load is not None]
    return min(max(1 + math.ceil(max(loads, default=0.0) / (GRAIN * per_day)), FEWEST), MOST_DAYS)
