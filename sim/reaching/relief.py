"""What helps a demand that does not hold: levers pulled, one or several, and the same run again."""

from collections.abc import Sequence
from typing import Any

from sim.scenario import ScenarioError

from .case import Case
from .levers import Lever
from .runs import Runs, Tried

PULL = 0.5
"""by how much a lever is pulled to see whether it helps [1]"""
TRIED = 8
"""levers that are tried at one demand"""
USED = 0.5
"""share of the use of the busiest from which on a lever is worth a try [1]"""


def pulled(case: Case, levers: Sequence[Lever], share: float = PULL) -> Case | None:
    """Return the case with all these levers larger by `share`; None if that makes no hub, or none that differs at this scale."""
    changes: dict[str, Any] = {}
    for lever in levers:
        changes |= lever.at(lever.by(share))
    return made(case, changes)


def made(case: Case, changes: dict[str, Any]) -> Case | None:
    """Return the case with these changes; None if that makes no hub, or, rounded at this scale, the same."""
    more = case.changed(changes)
    try:
        hub = more.hub(1.0)
    except ScenarioError:
        return None
    return None if hub.scenario == case.hub(1.0).scenario else more


def suspects(tried: Tried, levers: Sequence[Lever]) -> list[Lever]:
    """Return the levers worth a try at a demand that did not hold, the likeliest first: by how much what they are about was used, and by the rules broken."""
    uses = {label: 0.0 for lever in levers for label in lever.elements}
    for use in tried.outcome.uses:
        label = _label(use["name"])
        owner = label if label in uses else label.rpartition(".")[0]  # an induction belongs to its loop
        if owner in uses:
            uses[owner] = max(uses[owner], use["utilisation"])
    broken = {each.rule.partition(".")[0] for each in tried.judged if each.excess > 0}
    most = max(uses.values(), default=0.0)

    def weight(lever: Lever) -> float:
        used = max((uses[label] for label in lever.elements), default=0.0)
        return max(used, 0.75 * most if lever.rules & broken else 0.0) - (0.2 * most if lever.unit == "of it" else 0.0)

    likely = sorted((lever for lever in levers if weight(lever) >= USED * most), key=lambda lever: -weight(lever))
    return likely[:TRIED]


def _label(name: str) -> str:
    """Return the label of a family or element: hall[*].door[3] -> hall.door."""
    return ".".join(part.partition("[")[0] for part in name.split("."))


def tried_out(runs: Runs, case: Case, base: Tried, sets: Sequence[Sequence[Lever]], share: float = PULL) -> list[Tried | None]:
    """Run the case at the demand and in the replication of `base` with each set of levers pulled; None for a set that makes no other hub."""
    cases = [pulled(case, each, share) for each in sets]
    done = iter(runs.all([(each, base.demand, base.replication) for each in cases if each is not None]))
    return [next(done) if each is not None else None for each in cases]
