"""Which law a column of figures obeys, how well, and how sure the law's own figures are.

The law chosen has the least BIC = 2 x loss + k ln n (k free figures). Then n values are drawn from it, rounded as the column is, and fitted anew,
199 times: the share of draws that lie further from their law than the column from its own is p (Kolmogorov-Smirnov distance, parametric bootstrap).
A law with p below 0.05 is not taken: then the observed values themselves are the law. The same draws give the intervals of the figures. p is
somewhat high, since the law was chosen by its fit, and the draws are not chosen for anew.
"""

from dataclasses import dataclass, field
from math import gcd, isfinite
from typing import Any

import numpy as np

from .laws import SHAPES, Sample, Shape, estimate, geometric, loss

DRAWS = 199
ENOUGH, DIFFERENT = 20, 5
"""observations, and different values among them, from which on a law is sought"""
MOST = 3_000
"""observations by which it is sought; of more, so many at random"""
BINS = 300
GROUPS = 200
STEPS = 20
"""mean of a geometric law in steps from which on it and the exponential cannot be told apart"""
LEAST_P = 0.05
"""chance below which what was seen is not put down to chance"""
LEVEL = 0.95


@dataclass(frozen=True)
class LawFit:
    """The law of one column."""

    law: str
    figures: dict[str, Any]
    """of the law, without unit in the name, e.g. {"mean": 900.0, "cv": 0.3}"""
    intervals: dict[str, tuple[float, float]]
    """of each figure, 95 %; none for empirical and deterministic"""
    n: int
    """observations"""
    mean: float
    """of the observations"""
    why: str
    """chosen | constant | few | rejected: key of the words that say so"""
    distance: float | None = None
    """Kolmogorov-Smirnov: of the law taken, or of the best one if it was rejected [1]"""
    p: float | None = None
    best: str = ""
    """the law of least BIC"""
    others: list[tuple[str, float]] = field(default_factory=list)
    """the other laws and how much larger their BIC is, nearest first"""
    shape: Shape | None = None
    parameters: np.ndarray | None = None

    def expected(self, edges: np.ndarray) -> np.ndarray | None:
        """Return the probability of each bin between `edges` by the law; None if it is no curve."""
        if self.shape is None or self.parameters is None:
            return None
        with np.errstate(all="ignore"):
            return np.diff(self.shape.cdf(np.maximum(edges, 0.0), self.parameters))


def choose(values: np.ndarray, grain: float = 1.0, seed: int = 1) -> LawFit:
    """Return the law of `values` (whole, not negative, at least one), which are rounded to multiples of `grain`."""
    n, mean = len(values), float(values.mean())
    if values.min() == values.max():
        return LawFit("deterministic", {"value": _neat(float(values[0]))}, {}, n, mean, "constant")
    if n < ENOUGH or len(np.unique(values)) < DIFFERENT:
        return LawFit("empirical", _observed(values), {}, n, mean, "few")
    chance = np.random.default_rng(seed)
    sample = _sample(values if n <= MOST else chance.choice(values, MOST, replace=False), grain)
    shapes = [*SHAPES, *([geometric(sample.grain)] if sample.smallest > 0 and sample.mean < STEPS * sample.grain else [])]
    ranking: list[tuple[float, Shape, np.ndarray]] = []
    for shape in shapes:
        parameters = estimate(shape, sample)
        if parameters is not None:
            ranking.append((2 * loss(shape, parameters, sample) + len(shape.figures) * np.log(sample.n), shape, parameters))
    ranking.sort(key=lambda entry: (round(entry[0], 6), len(entry[1].figures)))
    bic, shape, parameters = ranking[0]
    others = [(other.name, float(worse - bic)) for worse, other, _ in ranking[1:]]
    distance = _distance(shape, parameters, sample)
    p, intervals = _bootstrap(shape, parameters, sample, distance, chance)
    judged = {"distance": distance, "p": p, "best": shape.name, "others": others}
    if p < LEAST_P:
        return LawFit("empirical", _observed(values), {}, n, mean, "rejected", **judged)  # type: ignore[arg-type]
    figures = {name: _neat(float(value)) for name, value in zip(shape.figures, parameters, strict=True)}
    if shape.name == "geometric":
        figures["step"] = sample.grain
    return LawFit(shape.name, figures, intervals, n, mean, "chosen", **judged, shape=shape, parameters=parameters)  # type: ignore[arg-type]


