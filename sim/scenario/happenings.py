"""Events to those they concern."""

import math
from collections.abc import Iterator
from typing import Any

from .calendar import of_day
from .events import Close, Stop
from .hub import EventInstance
from .problems import Problem, Where, did_you_mean, error, short
from .references import Directory, ReferenceFault
from .schema import Scenario

CAN_STOP = ("door", "conveyor", "station", "loop_sorter", "line_sorter", "robot_field", "chute", "outbound_door")
"""kinds of element that may fail or stop; all others have no machine"""


def events_of(scenario: Scenario, directory: Directory, where: Where, problems: set[Problem]) -> Iterator[EventInstance]:
    """Yield each event with the elements and departures it concerns; what names nobody is added to `problems`."""
    kinds = _kinds(directory)
    for name, spec in scenario.events.items():
        elements: dict[int, None] = {}
        for field, number, target in _targets(spec):
            at = where("events", name, field, number)
            try:
                named = directory.part(target)
            except ReferenceFault as fault:
                problems.add(error(at, fault.message, fault.hint))
                continue
            wanted = CAN_STOP if isinstance(spec, Stop) else ("source", "lane") if isinstance(spec, Close) else ("source",)
            chosen = [place for place in named if kinds[place] in wanted]
            if not chosen:
                what = "has no machine that could stop" if isinstance(spec, Stop) else "is no source of vehicles"
                problems.add(error(at, f"{short(target)} {what}", f"name elements of kind {', '.join(wanted)}"))
            share = spec.share if isinstance(spec, Stop) else 1.0
            elements.update(dict.fromkeys(chosen[: math.ceil(share * len(chosen) - 1e-9)]))
        departures = tuple(spec.departures) if isinstance(spec, Close) else ()
        for number, title in enumerate(departures):
            if title not in scenario.departures:
                at = where("events", name, "departures", number)
                problems.add(error(at, f"there is no departure {short(title)}", did_you_mean(title, scenario.departures)))
        yield EventInstance(name, spec, tuple(elements), departures, ("events", name))


def _kinds(directory: Directory) -> dict[int, str]:
    """Return the kind of each element by its place."""
    kinds = {}
    for block in directory.blocks.values():
        for group in range(block.repeat):
            for copy in range(block.copies):
                kinds[block.number(group, copy)] = block.spec.kind
    return kinds


def _targets(spec: Any) -> list[tuple[str, int, str]]:
    """Return (field, place in the list, name) of all elements an event names."""
    field = {"stop": "what", "close": "arrivals", "surge": "sources"}[spec.kind]
    return [(field, number, target) for number, target in enumerate(getattr(spec, field))]


def events_begin(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """An event begins before the run ends."""
    hours, minutes = scenario.start.split(":")
    for name, spec in scenario.events.items():
        clock = int(spec.at[:2]) * 60 + int(spec.at[3:])
        begin_min = (clock - int(hours) * 60 - int(minutes)) % 1440 + (spec.day - 1) * 1440
        if begin_min >= scenario.horizon_h * 60:
            words = f"'{name}' begins {begin_min / 60:g} h after the start, and only {scenario.horizon_h:g} h are simulated"
            yield error(where("events", name, "at"), words, "change at, day or horizon_h")
        if spec.daily and spec.lasts_min >= 1440:
            yield error(where("events", name, "lasts_min"), f"'{name}' lasts a day or more and comes again every day", "leave out daily")


def some_day_has_demand(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """The calendar leaves some demand to the days of the run."""
    if scenario.calendar is not None:
        days = range(int(scenario.horizon_h // 24) + 2)
        if not any(of_day(scenario.calendar, day)[0] for day in days):
            yield error(where("calendar", key=True), "the calendar leaves no demand to any day of this run", "look at first_day and at factors of 0")


RULES = (events_begin, some_day_has_demand)
