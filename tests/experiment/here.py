"""Workers that do runs in this very process, one at a time, in whatever order a test wants."""

import pickle
import random

from sim.experiment.task import perform


class Here:
    """As much of a pool as a desk needs; `chance` mixes the order in which runs end."""

    def __init__(self, size=2, work=None, chance=0):
        self.size = size
        self._work = work or (lambda task, hub: perform(task, pickle.dumps(hub)))
        self._todo = []
        self._chance = random.Random(chance)
        self.done = 0

    def begin(self, task, hub):
        """Take a run."""
        self._todo.append((task, hub))

    def wait(self):
        """Do one of those taken."""
        task, hub = self._todo.pop(self._chance.randrange(len(self._todo)))
        self.done += 1
        return [(task, self._work(task, hub))]

    def end(self):
        """Forget them."""
        self._todo.clear()
