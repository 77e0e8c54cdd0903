"""The flows of a run between at most so many nodes, and where each node and each end of a flow stands: what a Sankey diagram draws."""

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sim.results.families import Family, families, flows_between
from sim.results.run import Run

from .layers import Layers, layered

ALIKE = re.compile(r"\d+|(?<=_)[a-z]$|(?<=\.)[a-z]$")
"""what differs between names that are numbered by hand: r1_line and r2_line, heap_a and heap_b"""
SWEEPS = 40

Arrow = tuple[int, int]


@dataclass(frozen=True)
class Node:
    """A family, several families with alike names, or the small ones of a layer."""

    name: str
    """empty for the small ones"""
    families: int
    """how many"""
    members: int
    """elements in them"""
    until: str = ""
    """of nodes in series: the name of the last"""


@dataclass(frozen=True)
class Streams:
    """Nodes and the units that went between them; what went on inside a node of several families is left out."""

    nodes: list[Node]
    units: dict[Arrow, int]

    def into(self, node: int) -> int:
        """Units that came to a node."""
        return sum(units for (_, end), units in self.units.items() if end == node)

    def out_of(self, node: int) -> int:
        """Units that went on from a node."""
        return sum(units for (start, _), units in self.units.items() if start == node)

    def turns(self, node: int) -> bool:
        """Whether a node makes few of many, or keeps some: what goes on differs from what came by more than 1 %."""
        into, out = self.into(node), self.out_of(node)
        return bool(into and out) and abs(into - out) > 0.01 * max(into, out)

    def size(self, node: int) -> int:
        """Units by which a node is drawn: the larger of both, since a chute makes few bags of many parcels."""
        return max(self.into(node), self.out_of(node))


def streams(run: Run, most: int) -> Streams:
    """The flows between the families of a run; where those are more than `most`, alike ones and then the smallest of each layer are joined."""
    chosen = families(run)
    arrows = {arrow: units for arrow, units in flows_between(run, chosen).items() if units > 0}
    linked = sorted({node for arrow in arrows for node in arrow})
    place = {node: number for number, node in enumerate(linked)}
    units = {(place[start], place[end]): number for (start, end), number in arrows.items()}
    found = Streams([Node(chosen[node].name.replace("[*]", ""), 1, len(chosen[node].members)) for node in linked], units)
    if len(found.nodes) > most:
        found = _alike(found, [chosen[node] for node in linked])
    return _small(found, most) if len(found.nodes) > most else found


def _joined(found: Streams, target: list[int], nodes: list[Node]) -> Streams:
    """The flows after each node has become part of its target."""
    units: dict[Arrow, int] = {}
    for (start, end), number in found.units.items():
        arrow = target[start], target[end]
        if arrow[0] != arrow[1] or nodes[arrow[0]].families == 1:
            units[arrow] = units.get(arrow, 0) + number
    return Streams(nodes, units)


def _alike(found: Streams, of: list[Family]) -> Streams:
    """Families of one kind whose names differ in a number or a last letter are one node."""
    groups: dict[tuple[str, str], list[int]] = {}
    for node, family in enumerate(of):
        groups.setdefault((ALIKE.sub("*", family.name.replace("[*]", "")), family.kind), []).append(node)
    target, nodes = [0] * len(of), list[Node]()
    for members in groups.values():
        for node in members:
            target[node] = len(nodes)
        alone = len(members) == 1
        name = _common([found.nodes[node].name for node in members])
        nodes.append(found.nodes[members[0]] if alone else Node(name, len(members), sum(found.nodes[node].members for node in members)))
    return _joined(found, target, nodes)


def _common(names: list[str]) -> str:
    """The name of alike names: a star where they differ."""
    differ = [len(set(tokens)) > 1 for tokens in zip(*(ALIKE.findall(name) for name in names), strict=True)]
    number = iter(differ)
    return ALIKE.sub(lambda token: "*" if next(number) else token.group(), names[0])


def in_series(found: Streams) -> Streams:
    """The same with each row of nodes that pass everything on from one to the next as one node, named by its first and its last."""
    after: dict[int, list[int]] = {}
    before: dict[int, list[int]] = {}
    for start, end in found.units:
        after.setdefault(start, []).append(end)
        before.setdefault(end, []).append(start)
    follows = {
        start: end
        for start, end in layered(len(found.nodes), list(found.units)).ways
        if len(after[start]) == len(before[end]) == 1 and start in before and end in after and not found.turns(start)
    }
    led_to = set(follows.values())
    target, nodes = dict[int, int](), list[Node]()
    for node in range(len(found.nodes)):
        if node in led_to:
            continue
        row = [node]
        while row[-1] in follows:
            row.append(follows[row[-1]])
        target |= dict.fromkeys(row, len(nodes))
        of = [found.nodes[each] for each in row]
        joined = Node(of[0].name, sum(one.families for one in of), sum(one.members for one in of), of[-1].name)
        nodes.append(joined if len(row) > 1 else of[0])
    return _joined(found, [target[node] for node in range(len(found.nodes))], nodes)


def _small(found: Streams, most: int) -> Streams:
    """The smallest nodes of each layer are one node, so many of them that at most `most` are left, or one for each layer."""
    n = len(found.nodes)
    order = layered(n, list(found.units)).order
    level = {node: number for number, layer in enumerate(order) for node in layer if node < n}
    small: dict[int, list[int]] = {}
    left = n
    for node in sorted(range(n), key=lambda node: (found.size(node), node)):
        if left <= most:
            break
        of = small.setdefault(level[node], [])
        of.append(node)
        left -= len(of) > 1
    gone = {node: number for number, of in small.items() if len(of) > 1 for node in of}
    kept = [node for node in range(n) if node not in gone]
    target = {node: number for number, node in enumerate(kept)}
    nodes = [found.nodes[node] for node in kept]
    for number in sorted(set(gone.values())):
        target |= dict.fromkeys(small[number], len(nodes))
        nodes.append(Node("", sum(found.nodes[node].families for node in small[number]), sum(found.nodes[node].members for node in small[number])))
    return _joined(found, [target[node] for node in range(n)], nodes)


