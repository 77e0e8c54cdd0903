"""What it means that a hub reaches a number of parcels a day: the rules a verdict judges by, each changeable where a hub is described."""

from typing import Annotated

from pydantic import Field

from .fields import Name, Part, Share


class Reaching(Part):
    """When a demand is carried: over repeated days, in the profile of the scenario. What each rule is: sim/reaching/REACHING.md."""

    warm_up_days: Annotated[int, Field(ge=1, le=30)] = Field(default=1, description="days before the first that is judged [d]")
    days: Annotated[int, Field(ge=2, le=60)] | None = Field(
        default=None, description="days that are judged; two, or more where a vehicle holds a noticeable part of a day's parcels, if left out [d]"
    )
    backlog_growth_share: Share = Field(default=0.001, description="most that the backlog may grow from day to day, of the parcels offered in a day [1]")
    on_time_share: Share | dict[Name, Share] = Field(
        default=0.95, description="least share of promised parcels aboard their departure; of all, or class by class; 0: not judged [1]"
    )
    turned_away_share: Share = Field(default=0.001, description="most parcels turned away because something was full, of those offered [1]")
    outside_vehicles: Annotated[int, Field(ge=0, le=1_000_000)] = Field(default=0, description="most vehicles at once before a full yard [1]")
    door_wait_min: Annotated[float, Field(gt=0, le=100_000)] | None = Field(
        default=None, description="longest mean wait of vehicles for a door, of the worst yard; not judged if left out [min]"
    )
    without_door: Annotated[int, Field(ge=0, le=1_000_000)] = Field(default=0, description="most departures that found no door [1]")
    chance: Annotated[float, Field(ge=0.01, le=0.99)] = Field(
        default=0.5, description="share of such stretches of days that must hold; 0.5: the capacity is that of the middle one [1]"
    )
    confidence: Annotated[float, Field(ge=0.5, le=0.999)] = Field(default=0.95, description="of the interval of the capacity, and of the verdict [1]")
    resolution: Annotated[float, Field(ge=0.0005, le=0.1)] = Field(default=0.005, description="how finely the capacity of one replication is searched [1]")
