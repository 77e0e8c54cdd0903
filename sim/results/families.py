"""Copies of an element, and elements of repeated groups, taken together: a hub of 2,000 elements reads as one of 30."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from .run import STATES, Run

COPY = re.compile(r"\[\d+\]")
SUMS: tuple[str, ...] = ("machines", "entered", "left", "lost", "inside_mean", "inside_end", "queue_mean")
SUMS += ("recirculated", "chute_full", "chute_reset", "divert_failed", "unread")
MAXIMA = ("inside_max", "queue_max")


@dataclass(frozen=True)
class Family:
    """Elements that are copies of each other."""

    name: str
    """name of its only member, or the common name with [*] for the numbers that differ"""
    kind: str
    members: np.ndarray
    """element numbers, rising"""

    @property
    def label(self) -> str:
        """The name with the number of members, for a page: `group.xray ×12`."""
        return self.name if len(self.members) == 1 else f"{self.name.replace('[*]', '')} ×{len(self.members)}"


def families(run: Run) -> list[Family]:
    """The families of a run, in the order of their first members."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, (name, kind) in enumerate(zip(run.elements["name"], run.elements["kind"], strict=True)):
        found.setdefault((COPY.sub("[*]", str(name)), str(kind)), []).append(number)
    return [
        Family(name if len(members) > 1 else str(run.elements["name"][members[0]]), kind, np.array(members, dtype=np.int64))
        for (name, kind), members in found.items()
    ]


def singles(run: Run) -> list[Family]:
    """Every element as a family of its own."""
    return [
        Family(str(name), str(kind), np.array([number])) for number, (name, kind) in enumerate(zip(run.elements["name"], run.elements["kind"], strict=True))
    ]


def family_of_element(run: Run, of: Iterable[Family]) -> np.ndarray:
    """The place in `of` of the family of each element, shape (elements,); -1 if it is in none."""
    owner = np.full(len(run.elements["name"]), -1, dtype=np.int64)
    for place, family in enumerate(of):
        owner[family.members] = place
    return owner


def row(run: Run, family: Family) -> dict[str, float]:
    """The columns of a family: counts, machine-seconds and means over time summed, maxima of the worst member, waits weighted by units.

    Units as in `ELEMENT_COLUMNS`; `capacity_per_h` is the sum, nan if any member has none.
    """
    chosen = {name: values[family.members] for name, values in run.elements.items() if values.dtype.kind != "U"}
    out = {name: float(chosen[name].sum()) for name in SUMS}
    out |= {f"{state}_s": float(chosen[f"{state}_s"].sum()) for state in STATES}
    out |= {name: float(chosen[name].max()) for name in MAXIMA}
    for name, weight in (("stay_mean_s", chosen["left"]), ("wait_mean_s", chosen["entered"])):
        known = ~np.isnan(chosen[name]) & (weight > 0)
        out[name] = float(np.average(chosen[name][known], weights=weight[known])) if known.any() else float("nan")
    out["capacity_per_h"] = float(chosen["capacity_per_h"].sum())
    return out


def state_shares(columns: dict[str, float]) -> dict[str, float]:
    """Share of the machine time of a row spent in each of `STATES` [1]; nan for an element without machine time."""
    total = sum(columns[f"{state}_s"] for state in STATES)
    return {state: columns[f"{state}_s"] / total if total > 0 else float("nan") for state in STATES}


def flows_between(run: Run, of: list[Family]) -> dict[tuple[int, int], int]:
    """Units that went from one family to another, by their places in `of` [units]."""
    owner = family_of_element(run, of)
    total: dict[tuple[int, int], int] = {}
    for start, end, units in zip(owner[run.flows["from"]], owner[run.flows["to"]], run.flows["units"], strict=True):
        total[int(start), int(end)] = total.get((int(start), int(end)), 0) + int(units)
    return total
