"""Means of the laws, and laws whose mean is a multiple of another's: all that checks and scaling need to know of chance."""

from math import gamma
from typing import Any

from .laws import SHAPES, Law

# figures that stretch the law; the others (cv, shape, p, weights) are pure numbers
STRETCH = {shape: tuple(scaled) for shape, (_, scaled, _) in SHAPES.items()} | {"empirical": ("values",)}


def figures(law: Law) -> dict[str, Any]:
    """Return the figures of a law by name, without the unit in the name."""
    return {name.removesuffix("_s"): value for name, value in law if name != "law"}


def mean(law: Law) -> float:
    """Return the mean of a law, in its unit: seconds for a time law, a plain count for a count law (before rounding)."""
    f = figures(law)
    if law.law == "empirical":
        weights = f["weights"] or [1.0] * len(f["values"])
        return sum(value * weight for value, weight in zip(f["values"], weights, strict=True)) / sum(weights)
    if law.law in ("uniform", "triangular"):
        marks = [f[name] for name in ("low", "mode", "high") if name in f]
        return sum(marks) / len(marks)
    if law.law == "weibull":
        return f["scale"] * gamma(1 + 1 / f["shape"])
    if law.law == "geometric":
        return f["step"] / f["p"]
    return f["value"] if law.law == "deterministic" else f["mean"]


def stretched(law: Law, factor: float) -> Law:
    """Return the law of `factor` (> 0) times the quantity; shape and coefficient of variation stay."""
    suffix = "_s" if any(name.endswith("_s") for name, _ in law) else ""
    changes: dict[str, Any] = {}
    for figure in STRETCH[law.law]:
        value = getattr(law, figure + suffix)
        changes[figure + suffix] = [min(each * factor, 1e9) for each in value] if isinstance(value, list) else min(value * factor, 1e9)
    return law.model_copy(update=changes)