@dataclass(frozen=True)
class Layout:
    """Where things stand; y rises."""

    layers: Layers
    level: dict[int, int]
    """node or place -> its layer"""
    top: dict[int, float]
    """upper edge of each node and place"""
    high: dict[int, float]
    """height of each"""
    starts: dict[Arrow, float]
    """upper edge of each band where it leaves its node"""
    ends: dict[Arrow, float]
    """upper edge of each band where it comes to its node"""


def laid_out(found: Streams, scale: float, gap: float, narrow: float) -> Layout:
    """Put nodes in layers, each as high as its units times `scale`, below a free strip of `gap`; a place where a long band passes, below one of `narrow`."""
    n = len(found.nodes)
    layers = layered(n, list(found.units))
    level = {node: number for number, layer in enumerate(layers.order) for node in layer}
    high = {node: scale * found.size(node) for node in range(n)}
    above = dict.fromkeys(range(n), gap)
    for arrow, way in layers.ways.items():
        high |= dict.fromkeys(way[1:-1], scale * found.units[arrow])
        above |= dict.fromkeys(way[1:-1], narrow)
    top = {}
    for layer in layers.order:
        y = sum(high[node] + above[node] for node in layer) / 2
        for node in layer:
            top[node] = y - above[node]
            y -= above[node] + high[node]
    segments = _segments(layers, len(found.nodes))
    for sweep in range(SWEEPS):
        below = _below(found, layers, top, high, scale)
        for layer in layers.order if sweep % 2 == 0 else layers.order[::-1]:
            wished = {
                node: [(top[other] - below.get(theirs, 0.0) + below.get(own, 0.0), float(found.units[own[1:]])) for other, own, theirs in segments[node]]
                for node in layer
            }
            _straighten(layer, wished, top, high, above)
    below = _below(found, layers, top, high, scale)
    starts, ends = ({arrow: top[arrow[side]] - below[side, *arrow] for arrow in found.units} for side in (0, 1))
    return Layout(layers, level, top, high, starts, ends)


End = tuple[int, int, int]
"""0 where an arrow begins, 1 where it ends, 2 on its way; then the arrow"""


def _segments(layers: Layers, n: int) -> dict[int, list[tuple[int, End, End]]]:
    """For each node and place, those it has a stretch of band with: the other, its own end of the stretch and the other's."""
    found: dict[int, list[tuple[int, End, End]]] = {node: [] for layer in layers.order for node in layer}
    for arrow, way in layers.ways.items():
        for start, end in pairwise(way):
            first, second = (0 if start < n else 2, *arrow), (1 if end < n else 2, *arrow)
            found[start].append((end, first, second))
            found[end].append((start, second, first))
    return found


def _straighten(layer: list[int], wished: dict[int, list[tuple[float, float]]], top: dict[int, float], high: dict[int, float], above: dict[int, float]) -> None:
    """Move a layer, in its order and without touching, to where its bands run as flat as can be; in place."""
    # upper edges fall by at least the height of the one above and the free strip between
    falls = np.cumsum([0.0] + [high[a] + above[b] for a, b in pairwise(layer)])
    goals = [_mean(wished[node], top[node]) + fall for node, fall in zip(layer, falls, strict=True)]
    placed = _falling(goals, [max(high[node], 1e-9) for node in layer])
    top |= {node: goal - fall for node, goal, fall in zip(layer, placed, falls, strict=True)}


def _mean(values: list[tuple[float, float]], otherwise: float) -> float:
    total = sum(weight for _, weight in values)
    return sum(value * weight for value, weight in values) / total if total > 0 else otherwise


def _falling(wished: list[float], weights: list[float]) -> list[float]:
    """The sequence nearest to `wished`, by weighted squares, that never rises: pools of adjacent violators."""
    pools: list[list[float]] = []  # mean, weight, length
    for value, weight in zip(wished, weights, strict=True):
        pools.append([value, weight, 1])
        while len(pools) > 1 and pools[-1][0] > pools[-2][0]:
            mean, heavy, length = pools.pop()
            before = pools[-1]
            before[0] = (before[0] * before[1] + mean * heavy) / (before[1] + heavy)
            before[1] += heavy
            before[2] += length
    return [mean for mean, _, length in pools for _ in range(int(length))]


def _below(found: Streams, layers: Layers, top: dict[int, float], high: dict[int, float], scale: float) -> dict[End, float]:
    """How far below the upper edge of its node each band begins and ends: in the order of where it goes or comes from, those back lowest."""
    back = set(layers.back)
    middle = {node: top[node] - high[node] / 2 for node in top}
    lowest = min(middle.values(), default=0.0) - 1.0
    below: dict[End, float] = {}
    for side, near in ((0, 1), (1, -2)):
        far = {arrow: lowest if arrow in back else middle[layers.ways[arrow][near]] for arrow in found.units}
        filled: dict[int, float] = {}
        for arrow in sorted(found.units, key=lambda arrow: (-far[arrow], arrow)):
            node = arrow[side]
            below[side, *arrow] = filled.get(node, 0.0)
            filled[node] = below[side, *arrow] + scale * found.units[arrow]
    return below
