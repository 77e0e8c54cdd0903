"""How vehicles come and go between places: travel by the hour, when which of them may drive, gates, roads they share, fleets, and load units."""

from typing import Annotated, Literal

from pydantic import Field

from .fields import Clock, Count, Part, Rate
from .laws import TimeLaw


class TravelFrom(Part):
    """The travel time of vehicles that set out from one time of day on, until the next that is stated."""

    start: Clock = Field(description="time of day from which it holds")
    travel: TimeLaw = Field(description="from the outbound door to the gate of the next hub [s]")


class VehicleClass(Part):
    """Vehicles alike to the traffic rules of a place: those who name the class come to it, or leave it, in its windows only."""

    windows: list[tuple[Clock, Clock]] | None = Field(
        default=None, max_length=48, description="when they may drive, each (from, until), every day; at any time if left out"
    )
    note: str | None = Field(default=None, description="source and status of its figures")


class Gate(Part):
    """Where vehicles pass one by one before they come to a yard: papers, weighing, call of a door."""

    lanes: Count = Field(default=1, description="vehicles that are dealt with at the same time [1]")
    service: TimeLaw = Field(description="time for one vehicle [s]")


class Road(Part):
    """A stretch of road in one direction that vehicles of several hubs share: one after the other, in the order of coming."""

    vehicles_per_h: Rate = Field(description="vehicles it takes at most; the time between two is 1 h divided by it [1/h]")
    note: str | None = Field(default=None, description="source and status of its figures")


class Electric(Part):
    """What vehicles can do on a battery, and where they charge: at home, when the rest does not take them over their longest lane and back."""

    range_km: Annotated[float, Field(ge=0.001, le=10_000)] = Field(description="on a full battery, laden [km]")
    kwh_per_km: Annotated[float, Field(ge=0.001, le=100)] = Field(description="what they use [kWh/km]")
    chargers: Count = Field(description="vehicles that can charge at the same time [1]")
    charger_kw: Annotated[float, Field(ge=0.1, le=10_000)] = Field(description="what each charger gives [kW]")


class Fleet(Part):
    """Vehicles that come back: the departures that name it, of one hub or of several, take them in turn."""

    vehicles: Annotated[int, Field(ge=1, le=100_000)] = Field(description="how many there are [1]")
    electric: Electric | None = Field(default=None, description="range and charging; they never stop for energy if left out")
    note: str | None = Field(default=None, description="source and status of its figures")


class LoadUnit(Part):
    """What parcels travel in on a lane: built before the vehicle sets out, stripped at the other end."""

    kind: Literal["cage", "bag", "box", "uld"] = Field(description="what it is; parcels are loose where a lane has no load unit")
    size: Annotated[int, Field(ge=1, le=10_000)] = Field(description="parcels in it [1]")
    build: TimeLaw | None = Field(default=None, description="from the cut-off: close it, bring it to the vehicle, load it; no time if left out [s]")
    strip: TimeLaw | None = Field(default=None, description="at the other end: unload it, bring it to the gate, open it; no time if left out [s]")
