"""Decisions as plain functions: which vehicle, which door, who gets people, when a vehicle leaves, who moves, which chute a destination has.

A scenario names them: one of those shipped here, or a user's own as "module:function". Each takes what it may know (views.py) and returns a
choice; it neither waits nor changes anything, so that a run can be repeated. Those shipped lie in `doors`, `crews`, `moves`, `departures`, `sort_plans`
and `loops`.
"""

import importlib
import operator
import sys
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from . import crews, departures, doors, loops, moves, sort_plans

SHIPPED: dict[str, dict[str, Callable[..., Any]]] = {
    "vehicle": {f.__name__: f for f in (doors.first_come, doors.largest_load, doors.soonest_cut_off, doors.by_destination_mix)},
    "door": {f.__name__: f for f in (doors.longest_free, doors.lowest_number, doors.emptiest_group)},
    "crew": {f.__name__: f for f in (crews.first_come, crews.largest_load, crews.soonest_cut_off)},
    "leave": {f.__name__: f for f in (departures.at_cut_off, departures.nearly_full, departures.hold_for_promised)},
    "move": {f.__name__: f for f in (moves.stay, moves.by_backlog)},
    "sort_plan": {f.__name__: f for f in (sort_plans.dealt, sort_plans.nearest, sort_plans.even_load)},
    "carrier_plan": {f.__name__: f for f in (loops.any_carrier, loops.evenly)},
    "overflow_plan": {f.__name__: f for f in (loops.to_overflow, loops.round_again)},
}
"""decision -> name -> function; the first of each is what happens if a scenario says nothing"""


class PolicyError(Exception):
    """A policy that cannot be found, raises, or answers what is no answer."""


def find(decision: str, name: str, folder: str | None = None) -> Callable[..., Any]:
    """Return the policy `name` for a decision; `folder` is where the user's own modules may lie. Raise PolicyError if there is none."""
    if name in SHIPPED[decision]:
        return SHIPPED[decision][name]
    module, colon, function = name.partition(":")
    if not colon:
        raise PolicyError(f"there is no {decision} policy '{name}'; shipped are {', '.join(SHIPPED[decision])}; your own is written module:function")
    if folder is not None and folder not in sys.path:
        sys.path.insert(0, folder)
    try:
        found = getattr(importlib.import_module(module), function)
    except AttributeError:
        raise PolicyError(f"the module '{module}' has no function '{function}'") from None
    except (Exception, SystemExit) as fault:
        raise PolicyError(f"the module '{module}' cannot be imported: {type(fault).__name__}: {fault}") from None
    if not callable(found):
        raise PolicyError(f"'{name}' is not a function")
    return found  # type: ignore[no-any-return]


def choice(decision: str, name: str, policy: Callable[..., Any], now_s: float, n: int, *facts: Any) -> int:
    """Return the index that `policy(*facts, now_s)` chooses among `n`; raise PolicyError that says which decision at which time."""
    answer = _asked(decision, name, policy, now_s, *facts)
    chosen = _whole(answer)
    if chosen is None or not 0 <= chosen < n:
        raise PolicyError(f"the {decision} policy '{name}' at {now_s:.6g} s chose {answer!r}, but there are {n} to choose from: 0 to {n - 1}")
    return chosen


def verdict(decision: str, name: str, policy: Callable[..., Any], now_s: float, *facts: Any) -> bool:
    """Return whether `policy(*facts, now_s)` says yes; raise PolicyError as `choice` does."""
    answer = _asked(decision, name, policy, now_s, *facts)
    answer = _plain(answer)
    if not isinstance(answer, bool):
        raise PolicyError(f"the {decision} policy '{name}' at {now_s:.6g} s answered {answer!r}, neither True nor False")
    return bool(answer)


