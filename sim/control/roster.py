"""Who of a crew is there, and how fast they are: shifts, breaks, absence, night, fatigue, learning (PHYSICS 6.12)."""

import math
from typing import Any

from ..kernels.chance import words
from ..layout import DAY, DRAW_ABSENCE, HOUR
from ..plant.windows import clock_ticks

LEAST_PACE = 100
OF_A_ROSTER = 65533
"""Source number of draws that belong to a roster."""


class Roster:
    """The people of one crew through the run; `number` counts the crews of the scenario."""

    def __init__(self, crew: Any, number: int, clock: int, S: Any) -> None:
        self.crew, self.number, self.clock, self.S = crew, number, clock, S
        self.shifts = crew.shifts or []
        self.times = _changes(crew)
        self._came: dict[int, tuple[int, tuple[int, int]]] = {}
        """shift -> its latest day of work and who came then"""

    def at(self, now: int) -> tuple[int, int]:
        """Return how many people are there, and their mean pace [thousandths]."""
        of_day = (self.clock + now) % DAY
        people, total = 0, 0.0
        if self.crew.size is not None:
            people, total = self.crew.size, float(self.crew.size)
        for number, shift in enumerate(self.shifts):
            if _within(shift.start, shift.until, of_day) and not any(_within(a, b, of_day) for a, b in shift.breaks):
                day = self._day(shift, now)
                casual, others = self._who_came(number, day)
                people += casual + others
                total += self._tired((of_day - clock_ticks(shift.start)) % DAY) * (others + casual * self._learned(day))
        night = self.crew.night
        if night is not None and _within(night.start, night.until, of_day):
            total *= night.pace
        return people, max(LEAST_PACE, math.floor(1000 * total / people + 0.5)) if people else 1000

    def until_change(self, now: int) -> int | None:
        """Return how long it is until people or their pace may change [ticks]; None if they never do."""
        of_day = (self.clock + now) % DAY
        return min(((time - of_day - 1) % DAY + 1 for time in self.times), default=None)

    def _day(self, shift: Any, now: int) -> int:
        """Return which day of work this is for the people of a shift that is on, from 0: the first one may have begun before the run."""
        start = clock_ticks(shift.start)
        first = (self.clock - start) // DAY + (0 if _within(shift.start, shift.until, self.clock) else 1)
        return (self.clock + now - start) // DAY - first

    def _who_came(self, number: int, day: int) -> tuple[int, int]:
        """Return how many casual workers and how many others of a shift came on a day."""
        shift = self.shifts[number]
        casual = math.floor(shift.casual * shift.size + 0.5)
        if shift.absence == 0:
            return casual, shift.size - casual
        if number not in self._came or self._came[number][0] != day:
            limit = math.floor(shift.absence * 2**32)
            vehicle = day * len(self.shifts) + number
            came = [int(words(self.S, DRAW_ABSENCE, 0, self.number, 0, person, vehicle, OF_A_ROSTER)[0]) >= limit for person in range(shift.size)]
            self._came[number] = day, (sum(came[:casual]), sum(came[casual:]))
        return self._came[number][1]

    def _tired(self, since: int) -> float:
        """Return the pace of people whose shift began `since` ticks ago [1]."""
        fatigue = self.crew.fatigue
        return 1.0 if fatigue is None else max(0.0, 1.0 - fatigue.loss_per_h * max(0.0, since / HOUR - fatigue.after_h))

    def _learned(self, day: int) -> float:
        """Return the pace of casual workers on a day of work, as a share of that of others [1]."""
        learning = self.crew.learning
        return 1.0 if learning is None else learning.first + (1.0 - learning.first) * min(1.0, day / learning.days)


def _within(start: str, until: str, clock: int) -> bool:
    begin, end = clock_ticks(start), clock_ticks(until)
    return begin <= clock < end if begin < end else clock >= begin or clock < end


def _changes(crew: Any) -> list[int]:
    """Return the times of day at which people or their pace may change [ticks]."""
    clocks = {clock for s in crew.shifts or [] for pair in [(s.start, s.until), *s.breaks] for clock in pair}
    if crew.night is not None:
        clocks |= {crew.night.start, crew.night.until}
    if crew.fatigue is not None and crew.shifts:
        clocks |= {f"{hour:02d}:00" for hour in range(24)}
    return sorted(clock_ticks(clock) for clock in clocks)
