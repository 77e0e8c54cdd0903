"""The vehicles of all sources, drawn before the run begins (PHYSICS 6.1)."""

import math
from itertools import pairwise
from typing import Any

import numpy as np

from ..kernels.chance import unit_interval, words
from ..kernels.laws import draw
from ..layout import DRAW_LATENESS, DRAW_LOAD, DRAW_VEHICLE, LOT, SOURCE, TICKS_PER_S, VEHICLE
from ..plant.timetable import clock_ticks

DAY = 86_400 * TICKS_PER_S
HOUR = 3_600 * TICKS_PER_S


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
        for vehicle, planned in enumerate(_planned(plant, element.spec, S, number)):
            late = draw(S, lateness, DRAW_LATENESS, number, 0, 0, vehicle, number) if lateness >= 0 else 0
            parcels = draw(S, load, DRAW_LOAD, number, 0, 0, vehicle, number)
            vehicles.append((number, vehicle, int(planned + late), int(parcels), plant.mix_of[place], -1, -1))
    vehicles = sorted((v for v in vehicles if v[2] < plant.horizon), key=lambda v: (v[2], v[0], v[1]))
    return np.array(vehicles, VEHICLE).view(np.recarray), np.array(lots, LOT).view(np.recarray)


def _listed(plant: Any, manifest: Any, place: int, number: int, lots: list[tuple[int, int, int]]) -> list[tuple[int, int, int, int, int, int, int]]:
    """Return the vehicles of a manifest, and append their lots."""
    rows = []
    for vehicle, arrival in enumerate(manifest.arrival):
        first, last = int(manifest.offsets[vehicle]), int(manifest.offsets[vehicle + 1])
        own = [(int(manifest.destination[i]), int(manifest.parcel_class[i]), int(manifest.parcels[i])) for i in range(first, last)]
        rows.append(
            (number, vehicle, math.floor(arrival * TICKS_PER_S + 0.5), sum(lot[2] for lot in own), plant.mix_of[place], len(lots), len(lots) + len(own))
        )
        lots += own
    return rows


def _planned(plant: Any, spec: Any, S: Any, number: int) -> list[int]:
    """Return the planned arrival of each vehicle of a source, in order of its number."""
    days = range(plant.horizon // DAY + 1)
    if spec.schedule is not None:
        return sorted((clock_ticks(clock) - plant.clock) % DAY + day * DAY for day in days for clock in spec.schedule)
    weights = spec.profile.hourly if spec.profile is not None else [1.0] * 24
    edges = _day_edges(weights, plant.clock)
    planned: list[int] = []
    for day in days:
        n = math.floor((day + 1) * spec.vehicles_per_day + 0.5) - math.floor(day * spec.vehicles_per_day + 0.5)
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
