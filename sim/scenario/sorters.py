"""Rules of what hangs where on a sorter."""

from collections.abc import Iterator
from math import floor, gcd, inf
from typing import Any

from .elements import ChuteRow, LineSorter, LoopSorter, Outlet, RobotField
from .mixes import parts
from .problems import Problem, Where, error, warning
from .resolution import TICKS_PER_S, micrometres, ticks
from .schema import Scenario


def length(sorter: LoopSorter | LineSorter | RobotField) -> float:
    """Return the length of a loop, or of a line from entry to end; a robot field has no end [m]."""
    if isinstance(sorter, RobotField):
        return inf
    return sorter.carriers * sorter.pitch_m if isinstance(sorter, LoopSorter) else sorter.length_m


def sorters(scenario: Scenario) -> Iterator[tuple[str, tuple[str, ...], Any]]:
    """Yield (label, path, spec) of every loop, line sorter and robot field."""
    for label, path, spec in parts(scenario):
        if isinstance(spec, LoopSorter | LineSorter | RobotField):
            yield label, path, spec


def positions_exist(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Inductions and outlets lie on the sorter."""
    for label, path, spec in sorters(scenario):
        end = length(spec)
        is_loop = isinstance(spec, LoopSorter)
        figures = f"{spec.carriers} carriers x {spec.pitch_m:g} m = {end:g} m" if is_loop else f"{end:g} m"
        marks = [((*path, "inductions", name, "at_m"), induction.at_m) for name, induction in spec.inductions.items()] if is_loop else []
        for number, outlet in enumerate(spec.outlets):
            fields = ("at_m",) if isinstance(outlet, Outlet) else ("from_m", "to_m")
            marks += [((*path, "outlets", number, field), getattr(outlet, field)) for field in fields]
        for at, mark in marks:
            # the end of a loop is its beginning, the end of a line a place like any other
            if mark > end or (is_loop and mark >= end):
                yield error(where(*at), f"{mark:g} m is beyond the end of '{label}', which is {figures} long", "check the position and the length")


def inductions_differ(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """No two inductions load the same carrier at the same place."""
    for label, path, spec in sorters(scenario):
        if not isinstance(spec, LoopSorter):
            continue
        taken: dict[int, list[tuple[str, int | None]]] = {}
        for name, induction in spec.inductions.items():
            at = where(*path, "inductions", name, "at_m")
            if induction.deck is not None and induction.deck > spec.decks:
                yield error(where(*path, "inductions", name, "deck"), f"'{label}' has no deck {induction.deck}", f"it has {spec.decks}")
            here = taken.setdefault(floor(induction.at_m / spec.pitch_m + 0.5) % spec.carriers, [])
            for other, deck in here:
                if deck == induction.deck or None in (deck, induction.deck):
                    yield error(
                        at, f"the inductions '{other}' and '{name}' of '{label}' are at the same carrier", f"place them {spec.pitch_m:g} m or more apart"
                    )
            here.append((name, induction.deck))


def rows_have_one_place(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """A row of chutes runs forward."""
    for _, path, spec in sorters(scenario):
        for number, outlet in enumerate(spec.outlets):
            if isinstance(outlet, ChuteRow) and outlet.to_m < outlet.from_m:
                at = where(*path, "outlets", number, "to_m")
                yield error(at, f"the row ends at {outlet.to_m:g} m, before it begins at {outlet.from_m:g} m", "exchange them, or write two rows")


def chutes_hang_once(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """A sorter names a chute once, and its reject and overflow chutes hang on it."""
    for label, path, spec in sorters(scenario):
        seen: set[str] = set()
        for number, outlet in enumerate(spec.outlets):
            if outlet.chute in seen:
                at = where(*path, "outlets", number, "chute")
                yield error(at, f"the chute '{outlet.chute}' hangs twice on '{label}'", "give its destinations in one outlet, or take another chute")
            seen.add(outlet.chute)
        for field in ("reject", "overflow"):
            chute = getattr(spec, field, None)
            if chute is not None and chute not in seen:
                yield error(where(*path, field), f"the {field} chute '{chute}' has no place on '{label}'", "add an outlet for it, with its position")


def loops_can_be_timed(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Speed over pitch is a fraction of whole numbers so small that times stay exact over the whole run."""
    for label, path, spec in sorters(scenario):
        if isinstance(spec, LoopSorter):
            speed, pitch = micrometres(spec.speed_m_s), micrometres(spec.pitch_m)
            if ticks(scenario.horizon_h * 3600) * (speed // gcd(speed, pitch * TICKS_PER_S)) > 2**62:
                figures = f"{spec.speed_m_s} m/s over {spec.pitch_m} m"
                yield error(where(*path, "speed_m_s"), f"'{label}': {figures} has too many digits for {scenario.horizon_h:g} h", "round them to millimetres")


def some_passes_succeed(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """A sorter that never diverts is doubtful."""
    for label, path, spec in sorters(scenario):
        if not isinstance(spec, RobotField) and spec.divert_fail == 1:
            yield warning(where(*path, "divert_fail"), f"'{label}' diverts nothing: all passes fail", "it is a share: 0.01 is one in a hundred")


RULES = (some_passes_succeed, loops_can_be_timed, positions_exist, inductions_differ, rows_have_one_place, chutes_hang_once)