def division(name: str, policy: Callable[..., Any], now_s: float, crews: Sequence[Any]) -> list[int]:
    """Return how many people each of `crews` gets by `policy(crews, now_s)`; raise PolicyError as `choice` does."""
    answer = _asked("move", name, policy, now_s, list(crews))
    said = f"the move policy '{name}' at {now_s:.6g} s"
    answer = _plain(answer)
    gets = [_whole(n) for n in answer] if isinstance(answer, list | tuple) else []
    people = [n for n in gets if n is not None]
    if not len(gets) == len(people) == len(crews):
        raise PolicyError(f"{said} answered {answer!r}: it must give {len(crews)} whole numbers, one a crew")
    for crew, n in zip(crews, people, strict=True):
        if n < crew.at_least:
            raise PolicyError(
                f"{said} gives {n} people to '{crew.name}', where {crew.at_least} cannot go: they have no other skill, or are in the middle of work"
            )
    if sum(people) > (present := sum(crew.roster for crew in crews)):
        raise PolicyError(f"{said} gives {sum(people)} people to the crews together, and {present} are present")
    return people


def plan_of(name: str, folder: str, sorter: str, shares: list[float], chutes: list[Any], inductions_m: list[float], length_m: float) -> list[int]:
    """Return the chute, as an index, of each destination by the sort plan `name`; raise PolicyError if it is none."""
    policy = find("sort_plan", name, folder)
    return _plan(f"the sort plan '{name}' of {sorter}", policy, "destination", len(shares), range(len(chutes)), shares, chutes, inductions_m, length_m)


def overflow_of(name: str, folder: str, sorter: str, chutes: list[Any], overflow: int, length_m: float) -> list[int]:
    """Return, for each chute of a loop, the one that takes what found it full (itself: none), as indices; raise PolicyError if it is no plan."""
    policy = find("overflow_plan", name, folder)
    return _plan(f"the overflow plan '{name}' of {sorter}", policy, "chute", len(chutes), range(len(chutes)), chutes, overflow, length_m)


def carriers_of(name: str, folder: str, sorter: str, carriers: int, inductions_m: list[float], length_m: float, needs_two: bool) -> list[int]:
    """Return the induction, as an index, for which each carrier of a deck is reserved, -1 for none.

    needs_two: some parcels need two carriers in a row. Raise PolicyError if it is no plan, or if some induction could never place a parcel.
    """
    policy, n = find("carrier_plan", name, folder), len(inductions_m)
    said = f"the carrier plan '{name}' of {sorter}"
    plan = _plan(said, policy, "carrier", carriers, range(-1, n), carriers, inductions_m, length_m)
    for induction in range(n):
        may = [owner in (-1, induction) for owner in plan]
        if not any(here and (before or not needs_two) for here, before in zip(may, [may[-1], *may[:-1]], strict=True)):
            what = "no two carriers in a row, which some parcels need," if needs_two else "no carrier"
            raise PolicyError(f"{said} leaves {what} to induction {induction} (from 0)")
    return plan


def _plan(said: str, policy: Callable[..., Any], each: str, n: int, among: range, *facts: Any) -> list[int]:
    """Return the plan that `policy(*facts)` makes: n numbers among some; raise PolicyError, which begins with `said`, if it is none."""
    try:
        # what yields without end is cut off
        answer = list(islice(policy(*facts), n + 1))
    except (Exception, SystemExit) as fault:
        raise PolicyError(f"{said} failed: {type(fault).__name__}: {fault}") from fault
    plan = [choice for choice in map(_whole, answer) if choice is not None and choice in among]
    if not len(answer) == len(plan) == n:
        raise PolicyError(f"{said} must give {n} numbers from {among[0]} to {among[-1]}, one a {each}")
    return plan


def _asked(decision: str, name: str, policy: Callable[..., Any], now_s: float, *facts: Any) -> Any:
    try:
        return policy(*facts, now_s)
    except (Exception, SystemExit) as fault:
        raise PolicyError(f"the {decision} policy '{name}' at {now_s:.6g} s failed: {type(fault).__name__}: {fault}") from fault


def _plain(answer: Any) -> Any:
    """Return an array or a scalar of numpy as Python's own, all else as it is. Numpy itself is not imported here: reading a scenario must be quick."""
    return answer.tolist() if hasattr(answer, "tolist") else answer


def _whole(answer: Any) -> int | None:
    """Return a whole number, also one of numpy, as an int; None if it is none, as a truth value is none."""
    try:
        return None if isinstance(answer, bool) else operator.index(answer)
    except TypeError:
        return None
