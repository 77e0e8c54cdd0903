"""Rules of what may lead where."""

from collections.abc import Iterator

from .elements import Conveyor, Merge, OutboundDoor, Sink, Source, Stream
from .graph import Graph, has_place, ways
from .hub import ElementInstance, Ref
from .problems import Problem, did_you_mean, error

CARRIES = ("conveyor", "station", "merge", "diverter", "loop_sorter", "line_sorter", "robot_field", "chute", "bag", "unbag", "staging", "sink")
# kind -> kinds it may lead to; all others may lead to whatever carries parcels
LEADS = {"source": ("yard", "door"), "lane": ("yard", "door"), "outbound_door": ("lane",), "yard": ("door",), "staging": ("outbound_door",)}


def something_arrives(graph: Graph) -> Iterator[Problem]:
    """A hub without a source or stream does nothing."""
    if not any(isinstance(element.spec, Source | Stream) for element in graph.elements):
        yield error(graph.where("elements", key=True), "nothing ever arrives", "add an element of kind source or stream")


def targets_fit(graph: Graph) -> Iterator[Problem]:
    """Each way leads to a kind of element that can take what comes."""
    for element in graph.elements:
        for key, ref in ways(element):
            target = graph.elements[ref.index].spec.kind
            allowed = ("chute",) if key.startswith(("outlets", "reject", "overflow")) else LEADS.get(element.spec.kind, CARRIES)
            if target not in allowed:
                words = f"{' or '.join(allowed)}" if len(allowed) < 3 else "something that carries parcels"
                what = "an outlet" if allowed == ("chute",) else f"the {element.spec.kind} '{element.label}'"
                yield error(graph.place(element, key), f"{what} leads to '{graph.elements[ref.index].label}', which is a {target}", f"it must lead to {words}")


def loops_are_entered_by_an_induction(graph: Graph) -> Iterator[Problem]:
    """What leads onto a loop says by which induction."""
    for element in graph.elements:
        for key, ref in ways(element):
            loop = graph.elements[ref.index]
            if loop.spec.kind == "loop_sorter" and ref.induction is None and not key.startswith(("outlets", "reject", "overflow")):
                names = ", ".join(f"{loop.path[-1]}.{name}" for name in loop.spec.inductions)
                yield error(graph.place(element, key), f"'{loop.label}' is a loop, which is entered by an induction", f"write one of: {names}")


def sources_lead_to_one_kind(graph: Graph) -> Iterator[Problem]:
    """A source leads to one yard, or to doors."""
    for element in graph.elements:
        yards = [ref for ref in element.ways.get("to", ()) if graph.elements[ref.index].spec.kind == "yard"]
        if element.spec.kind == "source" and len(yards) > 1:
            yield error(graph.place(element, "to"), f"the source '{element.label}' leads to {len(yards)} yards", "it must lead to one yard: name one copy")


def elements_are_reached(graph: Graph) -> Iterator[Problem]:
    """Every element can be reached by a parcel or a departing vehicle."""
    served = {door for departure in graph.hub.departures for door in departure.doors}
    seen = {element.path for number, element in enumerate(graph.elements) if number in graph.reached or number in served}
    for _, element in graph.firsts():
        if element.path not in seen:
            yield error(element.place, f"nothing leads to '{element.label}' from any source or stream", "let something lead to it, or remove it")


def parcels_can_leave(graph: Graph) -> Iterator[Problem]:
    """From every element that parcels reach, some way leads out of the hub."""
    for number in sorted(graph.reached - graph.can_leave):
        element = graph.elements[number]
        yield error(element.place, f"what enters '{element.label}' can never leave the hub", "lead it on to a sink, or to staging and outbound doors")


def points_form_no_circle(graph: Graph) -> Iterator[Problem]:
    """Merges and diverters have no place, so a circle of them alone would turn for ever in no time."""
    points = {number for number, element in enumerate(graph.elements) if not has_place(element)}
    ahead = {number: [target for target in graph.arrows[number] if target in points] for number in points}
    # points from which all ways among points end are taken away until only circles, and what leads into them, are left
    behind: dict[int, list[int]] = {number: [] for number in points}
    left = {number: len(targets) for number, targets in ahead.items()}
    for number, targets in ahead.items():
        for target in targets:
            behind[target].append(number)
    ends = [number for number in points if left[number] == 0]
    while ends:
        for number in behind[ends.pop()]:
            left[number] -= 1
            if left[number] == 0:
                ends.append(number)
    for number in sorted(number for number in points if left[number]):
        element = graph.elements[number]
        yield error(element.place, f"'{element.label}' leads round a circle of merges and diverters, where no parcel can be", "put a conveyor into the circle")


def merge_orders_are_complete(graph: Graph) -> Iterator[Problem]:
    """A stated order names all feeders of its merge."""
    for number, merge in enumerate(graph.elements):
        if isinstance(merge.spec, Merge) and merge.spec.order is not None:
            named = {ref.index for ref in merge.ways["order"]}
            for feeder in graph.feeders.get(number, []):
                if feeder not in named:
                    missing = graph.elements[feeder].label
                    yield error(
                        graph.where(*merge.path, "order"), f"'{missing}' leads into the merge '{merge.label}', but is not in its order", f"add {missing}"
                    )


