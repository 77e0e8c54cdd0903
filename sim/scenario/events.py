"""What happens to a hub at a stated time: machines stop, roads are shut, more vehicles come than planned."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from .fields import Clock, Name, Part, Share, Target


class Happening(Part):
    """What all events share: when, and for how long."""

    at: Clock = Field(description="time of day at which it begins")
    day: Annotated[int, Field(ge=1, le=1000)] = Field(default=1, description="which day of the run, the first is 1 [1]")
    lasts_min: Annotated[float, Field(gt=0, le=1_000_000)] = Field(description="how long it lasts [min]")
    daily: bool = Field(default=False, description="again every day from then on: a maintenance window")
    note: str | None = Field(default=None, description="source and status of its figures")


class Stop(Happening):
    """Machines stand still: a power cut, a line down, maintenance, an alarm that clears a hall."""

    kind: Literal["stop"]
    what: list[Target] = Field(min_length=1, description="elements, or whole groups: press, hall[2].loop, hall[2], hall")
    share: Share = Field(default=1.0, description="share of the copies named that stop, the first ones, rounded up [1]")


class Close(Happening):
    """Roads or gates are shut: a typhoon, an accident, a night ban. Who would arrive arrives when it ends, who would leave leaves then."""

    kind: Literal["close"]
    arrivals: list[Target] = Field(default=[], description="sources whose vehicles cannot come")
    departures: list[Name] = Field(default=[], description="departures whose vehicles cannot leave")

    @model_validator(mode="after")
    def _closes_something(self) -> "Close":
        if not self.arrivals and not self.departures:
            raise ValueError("it closes nothing: name arrivals, departures or both")
        return self


class Surge(Happening):
    """More vehicles than planned, or fewer."""

    kind: Literal["surge"]
    sources: list[Target] = Field(min_length=1, description="sources whose vehicles, planned while it lasts, are more or fewer")
    factor: Annotated[float, Field(ge=0, le=100)] = Field(description="vehicles for each that was planned [1]")


Event = Annotated[Stop | Close | Surge, Field(discriminator="kind")]
