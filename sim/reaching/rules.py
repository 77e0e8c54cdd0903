"""When a demand is carried: the rules of REACHING.md, applied to the figures of one run."""

import math
from typing import NamedTuple

from sim.scenario import Reaching


class Judged(NamedTuple):
    """One rule of one run."""

    rule: str
    value: float
    """what the run had"""
    limit: float
    """what the rule allows"""
    excess: float
    """by how much the run breaks the rule, as a share of the parcels or vehicles it is about [1]; 0 or less: it keeps it"""


def judge(figures: dict[str, float], asked: Reaching) -> list[Judged]:
    """Return all rules that apply to a run, from the figures of its outcome; a figure that is not defined in a run is not judged."""
    a_day = max(figures["offered_per_day"], 1.0)
    offered, vehicles = max(figures["offered"], 1.0), max(figures["vehicles"], 1.0)
    growth, away = figures["backlog_growth_per_day"] / a_day, figures["turned_away"] / offered
    found = [
        Judged("backlog_growth_share", growth, asked.backlog_growth_share, growth - asked.backlog_growth_share),
        Judged("turned_away_share", away, asked.turned_away_share, away - asked.turned_away_share),
        Judged("outside_vehicles", figures["outside_max"], asked.outside_vehicles, (figures["outside_max"] - asked.outside_vehicles) / vehicles),
        Judged("without_door", figures["without_door"], asked.without_door, (figures["without_door"] - asked.without_door) / max(figures["departures"], 1.0)),
    ]
    if asked.door_wait_min is not None:
        waited = figures["door_wait_mean_s"] / 60
        found.append(Judged("door_wait_min", waited, asked.door_wait_min, waited / asked.door_wait_min - 1))
    shares = asked.on_time_share if isinstance(asked.on_time_share, dict) else {"": asked.on_time_share}
    for name, least in shares.items():
        share = figures.get(f"on_time_share.{name}" if name else "on_time_share", math.nan)
        if least > 0 and not math.isnan(share):
            found.append(Judged(f"on_time_share.{name}" if name else "on_time_share", share, least, least - share))
    return found


def excess(judged: list[Judged]) -> float:
    """Return by how much all broken rules together are broken [1]; 0 if the demand is carried."""
    return sum(max(0.0, each.excess) for each in judged)


def worst(judged: list[Judged]) -> Judged:
    """Return the rule that is broken most, or is nearest to it."""
    return max(judged, key=lambda each: each.excess)
