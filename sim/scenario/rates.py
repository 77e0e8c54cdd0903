"""What an element can do at best in an hour, with the arithmetic in words. All figures are upper bounds."""

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from .elements import ChuteRow, Conveyor, Door, LineSorter, LoopSorter, OutboundDoor, RobotField, Station
from .moments import mean


class Rate(NamedTuple):
    """Units an hour, for each hour of the day, and how they come about at the best hour."""

    hourly: list[float]
    words: str


FREE = Rate([inf] * 24, "")


def rounded(rate: float) -> str:
    """Return a rate in words, with two digits that mean something however slow it is [1/h]."""
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.2g}"


def station_rate(spec: Station, copies: int, classes: dict[str, float], hands: list[float] | None) -> Rate:
    """Return what all copies of a station do, given the share of each class that comes [1] and the people in each hour, None if always enough."""
    if spec.rate_per_h is not None:
        each = spec.rate_per_h
    else:
        base = mean(spec.service) if spec.service is not None else 0.0
        times = {name: mean(law) for name, law in spec.service_by_class.items()}
        total = sum(classes.values()) or 1.0
        time = sum(share * times.get(name, base) for name, share in classes.items()) / total if classes else base
        each = 3600 / time if time > 0 else inf
    servers = copies * spec.servers
    manned = [min(servers, people) for people in hands or FREE.hourly]
    best = max(manned)
    what = f"{best:g} manned server{'s'[: best != 1]}" if best < servers else f"{servers} server{'s'[: servers != 1]}"
    return Rate([each * number for number in manned], f"{what} x {rounded(each)}/h")


def conveyor_rate(spec: Conveyor, copies: int) -> Rate:
    """Return speed over spacing, for all copies."""
    each = 3600 * spec.speed_m_s / spec.spacing_m
    return Rate([each * copies] * 24, _several(copies, f"3600 s x {spec.speed_m_s:g} m/s / {spec.spacing_m:g} m"))


def line_rate(spec: LineSorter, copies: int, mean_length: float) -> Rate:
    """Return speed over length and gap of a parcel, for all copies; `mean_length` in m."""
    each = 3600 * spec.speed_m_s / (mean_length + spec.gap_m) if mean_length + spec.gap_m > 0 else inf
    return Rate([each * copies] * 24, _several(copies, f"3600 s x {spec.speed_m_s:g} m/s / ({mean_length:.2f} m + {spec.gap_m:g} m gap)"))


def robot_rate(spec: RobotField, copies: int, outlets: Sequence[float]) -> Rate:
    """Return what all robots do that are never in each other's way, given the share of the flow that goes to each outlet [1]."""
    marks = [_marks(outlet) for outlet in spec.outlets]
    total = sum(outlets) or 1.0
    away = sum(share / total * sum(places) / len(places) for share, places in zip(outlets, marks, strict=True))
    drive = 2 * away / spec.speed_m_s
    time = drive + mean(spec.handling)
    share = 1.0
    if spec.charging is not None and time > 0:
        # of its time at work a robot drives drive / time, and after so much driving it is charged
        cycle = spec.charging.after_min * time / drive if drive > 0 else inf
        share = cycle / (cycle + spec.charging.lasts_min) if cycle < inf else 1.0
    each = 3600 / time * share if time > 0 else inf
    return Rate([each * spec.robots * copies] * 24, f"{copies * spec.robots} robots x {rounded(each)}/h")


def door_rate(spec: Door | OutboundDoor, copies: int, hands: list[float] | None, units_per_vehicle: float) -> Rate:
    """Return what all doors do, the changeovers between vehicles included where the load of a vehicle is known (> 0)."""
    workers = spec.workers or len(spec.rate_per_h)
    rate = spec.rate_per_h[workers - 1]
    lost = sum(mean(law) for law in (spec.changeover, getattr(spec, "closing", None)) if law is not None)
    doors = f"{copies} door{'s'[: copies != 1]}"
    each = rate
    words = f"{doors} x {rounded(rate)}/h"
    if units_per_vehicle > 0:
        each = 3600 / (3600 / rate + lost / units_per_vehicle)
        words = f"{doors} x {rounded(each)}/h (with {lost:,.0f} s between vehicles of {units_per_vehicle:,.0f})"
    a_person = max(rate / number for number, rate in enumerate(spec.rate_per_h, 1))
    hourly = [min(copies * each, people * a_person) for people in hands or FREE.hourly]
    best = max(hourly)
    if best < copies * each:
        words = f"{best / a_person:g} people x {rounded(a_person)}/h"
    return Rate(hourly, words)


def loop_rate(spec: LoopSorter, copies: int, feeds: dict[str, float], outlets: Sequence[float], carriers_each: float) -> Rate:
    """Return what all copies of a loop take on: the carriers that pass an induction, over what of the flow is aboard there.

    `feeds`: share of the flow at each induction; `outlets`: share of the flow that leaves at each outlet; `carriers_each`: mean
    carriers a parcel takes. With K even inductions and chutes all around this is the textbook 2 K / (K + 1) times speed over pitch.
    """
    ring = spec.carriers * spec.pitch_m
    exits = [
        (place, share / len(places))
        for places, share in ((_marks(outlet), share) for outlet, share in zip(spec.outlets, outlets, strict=True))
        for place in places
    ]
    total = sum(feeds.values())
    fullest = 0.0
    for induction in spec.inductions.values():
        aboard = 0.0
        for name, share in feeds.items():
            ahead = (induction.at_m - spec.inductions[name].at_m) % ring
            aboard += share * sum(part for place, part in exits if (place - spec.inductions[name].at_m) % ring >= ahead)
        fullest = max(fullest, aboard)
    passing = 3600 * spec.speed_m_s / spec.pitch_m * spec.decks
    if total <= 0 or fullest <= 0:
        return FREE
    factor = total / fullest / carriers_each
    words = f"{passing:,.0f} carriers/h" + (f" x {factor:.2f} for its inductions and chutes" if abs(factor - 1) > 0.005 else "")
    return Rate([passing * factor * copies] * 24, _several(copies, words))


def _marks(outlet: object, samples: int = 20) -> list[float]:
    """Return the place of an outlet, or some places along a row of chutes [m]."""
    if isinstance(outlet, ChuteRow):
        return [outlet.from_m + (outlet.to_m - outlet.from_m) * (number + 0.5) / samples for number in range(samples)]
    return [outlet.at_m]  # type: ignore[attr-defined]


def _several(copies: int, words: str) -> str:
    return f"{copies} x {words}" if copies > 1 else words
