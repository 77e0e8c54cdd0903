"""Times of day in ticks, and when the events of a scenario begin and end (PHYSICS 11)."""

from ..scenario import EventInstance, Hub
from ..scenario.resolution import TICKS_PER_S, ticks

DAY = 86_400 * TICKS_PER_S
Window = tuple[int, int]
"""begin and end [ticks]; what happens at its begin is in it, at its end no more"""


def clock_ticks(clock: str) -> int:
    """Return a time of day "HH:MM" in ticks after midnight."""
    hour, minute = clock.split(":")
    return (int(hour) * 60 + int(minute)) * 60 * TICKS_PER_S


def windows(hub: Hub, event: EventInstance) -> list[Window]:
    """Return the windows of `event` that begin before the run ends, in order."""
    spec = event.spec
    horizon = ticks(hub.scenario.horizon_h * 3600)
    first = (clock_ticks(spec.at) - clock_ticks(hub.scenario.start)) % DAY + (spec.day - 1) * DAY
    return [(begin, begin + ticks(spec.lasts_min * 60)) for begin in range(first, horizon if spec.daily else min(horizon, first + 1), DAY)]


def closed(hub: Hub, concerns: str | int) -> list[Window]:
    """Return the windows in which the vehicles of a source (its place in the hub) cannot come, or those of a departure (its name) cannot leave."""
    found: list[Window] = []
    for event in hub.events:
        if event.spec.kind == "close" and concerns in (event.departures if isinstance(concerns, str) else event.elements):
            found += windows(hub, event)
    return sorted(found)


def opens(time: int, shut: list[Window]) -> int:
    """Return `time`, or when it is open again after a closure that `time` falls into."""
    for begin, end in shut:
        if begin <= time < end:
            time = end
    return time
