"""A hub as the reader returns it: flat, every copy on its own, every name resolved. Nothing in it moves.

The numbers of elements here are places in `Hub.elements`; inductions are not among them (PHYSICS 1.3 numbers them too:
whoever compiles the hub inserts them after their loop).
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from .ingredients import Mix, ParcelClass
from .manifest import Manifest
from .problems import Place, Problem
from .schema import Departure, Scenario


class Ref(NamedTuple):
    """Where a way leads: the place of an element in `Hub.elements`, and which induction if it is a loop."""

    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody needs here
    induction: str | None = None


@dataclass(frozen=True)
class ElementInstance:
    """One copy of an element."""

    name: str
    """name[2], group[1].name, group[1].name[2]; no brackets where there is one copy"""
    spec: Any
    label: str
    """name without the numbers of copies: what the user wrote, as group.name"""
    group: str | None
    group_index: int
    """which copy of the group, from 1; 0 outside groups"""
    copy: int
    """which of `spec.count` copies, from 1"""
    place: Place
    """where its name stands"""
    path: tuple[str, ...]
    """its keys from the top of the scenario"""
    ways: dict[str, tuple[Ref, ...]] = field(default_factory=dict)
    """field path -> where it leads: "to", "routes.small", "shares.x", "among", "otherwise", "outlets.0", "reject", "overflow", "order" """


@dataclass(frozen=True)
class DepartureInstance:
    """Departures for one set of destinations, by one timetable."""

    name: str
    spec: Departure
    destinations: tuple[str, ...]
    doors: tuple[int, ...]
    """places of its outbound doors in `Hub.elements`"""
    early_min: float
    """how long before the stated cut-offs these vehicles leave [min]"""
    place: Place
    path: str
    """its key under `departures`"""
    lane: int | None = None
    """place of its lane in `Hub.elements`"""


@dataclass(frozen=True)
class EventInstance:
    """An event, and whom it concerns."""

    name: str
    spec: Any
    elements: tuple[int, ...]
    """places in `Hub.elements`: machines that stop, sources that are closed or have more vehicles"""
    departures: tuple[str, ...]
    """names of the departures that cannot leave"""
    path: tuple[str, ...]


class Share(NamedTuple):
    """A destination and its share of all parcels [1]."""

    name: str
    share: float


@dataclass(frozen=True)
class Hub:
    """A scenario made flat: what `plant` compiles."""

    scenario: Scenario
    """validated, after scaling: title, times, seed, crews"""
    elements: list[ElementInstance]
    departures: list[DepartureInstance]
    destinations: list[Share]
    """in the order of the file; the single "all" if the scenario names none"""
    classes: dict[str, ParcelClass]
    """in the order of the file; the single "parcel" if the scenario names none"""
    manifests: dict[int, Manifest]
    """place of a source in `elements` -> its vehicles"""
    events: list[EventInstance]
    warnings: list[Problem]
    files: list[str]
    """all files read, the given one first"""
    scale: float = 1.0

    @property
    def folder(self) -> str:
        """Where the scenario lies: a user's own policies are looked for there."""
        return str(Path(self.files[0]).resolve().parent)

    def classes_in(self, mix: Mix) -> dict[str, float]:
        """Return the share of each class, in order, among the parcels of a source [1]."""
        return {name: each.share if mix.classes is None else mix.classes.get(name, 0.0) for name, each in self.classes.items()}

    def places_of(self, mix: Mix, name: str) -> dict[str, float]:
        """Return the share of each destination, in order, in a class of a source [1]: the source's own, else the class's, else that of all."""
        own = mix.destinations if mix.destinations is not None else self.classes[name].destinations
        return {each.name: each.share if own is None else own.get(each.name, 0.0) for each in self.destinations}

    def places_in(self, mix: Mix) -> dict[str, float]:
        """Return the share of each destination, in order, among all parcels of a source [1]."""
        total = dict.fromkeys((each.name for each in self.destinations), 0.0)
        for name, weight in self.classes_in(mix).items():
            for place, share in self.places_of(mix, name).items() if weight else ():
                total[place] += weight * share
        return total

    def index(self, name: str) -> int:
        """Return the place of the element called `name`; raise KeyError if there is none."""
        for place, element in enumerate(self.elements):
            if element.name == name:
                return place
        raise KeyError(name)
