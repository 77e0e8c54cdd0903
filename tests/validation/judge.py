"""Does a sample of replications agree with the expected number, and could it have disagreed?"""

import math
from dataclasses import dataclass

import numpy as np

Z = 3.29
"""of the normal law: one false alarm in a thousand"""


@dataclass(frozen=True)
class Verdict:
    """One number held against its expectation."""

    name: str
    mean: float
    expected: float
    half_width: float
    """3.29 standard errors"""

    @property
    def agrees(self) -> bool:
        # some systems have no chance left in a number: then it must be exact
        return abs(self.mean - self.expected) <= max(self.half_width, 1e-8 * abs(self.expected))

    @property
    def power(self) -> float:
        """Half width over expectation: the smallest relative error that would have been seen [1]."""
        return self.half_width / abs(self.expected) if self.half_width else 0.0

    def __str__(self) -> str:
        off = (self.mean - self.expected) / self.half_width * Z if self.half_width else math.inf
        return f"{self.name}: {self.mean:.6g}, expected {self.expected:.6g}, off by {off:+.2f} standard errors, power {self.power:.2%}"


def judge(name: str, sample: np.ndarray, expected: float, error: float = 0.0) -> Verdict:
    """Return the verdict on independent replications; `error` is the standard error of the expectation itself, where that is a simulation."""
    own = float(np.std(sample, ddof=1)) / math.sqrt(len(sample))
    return Verdict(name, float(np.mean(sample)), expected, Z * math.hypot(own, error))
