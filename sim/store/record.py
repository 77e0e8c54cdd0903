"""What is kept of a run, and a point of a study."""

import json
import math
from dataclasses import dataclass, field
from typing import Any, Literal

State = Literal["done", "failed", "aside"]


@dataclass(frozen=True)
class Record:
    """One run that was tried."""

    identity: str
    """hash of all that determines it; whoever orders runs makes it"""
    hub: str
    """fingerprint of the hub"""
    seed: int
    replication: int
    engine: str
    state: State
    """done; failed: the engine refused it; aside: it killed its process again and again"""
    digest: str = ""
    """of the journeys; empty unless done"""
    figures: dict[str, float] = field(default_factory=dict)
    """by name, which ends in its unit where it is not parcels or vehicles; nan: not defined in this run"""
    uses: list[dict[str, Any]] = field(default_factory=list)
    """families of elements, the most used first"""
    wall_s: float = 0.0
    """time the engine took [s]"""
    reason: str = ""
    """why it is not done"""
    replay: str = ""
    """the command that does it again, of one that is not done"""
    attempts: int = 1
    """how often it was begun"""
    tables: dict[str, bytes] = field(default_factory=dict)
    """tables to keep, by name, each as `parts.pack` makes it; empty in what a store gives back: ask `Store.frame`"""


@dataclass(frozen=True)
class Point:
    """One setting of a study."""

    number: int
    parameters: dict[str, Any]
    """by name, in their order"""
    hub: str
    """fingerprint of the hub that they lead to"""


def figures_to_text(figures: dict[str, float]) -> str:
    """Figures as JSON that every program reads: null stands for nan, text for infinity."""
    return json.dumps({name: value if math.isfinite(value) else None if math.isnan(value) else str(value) for name, value in figures.items()})


def figures_of(values: dict[str, Any]) -> dict[str, float]:
    """The figures that `figures_to_text` has written, from what its JSON holds. Raises ValueError or TypeError if one is no number."""
    return {name: math.nan if value is None else float(value) for name, value in values.items()}


def uses_to_text(uses: list[dict[str, Any]]) -> str:
    """Uses as JSON; null stands for nan."""
    return json.dumps([{name: None if isinstance(value, float) and math.isnan(value) else value for name, value in use.items()} for use in uses])
