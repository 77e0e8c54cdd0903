"""Rules of what may not meet, directly or beyond merges and diverters."""

from collections.abc import Iterator

from .elements import Bag, Chute, Diverter, LineSorter, LoopSorter, Merge, Sink, Stream, Unbag
from .graph import Graph, closure, ends
from .hub import ElementInstance
from .problems import Problem, error


def gaps_do_not_meet_line_sorters(graph: Graph) -> Iterator[Problem]:
    """A merge by gap does not lead straight into a line sorter, which has a gap of its own."""
    for number, merge in enumerate(graph.elements):
        if isinstance(merge.spec, Merge) and merge.spec.rule == "gap":
            for end in ends(graph, number):
                if isinstance(graph.elements[end].spec, LineSorter):
                    label = graph.elements[end].label
                    yield error(graph.place(merge, "to"), f"'{merge.label}' merges by gap into '{label}', which has a gap of its own", "put a conveyor between")


def losing_streams_do_not_meet_loops(graph: Graph) -> Iterator[Problem]:
    """A stream that loses does not lead straight onto a loop."""
    for number, stream in enumerate(graph.elements):
        if isinstance(stream.spec, Stream) and stream.spec.full == "lose":
            for end in ends(graph, number):
                if isinstance(graph.elements[end].spec, LoopSorter):
                    words = f"the stream '{stream.label}', which loses, leads straight onto the loop '{graph.elements[end].label}'"
                    yield error(graph.place(stream, "to"), words, "put a station or conveyor between")


def shortest_queues_have_a_place(graph: Graph) -> Iterator[Problem]:
    """A choice by shortest queue is among elements in which something can wait; a merge stands for the one behind it."""
    for element in graph.elements:
        if getattr(element.spec, "among", None):
            for place, ref in enumerate(element.ways["among"]):
                target = graph.elements[ref.index]
                behind = graph.elements[graph.arrows[ref.index][0]] if isinstance(target.spec, Merge) and graph.arrows[ref.index] else target
                if isinstance(behind.spec, Diverter):
                    at = graph.where(*element.path, "among", place)
                    yield error(
                        at, f"'{element.label}' chooses by shortest queue, but '{behind.label}' is a diverter, where nothing waits", "put a conveyor before it"
                    )


def bags_are_not_bagged(graph: Graph) -> Iterator[Problem]:
    """What is a bag, or a container filled at a chute, comes to no other before it is opened or has left, in another hub either."""
    arrows = [[] if isinstance(element.spec, Unbag | Sink) else graph.arrows[number] for number, element in enumerate(graph.elements)]
    starts = {target for number, element in enumerate(graph.elements) if _fills(element) for target in arrows[number]}
    for number in sorted(closure(starts, arrows)):
        element = graph.elements[number]
        if _fills(element):
            words = f"bags come to '{element.label}', which would bag them again"
            yield error(element.place, words, "lead them past it, to staging or a sink, or through an unbag")


def _fills(element: ElementInstance) -> bool:
    return isinstance(element.spec, Bag) or (isinstance(element.spec, Chute) and element.spec.container is not None)


RULES = (gaps_do_not_meet_line_sorters, losing_streams_do_not_meet_loops, shortest_queues_have_a_place, bags_are_not_bagged)
