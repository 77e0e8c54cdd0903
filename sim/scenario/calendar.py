"""How demand differs from day to day: the week, the season, promotion days, growth over the years."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field, model_validator

from .fields import DATE, Part

Factor = Annotated[float, Field(ge=0, le=100)]
Day = Annotated[str, Field(pattern=DATE, description='date, "YYYY-MM-DD"')]


class Calendar(Part):
    """Demand of each day of the run over that of a mean day; of sources with vehicles_per_day and streams with per_day. A day lasts 24 h from `start`."""

    first_day: Day = Field(description="date on which the run begins")
    weekdays: Annotated[list[Factor], Field(min_length=7, max_length=7)] | None = Field(default=None, description="Monday to Sunday; all 1 if left out [1]")
    months: Annotated[list[Factor], Field(min_length=12, max_length=12)] | None = Field(default=None, description="January to December; all 1 if left out [1]")
    days: dict[Day, Factor] = Field(default={}, max_length=10_000, description="single dates, promotions and holidays, on top of week and month [1]")
    yearly_growth: Annotated[float, Field(ge=-0.9, le=10)] = Field(default=0.0, description="growth of demand a year; 0.1 is ten percent [1]")
    holds_on: Day | None = Field(default=None, description="date of which the demand stated in this file is; needed with yearly_growth")

    @model_validator(mode="after")
    def _dates(self) -> "Calendar":
        for day in (self.first_day, self.holds_on or self.first_day, *self.days):
            try:
                date.fromisoformat(day)
            except ValueError:
                raise ValueError(f"there is no day {day}") from None
        if self.yearly_growth != 0 and self.holds_on is None:
            raise ValueError("yearly_growth needs holds_on: from which day does demand grow?")
        return self


def of_day(calendar: Calendar, day: int) -> tuple[float, float]:
    """Return (factor of week, month and single dates [1], years of growth [a]) of day `day` of the run, from 0."""
    today = date.fromisoformat(calendar.first_day) + timedelta(days=day)
    factor = calendar.days.get(today.isoformat(), 1.0)
    if calendar.weekdays is not None:
        factor *= calendar.weekdays[today.weekday()]
    if calendar.months is not None:
        factor *= calendar.months[today.month - 1]
    years = (today - date.fromisoformat(calendar.holds_on)).days / 365.25 if calendar.holds_on is not None else 0.0
    return factor, years
