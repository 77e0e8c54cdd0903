"""What a factor may be, and what it changes in a scenario."""

from collections.abc import Mapping
from typing import Any

from .schema import Factor

DEMAND, SCALE = "demand", "scale"
"""factors that are no field of a scenario: they multiply demand, or demand and plant together"""


class LevelsError(Exception):
    """A factor has no list of values where one is needed; the text says why."""


def levels(factor: Factor | None) -> list[Any]:
    """The values a grid takes: those listed, the whole numbers of a range, or `levels` values of it from end to end. Raises LevelsError."""
    if factor is None or (factor.values is None and factor.low is None):
        raise LevelsError("has no values")
    if factor.values is not None:
        return list(factor.values)
    assert factor.low is not None and factor.high is not None
    if factor.levels is None:
        if factor.whole:
            return list(range(int(factor.low), int(factor.high) + 1))
        raise LevelsError("is a range without levels")
    steps = [factor.low + (factor.high - factor.low) * step / (factor.levels - 1) for step in range(factor.levels)]
    return list(dict.fromkeys(int(step + 0.5) if step >= 0 else -int(0.5 - step) for step in steps)) if factor.whole else steps


def ends(factor: Factor | None) -> list[Any]:
    """The two values a two-level design takes: first and last. Raises LevelsError if there are none."""
    if factor is not None and factor.low is not None and factor.high is not None:
        return [int(factor.low), int(factor.high)] if factor.whole else [factor.low, factor.high]
    found = levels(factor)
    if len(found) < 2:
        raise LevelsError("has one value only")
    return [found[0], found[-1]]


def at(factor: Factor, share: float) -> Any:
    """The value that lies at `share` of the factor, 0 to 1: of a list one of its values, each with an equal part of that way."""
    choices = factor.values
    if choices is None and factor.levels is not None:
        choices = levels(factor)
    if choices is not None:
        return choices[min(int(share * len(choices)), len(choices) - 1)]
    assert factor.low is not None and factor.high is not None
    if factor.whole:
        return int(factor.low) + min(int(share * (factor.high - factor.low + 1)), int(factor.high - factor.low))
    return factor.low + share * (factor.high - factor.low)


def position(factor: Factor | None, share: float) -> float:
    """Where the value at `share` lies between the first and the last, 0 to 1: of a list its number, of a range its height."""
    if factor is None:
        return share
    value = at(factor, share)
    choices = factor.values if factor.values is not None or factor.levels is None else levels(factor)
    if choices is not None:
        return choices.index(value) / max(len(choices) - 1, 1)
    assert factor.low is not None and factor.high is not None
    return (value - factor.low) / (factor.high - factor.low)  # type: ignore[no-any-return]


def trials(factor: Factor | None) -> list[Any]:
    """The values at which a factor is tried on the scenario before anything runs: all that are listed, of a range without levels both ends."""
    try:
        return levels(factor) if factor is not None and (factor.values is not None or factor.levels is not None) else ends(factor)
    except LevelsError:
        return []


def paths(name: str, factor: Factor | None) -> list[str]:
    """The fields that a factor changes."""
    return list(factor.paths) if factor is not None and factor.paths else [name]


def changes(factors: Mapping[str, Factor | None], values: Mapping[str, Any]) -> tuple[float, float, dict[str, Any]]:
    """What a point changes: the factor on scale, that on demand, and overrides by path."""
    scale, demand, overrides = 1.0, 1.0, {}
    for name, value in values.items():
        for path in paths(name, factors.get(name)):
            if path == SCALE:
                scale *= value
            elif path == DEMAND:
                demand *= value
            else:
                overrides[path] = value
    return scale, demand, overrides
