"""One run to do, and doing it: what workers get, on this machine or on another."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .identity import has_ground, run_identity
from .outcome import Outcome

if TYPE_CHECKING:
    from sim.scenario import Hub

KEPT = 8
"""hubs a worker keeps at hand"""
T = TypeVar("T")


@dataclass(frozen=True)
class Task:
    """One run to do."""

    hub: str
    """fingerprint of the hub; it says whether figures of the ground are asked for"""
    seed: int
    replication: int
    engine: str = "fast"
    tables: tuple[str, ...] = ()
    """tables of the run to keep: names of fields of `Run`, in order; they determine nothing"""

    @cached_property
    def identity(self) -> str:
        """What determines this run, as 32 hexadecimal digits."""
        return run_identity(self.hub, self.seed, self.replication, self.engine)


class HubMissing(Exception):
    """This worker does not have the hub of a task: send it along."""


class Shelf(Generic[T]):
    """Things by name, of which those used last are kept."""

    def __init__(self) -> None:
        self._things: OrderedDict[str, T] = OrderedDict()

    def __contains__(self, name: str) -> bool:
        return name in self._things

    def put(self, name: str, thing: T) -> None:
        """Keep a thing, as the one used last."""
        self._things[name] = thing
        self._things.move_to_end(name)
        while len(self._things) > KEPT:
            self._things.popitem(last=False)

    def take(self, name: str) -> T:
        """Return a thing, which is the one used last from now."""
        self._things.move_to_end(name)
        return self._things[name]


_hubs: Shelf[Any] = Shelf()  # of this process


def unpacked(task: Task, packed: bytes | None) -> Any:
    """Return the hub of a task: `packed`, or if that is None the one this process has. Raises HubMissing if it has not."""
    if packed is not None:
        _hubs.put(task.hub, pickle.loads(packed))
    elif task.hub not in _hubs:
        raise HubMissing(task.hub)
    return _hubs.take(task.hub)


def perform(task: Task, packed: bytes | None) -> Outcome:
    """Do the run; `packed` is the pickled hub, None if this process should still have it. Raises HubMissing if it has not, and what the engine raises."""
    from sim.engine import simulate  # heavy (numba): only where it runs

    from . import ground
    from .outcome import outcome

    hub: Hub = unpacked(task, packed)
    run = simulate(hub, engine=task.engine, seed=task.seed, replication=task.replication)
    found = outcome(run, task.tables)
    return replace(found, figures=found.figures | ground.figures(run, hub)) if has_ground(task.hub) else found
