"""The vehicles of all sources, drawn before the run begins (PHYSICS 6.1)."""

import math
from itertools import pairwise
from typing import Any

import numpy as np

from ..kernels.chance import unit_interval, words
from ..kernels.laws import draw
from ..layout import DAY, DRAW_LATENESS, DRAW_LOAD, DRAW_VEHICLE, HOUR, LOT, SOURCE, VEHICLE
from ..plant import PlantError
from ..plant.seasons import factors
from ..plant.windows import clock_ticks, windows
from ..scenario.resolution import ticks

MOST = 5_000_000
"""vehicles of one source in a run, surges included: about 1 GB"""


def traffic(plant: Any, S: Any) -> tuple[Any, Any]:
    """Return the vehicles that arrive before the horizon, in order of (arrival, source, number), and the lots of manifests.

    `S` carries laws, seed and replication.
    """
    vehicles: list[tuple[int, int, int, int, int, int, int]] = []
    lots: list[tuple[int, int, int]] = []
    for place, element in enumerate(plant.hub.elements):
        number = plant.number_of[place]
        if plant.elements[number].kind != SOURCE:
            continue
        manifest = plant.hub.manifests.get(place)
        if manifest is not None:
            vehicles += _listed(plant, manifest, place, number, lots)
            continue
        load = plant.laws_of[number]["load"]
        lateness = plant.laws_of[number]["lateness"]
        times = _planned(plant, element.spec, S, number)
        for vehicle, like in surged(plant.hub, place, times):
            planned = times[like]
            late = draw(S, lateness, DRAW_LATENESS, number, 0, 0, vehicle, number) if lateness >= 0 else 0
            parcels = draw(S, load, DRAW_LOAD, number, 0, 0, vehicle, number)
            vehicles.append((number, vehicle, int(planned + late), int(parcels), plant.mix_of[place], -1, -1))
    vehicles = sorted((v for v in vehicles if v[2] < plant.horizon), key=lambda v: (v[2], v[0], v[1]))
    return np.array(vehicles, VEHICLE).view(np.recarray), np.array(lots, LOT).view(np.recarray)


def _listed(plant: Any, manifest: Any, place: int, number: int, lots: list[tuple[int, int, int]]) -> list[tuple[int, int, int, int, int, int, int]]:
    """Return the vehicles of a manifest, and append their lots."""
    rows = []
    times = [ticks(arrival) for arrival in manifest.arrival]
    for vehicle, like in surged(plant.hub, place, times):
        first, last = int(manifest.offsets[like]), int(manifest.offsets[like + 1])
        own = [(int(manifest.destination[i]), int(manifest.parcel_class[i]), int(manifest.parcels[i])) for i in range(first, last)]
        rows.append((number, vehicle, times[like], sum(lot[2] for lot in own), plant.mix_of[place], len(lots), len(lots) + len(own)))
        lots += own
    return rows


def surged(hub: Any, place: int, planned: list[int]) -> list[tuple[int, int]]:
    """Return (number, vehicle it is like) of the vehicles that come from the source at `place` of the hub instead of those planned (PHYSICS 11.3).

    Vehicles keep their numbers, so that they draw what they always draw; those that come on top are numbered after all that were planned.
    Raise PlantError if there are too many to be kept.
    """
    factors = [1_000_000] * len(planned)
    for event in hub.events:
        if event.spec.kind == "surge" and place in event.elements:
            for begin, end in windows(hub, event):
                factors = [f * round(event.spec.factor * 1000) // 1000 if begin <= time < end else f for f, time in zip(factors, planned, strict=True)]
    if sum(factors) > MOST * 1_000_000:
        name = hub.elements[place].name
        raise PlantError(f"{name}: with its surges about {sum(factors) / 1e6:,.0f} vehicles come, more than {MOST:,}; lower the factors, or let fewer come")
    kept: list[tuple[int, int]] = []
    more: list[tuple[int, int]] = []
    total = 0
    for vehicle in sorted(range(len(planned)), key=lambda i: (planned[i], i)):
        copies = (total + factors[vehicle]) // 1_000_000 - total // 1_000_000
        total += factors[vehicle]
        if copies:
            kept.append((vehicle, vehicle))
            more += [(len(planned) + len(more) + k, vehicle) for k in range(copies - 1)]
    return sorted(kept) + more


def _planned(plant: Any, spec: Any, S: Any, number: int) -> list[int]:
    """Return the planned arrival of each vehicle of a source, in order of its number."""
    days = range(plant.horizon // DAY + 1)
    if spec.schedule is not None:
        return sorted((clock_ticks(clock) - plant.clock) % DAY + day * DAY for day in days for clock in spec.schedule)
    weights = spec.profile.hourly if spec.profile is not None else [1.0] * 24
    edges = _day_edges(weights, plant.clock)
    planned: list[int] = []
    total, so_far = 0.0, 0
    for day, factor in zip(days, factors(plant.hub), strict=False):
        total += factor
        n = math.floor(total * spec.vehicles_per_day + 0.5) - so_far
        so_far += n
        for i in range(n):
            w0, w1, _, _ = words(S, DRAW_VEHICLE, 0, number, 0, 0, len(planned), number)
            planned.append(day * DAY + _quantile(edges, (i + unit_interval(w0, w1)) / n))
    return planned


def _day_edges(weights: list[float], clock: int) -> list[tuple[int, float]]:
    """Return (time after the start of the day's run, cumulated share) at every full hour from time of day `clock` on."""
    total = math.fsum(weights)
    edges, time, share = [(0, 0.0)], 0, 0.0
    while time < DAY:
        of_day = (clock + time) % DAY
        step = min(HOUR - of_day % HOUR, DAY - time)
        share += weights[of_day // HOUR] / total * step / HOUR
        time += step
        edges.append((time, share))
    return edges


def _quantile(edges: list[tuple[int, float]], p: float) -> int:
    """Return the time before which the share `p` of the day's vehicles is planned."""
    p *= edges[-1][1]
    for (t0, s0), (t1, s1) in pairwise(edges):
        if p < s1:
            return t0 + math.floor((t1 - t0) * (p - s0) / (s1 - s0) + 0.5)
    return edges[-1][0] - 1
