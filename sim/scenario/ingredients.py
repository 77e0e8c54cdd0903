"""What elements are described with: parcels and where they go, the shape of a day, people, failures."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from .fields import Clock, Count, Name, Part, Share, Weight, exactly_one
from .laws import CountLaw, TimeLaw

# -- what passes through ---------------------------------------------------------------------------------------------------


ParcelLength = Annotated[float, Field(ge=0.01, le=100)]
ParcelWeight = Annotated[float, Field(ge=0.001, le=10_000)]


class ParcelClass(Part):
    """A kind of parcel: how many there are, how long they are, who goes first."""

    share: Share = Field(description="fraction of all parcels [1]")
    priority: int = Field(default=0, ge=0, le=100, description="0 is served first where the discipline is priority [1]")
    length_m: tuple[ParcelLength, ParcelLength] = Field(default=(0.3, 0.3), description="shortest and longest, uniform in between [m]")
    weight_kg: tuple[ParcelWeight, ParcelWeight] | None = Field(
        default=None, description="lightest and heaviest, rising with the length; weighs nothing if left out [kg]"
    )
    two_carriers: Share = Field(default=0.0, description="share that needs two carriers of a loop [1]")
    destinations: dict[Name, Share] | None = Field(default=None, description="share of each destination within this class; that of all if left out [1]")
    cold_limit_min: Annotated[float, Field(ge=0, le=100_000)] | None = Field(
        default=None, description="longest time at once outside elements that are cold; a longer one is a breach [min]"
    )


class DestinationPlan(Part):
    """Many destinations at once, named d1, d2, ... in order of falling share."""

    count: Annotated[int, Field(ge=1, le=10_000)] = Field(description="number of destinations [1]")
    zipf: float = Field(default=0.0, ge=0, le=3, description="share of the k-th is proportional to k^-zipf; 0 is even [1]")


class Mix(Part):
    """Where this source departs from the scenario's shares of classes and destinations."""

    classes: dict[Name, Share] | None = Field(default=None, description="share of each class; must sum to 1 [1]")
    destinations: dict[Name, Share] | None = Field(default=None, description="share of each destination; must sum to 1 [1]")


class Profile(Part):
    """The shape of a day, in 24 hourly weights."""

    hourly: list[Weight] = Field(min_length=24, max_length=24, description="relative weight of each hour from midnight [1]")

    @model_validator(mode="after")
    def _some(self) -> "Profile":
        if not any(self.hourly):
            raise ValueError("the weights must not all be 0")
        return self


# -- people and failures ---------------------------------------------------------------------------------------------------


class Shift(Part):
    """People present from one time of day to another, every day (past midnight if `until` is earlier)."""

    start: Clock
    until: Clock
    size: Annotated[int, Field(ge=0, le=100_000)] = Field(description="people present [persons]")
    breaks: list[tuple[Clock, Clock]] = Field(default=[], description="times without them, each (start, until)")
    days_per_week: Annotated[int, Field(ge=1, le=7)] = Field(default=5, description="days on which each person works; others take the other days [1]")
    casual: Share = Field(default=0.0, description="share of them who are casual workers, all new on the first day of the run [1]")
    absence: Share = Field(default=0.0, description="share who do not come, drawn each day for each of them [1]")


Pace = Annotated[float, Field(ge=0.1, le=1)]


class Night(Part):
    """People are slower at night."""

    start: Clock
    until: Clock
    pace: Pace = Field(description="as a share of that by day [1]")


class Fatigue(Part):
    """People are slower at the end of a long shift."""

    after_h: Annotated[float, Field(ge=0, le=24)] = Field(description="time since the shift began that does not tire, breaks included [h]")
    loss_per_h: Share = Field(description="pace lost with each hour more, as a share of the full pace [1/h]")


class Learning(Part):
    """Casual workers are slow on their first day, and become faster from day to day."""

    first: Pace = Field(description="pace on the first day, as a share of that of others [1]")
    days: Annotated[int, Field(ge=1, le=1000)] = Field(description="days of work after which they are as fast as others [1]")


class Crew(Part):
    """People who serve doors, chutes, stations or repairs. Give a constant size, or shifts."""

    size: Annotated[int, Field(ge=0, le=100_000)] | None = Field(default=None, description="people at any time [persons]")
    shifts: list[Shift] | None = Field(default=None, min_length=1, description="who is present when; overlapping shifts add up")
    moves: Share = Field(default=1.0, description="share of them who can do the work of the other crews of their pool too [1]")
    night: Night | None = Field(default=None, description="how much slower they are at night; not at all if left out")
    fatigue: Fatigue | None = Field(default=None, description="how much slower they are late in a shift; not at all if left out")
    learning: Learning | None = Field(default=None, description="how casual workers become as fast as others; at once if left out")

    @model_validator(mode="after")
    def _one(self) -> "Crew":
        exactly_one(self, "size", "shifts")
        return self


class Returns(Part):
    """When empty bags come back to their stock."""

    at: list[Clock] = Field(min_length=1, max_length=100, description="times of day at which they are brought")
    after_h: Annotated[float, Field(ge=0, le=20_000)] = Field(description="brought is what left the hub, or was opened, at least this long before [h]")
    lost: Share = Field(default=0.0, description="share that never comes back [1]")


class Stock(Part):
    """Reusable bags or cages: a finite number, which leave full and must come back. Without one a container stays closed."""

    size: Annotated[int, Field(ge=1, le=100_000_000)] = Field(description="empty ones at the begin [1]")
    returns: Returns | None = Field(default=None, description="how they come back; they never do if left out")
    note: str | None = Field(default=None, description="source and status of its figures")


class Failure(Part):
    """One way in which an element stops, and how it is mended."""

    every: TimeLaw | None = Field(default=None, description="time between the end of one repair and the next failure [s]")
    every_parcels: CountLaw | None = Field(default=None, description="parcels handled between two jams [1]")
    clock: Literal["calendar", "working"] = Field(default="calendar", description="what runs `every`: all time, or only time at work")
    repair: TimeLaw = Field(description="time to repair, once the repairer is there [s]")
    crew: Name | None = Field(default=None, description="who repairs; nobody is needed if left out")
    servers: Count | None = Field(default=None, description="servers of a station that stop, the others go on; all of it if left out [1]")
    mode: Literal["resume", "repeat"] = Field(default="resume", description="afterwards the work in hand goes on, or begins anew")

    @model_validator(mode="after")
    def _one(self) -> "Failure":
        exactly_one(self, "every", "every_parcels")
        return self
