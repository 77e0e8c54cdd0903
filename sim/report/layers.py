"""A graph in layers from left to right.

Arrows back are set aside, each node stands one layer after its latest predecessor, long arrows get a way through the layers between, and the order
in a layer follows the mean place of the neighbours.
"""

from dataclasses import dataclass
from itertools import pairwise

SWEEPS = 12


@dataclass(frozen=True)
class Layers:
    """Where nodes stand, and which way long arrows take."""

    order: list[list[int]]
    """nodes of each layer from top to bottom; numbers from n on are places where a long arrow passes"""
    ways: dict[tuple[int, int], list[int]]
    """arrow -> the nodes and places it goes through, ends included"""
    back: list[tuple[int, int]]
    """arrows that lead back"""


def _split(n: int, arrows: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Arrows forward and back, by a depth-first walk from the nodes nothing leads to."""
    after: dict[int, list[int]] = {node: [] for node in range(n)}
    for start, end in arrows:
        after[start].append(end)
    led_to = {end for start, end in arrows if start != end}
    state = [0] * n  # 0 not seen, 1 on the way, 2 done
    back = []
    for root in sorted(range(n), key=lambda node: (node in led_to, node)):
        if state[root]:
            continue
        state[root] = 1
        stack = [(root, iter(after[root]))]
        while stack:
            node, ways = stack[-1]
            nearest = next(ways, None)
            if nearest is None:
                state[node] = 2
                stack.pop()
            elif state[nearest] == 1:
                back.append((node, nearest))
            elif state[nearest] == 0:
                state[nearest] = 1
                stack.append((nearest, iter(after[nearest])))
    chosen = set(back)
    return [arrow for arrow in arrows if arrow not in chosen], back


def _levels(n: int, forward: list[tuple[int, int]]) -> list[int]:
    """The layer of each node: one more than its latest predecessor; sources move right, next to what they feed."""
    before: dict[int, list[int]] = {node: [] for node in range(n)}
    after: dict[int, list[int]] = {node: [] for node in range(n)}
    for start, end in forward:
        before[end].append(start)
        after[start].append(end)
    level = [0] * n
    waiting = {node: len(before[node]) for node in range(n)}
    front = [node for node in range(n) if not waiting[node]]
    while front:
        node = front.pop()
        for following in after[node]:
            level[following] = max(level[following], level[node] + 1)
            waiting[following] -= 1
            if not waiting[following]:
                front.append(following)
    for node in range(n):
        if not before[node] and after[node]:
            level[node] = min(level[following] for following in after[node]) - 1
    return level


def layered(n: int, arrows: list[tuple[int, int]]) -> Layers:
    """Lay out nodes 0 to n - 1; the same input gives the same picture."""
    forward, back = _split(n, sorted(set(arrows)))
    level = _levels(n, forward)
    order: list[list[int]] = [[] for _ in range(max(level, default=0) + 1)]
    for node in range(n):
        order[level[node]].append(node)
    ways, free = {}, n
    for start, end in forward:
        way = [start]
        for between in range(level[start] + 1, level[end]):
            order[between].append(free)
            way.append(free)
            free += 1
        ways[start, end] = [*way, end]
    _untangle(order, ways)
    return Layers(order, ways, back)


def _untangle(order: list[list[int]], ways: dict[tuple[int, int], list[int]]) -> None:
    """Reorder each layer in place by the mean place of the neighbours, forth and back, some times."""
    left: dict[int, list[int]] = {}
    right: dict[int, list[int]] = {}
    for way in ways.values():
        for start, end in pairwise(way):
            right.setdefault(start, []).append(end)
            left.setdefault(end, []).append(start)
    for sweep in range(SWEEPS):
        neighbours = left if sweep % 2 == 0 else right
        place = {node: (i + 0.5) / len(layer) for layer in order for i, node in enumerate(layer)}
        for layer in order if sweep % 2 == 0 else order[::-1]:
            mean = {node: sum(place[other] for other in neighbours[node]) / len(neighbours[node]) for node in layer if neighbours.get(node)}
            layer.sort(key=lambda node: mean.get(node, place[node]))
            place |= {node: (i + 0.5) / len(layer) for i, node in enumerate(layer)}