def gaps_are_seen_in_time(graph: Graph) -> Iterator[Problem]:
    """The main feeder of a merge by gap is a conveyor long enough to announce what comes."""
    for merge in graph.elements:
        if not isinstance(merge.spec, Merge) or merge.spec.rule != "gap" or not merge.ways.get("order"):
            continue
        main = graph.elements[merge.ways["order"][0].index]
        at = graph.where(*merge.path, "order", 0) if merge.spec.order else graph.where(*merge.path, "rule")
        if not isinstance(main.spec, Conveyor):
            yield error(
                at, f"the first feeder of the merge '{merge.label}' is '{main.label}', a {main.spec.kind}", "by rule gap it must be a conveyor: state the order"
            )
            continue
        transit = main.spec.length_m / main.spec.speed_m_s
        if merge.spec.gap_s is not None and transit < merge.spec.gap_s:
            yield error(
                graph.where(*merge.path, "gap_s"),
                f"the gap is {merge.spec.gap_s:g} s, but '{main.label}' takes only {main.spec.length_m:g} m / {main.spec.speed_m_s:g} m/s = {transit:g} s",
                "what comes must be seen a gap ahead: lengthen the conveyor, or lower gap_s",
            )


def merges_stand_alone(graph: Graph) -> Iterator[Problem]:
    """An element has at most one merge in front, and all that leads into it does so through that merge (PHYSICS 2.7)."""
    fronts: dict[Ref, dict[int | None, tuple[ElementInstance, str]]] = {}
    for element in graph.elements:
        if has_place(element) and element.spec.kind not in ("source", "lane", "yard", "staging", "outbound_door"):
            for key, ref in ways(element):
                if not key.startswith(("outlets", "reject", "overflow")):
                    yield from _walk(graph, element, key, ref, fronts)
    for target, merges in fronts.items():
        if len(merges) > 1:
            element, key = merges.get(None) or list(merges.values())[1]
            label = graph.elements[target.index].label + (f".{target.induction}" if target.induction else "")
            how = "past the merge in front of it" if None in merges else "through a second merge"
            yield error(graph.place(element, key), f"'{element.label}' leads into '{label}' {how}", "let all that leads there go through one merge")


def _walk(graph: Graph, start: ElementInstance, key: str, first: Ref, fronts: dict[Ref, dict[int | None, tuple[ElementInstance, str]]]) -> Iterator[Problem]:
    """Follow one way over merges and diverters, noting through which merge each element with a place is reached."""
    seen: set[tuple[Ref, int | None]] = set()
    waiting: list[tuple[Ref, int | None]] = [(first, None)]
    while waiting:
        ref, merge = waiting.pop()
        if (ref, merge) in seen:
            continue
        seen.add((ref, merge))
        element = graph.elements[ref.index]
        if has_place(element):
            fronts.setdefault(ref, {}).setdefault(merge, (start, key))
            continue
        if isinstance(element.spec, Merge):
            if merge is not None and merge != ref.index:
                before = graph.elements[merge]
                yield error(
                    before.place, f"the merge '{before.label}' leads into another merge, '{element.label}'", "join them into one, or put a conveyor between"
                )
            merge = ref.index
        waiting += [(each, merge) for _, each in ways(element)]


def outbound_doors_have_staging(graph: Graph) -> Iterator[Problem]:
    """Departures use outbound doors that a staging floor feeds."""
    fed = {ref.index for element in graph.elements if element.spec.kind == "staging" for _, ref in ways(element)}
    for departure in graph.hub.departures:
        at = graph.where("departures", departure.path, "doors")
        wrong = [graph.elements[door] for door in departure.doors if not isinstance(graph.elements[door].spec, OutboundDoor)]
        if wrong:
            names = [element.label for element in graph.elements if isinstance(element.spec, OutboundDoor)]
            hint = did_you_mean(wrong[0].label, dict.fromkeys(names)) or "add an outbound_door"
            yield error(at, f"'{wrong[0].label}' is a {wrong[0].spec.kind}, not an outbound_door", hint)
        elif departure.doors and not any(door in fed for door in departure.doors):
            yield error(at, f"no staging floor leads to '{graph.elements[departure.doors[0]].label}'", "let a staging lead to these doors")


def sinks_end(graph: Graph) -> Iterator[Problem]:
    """A hub has an end: a sink or an outbound door."""
    if graph.elements and not any(isinstance(element.spec, Sink | OutboundDoor) for element in graph.elements):
        yield error(graph.where("elements", key=True), "nothing ever leaves", "add a sink, or staging with outbound doors and departures")


RULES = (
    something_arrives,
    sinks_end,
    targets_fit,
    loops_are_entered_by_an_induction,
    sources_lead_to_one_kind,
    elements_are_reached,
    parcels_can_leave,
    points_form_no_circle,
    merge_orders_are_complete,
    gaps_are_seen_in_time,
    merges_stand_alone,
    outbound_doors_have_staging,
)
