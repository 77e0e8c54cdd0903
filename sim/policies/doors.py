"""Which of the waiting vehicles gets a door, and which of the free doors a vehicle gets. All answer an index; first come is first in the list."""

from collections.abc import Sequence

from .views import Door, Vehicle

SOON_S = 7200.0
"""Departures within two hours are near enough to matter: about a dwell and a loading."""


def first_come(vehicles: Sequence[Vehicle], now_s: float) -> int:
    """The one that has waited longest (PHYSICS 6.2)."""
    return 0


def largest_load(vehicles: Sequence[Vehicle], now_s: float) -> int:
    """The one with most parcels; of equals, the first to come."""
    return max(range(len(vehicles)), key=lambda i: (vehicles[i].load, -i))


def soonest_cut_off(vehicles: Sequence[Vehicle], now_s: float) -> int:
    """The one that brings parcels for the departure that leaves first; of equals, the first to come."""
    return min(range(len(vehicles)), key=lambda i: (vehicles[i].promised[0][0], i))


def by_destination_mix(vehicles: Sequence[Vehicle], now_s: float) -> int:
    """The one with most parcels for departures of the next two hours; of equals, the first to come."""

    def soon(vehicle: Vehicle) -> float:
        return vehicle.load * sum(share for cut_off, share in vehicle.promised if cut_off <= now_s + SOON_S)

    return max(range(len(vehicles)), key=lambda i: (soon(vehicles[i]), -i))


def longest_free(doors: Sequence[Door], now_s: float) -> int:
    """The door that has been free longest (PHYSICS 6.2): the first of the list."""
    return 0


def lowest_number(doors: Sequence[Door], now_s: float) -> int:
    """The first door in the order of the file, by name of its element: the same doors are used again and again."""
    return min(range(len(doors)), key=lambda i: (len(doors[i].name), doors[i].name))


def emptiest_group(doors: Sequence[Door], now_s: float) -> int:
    """A door of the hall in which fewest doors are taken; of equals, the longest free."""
    return min(range(len(doors)), key=lambda i: (doors[i].busy_in_group, i))
