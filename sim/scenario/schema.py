"""Every field a user may write: its type, unit, range and meaning, stated once.

The reader, the error messages, the JSON Schema and the documentation all come from these models.
Field names end in their unit; shares are fractions of 1; clock times are written "HH:MM".
"""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from .calendar import Calendar
from .elements import AnyElement
from .events import Event
from .fields import Clock, Count, Name, Part, Policy, Share, Target, exactly_one
from .ingredients import Crew, DestinationPlan, ParcelClass, Stock
from .reaching import Reaching
from .site import Site
from .transport import Fleet, Road, VehicleClass


class Departure(Part):
    """Vehicles that leave for some destinations: by timetable, each with its cut-off, or when full."""

    destinations: list[Name] | Literal["each"] = Field(description='who rides; "each" makes one such departure for every destination')
    classes: list[Name] | None = Field(default=None, min_length=1, description="classes of parcels it takes; all if left out")
    doors: Target = Field(description="the outbound doors it uses")
    cut_offs: list[Clock] | None = Field(default=None, min_length=1, description="latest time a parcel can be loaded, every day; then it leaves")
    accepts_min: Annotated[float, Field(ge=0, le=2880)] = Field(
        default=0.0, description="parcels that came to the hub this long before the cut-off are promised this departure [min]"
    )
    spread_min: Annotated[float, Field(ge=0, le=720)] = Field(
        default=0.0, description='with "each": cut-offs are spread evenly over this span before the stated time [min]'
    )
    loading_min: Annotated[float, Field(gt=0, le=2880)] | None = Field(
        default=None, description="vehicle asks for a door this long before its cut-off; at once after the last if left out [min]"
    )
    when_full: bool = Field(default=False, description="leaves as soon as it is full, and another follows")
    vehicles: Annotated[int, Field(ge=1, le=10_000)] = Field(default=1, description="vehicles for each cut-off [1]")
    lane: Target | None = Field(default=None, description="the lane on which they go to another hub; out of the simulation if left out")
    vehicle_class: Name | None = Field(default=None, description="whose access windows hold when it leaves; it may leave at any time if left out")
    road: Name | None = Field(default=None, description="the shared road that its vehicles take to go out; none is narrow if left out")
    fleet: Name | None = Field(default=None, description="whose vehicles it takes, from when it asks for a door; there is always one if left out")
    capacity: Count | None = Field(default=None, description="parcels in a vehicle; on a lane with load units only what fills whole ones [1]")
    payload_kg: Annotated[float, Field(gt=0, le=1_000_000)] | None = Field(default=None, description="what a vehicle may carry; any weight if left out [kg]")
    load_units: Count | None = Field(default=None, description="load units of its lane in a vehicle, instead of capacity [1]")

    @model_validator(mode="after")
    def _leaves(self) -> "Departure":
        if self.cut_offs is None and not self.when_full:
            raise ValueError("it never leaves: give cut_offs, or when_full: true")
        exactly_one(self, "capacity", "load_units")
        return self


class Group(Part):
    """A part of the hub that is there several times: its elements are named group[1].element and so on."""

    repeat: Annotated[int, Field(ge=1, le=1000)] = Field(description="how many of it [1]")
    elements: dict[Name, AnyElement] = Field(min_length=1)


class Policies(Part):
    """Who decides what in the hub: a policy that ships with hubsim, or your own as module:function (sim/policies)."""

    vehicle: Policy = Field(default="first_come", description="which waiting vehicle gets a door that comes free")
    door: Policy = Field(default="longest_free", description="which of the free doors a vehicle gets")
    crew: Policy = Field(default="first_come", description="which work gets the free people of a crew")
    leave: Policy = Field(default="at_cut_off", description="when a vehicle that is being loaded leaves")


class CrewPool(Part):
    """Crews between which people move: those who are free go where a policy sends them."""

    crews: list[Name] = Field(min_length=2, max_length=100, description="names of the crews")
    every_min: Annotated[float, Field(ge=1, le=1440)] = Field(default=15.0, description="time between two decisions; also whenever people come or go [min]")
    policy: Policy = Field(default="stay", description="how many people each crew gets")


class Scenario(Part):
    """A hub and a day. Everything is inert: engines read only what `plant.py` makes of it."""

    title: str = Field(max_length=200)
    notes: str | None = Field(default=None, description="what it shows, sources, assumptions")
    horizon_h: Annotated[float, Field(ge=1e-6, le=20_000)] = Field(description="time simulated [h]")
    start: Clock = Field(default="00:00", description="time of day at which it begins")
    warm_up_h: Annotated[float, Field(ge=0, le=20_000)] = Field(default=0.0, description="initial span left out of the indicators [h]")
    seed: Annotated[int, Field(ge=0, lt=2**63)] = Field(default=1, description="of all chance")
    classes: dict[Name, ParcelClass] = Field(default={}, max_length=100, description="shares must sum to 1")
    destinations: DestinationPlan | dict[Name, Share] = Field(default={}, union_mode="left_to_right", description="share of each (must sum to 1), or a plan")
    crews: dict[Name, Crew] = Field(default={}, description="who serves, loads, changes containers and repairs")
    stocks: dict[Name, Stock] = Field(default={}, max_length=100, description="reusable bags that containers are taken from")
    pools: dict[Name, CrewPool] = Field(default={}, description="crews between which people move")
    labour_law: Literal["china", "none"] = Field(default="china", description="what shifts must keep to: a law of sim/scenario/labour.yaml, or none")
    elements: dict[Name, AnyElement] = Field(default={}, description="what parcels pass, from sources to sinks and outbound doors")
    groups: dict[Name, Group] = Field(default={}, description="parts of the hub that are there several times")
    departures: dict[Name, Departure] = Field(default={}, description="vehicles that leave")
    vehicle_classes: dict[Name, VehicleClass] = Field(default={}, description="which vehicles may come and leave when")
    fleets: dict[Name, Fleet] = Field(default={}, description="vehicles that come back, and whom departures share")
    roads: dict[Name, Road] = Field(default={}, description="roads that vehicles of several hubs share")
    calendar: Calendar | None = Field(default=None, description="how demand differs from day to day")
    policies: Policies = Field(default=Policies(), description="who decides what")
    events: dict[Name, Event] = Field(default={}, max_length=1000, description="what goes wrong at a stated time, or is planned to")
    reaching: Reaching = Field(default=Reaching(), description="what a verdict asks of a demand that is carried; not read by the engines")
    site: Site = Field(default=Site(), description="the ground it stands on, for land, energy and money; not read by the engines")
    facts: dict[str, Any] | None = Field(default=None, description="sources and status of the figures; not read by the engines")
