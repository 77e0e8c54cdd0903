"""The integer pool, and laws and shares as rows of integers."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..kernels.laws import ln
from ..layout import (
    DETERMINISTIC,
    EMPIRICAL,
    EXPONENTIAL,
    GAMMA,
    GEOMETRIC,
    LAW,
    LOGNORMAL,
    TRIANGULAR,
    UNIFORM,
    WEIBULL,
)

FORMS = {
    "deterministic": DETERMINISTIC,
    "exponential": EXPONENTIAL,
    "uniform": UNIFORM,
    "triangular": TRIANGULAR,
    "gamma": GAMMA,
    "lognormal": LOGNORMAL,
    "weibull": WEIBULL,
    "geometric": GEOMETRIC,
    "empirical": EMPIRICAL,
}


def cumulated(shares: Sequence[float], whole: int) -> list[int]:
    """Return the running sums of `shares`, scaled so that the last is `whole`."""
    total = math.fsum(shares)
    sums, running = [], 0.0
    for share in shares:
        running += share
        sums.append(min(whole, math.floor(running / total * whole + 0.5)))
    # Rounding must not give the last real share to nobody.
    last = max(i for i, share in enumerate(shares) if share > 0)
    return sums[:last] + [whole] * (len(sums) - last)


class Pool:
    """A growing list of integers; whatever has no fixed size lies here, and rows keep its offset."""

    def __init__(self) -> None:
        self.values: list[int] = []

    def add(self, values: Iterable[int]) -> int:
        """Append `values` and return the offset of the first."""
        # Making the values may add to the pool itself: they are made first.
        made = list(values)
        self.values.extend(made)
        return len(self.values) - len(made)

    def room(self, n: int, value: int = -1) -> int:
        """Append `n` times `value` and return the offset."""
        return self.add([value] * n)

    def array(self) -> np.ndarray:
        return np.array(self.values, np.int64)


class Laws:
    """The table of laws; alike laws share a row."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.rows: list[tuple[int, int, int, float, float, float]] = []
        self.known: dict[str, int] = {}
        self.met: dict[tuple[float, int], int] = {}
        """(unit, identity of a law of the scenario, which outlives this table) -> row: copies of an element share their laws"""

    def add(self, law: Any, unit: float) -> int:
        """Return the row of a law of the scenario; its figures are multiplied by `unit` (ticks a second, or 1 for counts). None: -1."""
        if law is None:
            return -1
        met = (unit, id(law))
        if met not in self.met:
            key = f"{unit} {law!r}"
            if key not in self.known:
                self.known[key] = len(self.rows)
                self.rows.append(self._row(law, unit))
            self.met[met] = self.known[key]
        return self.met[met]

    def fixed(self, value: int) -> int:
        """Return the row of a law that always gives `value` ticks."""
        key = f"fixed {value}"
        if key not in self.known:
            self.known[key] = len(self.rows)
            self.rows.append((DETERMINISTIC, -1, 0, float(value), 0.0, 0.0))
        return self.known[key]

    def exponential(self, mean: float) -> int:
        """Return the row of an exponential law of mean `mean` ticks."""
        self.rows.append((EXPONENTIAL, -1, 0, mean, 0.0, 0.0))
        return len(self.rows) - 1

    def _row(self, law: Any, unit: float) -> tuple[int, int, int, float, float, float]:
        f = {name.removesuffix("_s"): value for name, value in law}
        form = FORMS[law.law]
        if form == EMPIRICAL:
            values = [math.floor(value * unit + 0.5) for value in f["values"]]
            first = self.pool.add(values)
            self.pool.add(cumulated(f["weights"] or [1.0] * len(values), 2**53))
            return form, first, len(values), 0.0, 0.0, 0.0
        a = b = c = 0.0
        if form == DETERMINISTIC:
            a = f["value"] * unit
        elif form == EXPONENTIAL:
            a = f["mean"] * unit
        elif form == UNIFORM:
            a, b = f["low"] * unit, f["high"] * unit
        elif form == TRIANGULAR:
            a, b, c = f["low"] * unit, f["mode"] * unit, f["high"] * unit
        elif form == GAMMA:
            a, b = 1 / (f["cv"] * f["cv"]), f["mean"] * unit * f["cv"] * f["cv"]
        elif form == LOGNORMAL:
            variance = ln(1.0 + f["cv"] * f["cv"])
            a, b = ln(f["mean"] * unit) - variance / 2, math.sqrt(variance)
        elif form == WEIBULL:
            a, b = f["scale"] * unit, f["shape"]
        else:
            a, b, c = f["step"] * unit, f["p"], ln(1.0 - f["p"]) if f["p"] < 1 else -1.0
        return form, -1, 0, a, b, c

    def array(self) -> np.ndarray:
        return np.array(self.rows, LAW).view(np.recarray) if self.rows else np.zeros(1, LAW).view(np.recarray)


def add_mix(pool: Pool, destinations: Sequence[Sequence[float]], classes: Sequence[float]) -> tuple[int, int]:
    """Return two offsets: of where the shares of destinations of each class lie (a guide of 1024 places, then cumulated shares of 2^32), and of the
    cumulated shares of classes, of 2^32."""
    known: dict[tuple[float, ...], int] = {}
    for shares in map(tuple, destinations):
        if shares not in known:
            sums = cumulated(shares, 2**32)
            guide = np.searchsorted(np.array(sums), np.arange(1024) << 22, side="right")
            known[shares] = pool.add(int(i) for i in guide)
            pool.add(sums)
    return pool.add(known[tuple(shares)] for shares in destinations), pool.add(cumulated(classes, 2**32))
