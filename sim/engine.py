"""One run of one hub: compile, simulate with either engine, collect."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

import numpy as np

from .control.control import Control
from .control.seam import Seam
from .control.traffic import traffic
from .kernels.movers import KernelMovers
from .kernels.world import World
from .layout import TICKS_PER_S
from .plant import Plant, compile_plant
from .plant.windows import windows
from .reference.movers import ReferenceMovers
from .reference.rounds import Rounds
from .results.collect import collect
from .results.memory import peak_memory_mb
from .results.recovery import recoveries
from .results.run import Run
from .scenario import Hub

EVENTS = ("entered", "lost", "aboard", "bagged", "put back", "unbagged")


class TraceWriter(Protocol):
    """Whoever keeps journeys."""

    def write(self, columns: dict[str, np.ndarray]) -> None:
        """Take one chunk of the journal."""


def simulate(
    hub: Hub,
    *,
    engine: str = "fast",
    seed: int | None = None,
    replication: int = 0,
    trace: TraceWriter | None = None,
    progress: Callable[[float], None] | None = None,
) -> Run:
    """Return what a run of `hub` finds.

    engine: "fast" (kernels) or "reference" (plain SimPy, one process a parcel); both give the same journeys. seed: the scenario's if None.
    replication: 0 to 65535, each with random numbers of its own. progress is called with the simulated time [s] a few hundred times.
    Raises PlantError for what no engine can run, ValueError for an unknown engine or a replication out of range.
    """
    begun = time.perf_counter()
    env, movers, control = prepare(hub, engine, seed, replication, trace, progress)
    ready = time.perf_counter()
    env.run(until=control.plant.horizon)
    movers.settle(control.plant.horizon)
    movers.flush()
    done = time.perf_counter()
    run = collect(control.plant, control, movers, engine, hub.scenario.seed if seed is None else seed, replication)
    wall = {"setup": ready - begun, "simulate": done - ready, "total": time.perf_counter() - begun}
    if hub.events:
        # the same day once more, with the same chance and without the events: what they cost is the difference
        twin = simulate(replace(hub, events=[]), engine=engine, seed=seed, replication=replication)
        happened = [(event.name, event.spec.kind, a / TICKS_PER_S, b / TICKS_PER_S) for event in hub.events for a, b in windows(hub, event)]
        run = replace(run, events=recoveries(run, twin, happened), undisturbed=twin.parcels)
    return replace(run, wall_s=wall, peak_memory_mb=peak_memory_mb())


def prepare(
    hub: Hub,
    engine: str = "fast",
    seed: int | None = None,
    replication: int = 0,
    trace: TraceWriter | None = None,
    progress: Callable[[float], None] | None = None,
) -> tuple[Any, Any, Control]:
    """Return the SimPy environment, the movers and the control of a run that stands at time 0; arguments and errors as of `simulate`."""
    if engine not in ("fast", "reference"):
        raise ValueError(f"engine must be fast or reference, not {engine!r}")
    if not 0 <= replication < 65536:
        raise ValueError(f"replication must be 0 to 65535, not {replication}")
    plant = compile_plant(hub)
    S = world(plant, hub.scenario.seed if seed is None else seed, replication)
    vehicles, lots = traffic(plant, S)
    if len(vehicles):
        S.V = vehicles
    if len(lots):
        S.T = lots
    write = None if trace is None else lambda lines: trace.write(_columns(lines))
    if engine == "fast":
        env: Any = Seam(plant.horizon, lambda tick: progress(tick / TICKS_PER_S) if progress else None)
        movers: Any = KernelMovers(plant, S, write)
    else:
        env = Rounds()
        movers = ReferenceMovers(plant, S, env, write)
    env.movers = movers
    control = Control(plant, env, movers, S, vehicles, progress)
    env.answer = control.answer
    return env, movers, control


def world(plant: Plant, seed: int, replication: int) -> World:
    """Return the tables of a run that do not change, keyed by seed and replication."""
    start = plant.start.copy()
    start["key0"], start["key1"], start["replication"] = seed & 0xFFFFFFFF, seed >> 32, replication
    return World(R=plant.routers, L=plant.laws, M=plant.mixes, K=plant.classes, P=plant.pool, G=start)


def _columns(lines: Any) -> dict[str, np.ndarray]:
    """Return journal lines as the columns of a trace."""
    columns = {name: np.asarray(lines[name]).copy() for name in ("source", "vehicle", "place", "element")}
    return {**columns, "time_s": lines["time"] / TICKS_PER_S, "event": np.array(EVENTS)[lines["event"]]}
