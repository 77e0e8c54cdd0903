"""People who are asked for, in turn: unloaders, loaders, technicians (PHYSICS 6.3)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(eq=False)
class Job:
    """Work that asks for people, and what to do when they come or go."""

    wanted: int
    staffed: Callable[[int], None]
    """called with the number of people who are there now; 0: they have gone"""
    may_pause: bool
    about: Callable[[], Any]
    """what policies may know of it"""
    people: int = 0


class Pool:
    """A crew: so many people, first come first served."""

    def __init__(self, who_next: Callable[[list[Any]], int] | None = None) -> None:
        self.who_next = who_next
        """chooses among what jobs are about, in the order of asking; None: first come"""
        self.size = 0
        self.pace = 1000
        """of those who are there [thousandths]"""
        self.free = 0
        self.waiting: list[Job] = []
        self.working: list[Job] = []

    def ask(self, job: Job) -> None:
        """Give the job people as soon as there are any: what there is, at least one, at most what it wants."""
        self.waiting.append(job)
        self._deal()

    def release(self, job: Job) -> None:
        """The job is over, or is given up: its people are free."""
        if job in self.waiting:
            self.waiting.remove(job)
            return
        self.working.remove(job)
        self.free += job.people
        job.people = 0
        self._deal()

    def resize(self, size: int) -> None:
        """The crew has `size` people from now on. Nobody at all: work that may pause stops at once, and asks again before all others."""
        self.free += size - self.size
        self.size = size
        if size == 0:
            stopped = [job for job in self.working if job.may_pause]
            for job in stopped:
                self.free += job.people
                job.people = 0
                job.staffed(0)
            self.working = [job for job in self.working if not job.may_pause]
            self.waiting = stopped + self.waiting
        self._deal()

    def set_pace(self, pace: int) -> None:
        """Work begun from now on is done at another pace: each vehicle goes on at it from its next parcel."""
        self.pace = pace
        for job in self.working:
            if job.may_pause:
                job.staffed(job.people)

    def takes(self, span: int) -> int:
        """Return how long work of `span` ticks takes (PHYSICS 6.12)."""
        return span * 1000 // self.pace

    def _deal(self) -> None:
        while self.free > 0 and self.waiting:
            job = self.waiting.pop(self.who_next([job.about() for job in self.waiting]) if self.who_next else 0)
            job.people = min(job.wanted, self.free)
            self.free -= job.people
            self.working.append(job)
            job.staffed(job.people)


class Everybody(Pool):
    """The crew of those who name none: as many people as are wanted, always."""

    def ask(self, job: Job) -> None:
        job.people = job.wanted
        self.working.append(job)
        job.staffed(job.people)

    def release(self, job: Job) -> None:
        self.working.remove(job)