def _neat(value: float, digits: int = 5) -> float:
    """Return a figure without digits that mean nothing."""
    return float(f"{value:.{digits}g}")


def _observed(values: np.ndarray) -> dict[str, Any]:
    """Return values and weights of the empirical law; of more than 200 different values, the middle ones of 200 groups of neighbours."""
    different, counts = np.unique(values, return_counts=True)
    if len(different) > GROUPS:
        groups = np.array_split(np.sort(values), GROUPS)
        different, counts = np.array([group[len(group) // 2] for group in groups]), np.array([len(group) for group in groups])
    shown: dict[str, Any] = {"values": [float(value) for value in different]}
    if len(set(counts.tolist())) > 1:
        shown["weights"] = counts.tolist()
    return shown


def _sample(values: np.ndarray, grain: float) -> Sample:
    """Return values as intervals as wide as their rounding; of many different values, neighbours together."""
    different, counts = np.unique(values, return_counts=True)
    ends = int(counts[0]), int(counts[-1])
    low, high = np.maximum(different - grain / 2, 0.0), different + grain / 2
    if len(different) > BINS:
        first = np.unique(np.searchsorted(np.cumsum(counts), np.arange(BINS) * len(values) / BINS, side="right"))
        last = np.append(first[1:], len(different)) - 1
        low, high, counts = low[first], high[last], np.add.reduceat(counts, first)
    extremes = float(different[0]), float(different[-1])
    return Sample(low, high, counts.astype(float), grain, *extremes, *ends, float(values.mean()), float(values.std()))


def rounding(values: np.ndarray) -> float:
    """Return what times were rounded to: their greatest common divisor, at most five minutes [s]."""
    return float(min(max(gcd(*(int(value) for value in np.unique(values))), 1), 300))


def _distance(shape: Shape, parameters: np.ndarray, sample: Sample) -> float:
    """Return the largest gap between the share of values up to the end of an interval and the law's [1]."""
    observed = np.cumsum(sample.counts) / sample.n
    before = np.concatenate(([0.0], observed[:-1]))
    with np.errstate(all="ignore"):
        at_end, at_begin = shape.cdf(sample.high, parameters), shape.cdf(sample.low, parameters)
    return float(max(np.abs(observed - at_end).max(), np.abs(before - at_begin).max()))


def _bootstrap(
    shape: Shape, parameters: np.ndarray, sample: Sample, distance: float, chance: np.random.Generator
) -> tuple[float, dict[str, tuple[float, float]]]:
    """Return p and the basic bootstrap interval of each figure."""
    further, refits = 0, []
    for _ in range(DRAWS):
        drawn = np.floor(shape.quantile(chance.random(sample.n), parameters) / sample.grain + 0.5) * sample.grain
        if drawn.min() == drawn.max():
            continue
        again = _sample(drawn, sample.grain)
        refit = estimate(shape, again, parameters)
        if refit is None:
            continue
        refits.append(refit)
        further += _distance(shape, refit, again) >= distance
    if not refits:
        return 0.0, {}
    tail = (1 - LEVEL) / 2
    below, above = np.quantile(np.array(refits), [tail, 1 - tail], axis=0)
    # a bound is known no better than the values are rounded
    blur = np.array([sample.grain / 2 if name in ("low", "mode", "high") else 0.0 for name in shape.figures])
    bounds = zip(shape.figures, 2 * parameters - above - blur, 2 * parameters - below + blur, shape.limits, strict=True)
    intervals = {name: (_neat(max(float(low), least)), _neat(float(high))) for name, low, high, (least, _) in bounds if isfinite(low) and isfinite(high)}
    return (1 + further) / (1 + len(refits)), intervals
