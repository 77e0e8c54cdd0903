"""Rules of shares and of the names of classes and destinations."""

from collections.abc import Iterable, Iterator
from typing import Any

from .elements import Bag, Chute, Diverter, LineSorter, LoopSorter, Merge, RobotField, Sink, Source, Station, Stream, Yard
from .expand import classes_of, destinations_of
from .problems import Place, Problem, Where, did_you_mean, error, short, warning
from .schema import Scenario

TOLERANCE = 1e-6


def parts(scenario: Scenario) -> Iterator[tuple[str, tuple[str, ...], Any]]:
    """Yield (label, path, spec) of every element as the user wrote it."""
    for name, spec in scenario.elements.items():
        yield name, ("elements", name), spec
    for title, group in scenario.groups.items():
        for name, spec in group.elements.items():
            yield f"{title}.{name}", ("groups", title, "elements", name), spec


def names_are_unique(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """An element and a group do not share a name."""
    for name in scenario.groups:
        if name in scenario.elements:
            yield error(where("groups", name, key=True), f"there is a group and an element called {short(name)}", "rename one of them")


def _sums_to_one(shares: Iterable[float], place: Place, what: str) -> Iterator[Problem]:
    total = sum(shares)
    if abs(total - 1) > TOLERANCE:
        yield error(place, f"the shares of {what} sum to {total:.7g}, not 1", "raise or lower one of them by the difference")


def shares_sum_to_one(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """The shares of classes, and those of destinations, sum to 1."""
    if scenario.classes:
        yield from _sums_to_one((each.share for each in scenario.classes.values()), where("classes", key=True), "the classes")
    if scenario.destinations:
        yield from _sums_to_one((each.share for each in destinations_of(scenario)), where("destinations", key=True), "the destinations")


def mixes_are_known(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """The mix of a source names known classes and destinations, and sums to 1."""
    known = {"classes": list(classes_of(scenario)), "destinations": [each.name for each in destinations_of(scenario)]}
    for label, path, spec in parts(scenario):
        if not isinstance(spec, Source | Stream):
            continue
        for field, names in known.items():
            shares = getattr(spec.mix, field)
            if shares is not None:
                yield from _known(shares, names, field, where, (*path, "mix", field), by_key=True)
                yield from _sums_to_one(shares.values(), where(*path, "mix", field, key=True), f"the {field} of '{label}'")


def classes_know_their_destinations(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """The destinations of a class are known, and their shares sum to 1."""
    places = [each.name for each in destinations_of(scenario)]
    for name, each in scenario.classes.items():
        if each.destinations is not None:
            path = ("classes", name, "destinations")
            yield from _known(each.destinations, places, "destinations", where, path, by_key=True)
            yield from _sums_to_one(each.destinations.values(), where(*path, key=True), f"the destinations of '{name}'")


def cold_parcels_have_a_cold_room(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Where parcels must be kept cold, something is cold; and cold is only what parcels can be in."""
    is_cold = False
    for label, path, spec in parts(scenario):
        is_cold = is_cold or spec.cold
        if spec.cold and isinstance(spec, Source | Yard | Merge | Diverter | Sink):
            yield error(where(*path, "cold"), f"'{label}' is a {spec.kind}, and no parcel is ever in it", "let what comes before or after it be cold")
    for name, each in scenario.classes.items():
        if each.cold_limit_min is not None and not is_cold:
            at = where("classes", name, "cold_limit_min")
            yield error(at, f"parcels of '{name}' must be kept cold, and there is no cold room", "let some elements have cold: true, or leave out the limit")


def weights_mean_something(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """A class is as heavy at most as a vehicle may carry, and limits of weight are for parcels that weigh something."""
    heaviest = max((each.weight_kg[1] for each in scenario.classes.values() if each.weight_kg is not None), default=0.0)
    limits: list[tuple[tuple[str, ...], float | None]] = [(("departures", title, "payload_kg"), each.payload_kg) for title, each in scenario.departures.items()]
    for _, path, spec in parts(scenario):
        if isinstance(spec, Bag):
            limits.append(((*path, "limit_kg"), spec.limit_kg))
        if isinstance(spec, Chute) and spec.container is not None:
            limits.append(((*path, "container", "limit_kg"), spec.container.limit_kg))
    for path, limit in limits:
        if limit is not None and heaviest == 0:
            yield warning(where(*path), f"{limit:g} kg limit nothing: no class of parcels has a weight", "give classes weight_kg, or leave it out")
        elif limit is not None and path[-1] == "payload_kg" and limit < heaviest:
            yield error(where(*path), f"a parcel of {heaviest:g} kg is heavier than the payload of {limit:g} kg, and would never leave", "raise it")
    for name, each in scenario.classes.items():
        for field in ("length_m", "weight_kg"):
            pair = getattr(each, field)
            if pair is not None and pair[0] > pair[1]:
                yield error(where("classes", name, field), f"from {pair[0]:g} to {pair[1]:g} is the wrong way round", "write the smaller one first")


def _known(used: Iterable[str], names: list[str], field: str, where: Where, path: tuple[Any, ...], by_key: bool = False) -> Iterator[Problem]:
    what = {"classes": "class", "destinations": "destination"}[field]
    known = set(names)
    for number, name in enumerate(used):
        if name not in known:
            place = where(*path, name if by_key else number, key=by_key)
            yield error(place, f"unknown {what} {short(name)}", did_you_mean(name, names))


def routes_are_known(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Routes and service times name known classes and destinations."""
    classes, places = list(classes_of(scenario)), [each.name for each in destinations_of(scenario)]
    for _, path, spec in parts(scenario):
        if isinstance(spec, Diverter) and spec.routes is not None:
            field, names = ("classes", classes) if spec.by == "class" else ("destinations", places)
            yield from _known(spec.routes, names, field, where, (*path, "routes"), by_key=True)
        if isinstance(spec, Station):
            yield from _known(spec.service_by_class, classes, "classes", where, (*path, "service_by_class"), by_key=True)


def outlets_are_known(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Outlets name known destinations, each once on a sorter."""
    places = [each.name for each in destinations_of(scenario)]
    for label, path, spec in parts(scenario):
        if not isinstance(spec, LoopSorter | LineSorter | RobotField):
            continue
        seen: set[str] = set()
        for number, outlet in enumerate(spec.outlets):
            names = getattr(outlet, "destinations", None) or []
            yield from _known(names, places, "destinations", where, (*path, "outlets", number, "destinations"))
            for each, name in enumerate(names):
                if name in seen:
                    yield error(where(*path, "outlets", number, "destinations", each), f"destination {short(name)} has two outlets on '{label}'", "keep one")
                seen.add(name)


def departures_are_known(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Departures name known destinations and classes."""
    places = [each.name for each in destinations_of(scenario)]
    for title, departure in scenario.departures.items():
        if departure.destinations != "each":
            yield from _known(departure.destinations, places, "destinations", where, ("departures", title, "destinations"))
            if not departure.destinations:
                yield error(where("departures", title, "destinations"), f"the departure '{title}' serves no destination", "name some, or write each")
        yield from _known(departure.classes or [], list(classes_of(scenario)), "classes", where, ("departures", title, "classes"))


def reaching_names_classes(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Shares on time that a verdict asks for are of known classes."""
    asked = scenario.reaching.on_time_share
    if isinstance(asked, dict):
        known = list(classes_of(scenario))
        for name in asked:
            if name not in known:
                place = where("reaching", "on_time_share", name, key=True)
                yield error(place, f"there is no class {short(name)}", did_you_mean(name, known))


RULES = (
    reaching_names_classes,
    names_are_unique,
    shares_sum_to_one,
    classes_know_their_destinations,
    cold_parcels_have_a_cold_room,
    weights_mean_something,
    mixes_are_known,
    routes_are_known,
    outlets_are_known,
    departures_are_known,
)
