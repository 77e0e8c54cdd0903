"""From what control and movers hold at the end to a `Run`."""

from itertools import pairwise
from typing import Any

import numpy as np

from ..layout import CONTAINER, CONVEYOR, DOOR, HISTOGRAM, INDUCTION, LANE, LINE, LOADER, LOOP, ROBOTS, SINK, STATION, STOCK, TICKS_PER_S
from ..scenario import mean
from . import haulage
from .run import CLASS_COLUMNS, DEPARTURE_COLUMNS, STATES, Run
from .texts import text


def collect(plant: Any, control: Any, movers: Any, engine: str, seed: int, replication: int) -> Run:
    """Return the Run; wall times and memory are the caller's to fill. The movers have settled at the horizon."""
    horizon = plant.horizon
    held = _held(plant, control, movers)
    promised, on_time = movers.promises()
    has_left = np.array([plant.warm_up < row.cut_off < horizon for row in plant.departures], bool)
    by_class = _classes(plant, movers, promised[has_left].sum(axis=0), on_time[has_left].sum(axis=0))
    promised, on_time = promised.sum(axis=1), on_time.sum(axis=1)
    ledger = movers.ledger()
    parcels, rejected = _parcels(plant, control, movers, ledger, held)
    parcels["late"] = int((promised - on_time)[has_left].sum())
    clerk = control.clerk
    clerk.look()
    dwell_sum, dwell_n, histogram = movers.dwell()
    hub = plant.hub
    last = np.flatnonzero(histogram)
    bins = slice(int(last[0]), int(last[-1]) + 1) if len(last) else slice(0, 1)
    lower = _edges_of(np.arange(HISTOGRAM))
    return Run(
        scenario=hub.files[0].replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0],
        title=hub.scenario.title,
        engine=engine,
        seed=seed,
        replication=replication,
        start_clock_s=plant.clock / TICKS_PER_S,
        horizon_s=horizon / TICKS_PER_S,
        warm_up_s=plant.warm_up / TICKS_PER_S,
        parcels=parcels,
        rejected=rejected,
        promised=int(promised[has_left].sum()),
        dwell_s=_dwell(dwell_sum, dwell_n, histogram, lower),
        dwell_edges_s=np.append(lower[bins], lower[min(bins.stop, HISTOGRAM - 1)]) / TICKS_PER_S,
        dwell_counts=histogram[bins],
        elements=_elements(plant, ledger, movers.ways_taken()),
        flows=_flows(plant, control, movers, ledger),
        sample_times_s=np.array(clerk.times) / TICKS_PER_S,
        inside=np.array(clerk.inside),
        entered=np.array(clerk.entered),
        totals={name: np.array([row[i] for row in clerk.totals]) for i, name in enumerate(("offered", "dispatched", "unloaded", "rejected", "docked"))},
        busy=np.array(clerk.busy),
        blocked=np.array(clerk.blocked),
        off=np.array(clerk.off),
        docks={name: np.array([row[i] for row in clerk.docks]) for i, name in enumerate(("doors", "outbound_doors", "yard"))},
        people={
            name: {"present": np.array([row[i][0] for row in clerk.people]), "at_work": np.array([row[i][1] for row in clerk.people])}
            for i, name in enumerate(plant.crew_of)
        },
        departures=_departures(plant, control, promised, on_time),
        yards=haulage.yards(plant, control),
        lanes=haulage.lanes(plant, control),
        roads=haulage.roads(plant, control),
        fleets=haulage.fleets(control),
        classes=by_class,
        digest=f"{movers.digest():016x}",
        wall_s={},
        peak_memory_mb=0.0,
    )


