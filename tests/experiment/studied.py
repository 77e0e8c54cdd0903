"""Workers that do no run: what is found is a formula of the hub, so that the right answer is known."""

import hashlib
from collections import deque

from sim.experiment.outcome import Failed, Outcome
from sim.experiment.task import Task


def figures(doors: int, people: int, replication: int) -> dict[str, float]:
    """Waiting falls with doors that have people; chance adds a little."""
    served = min(doors, people / 2)
    return {"door_wait_mean_s": 6000 / served**2 + 10 * (replication % 5), "throughput_per_day": 1000 * served, "dwell_p95_s": 100.0 * doors + people}


class Formula:
    """Workers of a desk: `stop_after` runs they are interrupted; `fails` names replications that fail."""

    def __init__(self, size: int = 4, stop_after: int | None = None, fails: tuple[int, ...] = (), last_first: bool = False):
        self.size, self.done, self.began = size, 0, list[Task]()
        self._stop_after, self._fails, self._last_first = stop_after, fails, last_first
        self._under_way: deque[tuple[Task, object]] = deque()

    def begin(self, task: Task, hub: object) -> None:
        """Take a run."""
        self.began.append(task)
        self._under_way.append((task, hub))

    def wait(self):
        """One answer."""
        if self.done == self._stop_after:
            raise KeyboardInterrupt
        self.done += 1
        task, hub = self._under_way.pop() if self._last_first else self._under_way.popleft()
        if task.replication in self._fails:
            return [(task, Failed("a loop without carriers"))]
        scenario = hub.scenario
        found = figures(scenario.elements["doors"].count, scenario.crews["unloaders"].size, task.replication)
        return [(task, Outcome(hashlib.sha256(task.identity.encode()).hexdigest()[:16], found, [], 0.01))]

    def end(self) -> None:
        """Nothing to end."""
