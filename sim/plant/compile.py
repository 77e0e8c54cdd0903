"""All of it in order: a hub becomes a Plant."""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from ..layout import (
    BY_PARCELS,
    BY_WORK,
    CLASS_LEDGER,
    CREW,
    FAILURE,
    GLOBAL,
    HISTOGRAM,
    KLASS,
    LOADER,
    MIX,
    NEVER,
    ROUTER,
    STATION,
    STOCK,
    STREAM,
    TICKS_PER_S,
    UNBAG,
    WAY,
)
from ..scenario import Hub
from ..scenario.ingredients import ParcelClass
from ..scenario.pools import hands
from ..scenario.resolution import grams, micrometres, ticks
from .arrows import Arrows, PlantError
from .lanes import Entrance, Lane, lane_of
from .machines import UNLIMITED, Machines, at_rest
from .pool import Laws, Pool, add_mix
from .timetable import Departure, tiers, timetable
from .windows import clock_ticks


@dataclass(frozen=True)
class Plant:
    """A hub as integers. Engines copy what they change."""

    hub: Hub
    names: list[str]
    """of all elements: the hub's, with inductions after their loop, and the crews at the end"""
    number_of: list[int]
    """place in the hub -> element number"""
    crew_of: dict[str, int]
    """crew -> element number"""
    stock_of: dict[str, int]
    """stock of reusable bags -> element number"""
    elements: Any
    ways: Any
    routers: Any
    laws: Any
    failures: Any
    mixes: Any
    classes: Any
    pool: np.ndarray
    start: Any
    """the GLOBAL row at rest"""
    through: list[tuple[int, ...]]
    """way -> element numbers of the merges and diverters it passes"""
    origins: list[int]
    """way -> element it leads out of"""
    departures: list[Departure]
    mix_of: dict[int, int]
    """hub place of a source or stream -> its mix"""
    laws_of: dict[int, dict[str, int]]
    """element number of a source -> its laws of load and lateness, -1 if it has none"""
    lanes: dict[int, Lane]
    """by element number"""
    yard_of: dict[int, Entrance]
    """by element number of a source or lane"""
    horizon: int
    warm_up: int
    clock: int
    """time of day at tick 0 [ticks]"""


def compile_plant(hub: Hub) -> Plant:
    """Return the plant of `hub`; raise PlantError for what no engine can run."""
    pool = Pool()
    laws = Laws(pool)
    names, number_of, inductions = _numbers(hub)
    crews = {name: len(names) + i for i, name in enumerate(hub.scenario.crews)}
    names += [f"crew {name}" for name in crews]
    stocks = {name: len(names) + i for i, name in enumerate(hub.scenario.stocks)}
    names += [f"stock {name}" for name in stocks]
    if ticks(hub.scenario.horizon_h * 3600) >= int(NEVER) >> max(len(names) - 1, 1).bit_length():
        words = f"{hub.scenario.horizon_h:g} h are too long for {len(names)} elements, for a time and an element must fit 62 bits"
        raise PlantError(f"{words}; simulate less at a time")
    mixes, mix_of = _mixes(hub, pool)
    machines = Machines(hub, pool, laws, number_of, crews, stocks, mix_of)
    elements = at_rest(len(names))
    for place, element in enumerate(hub.elements):
        machines.element(elements[number_of[place]], place, element)
        for name in element.spec.inductions if element.spec.kind == "loop_sorter" else ():
            machines.induction(elements[inductions[place, name]], place, element, name)
    for name, number in crews.items():
        elements[number]["kind"] = CREW
        elements[number]["machines"] = math.ceil(max(hands(hub.scenario, name)))
        elements[number]["on"] = 0
    _stocks(elements, stocks)
    arrows = _arrows(hub, elements, number_of, inductions, pool)
    elements["rank"] = arrows.ranks(len(names), len(crews) + len(stocks))
    departures = timetable(hub, number_of)
    laws_of, yard_of = _sources(hub, number_of, laws)
    lanes = {number_of[place]: lane_of(element.spec, laws) for place, element in enumerate(hub.elements) if element.spec.kind == "lane"}
    failures = _failures(hub, elements, number_of, laws, crews)
    _lossy(elements, arrows)
    n_hubs = _hubs(hub, number_of, inductions, elements)
    start = _globals(hub, pool, elements, departures, n_hubs)
    ways = np.array([(way.target, way.feeder, 0) for way in arrows.ways] or [(0, 0, 0)], WAY).view(np.recarray)
    routers = np.array(arrows.routers or [(0, 0, 0, 0)], ROUTER).view(np.recarray)
    classes = [
        (
            c.priority,
            micrometres(c.length_m[0]),
            micrometres(c.length_m[1]) - micrometres(c.length_m[0]),
            round(c.two_carriers * 2**32),
            ticks(c.cold_limit_min * 60) if c.cold_limit_min is not None else -1,
            *_weights(c),
        )
        for c in hub.classes.values()
    ]
    return Plant(
        hub=hub,
        names=names,
        number_of=number_of,
        crew_of=crews,
        stock_of=stocks,
        elements=elements.view(np.recarray),
        ways=ways,
        routers=routers,
        laws=laws.array(),
        failures=failures,
        mixes=np.array(mixes or [(0, 0)], MIX).view(np.recarray),
        classes=np.array(classes, KLASS).view(np.recarray),
        pool=pool.array(),
        start=start,
        through=[tuple(number_of[place] for place in way.through) for way in arrows.ways],
        origins=[way.origin for way in arrows.ways],
        departures=departures,
        mix_of=mix_of,
        laws_of=laws_of,
        lanes=lanes,
        yard_of=yard_of,
        horizon=ticks(hub.scenario.horizon_h * 3600),
        warm_up=ticks(hub.scenario.warm_up_h * 3600),
        clock=clock_ticks(hub.scenario.start),
    )


