"""Rules of lanes, of shared roads and fleets, and of when which vehicles may drive."""

from collections.abc import Iterator

from .elements import Lane, Source
from .mixes import parts
from .people import minutes
from .problems import Problem, Where, did_you_mean, error, short, warning
from .schema import Scenario
from .transport import VehicleClass

Path = tuple[str | int, ...]


def users(scenario: Scenario, field: str) -> Iterator[tuple[str, Path]]:
    """Yield (name, path of the field) wherever a source, lane or departure names one in `field`."""
    for _, path, spec in parts(scenario):
        if isinstance(spec, Source | Lane) and getattr(spec, field, None) is not None:
            yield getattr(spec, field), (*path, field)
    for title, departure in scenario.departures.items():
        if getattr(departure, field, None) is not None:
            yield getattr(departure, field), ("departures", title, field)


def known_and_used(scenario: Scenario, where: Where, field: str, section: str, what: str) -> Iterator[Problem]:
    """What is named exists; what nobody names is doubtful."""
    defined = getattr(scenario, section)
    named = set()
    for name, path in users(scenario, field):
        named.add(name)
        if name not in defined:
            yield error(where(*path), f"unknown {what} {short(name)}", did_you_mean(name, defined) or f"define it under {section}")
    for name in defined:
        if name not in named:
            yield warning(where(section, name, key=True), f"nobody names the {what} {short(name)}", f"name it as {field} where it belongs, or remove it")


def travel_times_take_turns(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Of the travel times by hour each begins to hold at a time of its own."""
    for label, path, spec in parts(scenario):
        seen: set[str] = set()
        for number, each in enumerate((spec.travel_by_hour or []) if isinstance(spec, Lane) else []):
            if each.start in seen:
                at = where(*path, "travel_by_hour", number, "start")
                yield error(at, f"the lane '{label}' has two travel times from {each.start} on", "keep one")
            seen.add(each.start)


def vehicle_classes_are_known(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """The class of a vehicle exists."""
    yield from known_and_used(scenario, where, "vehicle_class", "vehicle_classes", "vehicle class")


def roads_are_known(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """The road that vehicles share exists."""
    yield from known_and_used(scenario, where, "road", "roads", "road")


def fleets_are_known(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """The fleet of a departure exists."""
    yield from known_and_used(scenario, where, "fleet", "fleets", "fleet")


def windows_open(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Each access window has a length, each class a window, and one of them opens within the run."""
    for name, vehicle_class in scenario.vehicle_classes.items():
        if vehicle_class.windows is None:
            continue
        at = ("vehicle_classes", name, "windows")
        if not vehicle_class.windows:
            yield error(where(*at, key=True), f"the vehicle class {short(name)} may never drive, for it has no window", "give it one, or leave windows out")
        for number, (start, until) in enumerate(vehicle_class.windows):
            if start == until:
                yield error(where(*at, number), f"the window {start}-{until} never opens", "let it end later; for vehicles at any time leave windows out")
        if vehicle_class.windows and not _opens_in_time(vehicle_class, scenario):
            words = f"no window of {short(name)} opens in the {scenario.horizon_h:g} h from {scenario.start} on"
            yield warning(where(*at, key=True), words, "its vehicles wait until the end: simulate longer, or start earlier")


def _opens_in_time(vehicle_class: VehicleClass, scenario: Scenario) -> bool:
    start = minutes(scenario.start)
    for begin, end in vehicle_class.windows or []:
        ahead = (minutes(begin) - start) % 1440
        is_open = (start - minutes(begin)) % 1440 < (minutes(end) - minutes(begin)) % 1440
        if is_open or ahead < scenario.horizon_h * 60:
            return True
    return False


RULES = (travel_times_take_turns, vehicle_classes_are_known, roads_are_known, fleets_are_known, windows_open)
