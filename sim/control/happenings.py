"""Events that stop machines at a stated time (PHYSICS 11.1)."""

from collections.abc import Generator
from typing import Any

from ..plant.windows import windows


class Happenings:
    """Power cuts, lines down, maintenance: while one lasts, each machine it concerns has one reason more to be down."""

    def __init__(self, control: Any) -> None:
        self.control = control
        self.env = control.env
        hub = control.plant.hub
        for event in hub.events:
            if event.spec.kind == "stop":
                elements = [control.plant.number_of[place] for place in event.elements]
                for begin, end in windows(hub, event):
                    self.env.process(self._stop(elements, begin, end))

    def _stop(self, elements: list[int], begin: int, end: int) -> Generator[Any, Any, None]:
        movers = self.control.movers
        if begin > 0:
            yield self.env.timeout(begin)
        for element in elements:
            movers.fail(element, self.env.now)
        yield self.env.timeout(end - begin)
        for element in elements:
            movers.mend(element, 0, self.env.now)
