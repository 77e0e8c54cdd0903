"""Times of day in ticks, when the events of a scenario begin and end, and when vehicles may drive (PHYSICS 11)."""

from ..layout import DAY, TICKS_PER_S
from ..scenario import EventInstance, Hub
from ..scenario.resolution import ticks

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
    """Return when the vehicles of a source or lane (its place in the hub) cannot come, or those of a departure (its key) cannot leave."""
    found: list[Window] = []
    for event in hub.events:
        if event.spec.kind == "close" and concerns in (event.departures if isinstance(concerns, str) else event.elements):
            found += windows(hub, event)
    return sorted(found + barred(hub, concerns))


def barred(hub: Hub, concerns: str | int) -> list[Window]:
    """Return the times outside the access windows of the vehicle class that a source or lane (its place), or a departure (its key), names."""
    spec = hub.scenario.departures[concerns] if isinstance(concerns, str) else hub.elements[concerns].spec
    name = getattr(spec, "vehicle_class", None)
    allowed = hub.scenario.vehicle_classes[name].windows if name is not None else None
    if allowed is None:
        return []
    start = clock_ticks(hub.scenario.start)
    days = range(-1, ticks(hub.scenario.horizon_h * 3600) // DAY + 3)
    spans = sorted(
        (begin, begin + (clock_ticks(until) - clock_ticks(since)) % DAY)
        for since, until in allowed
        for day in days
        for begin in [(clock_ticks(since) - start) % DAY + day * DAY]
    )
    gaps, reached = [], spans[0][0]
    for begin, end in spans:
        if begin > reached:
            gaps.append((reached, begin))
        reached = max(reached, end)
    return gaps


def opens(time: int, shut: list[Window]) -> int:
    """Return `time`, or when it is open again after a closure that `time` falls into."""
    for begin, end in shut:
        if begin <= time < end:
            time = end
    return time
