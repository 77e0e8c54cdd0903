"""Several runs as one piece of work for a worker of a cluster: to hand out a short run would take longer than to do it.

The worker has hubsim installed too; nothing here needs Dask.
"""

import pickle
import threading
import time
from collections.abc import Callable

from sim.policies import PolicyError
from sim.scenario import Hub, named_policies

from . import ground
from .identity import fingerprint, has_ground, model_version
from .outcome import Failed, Outcome
from .task import HubMissing, Task, perform

Batch = tuple[list[Task], dict[str, bytes], float]
"""runs to do, pickled hubs by fingerprint, and how long the batch may take [s]"""
Answers = tuple[list[Outcome | Failed | None], float]
"""an answer for each of the first runs of a batch, None for one whose hub is missing; and the seconds they took. What has no answer was not begun"""

_turn = threading.Lock()  # a worker may have several threads; the runs of a process go one after the other


class Unlike(Exception):
    """This worker would not find what the one that orders would."""


def work(version: str, packed: bytes, begin: Callable[[], None]) -> bytes:
    """Do a pickled `Batch` and return its pickled `Answers`; call `begin` when its turn has come.

    Raise Unlike if the model or a policy here is another than where it was ordered.
    """
    if version != model_version():
        raise Unlike(f"it has hubsim {model_version()}, and where it was ordered is {version}; install the same on both")
    batch: Batch = pickle.loads(packed)
    tasks, hubs, seconds = batch
    with _turn:
        begin()
        begun = time.monotonic()
        for name, hub in hubs.items():
            _check(name, pickle.loads(hub))
        answers: list[Outcome | Failed | None] = []
        for task in tasks:
            if answers and time.monotonic() - begun > seconds:
                break  # the runs are longer than was thought: what is left may go to others
            answers.append(_answer(task, hubs.pop(task.hub, None)))
        return pickle.dumps((answers, time.monotonic() - begun))


def has_own_policies(hub: Hub) -> bool:
    """Whether a run of the hub reads Python files beside its scenario."""
    return any(":" in name for _, name, _ in named_policies(hub.scenario))


def _check(name: str, hub: Hub) -> None:
    """What the version of the model does not say: the user's own policies, and what figures of the ground are reckoned with."""
    if has_ground(name) and ground.digest(hub) != name.partition(".")[2]:
        raise Unlike("its folder sim/site is not that of where it was ordered; install the same hubsim on both")
    if not has_own_policies(hub):
        return
    try:
        found = fingerprint(hub, has_ground(name))
    except (PolicyError, OSError) as error:
        raise Unlike(f"{' '.join(str(error).split())}; the scenario's folder must be there too, under the same path") from None
    if found != name:
        raise Unlike(f"the policies in {hub.folder} are not those of here; put the same files there")


def _answer(task: Task, packed: bytes | None) -> Outcome | Failed | None:
    try:
        return perform(task, packed)
    except HubMissing:
        return None
    except Exception as error:
        return Failed(f"{type(error).__name__}: {error}")