def _numbers(hub: Hub) -> tuple[list[str], list[int], dict[tuple[int, str], int]]:
    """Return names by element number, element number by hub place, and that of each induction (PHYSICS 1.3)."""
    names: list[str] = []
    number_of: list[int] = []
    inductions: dict[tuple[int, str], int] = {}
    for place, element in enumerate(hub.elements):
        number_of.append(len(names))
        names.append(element.name)
        if element.spec.kind == "loop_sorter":
            for name in element.spec.inductions:
                inductions[place, name] = len(names)
                names.append(f"{element.name}.{name}")
    return names, number_of, inductions


def _mixes(hub: Hub, pool: Pool) -> tuple[list[tuple[int, int]], dict[int, int]]:
    """Return the table of mixes and the mix of each source and stream; alike mixes are one."""
    rows: list[tuple[int, int]] = []
    known: dict[tuple[Any, ...], int] = {}
    mix_of: dict[int, int] = {}
    for place, element in enumerate(hub.elements):
        if element.spec.kind not in ("source", "stream"):
            continue
        mix = element.spec.mix
        destinations = tuple(tuple(hub.places_of(mix, name).values()) for name in hub.classes)
        classes = tuple(hub.classes_in(mix).values())
        key = (destinations, classes)
        if key not in known:
            known[key] = len(rows)
            rows.append(add_mix(pool, destinations, classes))
        mix_of[place] = known[key]
    return rows, mix_of


def _sources(hub: Hub, number_of: list[int], laws: Laws) -> tuple[dict[int, dict[str, int]], dict[int, Entrance]]:
    """Return the laws of each source, and the yard that it, or a lane, leads to: one without bounds if it leads straight to doors."""
    laws_of, yard_of = {}, {}
    for place, element in enumerate(hub.elements):
        if element.spec.kind == "source":
            laws_of[number_of[place]] = {"load": laws.add(element.spec.load, 1), "lateness": laws.add(element.spec.lateness, TICKS_PER_S)}
        elif element.spec.kind != "lane":
            continue
        leads = element.ways["to"]
        first = hub.elements[leads[0].index]
        if first.spec.kind != "yard":
            yard_of[number_of[place]] = Entrance(f"{element.name} (road)", UNLIMITED, tuple(number_of[ref.index] for ref in leads))
            continue
        doors = tuple(number_of[ref.index] for ref in first.ways["to"])
        gate = first.spec.gate
        lanes = (laws.add(gate.service, TICKS_PER_S), gate.lanes) if gate is not None else ()
        yard_of[number_of[place]] = Entrance(first.name, first.spec.capacity, doors, *lanes)
    return laws_of, yard_of


