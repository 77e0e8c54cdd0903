"""All of it in order: a history becomes the figures of a scenario."""

from dataclasses import dataclass

import numpy as np

from .choice import LEAST_P, LawFit, choose, rounding
from .days import DAY_S, Days, days_of, profile
from .history import SEVERAL, History
from .mixes import Association, Shares, associated, shares_of

FEW = 5
"""vehicles below which a sender has no source of its own"""
MOST_SENDERS = 40
EARLY_STEP_S = 300.0


@dataclass(frozen=True)
class SourceFit:
    """The vehicles of one sender, or all."""

    name: str
    vehicles: int
    parcels: int
    per_day: float
    """on a mean day [1]"""
    hours: np.ndarray
    """int64 (24): vehicles planned in each hour of the day, or that came in it"""
    came: np.ndarray
    """int64 (24): vehicles that came in each hour"""
    loads: np.ndarray
    """int64: observed [parcels]"""
    load: LawFit
    lateness: LawFit | None
    """after the planned time, all of it put earlier by `early_s`"""
    delays: np.ndarray
    """float64: observed, before the plan negative [s]"""
    early_s: float
    """by so much all plans are put earlier, since some vehicles came before theirs [s]"""
    classes: Shares | None
    destinations: Shares | None


@dataclass(frozen=True)
class Fit:
    """What a history says."""

    history: History
    days: Days
    sources: list[SourceFit]
    classes: Shares | None
    destinations: Shares | None
    of_class: dict[str, Shares]
    """destinations within each class, where these tell more than those within each sender; else none"""
    associations: list[Association]
    several: int
    """vehicles with parcels of several senders"""
    small: int
    """senders with too few vehicles for a source of their own"""

    @property
    def by_sender(self) -> bool:
        """Each source is of a sender."""
        return len(self.sources) > 1


def fit(history: History) -> Fit:
    """Return the figures that a history gives."""
    names, of_vehicle, several, small = _sources(history)
    has_plan = np.isfinite(history.planned)
    # a plan for some vehicles only would make two kinds of vehicles
    uses_plan = bool(has_plan.all())
    delays = history.arrival - history.planned if uses_plan else np.full(len(history.arrival), np.nan)
    early = np.zeros(len(names))
    for place in range(len(names)):
        own = delays[of_vehicle == place]
        early[place] = _early(own) if uses_plan else 0.0
    base = history.planned - early[of_vehicle] if uses_plan else history.arrival
    days = days_of(base, history.first_day, one_night=history.first_day is None and bool((history.arrival < DAY_S).all()))
    sources = [_source(history, name, of_vehicle == place, base, delays, float(early[place]), days, uses_plan) for place, name in enumerate(names)]
    vehicle, destination, kind, parcels = history.lots
    classes = shares_of(kind, parcels, vehicle, history.names["class"])
    destinations = shares_of(destination, parcels, vehicle, history.names["destination"])
    found = _associations(history, of_vehicle if len(names) > 1 else None)
    of_class = _within_classes(history) if _class_tells(found) else {}
    return Fit(history, days, sources, classes, destinations, of_class, found, several, small)


def _early(delays: np.ndarray) -> float:
    """Return by how much all plans are put earlier, so that no vehicle is before its own: a little more than the earliest, in steps of five minutes [s]."""
    if delays.min() >= 0:
        return 0.0
    return float(np.ceil((np.ptp(delays) / len(delays) - delays.min()) / EARLY_STEP_S) * EARLY_STEP_S)


def _sources(history: History) -> tuple[list[str], np.ndarray, int, int]:
    """Return names of sources, the source of each vehicle, vehicles of several senders, and senders that share a source."""
    counts = np.bincount(history.sender[history.sender >= 0], minlength=len(history.names["sender"]))
    own = [int(place) for place in np.argsort(-counts, kind="stable")[:MOST_SENDERS] if counts[place] >= FEW]
    if not own or len(counts) < 2:
        return ["trucks"], np.zeros(len(history.sender), dtype=np.int64), 0, int((counts > 0).sum()) if len(counts) > 1 else 0
    names = [history.names["sender"][place] for place in own]
    number = {place: at for at, place in enumerate(own)}
    of_vehicle = np.array([number.get(int(place), len(names)) for place in history.sender], dtype=np.int64)
    if (of_vehicle == len(names)).any():
        names.append(free("others", names))
    return names, of_vehicle, int((history.sender == SEVERAL).sum()), int((counts > 0).sum()) - len(own)


def free(name: str, names: list[str]) -> str:
    """Return the name, with underscores if it is taken."""
    while name in names:
        name += "_"
    return name


def _source(history: History, name: str, own: np.ndarray, base: np.ndarray, delays: np.ndarray, early_s: float, days: Days, uses_plan: bool) -> SourceFit:
    lots = history.lots[:, own[history.lots[0]]]
    loads = history.load[own]
    late = np.round(delays[own] + early_s) if uses_plan else delays[own]
    return SourceFit(
        name=name,
        vehicles=int(own.sum()),
        parcels=int(loads.sum()),
        per_day=days.per_day * int(own.sum()) / len(own),
        hours=profile(base[own]),
        came=profile(history.arrival[own]),
        loads=loads,
        load=choose(loads),
        lateness=choose(late, rounding(late)) if uses_plan else None,
        delays=delays[own],
        early_s=early_s,
        classes=shares_of(lots[2], lots[3], lots[0], history.names["class"]),
        destinations=shares_of(lots[1], lots[3], lots[0], history.names["destination"]),
    )


def _associations(history: History, of_vehicle: np.ndarray | None) -> list[Association]:
    vehicle, destination, kind, parcels = history.lots
    found = [associated(kind, destination, parcels, ("class", "destination"))]
    if of_vehicle is not None:
        sender = of_vehicle[vehicle]
        found.append(associated(kind, destination, parcels, ("class", "destination"), sender))
        found.append(associated(sender, kind, parcels, ("sender", "class")))
        found.append(associated(sender, destination, parcels, ("sender", "destination")))
    return [each for each in found if each is not None]


def _class_tells(found: list[Association]) -> bool:
    """Tell whether the destination hangs on the class, also within senders if there are several, and more than on the sender."""
    strength = {(each.first, each.second, each.within): each for each in found}
    of_class, of_sender = strength.get(("class", "destination", "")), strength.get(("sender", "destination", ""))
    if of_class is None or of_class.p >= LEAST_P or of_sender is None:
        return of_class is not None and of_class.p < LEAST_P
    within = strength.get(("class", "destination", "sender"))
    return within is not None and within.p < LEAST_P and of_class.v > of_sender.v


def _within_classes(history: History) -> dict[str, Shares]:
    vehicle, destination, kind, parcels = history.lots
    found = {}
    for place, name in enumerate(history.names["class"]):
        own = kind == place
        shares = shares_of(destination[own], parcels[own], vehicle[own], history.names["destination"])
        if shares is not None:
            found[name] = shares
    return found
