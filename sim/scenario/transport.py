"""How vehicles come and go between places: travel by the hour, and when which of them may drive."""

from pydantic import Field

from .fields import Clock, Part
from .laws import TimeLaw


class TravelFrom(Part):
    """The travel time of vehicles that set out from one time of day on, until the next that is stated."""

    start: Clock = Field(description="time of day from which it holds")
    travel: TimeLaw = Field(description="from the outbound door to the gate of the next hub [s]")


class VehicleClass(Part):
    """Vehicles alike to the traffic rules of a place: those who name the class come to it, or leave it, in its windows only."""

    windows: list[tuple[Clock, Clock]] | None = Field(default=None, description="when they may drive, each (from, until), every day; at any time if left out")
    note: str | None = Field(default=None, description="source and status of its figures")
