"""Exponential desks in a row, one server each, in hubsim, SimPy and cimba: each as its own users would write it.

Customers come every 10 s on average, a desk takes 8 s on average: load 0.8, and by Jackson's theorem 40 s at each desk. One desk is M/M/1.
Each model returns (customers served, mean time in the system [s]).
"""

import random
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import simpy

EVERY, SERVICE = 10.0, 8.0
STAY = 1 / (1 / SERVICE - 1 / EVERY)
"""mean time at one desk [s]"""


# -- hubsim ----------------------------------------------------------------------------------------------------------------


def scenario(customers: int, desks: int) -> str:
    """Return the scenario: a stream, desks in a row, a sink."""
    lines = [
        "title: Desks in a row",
        f"horizon_h: {1.1 * customers * EVERY / 3600 + 10:.0f}",
        "elements:",
        f"  arrivals: {{kind: stream, interarrival: {{law: exponential, mean_s: {EVERY}}}, limit: {customers}, to: desk0}}",
    ]
    for k in range(desks):
        after = f"desk{k + 1}" if k + 1 < desks else "out"
        lines.append(f"  desk{k}: {{kind: station, service: {{law: exponential, mean_s: {SERVICE}}}, to: {after}}}")
    return "\n".join([*lines, "  out: {kind: sink}", ""])


def with_hubsim(customers: int, desks: int) -> Callable[[int], tuple[int, float]]:
    """Return the model as a function of the seed."""
    import sim

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "desks.yaml"
        file.write_text(scenario(customers, desks))
        hub = sim.load(file)

    def model(seed: int) -> tuple[int, float]:
        run = sim.run(hub, seed=seed)
        return run.parcels["dispatched"], run.dwell_s["mean"]

    return model


# -- SimPy: a process a customer, a resource a desk ------------------------------------------------------------------------


def with_simpy(customers: int, desks: int) -> Callable[[int], tuple[int, float]]:
    """Return the model as a function of the seed."""

    def model(seed: int) -> tuple[int, float]:
        chance = random.Random(seed)
        env = simpy.Environment()
        servers = [simpy.Resource(env, capacity=1) for _ in range(desks)]
        stays: list[float] = []

        def customer() -> Generator[simpy.Event, Any, None]:
            came = env.now
            for server in servers:
                with server.request() as turn:
                    yield turn
                    yield env.timeout(chance.expovariate(1 / SERVICE))
            stays.append(env.now - came)

        def arrivals() -> Generator[simpy.Event, Any, None]:
            for _ in range(customers):
                yield env.timeout(chance.expovariate(1 / EVERY))
                env.process(customer())

        env.process(arrivals())
        env.run()
        return len(stays), sum(stays) / len(stays)

    return model


# -- cimba: a process a desk, a store before it ----------------------------------------------------------------------------


def with_cimba(customers: int, desks: int) -> Callable[[int], tuple[int, float]]:
    """Return the model as a function of the seed. Raises ImportError if cimba is not installed."""
    import cimba

    from .cimba_desks import Row

    def model(seed: int) -> tuple[int, float]:
        row = Row(customers, desks)
        # one trial, so one thread; it ends when nothing is left to happen
        results = cimba.Experiment(row, seed=seed, window=cimba.Window.until_idle()).run(workers=1)
        found = results[row]
        return int(found.served.values.item()), float(found.mean_stay.values.item())

    return model
