"""What the fitted scenario would show of what the history shows: side by side they are judged by eye."""

import numpy as np

from .choice import LawFit
from .fit import Fit, SourceFit

MINUTES = 1440


def arrivals(source: SourceFit) -> np.ndarray:
    """Return the share of the vehicles that come in each hour of the day by profile and lateness. float64 (24)"""
    planned = np.repeat(source.hours / max(source.hours.sum(), 1) / 60, 60)
    if source.lateness is None:
        return planned.reshape(24, 60).sum(axis=1)
    late = chances(source.lateness, np.arange(0, 2 * MINUTES + 1) * 60.0 - 30.0)
    of_day = late[:MINUTES] + late[MINUTES:]  # what is a day late comes at the same hour
    come = np.real(np.fft.ifft(np.fft.fft(planned) * np.fft.fft(of_day)))
    return np.maximum(come, 0.0).reshape(24, 60).sum(axis=1)


def chances(law: LawFit, edges: np.ndarray) -> np.ndarray:
    """Return the probability of each bin between `edges` by the law, also one of observed values."""
    by_curve = law.expected(edges)
    if by_curve is not None:
        return by_curve
    values = np.array(law.figures.get("values", [law.figures.get("value")]), dtype=float)
    weights = np.array(law.figures.get("weights") or np.ones(len(values)), dtype=float)
    return np.histogram(values, edges, weights=weights / weights.sum())[0]


def mean_of(law: LawFit) -> float:
    """Return the mean of the law."""
    if law.shape is not None and law.parameters is not None:
        return float(law.shape.quantile((np.arange(4000) + 0.5) / 4000, law.parameters).mean())
    values = np.array(law.figures.get("values", [law.figures.get("value")]), dtype=float)
    return float(np.average(values, weights=law.figures.get("weights")))


def mixed(fit: Fit, what: str) -> dict[str, float]:
    """Return the share of each class or destination ("classes", "destinations") in all parcels of the fitted scenario [1]."""
    shares: dict[str, float] = {}
    whole = getattr(fit, what)
    for source in fit.sources:
        amount = source.per_day * mean_of(source.load)
        for name, share in _of_source(fit, source, what).items():
            shares[name] = shares.get(name, 0.0) + amount * share
    total = sum(shares.values())
    return {name: shares.get(name, 0.0) / total for name in whole.shares}


def _of_source(fit: Fit, source: SourceFit, what: str) -> dict[str, float]:
    """Return the shares in the parcels of one source of the fitted scenario: its own, or of destinations those its classes bring about."""
    if what == "destinations" and fit.of_class:
        shares: dict[str, float] = {}
        for kind, weight in _of_source(fit, source, "classes").items():
            for name, share in (fit.of_class.get(kind) or fit.destinations).shares.items():  # type: ignore[union-attr]
                shares[name] = shares.get(name, 0.0) + weight * share
        return shares
    own = getattr(source, what) if fit.by_sender else None
    return dict((own or getattr(fit, what)).shares)
