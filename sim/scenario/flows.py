"""A fluid picture of the hub: mean flows an hour of the day, element by element, all copies of an element together.

Flows split as the diverters, sort plans and shares say, are capped by what each element can do (the rest comes an hour later), and are
counted in units: bags count one. Classes and destinations are taken as independent of each other.
"""

from collections import Counter
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any

from .demand import demand, hours_of
from .elements import Bag, Chute, Conveyor, Door, LineSorter, LoopSorter, RobotField, Source, Staging, Station, Stream, Unbag
from .graph import Graph, ways
from .pools import hands
from .rates import FREE, Rate, conveyor_rate, door_rate, line_rate, loop_rate, robot_rate, station_rate
from .reach import is_dealt

if TYPE_CHECKING:
    import numpy as np

MAX_SWEEPS = 60
"""beyond those that the longest chain of elements needs: circles settle in a few dozen"""


@dataclass
class Stage:
    """All copies of one element: what flows in, and what they can do."""

    number: int
    """number of the first copy"""
    label: str
    spec: Any
    copies: int
    edges: dict[str, Counter[tuple[int, str | None]]]
    """field path -> (stage, induction) -> how many copies lead there"""
    rate: Rate = FREE
    inflow: "np.ndarray" = None  # type: ignore[assignment]
    """units in each hour of the day [1/h]"""
    classes: "np.ndarray" = None  # type: ignore[assignment]
    """units a day of each class"""
    destinations: "np.ndarray" = None  # type: ignore[assignment]
    """units a day for each destination"""
    vehicles: float = 0.0
    """vehicles a day"""
    parcels: float = 0.0
    """parcels a day, those in bags included"""
    at_induction: dict[str, float] = field(default_factory=dict)