def _hubs(hub: Hub, number_of: list[int], inductions: dict[tuple[int, str], int], elements: Any) -> int:
    """Number the hubs of the scenario, write that of each element, and return how many there are (PHYSICS 6.8).

    What is joined by ways is one hub; a departure that goes on a lane is no way. They are numbered by their first element.
    """
    leader = list(range(len(hub.elements)))

    def find(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    for place, element in enumerate(hub.elements):
        for key, refs in element.ways.items():
            for ref in refs if key != "lane" else ():
                a, b = find(place), find(ref.index)
                leader[max(a, b)] = min(a, b)
    numbers: dict[int, int] = {}
    for place in range(len(hub.elements)):
        elements["hub"][number_of[place]] = numbers.setdefault(find(place), len(numbers))
    for (place, _), number in inductions.items():
        elements["hub"][number] = elements["hub"][number_of[place]]
    return max(1, len(numbers))


def _weights(klass: ParcelClass) -> tuple[int, int]:
    """Return the least weight of a class and its span [g]; 0 if it has none."""
    if klass.weight_kg is None:
        return 0, 0
    lightest, heaviest = map(grams, klass.weight_kg)
    return lightest, heaviest - lightest


def _stocks(elements: Any, stocks: dict[str, int]) -> None:
    """Fill the rows of stocks: the containers that take from one are chained in order of number, and wait for it."""
    for number in stocks.values():
        elements[number]["kind"] = STOCK
        takers = np.flatnonzero(elements["stock"] == number)
        elements[number]["queue"] = elements[number]["queue_max"] = len(takers)
        for before, after in pairwise([number, *takers.tolist()]):
            elements[before]["head" if before == number else "asks_next"] = after


def _arrows(hub: Hub, elements: Any, number_of: list[int], inductions: dict[tuple[int, str], int], pool: Pool) -> Arrows:
    """Follow every `to`, write way and router of each element, and note where sorters and yards lead, for the ranks."""
    arrows = Arrows(hub, number_of, inductions, pool)
    for place, element in enumerate(hub.elements):
        number = number_of[place]
        kind = element.spec.kind
        leads = arrows.leads_to.setdefault(number, [])
        for key, refs in element.ways.items():
            if key.startswith("outlets."):
                leads += [number_of[ref.index] for ref in refs]
        if kind in ("source", "lane", "yard", "staging"):
            leads += [number_of[ref.index] for ref in element.ways["to"]]
            if kind == "staging":
                for ref in element.ways["to"]:
                    elements[number_of[ref.index]]["staging"] = number
        elif kind == "robot_field":
            row = elements[number]
            chutes = {number_of[ref.index]: ref for key, refs in element.ways.items() for ref in refs if key.startswith("outlets.")}
            plan = pool.values[int(row["sort_plan"]) : int(row["sort_plan"]) + len(hub.destinations)]
            row["router"] = arrows.by_destination(number, [chutes[pool.values[int(row["outlets"]) + 2 * outlet]] for outlet in plan])
        elif "to" in element.ways and kind not in ("merge", "diverter"):
            code = arrows.out_of(number, element.ways["to"][0])
            elements[number]["way" if code >= 0 else "router"] = code if code >= 0 else -code - 2
        if kind == "loop_sorter":
            for name in element.spec.inductions:
                arrows.leads_to[inductions[place, name]] = [number]
    for target, (rule, gap, main) in arrows.rules.items():
        elements[target]["rule"] = rule
        elements[target]["main_line"] = main
        if rule == 3:
            elements[target]["gap"] = gap
    return arrows


def _failures(hub: Hub, elements: Any, number_of: list[int], laws: Laws, crews: dict[str, int]) -> Any:
    """Return the table of failures; each element knows its one clock of work and its one of parcels."""
    rows: list[tuple[int, ...]] = []
    for place, element in enumerate(hub.elements):
        number = number_of[place]
        for failure in element.spec.failures:
            working = failure.every is not None and failure.clock == "working"
            for field, is_so, bit in (("failure_working", working, BY_WORK), ("failure_parcels", failure.every_parcels is not None, BY_PARCELS)):
                if is_so:
                    elements[number][field] = len(rows)
                    elements[number]["partial"] |= bit if failure.servers else 0
            crew = crews[failure.crew] if failure.crew is not None else -1
            every, parcels = laws.add(failure.every, TICKS_PER_S), laws.add(failure.every_parcels, 1)
            rows.append((number, working, every, parcels, laws.add(failure.repair, TICKS_PER_S), crew, failure.mode == "repeat", failure.servers or 0))
    return np.array(rows or [(-1,) * 8], FAILURE).view(np.recarray)


def _lossy(elements: Any, arrows: Arrows) -> None:
    """Mark the elements at which waiting units may be lost: those that lose, and those fed by a stream that loses."""
    elements["lossy"] = (elements["lose"] == 1) & (elements["kind"] == STATION)
    for way in arrows.ways:
        if elements[way.origin]["kind"] == STREAM and elements[way.origin]["lose"] == 1:
            elements[way.target]["lossy"] = 1


def _globals(hub: Hub, pool: Pool, elements: Any, departures: list[Departure], n_hubs: int) -> Any:
    """Return the GLOBAL row, and give the instant's lists, the timetable and the counters their room in the pool."""
    n, d = len(elements), len(hub.destinations)
    tier_of = tiers(hub)
    rows_of_hub = d * (1 + max(tier_of))
    row = np.zeros(1, GLOBAL).view(np.recarray)
    g = row[0]
    g["n_elements"], g["n_destinations"], g["classes"] = n, d, len(hub.classes)
    g["tiers"], g["tier_of"] = 1 + max(tier_of), pool.add(tier_of)
    g["by_class"] = pool.room(len(hub.classes) * len(CLASS_LEDGER), 0)
    g["cold"] = int(elements["cold"].any())
    g["weighs"] = int(any(c.weight_kg is not None for c in hub.classes.values()))
    g["element_of_rank"] = pool.add(int(i) for i in np.argsort(elements["rank"], kind="stable"))
    g["work_first"] = pool.room(n + 1)
    g["route_first"] = pool.room(2 * (sum(int(m) for m in elements["machines"]) + 4 * n + 64))
    g["reason_first"] = pool.room(4 * n + 64)
    g["hist"] = pool.room(HISTOGRAM, 0)
    lists = [pool.add(row.rows) for row in departures]
    g["departures"] = pool.add(value for row, first in zip(departures, lists, strict=True) for value in (first, len(row.rows), row.cut_off, row.lane))
    g["promised"] = pool.room(len(departures) * len(hub.classes), 0)
    g["on_time"] = pool.room(len(departures) * len(hub.classes), 0)
    promises: list[list[tuple[int, int]]] = [[] for _ in range(n_hubs * rows_of_hub)]
    for number, departure in enumerate(departures):
        if departure.deadline >= 0 and departure.cut_off < 2**62:
            of_hub = int(elements["hub"][departure.doors[0]]) if departure.doors else 0
            for line in departure.rows:
                promises[of_hub * rows_of_hub + line].append((departure.deadline, number))
    tables = [(pool.add(value for pair in sorted(rows) for value in pair), len(rows)) for rows in promises]
    g["timetable"] = pool.add(value for pair in tables for value in pair)
    most = max((len(row.rows) for row in departures), default=0)
    for number in range(n):
        if elements[number]["kind"] == LOADER:
            elements[number]["first"] = pool.room(2 * most)
    # one act may take as many free slots as a bag holds parcels, where it is opened
    largest_bag = int(elements["bag_size"].max()) if (elements["kind"] == UNBAG).any() else 0
    g["reserve"] = n + 64 + largest_bag
    return row
