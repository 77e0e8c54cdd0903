"""How vehicles come and go between places: travel by the hour, when which of them may drive, gates, and roads they share."""

from pydantic import Field

from .fields import Clock, Count, Part, Rate
from .laws import TimeLaw


class TravelFrom(Part):
    """The travel time of vehicles that set out from one time of day on, until the next that is stated."""

    start: Clock = Field(description="time of day from which it holds")
    travel: TimeLaw = Field(description="from the outbound door to the gate of the next hub [s]")


class VehicleClass(Part):
    """Vehicles alike to the traffic rules of a place: those who name the class come to it, or leave it, in its windows only."""

    windows: list[tuple[Clock, Clock]] | None = Field(default=None, description="when they may drive, each (from, until), every day; at any time if left out")
    note: str | None = Field(default=None, description="source and status of its figures")


class Gate(Part):
    """Where vehicles pass one by one before they come to a yard: papers, weighing, call of a door."""

    lanes: Count = Field(default=1, description="vehicles that are dealt with at the same time [1]")
    service: TimeLaw = Field(description="time for one vehicle [s]")


class Road(Part):
    """A stretch of road in one direction that vehicles of several hubs share: one after the other, in the order of coming."""

    vehicles_per_h: Rate = Field(description="vehicles it takes at most; the time between two is 1 h divided by it [1/h]")
    note: str | None = Field(default=None, description="source and status of its figures")
