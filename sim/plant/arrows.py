"""Ways from element to element, through merges and diverters, and the ranks that follow from them (PHYSICS 2.3, 2.7)."""

from dataclasses import dataclass, field
from typing import Any

from ..layout import ALTERNATING, BY_CLASS, BY_DESTINATION, BY_SHARE, FIFO, GAP, PRIORITY, SHORTEST
from ..scenario import Hub, Ref
from ..scenario.resolution import ticks
from .pool import Pool, cumulated

RULES = {"fifo": FIFO, "priority": PRIORITY, "alternating": ALTERNATING, "gap": GAP}
BY = {"class": BY_CLASS, "destination": BY_DESTINATION, "share": BY_SHARE, "shortest_queue": SHORTEST}


class PlantError(Exception):
    """The hub cannot be compiled: the message says which element, and what to do."""


@dataclass
class Way:
    """An arrow while it is compiled."""

    origin: int
    target: int
    feeder: int
    through: tuple[int, ...]
    """hub places of the merges and diverters it passes"""


@dataclass
class Arrows:
    """All ways of a hub."""

    hub: Hub
    number_of: list[int]
    """hub place -> element number"""
    inductions: dict[tuple[int, str], int]
    """(hub place of the loop, name) -> element number"""
    pool: Pool
    ways: list[Way] = field(default_factory=list)
    routers: list[tuple[int, int, int, int]] = field(default_factory=list)
    rules: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    """element -> (rule, gap [ticks], main line)"""
    place_of: dict[int, int] = field(default_factory=dict)
    leads_to: dict[int, list[int]] = field(default_factory=dict)
    """element -> elements it leads to, in the order of the file: what ranks follow"""

    def __post_init__(self) -> None:
        self.place_of = {number: place for place, number in enumerate(self.number_of)}

    def out_of(self, origin: int, ref: Ref) -> int:
        """Return the code of what lies behind `ref` for element `origin`: a way, or -r - 2 for router r."""
        return self._follow(origin, ref, (), None)

    def by_destination(self, origin: int, targets: list[Ref]) -> int:
        """Return the router that sends what leaves `origin` to one target a destination; alike targets share a way."""
        known = {target: self.out_of(origin, target) for target in dict.fromkeys(targets)}
        first = self.pool.add(known[target] for target in targets)
        self.routers.append((BY_DESTINATION, origin, first, len(targets)))
        return len(self.routers) - 1

    def _follow(self, origin: int, ref: Ref, through: tuple[int, ...], merge: tuple[Any, int] | None) -> int:
        element = self.hub.elements[ref.index]
        kind = element.spec.kind
        if len(through) > 50:
            raise PlantError(f"{element.name}: more than 50 merges and diverters in a row; put a conveyor or a station between them")
        if kind == "merge":
            last = through[-1] if through else self._place(origin)
            order = [r.index for r in element.ways["order"]]
            return self._follow(origin, element.ways["to"][0], (*through, ref.index), (element, order.index(last)))
        if kind == "diverter":
            return self._router(origin, ref, through, merge)
        target = self.number_of[ref.index] if ref.induction is None else self.inductions[ref.index, ref.induction]
        feeder = origin
        if merge is not None:
            feeder = merge[1]
            main = self.number_of[merge[0].ways["order"][0].index]
            self.rules[target] = (RULES[merge[0].spec.rule], _gap(merge[0].spec), main)
        self.ways.append(Way(origin, target, feeder, through))
        leads = self.leads_to.setdefault(origin, [])
        if target not in leads:
            leads.append(target)
        return len(self.ways) - 1

    def _place(self, origin: int) -> int:
        return self.place_of[origin]

    def _router(self, origin: int, ref: Ref, through: tuple[int, ...], merge: tuple[Any, int] | None) -> int:
        element = self.hub.elements[ref.index]
        through = (*through, ref.index)
        by = element.spec.by
        names = {"class": list(self.hub.classes), "destination": [d.name for d in self.hub.destinations]}.get(by, [])
        shares: list[int] = []
        known: dict[Ref, int] = {}

        def code(target: Ref) -> int:
            if target not in known:
                known[target] = self._follow(origin, target, through, merge)
            return known[target]

        if names:
            # the rules of the language let those be left out that never come: they are given any way
            rest = element.ways.get("otherwise") or next(iter(element.ways.values()))
            entries = [code((element.ways.get(f"routes.{name}") or rest)[0]) for name in names]
        elif by == "share":
            entries = [code(element.ways[f"shares.{name}"][0]) for name in element.spec.shares]
            shares = cumulated(list(element.spec.shares.values()), 2**53)
        else:
            entries = [code(target) for target in element.ways["among"]]
        first = self.pool.add(entries)
        self.pool.add(shares)
        self.routers.append((BY[by], self.number_of[ref.index], first, len(entries)))
        return -(len(self.routers) - 1) - 2

    def ranks(self, n: int, n_crews: int) -> list[int]:
        """Return the rank of each of `n` elements, the last `n_crews` of which are crews and stocks and come first (PHYSICS 2.3)."""
        ranks = [-1] * n
        following = n_crews
        for crew in range(n_crews):
            ranks[n - n_crews + crew] = crew
        seen = [False] * n
        for start in range(n - n_crews):
            if seen[start]:
                continue
            seen[start] = True
            stack = [(start, iter(self.leads_to.get(start, [])))]
            while stack:
                element, ahead = stack[-1]
                following_element = next((t for t in ahead if not seen[t]), None)
                if following_element is None:
                    ranks[element] = following
                    following += 1
                    stack.pop()
                else:
                    seen[following_element] = True
                    stack.append((following_element, iter(self.leads_to.get(following_element, []))))
        return ranks


def _gap(spec: Any) -> int:
    return ticks(spec.gap_s) if spec.gap_s is not None else 0
