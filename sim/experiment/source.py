"""Where the points of a study come from: a list, or one who chooses as answers come."""

from collections import deque
from collections.abc import Iterator
from typing import Any, Protocol

from .optimise import Chooser
from .plan import Plan

Values = dict[str, Any]
Judgement = tuple[list[float], dict[str, float]] | None


class Source(Protocol):
    """Gives points, by their number."""

    def next(self) -> tuple[int, Values] | None:
        """The next point; None if there is none, or none yet."""

    def closed(self, number: int, judgement: Judgement) -> None:
        """A point has all its answers: figures aimed at and limits missed, None if it failed."""


class Listed:
    """Points that are known beforehand."""

    def __init__(self, points: Iterator[Values]):
        self._points = enumerate(points)

    def next(self) -> tuple[int, Values] | None:
        """The next point."""
        return next(self._points, None)

    def closed(self, number: int, judgement: Judgement) -> None:
        """Changes nothing."""


class Chosen:
    """Points chosen batch by batch."""

    def __init__(self, plan: Plan):
        self._chooser = Chooser(plan.file.study)
        self._first = 0
        self._todo: deque[tuple[int, Values]] = deque()
        self._open: dict[int, Judgement] = {}
        self._left = 0
        self._ask()

    def next(self) -> tuple[int, Values] | None:
        """The next point of the batch."""
        return self._todo.popleft() if self._todo else None

    def closed(self, number: int, judgement: Judgement) -> None:
        """Keep it; when the batch is complete, tell it in order and ask for the next."""
        self._open[number] = judgement
        self._left -= 1
        if self._left == 0:
            self._chooser.tell(self._open[place] for place in sorted(self._open))
            self._first += len(self._open)
            self._ask()

    def _ask(self) -> None:
        batch = self._chooser.ask()
        self._open, self._left = {}, len(batch)
        self._todo.extend(enumerate(batch, self._first))


def source_of(plan: Plan) -> Source:
    """The points of a study."""
    return Chosen(plan) if plan.file.study.design.kind == "optimise" else Listed(plan.layout.points())
