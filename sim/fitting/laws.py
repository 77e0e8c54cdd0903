"""The laws of sim.scenario.laws as curves with figures to be estimated: distribution, quantile, starting point (PHYSICS 8.2)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammainc, gammaincinv, gammaln, ndtr, ndtri

Curve = Callable[[np.ndarray, np.ndarray], np.ndarray]
TINY = 1e-15
"""probability below which a value counts as this unlikely, so that one value cannot make a law infinitely bad"""


@dataclass(frozen=True)
class Sample:
    """Values as intervals: a value rounded to whole minutes says only in which minute it was."""

    low: np.ndarray
    high: np.ndarray
    """float64 (m): bounds of the interval, never below 0"""
    counts: np.ndarray
    """float64 (m): values in it"""
    grain: float
    """width of the rounding: the values are its multiples"""
    smallest: float
    largest: float
    at_smallest: int
    at_largest: int
    """values equal to the smallest and to the largest"""
    mean: float
    deviation: float

    @property
    def n(self) -> int:
        """Number of values."""
        return int(self.counts.sum())


@dataclass(frozen=True)
class Shape:
    """A law: its figures are free parameters [unit of the values, or 1]."""

    name: str
    figures: tuple[str, ...]
    limits: tuple[tuple[float, float], ...]
    cdf: Curve
    """(values, parameters) -> probability of at most that"""
    quantile: Curve
    start: Callable[[Sample], list[float]]
    """first guess by moments"""
    is_closed: bool = False
    """the first guess is the estimate"""

    def fits_in(self, parameters: np.ndarray) -> bool:
        """Tell whether the parameters lie within what a scenario may say."""
        return bool(np.isfinite(parameters).all()) and all(low <= value <= high for value, (low, high) in zip(parameters, self.limits, strict=True))


def loss(shape: Shape, parameters: np.ndarray, sample: Sample) -> float:
    """Return minus the log-likelihood of the intervals [nat]."""
    with np.errstate(all="ignore"):
        chance = shape.cdf(sample.high, parameters) - shape.cdf(sample.low, parameters)
    return float(-(sample.counts * np.log(np.maximum(np.nan_to_num(chance), TINY))).sum())


def estimate(shape: Shape, sample: Sample, start: np.ndarray | None = None) -> np.ndarray | None:
    """Return the parameters of greatest likelihood; None if the law cannot be the one.

    Positive parameters are sought by their logarithm; from a `start` that is near, more coarsely: to a fifth of a percent.
    """
    guess = np.array(shape.start(sample) if start is None or shape.is_closed else start, dtype=float)
    if not np.isfinite(guess).all():
        return None
    if shape.is_closed:
        return guess if shape.fits_in(guess) else None
    if shape.name == "triangular":
        return _triangle(shape, sample, guess)
    options = {"xatol": 1e-4, "fatol": 1e-4, "maxiter": 400} if start is None else {"xatol": 2e-3, "fatol": 1e-2, "maxiter": 100}
    found = minimize(lambda x: loss(shape, np.exp(x), sample), np.log(guess), method="Nelder-Mead", options=options)
    parameters = np.exp(found.x)
    return parameters if shape.fits_in(parameters) else None


def _triangle(shape: Shape, sample: Sample, guess: np.ndarray) -> np.ndarray | None:
    """Seek low below all values, high above them, and the place of the mode between."""
    span = max(sample.largest - sample.smallest, sample.grain)
    room_low, room_high = (max(abs(room), 1e-3 * span) for room in (sample.smallest - guess[0], guess[2] - sample.largest))
    place = np.clip((guess[1] - guess[0]) / max(guess[2] - guess[0], 1e-9), 0.02, 0.98)

    def figures(x: np.ndarray) -> np.ndarray:
        low = max(0.0, sample.smallest - np.exp(x[0]))
        high = sample.largest + np.exp(x[1])
        return np.array([low, low + (high - low) / (1 + np.exp(-x[2])), high])

    first = [np.log(room_low), np.log(room_high), np.log(place / (1 - place))]
    options = {"xatol": 1e-3, "fatol": 1e-3, "maxiter": 400}
    with np.errstate(all="ignore"):
        found = minimize(lambda x: loss(shape, figures(np.clip(x, -20, 40)), sample), first, method="Nelder-Mead", options=options)
    parameters = figures(np.clip(found.x, -20, 40))
    return parameters if shape.fits_in(parameters) else None


# -- the laws --------------------------------------------------------------------------------------------------------------


def _cv(sample: Sample) -> float:
    return float(np.clip(sample.deviation / max(sample.mean, 1e-9), 0.02, 5.0))


def _uniform(sample: Sample) -> list[float]:
    """Return bounds outside the extreme values by one gap in n on average; inside their rounding, if fewer have it than other values (greatest likelihood)."""
    span = sample.largest - sample.smallest
    beyond = max(span / max(sample.n - 1, 1), sample.grain / 2)
    part_low, part_high = (count * (span + sample.grain) / sample.n for count in (sample.at_smallest, sample.at_largest))
    low = sample.smallest + (sample.grain / 2 - part_low if part_low <= sample.grain else -beyond)
    high = sample.largest - (sample.grain / 2 - part_high if part_high <= sample.grain else -beyond)
    return [max(0.0, low), high]


def _triangle_start(sample: Sample) -> list[float]:
    low = max(0.0, sample.smallest - 0.05 * (sample.largest - sample.smallest))
    high = sample.largest + 0.05 * (sample.largest - sample.smallest)
    return [low, float(np.clip(3 * sample.mean - low - high, low, high)), high]


def _triangle_cdf(x: np.ndarray, p: np.ndarray) -> np.ndarray:
    low, mode, high = p
    left = (x - low) ** 2 / max((high - low) * (mode - low), 1e-300)
    right = 1 - (high - x) ** 2 / max((high - low) * (high - mode), 1e-300)
    return np.where(x <= low, 0.0, np.where(x >= high, 1.0, np.where(x < mode, left, right)))


def _triangle_quantile(u: np.ndarray, p: np.ndarray) -> np.ndarray:
    low, mode, high = p
    return np.where(u * (high - low) < mode - low, low + np.sqrt(u * (high - low) * (mode - low)), high - np.sqrt((1 - u) * (high - low) * (high - mode)))


def _log_figures(p: np.ndarray) -> tuple[float, float]:
    spread = np.log1p(p[1] ** 2)
    return float(np.log(p[0]) - spread / 2), float(np.sqrt(spread))


def _lognormal_cdf(x: np.ndarray, p: np.ndarray) -> np.ndarray:
    mu, sigma = _log_figures(p)
    return ndtr((np.log(np.maximum(x, 1e-300)) - mu) / sigma)


def _lognormal_quantile(u: np.ndarray, p: np.ndarray) -> np.ndarray:
    mu, sigma = _log_figures(p)
    return np.exp(mu + sigma * ndtri(u))


def _weibull_start(sample: Sample) -> list[float]:
    shape = float(np.clip(_cv(sample) ** -1.086, 0.2, 50))  # Justus et al. 1978
    return [sample.mean / float(np.exp(gammaln(1 + 1 / shape))), shape]


WIDE = (1e-9, 1e9)
SHAPES: tuple[Shape, ...] = (
    Shape("exponential", ("mean",), (WIDE,), lambda x, p: -np.expm1(-x / p[0]), lambda u, p: -p[0] * np.log1p(-u), lambda s: [max(s.mean, 1e-6)]),
    Shape(
        "uniform",
        ("low", "high"),
        ((0, 1e9), WIDE),
        lambda x, p: np.clip((x - p[0]) / max(p[1] - p[0], 1e-300), 0, 1),
        lambda u, p: p[0] + (p[1] - p[0]) * u,
        _uniform,
        is_closed=True,
    ),
    Shape("triangular", ("low", "mode", "high"), ((0, 1e9), (0, 1e9), WIDE), _triangle_cdf, _triangle_quantile, _triangle_start),
    Shape(
        "gamma",
        ("mean", "cv"),
        (WIDE, (0.0101, 10)),
        lambda x, p: gammainc(p[1] ** -2, x / (p[0] * p[1] ** 2)),
        lambda u, p: p[0] * p[1] ** 2 * gammaincinv(p[1] ** -2, u),
        lambda s: [max(s.mean, 1e-6), _cv(s)],
    ),
    Shape("lognormal", ("mean", "cv"), (WIDE, (1e-3, 10)), _lognormal_cdf, _lognormal_quantile, lambda s: [max(s.mean, 1e-6), _cv(s)]),
    Shape(
        "weibull",
        ("scale", "shape"),
        (WIDE, (0.1, 100)),
        lambda x, p: -np.expm1(-((x / p[0]) ** p[1])),
        lambda u, p: p[0] * (-np.log1p(-u)) ** (1 / p[1]),
        _weibull_start,
    ),
)


def geometric(step: float) -> Shape:
    """Return the law of whole steps, for values that are multiples of `step` and none of them 0."""
    return Shape(
        "geometric",
        ("p",),
        ((1e-9, 1),),
        lambda x, p: -np.expm1(np.floor(x / step + 1e-9) * np.log1p(-min(p[0], 1 - 1e-12))),
        lambda u, p: step * (1 + np.floor(np.log1p(-u) / np.log1p(-min(p[0], 1 - 1e-12)))),
        lambda s: [min(1.0, step / s.mean)],
        is_closed=True,
    )