class Flows:
    """The stages of a hub, with flows that agree with each other."""

    def __init__(self, graph: Graph):
        import numpy as np

        self.np, self.graph = np, graph
        self.hub = graph.hub
        self.hours = hours_of(self.hub.scenario)
        self.names = [share.name for share in self.hub.destinations]
        self.place_of = {name: place for place, name in enumerate(self.names)}
        self.stages = self._stages()
        self.by_lane = self._by_lane()
        for _ in range(len(self.stages) + MAX_SWEEPS):
            if self._sweep() < 1e-6:
                break

    def _stages(self) -> list[Stage]:
        paths: dict[tuple[str, ...], int] = {}
        stage_of = [paths.setdefault(element.path, len(paths)) for element in self.graph.elements]
        stages: list[Stage] = []
        for number, element in enumerate(self.graph.elements):
            if stage_of[number] == len(stages):
                stages.append(Stage(number, element.label, element.spec, 0, {}))
            stage = stages[stage_of[number]]
            stage.copies += 1
            for key, ref in ways(element):
                each = f"lane.{stage_of[ref.index]}" if key == "lane" else key
                stage.edges.setdefault(each, Counter())[stage_of[ref.index], ref.induction] += 1
        for stage in stages:
            self._clear(stage)
        return stages

    def _by_lane(self) -> dict[int, dict[str, "np.ndarray"]]:
        """Return, by number of the first copy of an outbound door and by way onto a lane, the share of each destination that goes it."""
        paths = {element.path: number for number, element in reversed(list(enumerate(self.graph.elements)))}
        place = {element.path: number for number, element in enumerate({each.path: each for each in self.graph.elements}.values())}
        elements = self.graph.elements
        found: dict[int, dict[str, np.ndarray]] = {}
        for departure in self.hub.departures:
            key = f"lane.{place[elements[departure.lane].path]}" if departure.lane is not None else ""
            for door in {paths[elements[door].path] for door in departure.doors}:
                share = found.setdefault(door, {}).setdefault(key, self.np.zeros(len(self.names)))
                share[[self.place_of[name] for name in departure.destinations]] += 1
        for shares in found.values():
            total = self.np.maximum(sum(shares.values()), 1)
            for share in shares.values():
                share /= total
        return found

    def _clear(self, stage: Stage) -> None:
        zeros = self.np.zeros
        stage.inflow, stage.classes, stage.destinations = zeros(24), zeros(len(self.hub.classes)), zeros(len(self.names))
        stage.vehicles, stage.parcels, stage.at_induction = 0.0, 0.0, {}

    def _sweep(self) -> float:
        """Send every stage's flow on once; return the largest relative change of an inflow."""
        before = [(stage.inflow, stage.classes, stage.destinations, stage.vehicles, stage.parcels) for stage in self.stages]
        feeds = [stage.at_induction for stage in self.stages]
        for stage in self.stages:
            self._clear(stage)
        for stage, (inflow, classes, destinations, vehicles, parcels), feed in zip(self.stages, before, feeds, strict=True):
            if isinstance(stage.spec, Source | Stream):
                self._spring(stage)
            else:
                stage.rate = self._rate(stage, inflow, classes, destinations, vehicles, feed)
                out = self._capped(inflow, stage.rate.hourly)
                passed = out.sum() / inflow.sum() if inflow.sum() > 0 else 0.0
                size = self._size(stage.spec, inflow.sum(), parcels)
                self._send(stage, out / size, classes * passed / size, destinations * passed / size, vehicles, parcels * passed)
        changes = [abs(stage.inflow - old[0]).max() / max(1e-9, stage.inflow.max()) for stage, old in zip(self.stages, before, strict=True)]
        return max(changes, default=0.0)

    def _size(self, spec: Any, units: float, parcels: float) -> float:
        """Return how many units that come in make one that goes out; below 1 where bags are opened."""
        if isinstance(spec, Unbag):
            return units / parcels if units > 0 and parcels > 0 else 1.0
        if isinstance(spec, Bag):
            return spec.size
        return spec.container.size if isinstance(spec, Chute) and spec.container is not None else 1

    def _spring(self, stage: Stage) -> None:
        """Let a source flow: all its copies bring the same, save that a manifest is that of one."""
        np = self.np
        parcels, vehicles = demand(self.graph, stage.number)
        total = sum(parcels) * stage.copies
        mix = stage.spec.mix
        of_class = np.array(list(self.hub.classes_in(mix).values())) * total
        of_place = np.zeros(len(self.names))
        for name, share in self.hub.places_in(mix).items():
            of_place[self.place_of[name]] = share * total
        self._send(stage, np.array(parcels) * stage.copies, of_class, of_place, sum(vehicles) * stage.copies, total)

    def _capped(self, inflow: "np.ndarray", hourly: list[float]) -> "np.ndarray":
        out, waiting = self.np.zeros(24), 0.0
        for hour in self.hours:
            here = inflow[hour] + waiting
            out[hour] = min(here, hourly[hour])
            waiting = here - out[hour]
        return out

    def _rate(self, stage: Stage, inflow: "np.ndarray", classes: "np.ndarray", destinations: "np.ndarray", vehicles: float, feed: dict[str, float]) -> Rate:
        spec, hub = stage.spec, self.hub
        crew = getattr(spec, "crew", None)
        people = hands(hub.scenario, crew) if crew in hub.scenario.crews else None
        total = classes.sum() or 1.0
        shares = {name: float(part / total) for name, part in zip(hub.classes, classes, strict=True)}
        if isinstance(spec, Station):
            return station_rate(spec, stage.copies, shares, people)
        if isinstance(spec, Conveyor):
            return conveyor_rate(spec, stage.copies)
        if isinstance(spec, LineSorter):
            return line_rate(spec, stage.copies, sum(share * sum(hub.classes[name].length_m) / 2 for name, share in shares.items()))
        if isinstance(spec, RobotField):
            split = self._sorted(stage, destinations)
            return robot_rate(spec, stage.copies, [split.get(f"outlets.{number}", (0.0, None))[0] for number in range(len(spec.outlets))])
        if isinstance(spec, Door):
            return door_rate(spec, stage.copies, people, inflow.sum() / vehicles if vehicles > 0 else 0.0)
        if isinstance(spec, LoopSorter):
            each = 1 + sum(share * hub.classes[name].two_carriers for name, share in shares.items())
            split = self._sorted(stage, destinations)
            at_outlet = [split.get(f"outlets.{number}", (0.0, None))[0] for number in range(len(spec.outlets))]
            return loop_rate(spec, stage.copies, feed, at_outlet, each)
        return FREE

    def _send(self, stage: Stage, flow: "np.ndarray", classes: "np.ndarray", destinations: "np.ndarray", vehicles: float, parcels: float) -> None:
        for key, (share, only) in self._split(stage, classes, destinations).items():
            targets = stage.edges.get(key)
            if not targets or share <= 0:
                continue
            weights = self._weights(stage, key, targets)
            by_class = only is not None and getattr(stage.spec, "by", None) == "class"
            by_destination = only is not None and not by_class
            for (number, induction), weight in weights.items():
                target = self.stages[number]
                part = share * weight
                target.inflow = target.inflow + flow * part
                target.classes = target.classes + (classes * only if by_class else classes * share) * weight
                target.destinations = target.destinations + (destinations * only if by_destination else destinations * share) * weight
                target.vehicles += vehicles * part
                target.parcels += parcels * part
                if induction is not None:
                    target.at_induction[induction] = target.at_induction.get(induction, 0.0) + float((flow * part).sum())

    def _weights(self, stage: Stage, key: str, targets: Counter[tuple[int, str | None]]) -> dict[tuple[int, str | None], float]:
        """Return the share of each target of one way: by what it can do where the shortest queue decides, else by copies."""
        if key == "among":
            rates = {target: max(self.stages[target[0]].rate.hourly) for target in targets}
            if all(0 < rate < inf for rate in rates.values()):
                return {target: rate / sum(rates.values()) for target, rate in rates.items()}
        return {target: copies / sum(targets.values()) for target, copies in targets.items()}

    def _split(self, stage: Stage, classes: "np.ndarray", destinations: "np.ndarray") -> dict[str, tuple[float, Any]]:
        """Return, for each way, its share of the flow, and which classes or destinations go it (a mask; None for all alike)."""
        spec = stage.spec
        if isinstance(spec, Staging):
            return {"to": (1.0, None)}
        if spec.kind in ("loop_sorter", "line_sorter", "robot_field"):
            return self._sorted(stage, destinations)
        if spec.kind == "outbound_door":
            total = destinations.sum() or 1.0
            return {key: (float((destinations * share).sum() / total), share) for key, share in self.by_lane.get(stage.number, {}).items() if key}
        if spec.kind != "diverter":
            return {"to": (1.0, None)}
        if spec.shares is not None:
            return {f"shares.{name}": (share, None) for name, share in spec.shares.items()}
        if spec.among is not None:
            return {"among": (1.0, None)}
        return self._routed(spec, classes, destinations)

    def _routed(self, spec: Any, classes: "np.ndarray", destinations: "np.ndarray") -> dict[str, tuple[float, Any]]:
        names, amounts = (list(self.hub.classes), classes) if spec.by == "class" else (self.names, destinations)
        total = amounts.sum() or 1.0
        place_of = {name: place for place, name in enumerate(names)}
        left = self.np.ones(len(names))
        split: dict[str, tuple[float, Any]] = {}
        for name in spec.routes:
            mask = self.np.zeros(len(names))
            mask[place_of[name]] = 1.0
            left[place_of[name]] = 0.0
            split[f"routes.{name}"] = (float((amounts * mask).sum() / total), mask)
        split["otherwise"] = (float((amounts * left).sum() / total), left)
        return split

    def _sorted(self, stage: Stage, destinations: "np.ndarray") -> dict[str, tuple[float, Any]]:
        spec = stage.spec
        np = self.np
        total = destinations.sum() or 1.0
        unread = getattr(spec, "no_read", 0.0) * (1 - spec.coding.solved if getattr(spec, "coding", None) is not None else 1.0)
        failed = spec.divert_fail if isinstance(spec, LineSorter) else 0.0
        left = np.ones(len(self.names))
        split: dict[str, tuple[float, Any]] = {}
        dealt = []
        for number, outlet in enumerate(spec.outlets):
            given = getattr(outlet, "destinations", None)
            if given is None:
                if not isinstance(spec, LoopSorter) or is_dealt(outlet, spec):
                    dealt.append(number)
                continue
            mask = np.zeros(len(self.names))
            mask[[self.place_of[name] for name in given]] = 1.0
            left = left * (1 - mask)
            mask = mask * (1 - unread) * (1 - failed)
            split[f"outlets.{number}"] = (float((destinations * mask).sum() / total), mask)
        copies = {number: sum(stage.edges.get(f"outlets.{number}", Counter()).values()) for number in dealt}
        for number in dealt:
            mask = left * (1 - unread) * (1 - failed) * copies[number] / max(1, sum(copies.values()))
            split[f"outlets.{number}"] = (float((destinations * mask).sum() / total), mask)
        gone = sum(share for share, _ in split.values())
        if not isinstance(spec, RobotField):
            split["reject" if isinstance(spec, LoopSorter) else "to"] = (max(0.0, 1 - gone), None)
        return split
