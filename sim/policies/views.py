"""What a policy may know. Times are seconds after the start of the run; inf: never."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Vehicle:
    """A vehicle that waits for a door."""

    source: str
    number: int
    """at its source, from 0"""
    arrived_s: float
    load: int
    """parcels in it"""
    promised: tuple[tuple[float, float], ...]
    """(cut-off [s], share of the load expected for departures that leave then), by time; (inf, share) for those that nothing is promised"""


@dataclass(frozen=True)
class Door:
    """A door that is free."""

    name: str
    group: str
    """the copy of the group it stands in, as hall[2]; empty outside groups"""
    busy_in_group: int
    """doors of the same kind in that group that are taken"""


@dataclass(frozen=True)
class Job:
    """Work that asks for people of a crew."""

    element: str
    """door, or machine to be repaired"""
    wanted: int
    """people"""
    load: int
    """parcels in the vehicle to be unloaded; 0 for other work"""
    cut_off_s: float
    """of the vehicle to be loaded, or the first that parcels to be unloaded are promised; inf for other work"""


@dataclass(frozen=True)
class Crew:
    """A crew of a pool, whose people may go to another crew of it."""

    name: str
    people: int
    """who are here now, whatever crew they are of"""
    roster: int
    """of its own people, those who are present, here or at another crew"""
    at_least: int
    """people it must get: its own who cannot do other work, and whoever is in the middle of work"""
    at_work: int
    """people in the middle of work"""
    jobs: int
    """jobs that wait for people: vehicles, units before stations, containers to be changed, repairs"""
    wanted: int
    """people these jobs could use at once"""
    queue: int
    """units that wait: before stations, on chutes, in vehicles without people, on the floor before outbound doors"""


@dataclass(frozen=True)
class Departure:
    """A vehicle that is being loaded."""

    name: str
    cut_off_s: float
    aboard: int
    """parcels"""
    capacity: int
    is_full: bool
    """nothing more fits"""
    others_wait: bool
    """another vehicle waits for this door"""
    missing: int
    """parcels promised to it that have come out of their vehicles and are not aboard"""


@dataclass(frozen=True)
class Chute:
    """Where a destination may be sorted to."""

    name: str
    at_m: float
