"""The mean demand of a source or stream, hour by hour of the day."""

from .calendar import of_day
from .elements import Source, Stream
from .graph import Graph
from .moments import mean
from .people import minutes
from .schema import Scenario

SATURATED = 1e15
"""parcels an hour that stand for "always one more waiting"; all above a thousandth of it is no figure"""


def hours_of(scenario: Scenario) -> list[int]:
    """Return the hours of the day that the run touches, in the order in which they come (at most 24)."""
    first = minutes(scenario.start) // 60
    touched = min(24, -int(-(scenario.horizon_h + minutes(scenario.start) % 60 / 60) // 1))
    return [(first + number) % 24 for number in range(touched)]


def demand(graph: Graph, number: int) -> tuple[list[float], list[float]]:
    """Return (parcels, vehicles) that one source or stream brings in each hour of the day [1/h]; outside the run 0."""
    spec, scenario = graph.elements[number].spec, graph.hub.scenario
    hours = hours_of(scenario)
    if number in graph.hub.manifests:
        parcels, vehicles = _listed(graph, number)
    elif isinstance(spec, Source):
        load = mean(spec.load) if spec.load is not None else 0.0
        if spec.schedule is not None:
            vehicles = [float(sum(minutes(clock) // 60 == hour for clock in spec.schedule)) for hour in range(24)]
        else:
            vehicles = _shaped(spec.vehicles_per_day or 0.0, spec)
        parcels = [each * load for each in vehicles]
    else:
        parcels, vehicles = _streamed(spec, hours), [0.0] * 24
    most = _most(scenario) if getattr(spec, "vehicles_per_day", None) is not None or getattr(spec, "per_day", None) is not None else 1.0
    shown = [most if hour in hours else 0.0 for hour in range(24)]
    return [each * factor for each, factor in zip(parcels, shown, strict=True)], [each * factor for each, factor in zip(vehicles, shown, strict=True)]


def _most(scenario: Scenario) -> float:
    """Return the factor of the day of the run that has the largest by its calendar [1]."""
    calendar = scenario.calendar
    if calendar is None:
        return 1.0
    days = (of_day(calendar, day) for day in range(int(scenario.horizon_h // 24) + 1))
    return max(float(factor * (1 + calendar.yearly_growth) ** years) for factor, years in days)


def _shaped(per_day: float, spec: Source | Stream) -> list[float]:
    """Return a number a day spread over the hours by the profile."""
    weights = spec.profile.hourly if spec.profile is not None and sum(spec.profile.hourly) > 0 else [1.0] * 24
    return [per_day * weight / sum(weights) for weight in weights]


def _streamed(spec: Stream, hours: list[int]) -> list[float]:
    batch = mean(spec.batch) if spec.batch is not None else 1.0
    if spec.saturated:
        return [SATURATED] * 24
    if spec.per_day is not None:
        rates = [each * batch for each in _shaped(spec.per_day, spec)]
    else:
        gap = mean(spec.interarrival) if spec.interarrival is not None else 0.0
        rates = [batch * 3600 / gap if gap > 0 else SATURATED] * 24
    if spec.limit is not None:
        left = spec.limit * batch
        for hour in hours:
            rates[hour] = min(rates[hour], left)
            left -= rates[hour]
    return rates


def _listed(graph: Graph, number: int) -> tuple[list[float], list[float]]:
    """Return the hourly figures of a manifest, averaged over the days of the run."""
    import numpy as np

    manifest = graph.hub.manifests[number]
    start = minutes(graph.hub.scenario.start) / 60
    horizon = graph.hub.scenario.horizon_h
    days = max(1.0, horizon / 24)
    within = manifest.arrival / 3600 <= horizon
    hours = (start + manifest.arrival[within] / 3600).astype(np.int64) % 24
    loads = np.diff(np.concatenate([[0], manifest.parcels.cumsum()])[manifest.offsets])[within]
    return (np.bincount(hours, loads, 24) / days).tolist(), (np.bincount(hours, minlength=24) / days).tolist()