def _edges_of(bins: np.ndarray) -> np.ndarray:
    """Return the lower edge of each bin [ticks]: bin = shift x 512 + (dwell >> shift), which lies in 512..1023 for shift > 0."""
    shift = np.maximum((bins - 512) // 512, 0)
    return np.ldexp((bins - shift * 512).astype(np.float64), shift)


def _dwell(total: int, n: int, histogram: np.ndarray, lower: np.ndarray) -> dict[str, float]:
    """Return mean and quantiles [s]; a quantile is exact to 1/512 of itself."""
    if n == 0:
        return dict.fromkeys(("mean", "p50", "p95", "p99"), float("nan"))
    running = np.cumsum(histogram)
    quantiles = {f"p{p}": float(lower[int(np.searchsorted(running, p / 100 * n))]) / TICKS_PER_S for p in (50, 95, 99)}
    return {"mean": total / n / TICKS_PER_S, **quantiles}


def _held(plant: Any, control: Any, movers: Any) -> int:
    """Return how many parcels inside, aboard vehicles that have not been unloaded included, were promised a departure that has left."""
    inbound, horizon = control.inbound, plant.horizon
    held = sum(movers.still_aboard(vehicle, 0, horizon) for vehicle in sorted(inbound.not_begun))
    for door, vehicle in sorted(inbound.at_door.items()):
        if vehicle < len(inbound.vehicles) and vehicle not in inbound.not_begun:
            held += movers.still_aboard(vehicle, movers.out_of(door), horizon)
    promised = movers.inside()
    cut_offs = np.array([row.cut_off for row in plant.departures] + [plant.horizon])
    return held + int((cut_offs[promised[promised >= 0]] < horizon).sum())


def _parcels(plant: Any, control: Any, movers: Any, ledger: dict[str, np.ndarray], held: int) -> tuple[dict[str, int], dict[str, int]]:
    offered, dispatched, _, rejected, _ = control.totals()
    _, before_dispatched, before_rejected = control.clerk.before
    reasons: dict[str, int] = {}
    for number in np.flatnonzero(ledger["lost"]):
        kind = plant.elements[number].kind
        reason = text("en", "no_room", name=plant.names[number])
        if kind == SINK:
            reason = plant.hub.elements[plant.number_of.index(number)].spec.rejected
        reasons[reason] = reasons.get(reason, 0) + int(ledger["lost"][number])
    counts = {
        # What was inside at the end of the warm-up counts as offered: so the sum closes.
        "offered": offered - before_dispatched - before_rejected,
        "dispatched": dispatched - before_dispatched,
        "late": 0,
        "held": held,
        "rejected": rejected - before_rejected,
    }
    return {**counts, "inside": offered - dispatched - rejected - held}, reasons


def _elements(plant: Any, ledger: dict[str, np.ndarray], ways_taken: np.ndarray) -> dict[str, np.ndarray]:
    """Return the ELEMENT_COLUMNS; merges and diverters have what went through them."""
    span = (plant.horizon - plant.warm_up) / TICKS_PER_S
    seconds = {name: ledger[name] / TICKS_PER_S for name in ledger}
    with np.errstate(invalid="ignore", divide="ignore"):
        # one empty bag is as good as another: how long each lay in its stock nobody knows
        stay = np.where((ledger["left"] > 0) & (plant.elements["kind"] != STOCK), seconds["stay"] / ledger["left"], np.nan)
        in_queue = np.where(ledger["entered"] > 0, seconds["queue_area"] / ledger["entered"], np.nan)
        waited = np.where(ledger["waits"] > 0, seconds["wait"] / ledger["waits"], in_queue)
    kinds = _kinds(plant)
    for way, units in enumerate(ways_taken[: len(plant.through)]):
        for point in plant.through[way]:
            ledger["entered"][point] += units
            ledger["left"][point] += units
    for crew in set(plant.crew_of.values()) - set(plant.elements["crew"][plant.elements["kind"] == CONTAINER].tolist()):
        # only attendants have their time counted: that of the others is the time of what they man
        for state in STATES:
            seconds[f"t_{state}"][crew] = 0.0
    return {
        "name": np.array(plant.names),
        "kind": np.array(kinds),
        "machines": plant.elements["machines"].astype(np.int64),
        "crew": np.array([plant.names[crew] if crew >= 0 else "" for crew in plant.elements["crew"].tolist()]),
        "entered": ledger["entered"],
        "left": ledger["left"],
        "lost": ledger["lost"],
        **{f"{state}_s": seconds[f"t_{state}"] for state in STATES},
        "inside_mean": seconds["inside_area"] / span,
        "inside_max": ledger["inside_max"],
        "inside_end": ledger["count"],
        "queue_mean": seconds["queue_area"] / span,
        "queue_max": ledger["queue_max"],
        "stay_mean_s": stay,
        "wait_mean_s": waited,
        "recirculated": ledger["recirculated"],
        "chute_full": ledger["full_passes"],
        "chute_reset": ledger["reset_passes"],
        "divert_failed": ledger["failed_passes"],
        "unread": ledger["unread"],
        "capacity_per_h": np.array([_capacity(plant, number) for number in range(len(kinds))]),
    }


def _classes(plant: Any, movers: Any, promised: np.ndarray, on_time: np.ndarray) -> dict[str, np.ndarray]:
    """Return the CLASS_COLUMNS, of a scenario that names classes; promised and on time: to departures that have left, shape (classes,)."""
    if not plant.hub.scenario.classes:
        return {}
    unloaded, dispatched, rejected, dwell, too_warm, grams = movers.of_classes(plant.horizon).T
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_dwell = np.where(dispatched > 0, dwell / dispatched / TICKS_PER_S, np.nan)
    counts = (unloaded, dispatched, grams / 1e6, rejected, mean_dwell, promised, on_time, too_warm)
    return dict(zip(CLASS_COLUMNS, (np.array(list(plant.hub.classes)), *counts), strict=True))


def _kinds(plant: Any) -> list[str]:
    """Return the schema's word for each element, and induction and crew."""
    kinds = ["induction"] * len(plant.names)
    for place, element in enumerate(plant.hub.elements):
        kinds[plant.number_of[place]] = element.spec.kind
    for number in plant.crew_of.values():
        kinds[number] = "crew"
    for number in plant.stock_of.values():
        kinds[number] = "stock"
    return kinds


def _capacity(plant: Any, number: int) -> float:
    """Return what an element could do an hour at work without stop, all its machines together [units/h]; nan where that has no meaning."""
    row = plant.elements[number]
    hour = 3600 * TICKS_PER_S
    if row.kind == STATION:
        spec = plant.hub.elements[plant.number_of.index(number)].spec
        service = mean(spec.service) if spec.service is not None else 3600 / spec.rate_per_h
        return float(row.machines) * 3600 / service if service > 0 else float("nan")
    if row.kind == ROBOTS:
        shares = np.array([d.share for d in plant.hub.destinations])
        plan = plant.pool[int(row.sort_plan) : int(row.sort_plan) + len(shares)]
        spec = plant.hub.elements[plant.number_of.index(number)].spec
        # alone on the field, and never charged
        trip = 2 * float(shares @ plant.pool[int(row.outlets) + 2 * plan + 1]) + mean(spec.handling) * TICKS_PER_S
        return float(row.machines) * hour / trip if trip > 0 else float("nan")
    if row.kind == CONVEYOR and row.headway > 0:
        return hour / row.headway
    if row.kind == LOOP:
        return float(int(row.decks) * hour * row.den / row.num)
    if row.kind == INDUCTION:
        loop = plant.elements[int(row.back)]
        return hour * loop.den / loop.num
    if row.kind == LINE:
        lengths = [sum(c.length_m) / 2 * c.share for c in plant.hub.classes.values()]
        return row.speed * 3600 / (sum(lengths) * 1e6 + row.gap)
    if row.kind in (DOOR, LOADER):
        return hour / int(plant.pool[int(row.rate_first) + int(row.workers) - 1])
    return float("nan")


def _flows(plant: Any, control: Any, movers: Any, ledger: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return how many units went each way: through merges and diverters as stops on it, to chutes, from floors and yards to doors, onto lanes."""
    totals: dict[tuple[int, int], int] = {}
    for way, n in enumerate(movers.ways_taken()[: len(plant.origins)]):
        stops = [plant.origins[way], *plant.through[way], int(plant.ways[way].target)]
        for a, b in pairwise(stops):
            totals[a, b] = totals.get((a, b), 0) + int(n)
    for number, row in enumerate(plant.elements):
        if row.kind in (LOOP, LINE):
            for chute in {int(c) for c in plant.pool[int(row.outlets) : int(row.outlets) + 2 * int(row.n_outlets) : 2]}:
                totals[number, chute] = int(ledger["entered"][chute])
        elif row.kind == INDUCTION:
            totals[number, int(row.back)] = int(ledger["entered"][number])
        elif row.kind == LOADER:
            totals[int(row.staging), number] = int(ledger["entered"][number])
    for source, (yard, _, doors, *_) in plant.yard_of.items():
        at = plant.names.index(yard) if yard in plant.names else source
        is_lane = plant.elements[source].kind == LANE
        brought = int(ledger["left"][source]) if is_lane else sum(int(v.load) for v in control.inbound.vehicles if v.source == source)
        if at != source:
            totals[source, at] = brought
        totals.update({(at, door): int(ledger["entered"][door]) for door in doors})
    totals.update(haulage.onto_lanes(plant, control, ledger["left"]))
    pairs = sorted(totals)
    return {
        "from": np.array([a for a, _ in pairs], np.int64),
        "to": np.array([b for _, b in pairs], np.int64),
        "units": np.array([totals[pair] for pair in pairs], np.int64),
    }


def _departures(plant: Any, control: Any, promised: np.ndarray, on_time: np.ndarray) -> dict[str, np.ndarray]:
    """Return the DEPARTURE_COLUMNS: a row for each vehicle that has left; what was promised stands at the first vehicle of a cut-off."""
    columns: dict[str, list[Any]] = {name: [] for name in DEPARTURE_COLUMNS}
    told: set[int] = set()
    for left in control.outbound.left:
        row = plant.departures[left.departure]
        first = left.departure not in told
        told.add(left.departure)
        values = (
            row.name,
            plant.names[left.door] if left.door >= 0 else "",
            row.cut_off / TICKS_PER_S if row.cut_off < 2**62 else float("nan"),
            left.docked / TICKS_PER_S if left.docked >= 0 else float("nan"),
            left.time / TICKS_PER_S,
            left.parcels,
            int(promised[left.departure]) if first else 0,
            int(on_time[left.departure]) if first else 0,
        )
        for name, value in zip(columns, values, strict=True):
            columns[name].append(value)
    return {name: np.array(values) for name, values in columns.items()}
