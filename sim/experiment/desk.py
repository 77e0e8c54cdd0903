"""Where runs are ordered: what is known is answered from the store, the rest is done by workers, and a run that was lost is done again."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from .outcome import Aside, Failed, Outcome
from .pool import Killed
from .task import Shelf, Task

if TYPE_CHECKING:
    from sim.scenario import Hub

ATTEMPTS = 3
"""a run that kills its worker so many times is set aside"""
NAMED = 64
"""hubs whose fingerprints are remembered"""


class Workers(Protocol):
    """Who does runs: a pool of this machine, or a cluster."""

    @property
    def size(self) -> int:
        """How many runs may be under way, those that wait at a worker included."""

    def begin(self, task: Task, hub: Any) -> None:
        """Begin a run."""

    def wait(self) -> list[tuple[Task, Any]]:
        """Return what has ended, at least one: an Outcome, a Failed, or Killed if the run took its worker with it."""

    def end(self) -> None:
        """End everything at once."""


class Known(Protocol):
    """Where outcomes are kept: `known.InStore` or `known.InMemory`."""

    def has(self, task: Task) -> bool:
        """Tell whether a run need not be done."""

    def get(self, task: Task) -> Any:
        """Return what came of a run that is known."""

    def put_many(self, answers: Iterable[tuple[Task, Any]]) -> None:
        """Keep what came of runs; when this returns it is not lost any more."""

    def killed(self, task: Task) -> int:
        """Note that a run has killed its worker; return how often in all."""


class Desk:
    """Takes orders and hands out results.

    for task, answer in desk.results(): ... may order more; it ends when nothing is under way.
    """

    def __init__(self, workers: Workers, known: Known):
        self._workers = workers
        self._known = known
        self._names: OrderedDict[tuple[int, bool], tuple[Hub, str]] = OrderedDict()
        self._hubs: Shelf[Any] = Shelf()
        self._todo: deque[Task] = deque()
        self._ready: deque[tuple[Task, Any]] = deque()
        self._orders: dict[Task, list[tuple[Callable[[], Any], Callable[[Task], str] | None]]] = {}  # of each run to do, one an order
        self._under_way = 0

    @property
    def size(self) -> int:
        """How many runs may be under way: order so many at least, and nobody stands idle."""
        return self._workers.size

    def order(
        self,
        hub: Hub,
        replication: int = 0,
        seed: int | None = None,
        engine: str = "fast",
        tables: Iterable[str] = (),
        with_ground: bool = False,
        replay: Callable[[Task], str] | None = None,
    ) -> Task:
        """Order a run, and return its name at once; the answer comes out of `results`, once for each order.

        tables: what is kept of the run beside its figures: elements, departures, classes. with_ground: figures of the ground (see ground.py) are among
        them. replay: the command that does it again (see replay.py), kept with it should it fail.
        """
        task = Task(self._name(hub, with_ground), hub.scenario.seed if seed is None else seed, replication, engine, tuple(sorted(tables)))
        self.add(task, lambda: hub, replay)
        return task

    def add(self, task: Task, load: Callable[[], Any], replay: Callable[[Task], str] | None = None) -> None:
        """Order a run of a hub that need not be at hand: `load` gives it if the run has to be done.

        Its fingerprint must be `task.hub`: load with `identity.the_same` what may have changed.
        """
        if task in self._orders:
            self._orders[task].append((load, replay))
        elif self._known.has(task):
            self._ready.append((task, None))
        else:
            self._orders[task] = [(load, replay)]
            self._todo.append(task)

    def results(self) -> Iterator[tuple[Task, Outcome | Failed]]:
        """Yield what was ordered as it is done, until nothing is left; more may be ordered meanwhile.

        Raises what `known` and the loading of a hub raise.
        """
        while self._ready or self._todo or self._under_way:
            while self._todo and self._under_way < self._workers.size:
                task = self._todo.popleft()
                self._workers.begin(task, self._hub(task))
                self._under_way += 1
            if self._ready:
                task, answer = self._ready.popleft()
                yield task, self._known.get(task) if answer is None else answer
            else:
                self._take(self._workers.wait())

    def _take(self, ended: list[tuple[Task, Any]]) -> None:
        """Keep answers, all at once, before anybody hears of them; order what was lost anew."""
        kept = []
        for task, answer in ended:
            self._under_way -= 1
            if isinstance(answer, Killed):
                times = self._known.killed(task)
                if times < ATTEMPTS:
                    self._todo.appendleft(task)
                    continue
                answer = Aside(f"{answer.reason}, {times} times", attempts=times)
            replay = self._orders[task][0][1]
            if isinstance(answer, Failed) and replay is not None:
                answer = replace(answer, replay=replay(task))
            kept.append((task, answer))
        self._known.put_many(kept)
        for task, answer in kept:
            self._ready.extend([(task, answer)] * len(self._orders.pop(task)))

    def _name(self, hub: Hub, with_ground: bool) -> str:
        """The fingerprint of a hub; the hub is kept with it for a while, so that no other gets its place in memory."""
        from .identity import fingerprint

        key = (id(hub), with_ground)
        if key not in self._names:
            self._names[key] = (hub, fingerprint(hub, with_ground))
            if len(self._names) > NAMED:
                self._names.popitem(last=False)
        return self._names[key][1]

    def _hub(self, task: Task) -> Any:
        if task.hub not in self._hubs:
            self._hubs.put(task.hub, self._orders[task][0][0]())
        return self._hubs.take(task.hub)
