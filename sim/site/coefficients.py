"""Figures with unit, range, source and status; draws from their ranges."""

import math
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

import numpy as np

from sim.scenario import Hub
from sim.scenario.ground import OF_EQUIPMENT, written

OF_FIELD = {"area_m2": ("area", "占地"), "kw": ("power", "功率"), "idle": ("power at idle, share", "空载功率比"), "price_cny": ("price", "价格")}
OF_KIND = {
    "loop_sorter": "cross_belt",
    "line_sorter": "narrow_belt",
    "robot_field": "robot",
    "conveyor": "belt",
    "station": "place",
    "door": "unloading_door",
    "outbound_door": "loading_door",
    "chute": "chute",
}
"""what an element is if it does not say; kinds that are not here take neither machine nor floor of their own"""


@dataclass(frozen=True)
class Coefficient:
    """One figure."""

    name: str
    unit: str
    low: float
    typical: float
    high: float
    status: str
    source: str
    en: str
    zh: str
    least: float = 0.0
    most: float = math.inf
    """what a figure in its place may be; the reader of scenarios asks for it"""

    @property
    def unverified(self) -> bool:
        """Whether nobody has vouched for it."""
        return self.status == "M"


@cache
def _written() -> dict[str, Coefficient]:
    found = {name: Coefficient(name, **entry) for name, entry in written("coefficients").items()}
    for machine, entry in equipment().items():
        for field, unit in OF_EQUIPMENT.items():
            per = unit if field == "idle" else f"{unit}/m" if entry["per"] == "metre" else f"{unit} each"
            en, zh = (f"{entry[lang]}{mark}{OF_FIELD[field][number]}" for number, (lang, mark) in enumerate((("en", ", "), ("zh", "，"))))
            low, typical, high = entry[field]
            found[f"{machine}.{field}"] = Coefficient(f"{machine}.{field}", per, low, typical, high, entry["status"], entry["source"], en, zh)
    return found


def equipment() -> dict[str, dict[str, Any]]:
    """Return what machines take, by name: equipment.yaml."""
    return written("equipment")


def coefficients(hub: Hub) -> dict[str, Coefficient]:
    """Return all figures by name, the hub's own in place of the built-in; the reader has refused those that there is none of."""
    found = dict(_written())
    for name, own in hub.scenario.site.coefficients.items():
        was = found[name]
        low, high = own.ends
        found[name] = Coefficient(name, was.unit, low, own.typical, high, own.status, own.source, was.en, was.zh)
    return found


def drawn(known: dict[str, Coefficient], draws: int, seed: int = 1) -> dict[str, np.ndarray]:
    """Return draws of each coefficient from the triangle of its low, typical and high, shape (draws,); the first of each is the typical one.

    Each coefficient has a stream of its own, named after it, so that a new one leaves the draws of the others as they are.
    """
    values = {}
    for name, each in known.items():
        at = np.random.Generator(np.random.Philox(key=[seed, int.from_bytes(sha256(name.encode()).digest()[:8], "big")])).random(draws)
        span = each.high - each.low
        if span == 0:
            column = np.full(draws, each.typical)
        else:
            peak = (each.typical - each.low) / span
            rising = each.low + span * np.sqrt(at * peak)
            falling = each.high - span * np.sqrt((1 - at) * (1 - peak))
            column = np.where(at < peak, rising, falling)
        column[0] = each.typical
        values[name] = column
    return values


def typical(known: dict[str, Coefficient], **changes: float) -> dict[str, np.ndarray]:
    """Return the typical values, shape (1,), with `changes` in place of some."""
    return {name: np.array([changes.get(name, each.typical)]) for name, each in known.items()}
