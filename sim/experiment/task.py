"""One run to do, and doing it: what workers get, on this machine or on another."""

import pickle
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property

from sim.scenario import Hub

from .identity import run_identity
from .outcome import Outcome, outcome

KEPT = 8
"""hubs a worker keeps at hand"""


@dataclass(frozen=True)
class Task:
    """One run to do."""

    hub: str
    """fingerprint of the hub"""
    seed: int
    replication: int
    engine: str = "fast"

    @cached_property
    def identity(self) -> str:
        """What determines this run, as 32 hexadecimal digits."""
        return run_identity(self.hub, self.seed, self.replication, self.engine)


_hubs: OrderedDict[str, Hub] = OrderedDict()  # of this process, the one used last at the end


class HubMissing(Exception):
    """This worker does not have the hub of a task: send it along."""


def perform(task: Task, packed: bytes | None) -> Outcome:
    """Do the run; `packed` is the pickled hub, None if this process should still have it. Raises HubMissing if it has not, and what the engine raises."""
    from sim.engine import simulate  # heavy (numba): only where it runs

    if task.hub not in _hubs:
        if packed is None:
            raise HubMissing(task.hub)
        _hubs[task.hub] = pickle.loads(packed)
        while len(_hubs) > KEPT:
            _hubs.popitem(last=False)
    _hubs.move_to_end(task.hub)
    return outcome(simulate(_hubs[task.hub], engine=task.engine, seed=task.seed, replication=task.replication))
