"""The largest demand that holds in one replication: a root search on common random numbers.

Under one seed and replication the same vehicles bring the same parcels at any demand, so a run is a function of the demand, and "it holds" changes once from
yes to no as the demand grows (REACHING.md says when that is not so). From a start, the bracket is widened by steps that grow until
one end holds and the other does not; then it is halved, in logarithms, until its ends are closer than the resolution. The number of runs is bounded beforehand:
`steps of widening + log2(log(last step) / log(1 + resolution))`; nothing depends on how much the rules are broken, only on whether.
"""

import math

FIRST_STEP = 1.04
GROWTH = 2.0
"""by which the step, in logarithms, grows from one widening to the next"""
LEAST, MOST = 1 / 256, 64.0
"""demands that are tried, as multiples of that of the scenario; beyond them there is no search"""


class Threshold:
    """The bracket of one replication. Ask `next`, run it, `tell` what happened, until `next` is None."""

    def __init__(self, start: float, resolution: float, step: float = FIRST_STEP):
        self.low: float | None = None
        """largest demand known to hold, as a multiple of the scenario's"""
        self.high: float | None = None
        """smallest demand known not to hold"""
        self._resolution = resolution
        self._start = min(max(start, LEAST), MOST)
        self._step = math.log(step)

    def next(self) -> float | None:
        """Return the demand to try next; None if the search has ended."""
        if self.low is None and self.high is None:
            return self._start
        if self.low is None or self.high is None:
            edge = self.low if self.high is None else self.high
            assert edge is not None
            beyond = min(max(edge * math.exp(self._step if self.high is None else -self._step), LEAST), MOST)
            return None if beyond == edge else beyond
        return None if self.high <= self.low * (1 + self._resolution) else math.sqrt(self.low * self.high)

    def tell(self, demand: float, holds: bool) -> None:
        """Take the answer to `next`."""
        if (self.low is None) != (self.high is None) and holds == (self.high is None):
            self._step *= GROWTH  # widened without getting across
        if holds:
            self.low = demand
        else:
            self.high = demand

    @property
    def is_bounded(self) -> bool:
        """Tell whether both ends were found."""
        return self.low is not None and self.high is not None
