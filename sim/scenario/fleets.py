"""Rules of fleets and load units: vehicles come back, reach the end of their lanes, and hold what they are to hold."""

from collections.abc import Iterator

from .graph import Graph
from .hub import DepartureInstance
from .problems import Problem, error, warning
from .transport import Fleet


def of_fleets(graph: Graph) -> Iterator[tuple[DepartureInstance, Fleet]]:
    """Yield each departure with the fleet it takes its vehicles from."""
    for departure in graph.first_departures():
        fleet = graph.hub.scenario.fleets.get(departure.spec.fleet or "")
        if fleet is not None:
            yield departure, fleet


def vehicles_come_back(graph: Graph) -> Iterator[Problem]:
    """What a fleet lends to a departure comes back over a lane."""
    for departure, _ in of_fleets(graph):
        if departure.lane is None:
            words = f"the vehicles of '{departure.spec.fleet}' that leave as '{departure.path}' never come back, for it goes on no lane"
            yield error(graph.where("departures", departure.path, "fleet"), words, "name a lane, or leave fleet out")


def ranges_reach(graph: Graph) -> Iterator[Problem]:
    """An electric vehicle reaches the end of each of its lanes, and comes back."""
    for departure, fleet in of_fleets(graph):
        if departure.lane is None or fleet.electric is None:
            continue
        lane = graph.elements[departure.lane]
        name, distance, reach = departure.spec.fleet, lane.spec.distance_km, fleet.electric.range_km
        if distance is None:
            words = f"the lane '{lane.label}' has no length, and the vehicles of '{name}' on it are electric"
            yield error(lane.place, words, "give it a distance_km")
        elif 2 * distance > reach:
            words = f"{reach:g} km do not take the vehicles of '{name}' over the lane '{lane.label}' and back, 2 x {distance:g} = {2 * distance:g} km"
            yield error(graph.where("fleets", name, "electric", "range_km"), words, "give them more range, or another fleet to that departure")


def vehicles_are_not_kept(graph: Graph) -> Iterator[Problem]:
    """A departure that takes a vehicle of a fleet long before it leaves keeps it from the others."""
    for departure, _ in of_fleets(graph):
        if departure.spec.cut_offs is not None and departure.spec.loading_min is None:
            words = f"'{departure.path}' takes a vehicle of '{departure.spec.fleet}' as soon as the one before has left, and keeps it until its cut-off"
            yield warning(graph.where("departures", departure.path, "fleet"), words, "give it loading_min, if others need the fleet meanwhile")


def load_units_fit(graph: Graph) -> Iterator[Problem]:
    """A departure by load units has a lane that says what they are, and one by parcels room for one of them."""
    for departure in graph.first_departures():
        lane = graph.elements[departure.lane] if departure.lane is not None else None
        unit = lane.spec.load_unit if lane is not None else None
        spec = departure.spec
        if spec.load_units is not None and unit is None:
            where = f"on the lane '{lane.label}', where parcels are loose" if lane is not None else "on no lane"
            words = f"'{departure.path}' goes {where}, so that nobody knows what its load units hold"
            yield error(graph.where("departures", departure.path, "load_units"), words, "give the lane a load_unit, or the departure a capacity")
        elif unit is not None and spec.capacity is not None and spec.capacity < unit.size:
            words = f"a vehicle of '{departure.path}' holds {spec.capacity} parcels, less than one {unit.kind} of the lane, {unit.size}"
            yield error(graph.where("departures", departure.path, "capacity"), words, "give it room for one, or make the load unit smaller")


def only_trucks_take_roads(graph: Graph) -> Iterator[Problem]:
    """What goes by rail or air takes no road when it leaves."""
    for departure in graph.first_departures():
        mode = graph.elements[departure.lane].spec.mode if departure.lane is not None else "road"
        if mode != "road" and departure.spec.road is not None:
            yield error(graph.where("departures", departure.path, "road"), f"'{departure.path}' goes by {mode} and takes no road", "leave out road")


RULES = (vehicles_come_back, ranges_reach, vehicles_are_not_kept, load_units_fit, only_trucks_take_roads)
