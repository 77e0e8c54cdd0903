"""Each kind of element of a scenario as a row of the ELEMENT table: constants in, state at rest."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..layout import (
    CHUTE,
    CONTAINER,
    CONVEYOR,
    DIVERTER,
    DOOR,
    ELEMENT,
    FIFO,
    INDUCTION,
    LANE,
    LINE,
    LOADER,
    LOOP,
    MERGE,
    NEVER,
    PREEMPTIVE,
    PRIORITY,
    ROBOTS,
    SINK,
    SOURCE,
    STAGING,
    STATION,
    STREAM,
    TICKS_PER_S,
    UNBAG,
    YARD,
)
from ..policies import carriers_of, overflow_of, plan_of
from ..policies.views import Chute
from ..scenario import ElementInstance, Hub
from ..scenario.resolution import grams, micrometres, ticks
from .arrows import PlantError
from .pool import Laws, Pool
from .seasons import factors
from .timetable import tiers
from .windows import clock_ticks

KINDS = {
    "source": SOURCE,
    "yard": YARD,
    "merge": MERGE,
    "diverter": DIVERTER,
    "stream": STREAM,
    "door": DOOR,
    "conveyor": CONVEYOR,
    "station": STATION,
    "line_sorter": LINE,
    "loop_sorter": LOOP,
    "robot_field": ROBOTS,
    "chute": CHUTE,
    "bag": CONTAINER,
    "unbag": UNBAG,
    "staging": STAGING,
    "outbound_door": LOADER,
    "sink": SINK,
    "lane": LANE,
}
LONG_AGO = -(2**60)
UNLIMITED = 2**60

# What a row holds where nothing else is said: -1 for "none", 0 for counts.
NONE = (
    "way router main_line back law law_by_class crew max_wait sort_plan coding reject reserved overflow staging rate_first changeover closing batch limit "
    "thinning mix failure_working failure_parcels waiting_first waiting_last head tail frozen remaining lot departure hand deck done_tick block ready_head "
    "ready_tail asks_next stock most_grams queue_tail newest second third fourth last_feeder vehicle"
).split()


def at_rest(n: int) -> np.ndarray:
    """Return a table of `n` rows at rest, of no kind yet."""
    table = np.zeros(n, ELEMENT)
    for name in NONE:
        table[name] = -1
    for name in ("main", "entry", "fail"):
        table[name] = NEVER
    for name in ("last_in", "last_out", "last_minor", "tick"):
        table[name] = LONG_AGO
    table["pack"] = UNLIMITED
    table["pace"] = 1000
    return table


def _of_hours(days: list[float], clock: int) -> list[float]:
    """Return the factor of each hour from the midnight before the run: that of the day of the run in which the hour begins."""
    hour = 3600 * TICKS_PER_S
    return [days[max(0, (h * hour - clock) // (24 * hour))] for h in range(24 * len(days))]


class Machines:
    """Fills the rows of elements; laws and lists go to the pool."""

    def __init__(
        self, hub: Hub, pool: Pool, laws: Laws, number_of: list[int], crew_of: dict[str, int], stock_of: dict[str, int], mix_of: dict[int, int]
    ) -> None:
        self.hub = hub
        self.pool = pool
        self.laws = laws
        self.number_of = number_of
        self.place_of = {number: place for place, number in enumerate(number_of)}
        self.crew_of = crew_of
        self.stock_of = stock_of
        self.mix_of = mix_of
        self.classes = list(hub.classes)

    def element(self, row: Any, place: int, element: ElementInstance) -> None:
        """Fill the row at rest of the element at hub place `place`."""
        row["kind"] = KINDS[element.spec.kind]
        row["cold"] = element.spec.cold
        fill: Callable[..., None] | None = getattr(self, "_" + element.spec.kind, None)
        if fill is not None:
            fill(row, element.spec, element, place)

    def seconds(self, law: Any) -> int:
        return self.laws.add(law, TICKS_PER_S)

    def _stream(self, row: Any, spec: Any, element: ElementInstance, place: int) -> None:
        row["mix"] = self.mix_of[place]
        row["saturated"] = spec.saturated is not None
        row["lose"] = spec.full == "lose"
        row["limit"] = spec.limit if spec.limit is not None else -1
        row["batch"] = self.laws.add(spec.batch, 1)
        row["entered"] = 0
        row["remaining"] = ticks(spec.first_s)
        if spec.per_day is not None:
            weights = spec.profile.hourly if spec.profile is not None else [1.0] * 24
            clock = clock_ticks(self.hub.scenario.start)
            rates = weights
            if self.hub.scenario.calendar is not None:
                rates = [weights[hour % 24] * factor for hour, factor in enumerate(_of_hours(factors(self.hub), clock))]
            peak = max(rates)
            row["law"] = self.laws.exponential(86_400 * TICKS_PER_S / spec.per_day * (math.fsum(weights) / 24) / peak)
            row["thinning"] = self.pool.add([len(rates), clock, *(math.floor(rate / peak * 2**53 + 0.5) for rate in rates)])
        else:
            row["law"] = self.seconds(spec.interarrival)

    def _door(self, row: Any, spec: Any, element: ElementInstance, place: int) -> None:
        row["machines"] = 1
        row["changeover"] = self.seconds(spec.changeover)
        row["closing"] = self.seconds(spec.closing)
        self._rates(row, spec)

    def _outbound_door(self, row: Any, spec: Any, element: ElementInstance, place: int) -> None:
        row["machines"] = 1
        row["changeover"] = self.seconds(spec.changeover)
        self._rates(row, spec)

    def _rates(self, row: Any, spec: Any) -> None:
        row["rate_first"] = self.pool.add(max(1, ticks(3600 / rate)) for rate in spec.rate_per_h)
        row["n_rates"] = len(spec.rate_per_h)
        row["workers"] = spec.workers or len(spec.rate_per_h)
        row["crew"] = self.crew_of[spec.crew] if spec.crew is not None else -1

    def _conveyor(self, row: Any, spec: Any, element: ElementInstance, place: int) -> None:
        row["machines"] = 1
        row["transit"] = ticks(spec.length_m / spec.speed_m_s)
        row["headway"] = ticks(spec.spacing_m / spec.speed_m_s)
        row["pack"] = max(1, micrometres(spec.length_m) // micrometres(spec.spacing_m))
        row["still"] = not spec.accumulating

    def _station(self, row: Any, spec: Any, element: ElementInstance, place: int) -> None:
        row["machines"] = spec.servers
        row["on"] = row["manned"] = spec.servers
        row["law"] = self.seconds(spec.service) if spec.service is not None else self.laws.fixed(ticks(3600 / spec.rate_per_h))
        if spec.service_by_class:
            row["law_by_class"] = self.pool.add(self.seconds(spec.service_by_class[c]) if c in spec.service_by_class else int(row["law"]) for c in self.classes)
        row["pack"] = spec.buffer if spec.buffer is not None else UNLIMITED
        row["lose"] = spec.full == "lose"
        row["priority_rule"] = {"fifo": FIFO, "priority": PRIORITY, "preemptive": PREEMPTIVE}[spec.discipline]
        row["crew"] = self.crew_of[spec.crew] if spec.crew is not None else -1
        row["first"] = self.pool.add([-1, int(NEVER)] * spec.servers)
        if any(failure.servers for failure in spec.failures):
            # what is left of the services in hand at servers that are out of order
            self.pool.room(spec.servers)

    def _outlets(self, element: ElementInstance, spec: Any, sorted_by: Callable[[float], int]) -> tuple[list[tuple[int, int]], list[int]]:
        """Return (chute, position) of each outlet, and the outlet of each destination (-1: none): those not named are dealt, the largest first."""
        outlets: list[tuple[int, int]] = []
        named: dict[str, int] = {}
        rest: list[int] = []
        reject = [ref.index for key in ("reject", "overflow") for ref in element.ways.get(key, ())]
        for i, outlet in enumerate(spec.outlets):
            refs = element.ways[f"outlets.{i}"]
            for j, ref in enumerate(refs):
                at = outlet.at_m if hasattr(outlet, "at_m") else outlet.from_m + (outlet.to_m - outlet.from_m) * j / max(1, len(refs) - 1)
                if getattr(outlet, "destinations", None) is not None:
                    named.update(dict.fromkeys(outlet.destinations, len(outlets)))
                elif ref.index not in reject:
                    rest.append(len(outlets))
                outlets.append((self.number_of[ref.index], sorted_by(at)))
        plan = [named.get(destination.name, -1) for destination in self.hub.destinations]
        left = [d for d in range(len(plan)) if plan[d] < 0]
        if rest and left:
            for destination, chosen in zip(left, self._chosen(element, spec, [outlets[i] for i in rest], left), strict=True):
                plan[destination] = rest[chosen]
        return outlets, plan

    def _chosen(self, element: ElementInstance, spec: Any, outlets: list[tuple[int, int]], left: list[int]) -> list[int]:
        """Return the outlet that the sort plan of a sorter gives to each of the destinations `left`."""
        chutes = self._views(spec, outlets)
        inductions = [induction.at_m for induction in spec.inductions.values()] if hasattr(spec, "inductions") else [0.0]
        length = spec.carriers * spec.pitch_m if hasattr(spec, "carriers") else getattr(spec, "length_m", math.inf)
        shares = [self.hub.destinations[d].share for d in left]
        return plan_of(spec.sort_plan, self.hub.folder, element.name, shares, chutes, inductions, length)

    def _views(self, spec: Any, outlets: list[tuple[int, int]]) -> list[Chute]:
        """Return what policies may know of outlets; their positions are carriers on a loop, ticks of a drive on a robot field, else micrometres."""
        step_m = getattr(spec, "pitch_m", spec.speed_m_s / TICKS_PER_S if spec.kind == "robot_field" else 1e-6)
        return [Chute(self.hub.elements[self.place_of[chute]].name, position * step_m) for chute, position in outlets]

    def _line_sorter(self, row: Any, spec: Any, element: ElementInstance, place: int) -> None:
        outlets, plan = self._outlets(element, spec, micrometres)
        # By position, so that the outlet's number breaks ties as the rule says.
        order = sorted(range(len(outlets)), key=lambda i: outlets[i][1])
        row["machines"] = 1
        row["still"] = 1
        row["speed"] = micrometres(spec.speed_m_s)
        row["length"] = micrometres(spec.length_m)
        row["transit"] = int(row["length"]) * TICKS_PER_S // int(row["speed"])
        row["gap"] = micrometres(spec.gap_m)
        row["outlets"] = self.pool.add(value for i in order for value in outlets[i])
        row["n_outlets"] = len(outlets)
        row["sort_plan"] = self.pool.add(order.index(outlet) if outlet >= 0 else -1 for outlet in plan)
        row["divert_fail"] = math.floor(spec.divert_fail * 2**53)
        shortest = min(micrometres(c.length_m[0]) for c in self.hub.classes.values())
        row["first"] = self.pool.room(3 * (int(row["length"]) // max(1, shortest + int(row["gap"])) + 4))

    def _loop_sorter(self, row: Any, spec: Any, element: ElementInstance, place: int) -> None:
        m, decks, n = spec.carriers, spec.decks, len(spec.inductions)
        outlets, plan = self._outlets(element, spec, lambda at: math.floor(at / spec.pitch_m + 0.5) % m)
        # a destination without a chute never comes here (a rule of scenarios), but its place must hold a number
        plan = [max(0, outlet) for outlet in plan]
        num, den = micrometres(spec.pitch_m) * TICKS_PER_S, micrometres(spec.speed_m_s)
        divisor = math.gcd(num, den)
        row["machines"] = m * decks
        row["carriers"], row["decks"], row["n"] = m, decks, n
        row["num"], row["den"] = num // divisor, den // divisor
        row["outlets"] = self.pool.add(value for outlet in outlets for value in outlet)
        row["n_outlets"] = len(outlets)
        row["sort_plan"] = self.pool.add(plan)
        for name in ("no_read", "divert_fail"):
            row[name] = math.floor(getattr(spec, name) * 2**53)
        if spec.coding is not None:
            row["coding"] = self.seconds(spec.coding.delay)
            row["solved"] = math.floor(spec.coding.solved * 2**53)
        row["lap_limit"] = spec.lap_limit or 0
        if spec.reject is not None:
            chute = self.number_of[element.ways["reject"][0].index]
            row["reject"] = [outlet[0] for outlet in outlets].index(chute) if chute in [o[0] for o in outlets] else -1
            if row["reject"] < 0:
                raise PlantError(f"{element.name}: the reject chute hangs nowhere on the loop; list it among the outlets, with its position")
        self._loop_plans(row, spec, element, outlets)
        positions = [math.floor(induction.at_m / spec.pitch_m + 0.5) % m for induction in spec.inductions.values()]
        own = self.number_of[place]
        in_order = sorted(range(n), key=lambda i: (positions[i], i))
        row["first"] = self.pool.room(m * (3 * decks + 1))
        self.pool.add(own + 1 + i for i in in_order)
        self.pool.room(n, 0)

    def _robot_field(self, row: Any, spec: Any, element: ElementInstance, place: int) -> None:
        outlets, plan = self._outlets(element, spec, lambda at: ticks(at / spec.speed_m_s))
        row["machines"] = spec.robots
        row["pack"] = spec.places
        row["law"] = self.seconds(spec.handling)
        row["gap"] = math.floor(spec.slowdown * 1_000_000 + 0.5)
        row["outlets"] = self.pool.add(value for outlet in outlets for value in outlet)
        row["n_outlets"] = len(outlets)
        row["sort_plan"] = self.pool.add(max(0, outlet) for outlet in plan)
        row["first"] = self.pool.add([-1, int(NEVER), 0] * spec.robots)
        if spec.charging is not None:
            row["reset"] = ticks(spec.charging.lasts_min * 60)
            row["max_wait"] = ticks(spec.charging.after_min * 60)
            row["limit"] = spec.charging.chargers or spec.robots

    def _loop_plans(self, row: Any, spec: Any, element: ElementInstance, outlets: list[tuple[int, int]]) -> None:
        """Write for whom each carrier is reserved, and which outlet takes what found another full, where they are for anybody (PHYSICS 5.4, 5.6)."""
        length, folder = spec.carriers * spec.pitch_m, self.hub.folder
        needs_two = any(c.two_carriers > 0 for c in self.hub.classes.values())
        inductions = [induction.at_m for induction in spec.inductions.values()]
        reserved = carriers_of(spec.carrier_plan, folder, element.name, spec.carriers, inductions, length, needs_two)
        if max(reserved) >= 0:
            row["reserved"] = self.pool.add(reserved)
        named = self.number_of[element.ways["overflow"][0].index] if spec.overflow is not None else -1
        places = [chute for chute, _ in outlets]
        overflow = overflow_of(spec.overflow_plan, folder, element.name, self._views(spec, outlets), places.index(named) if named in places else -1, length)
        if overflow != list(range(len(outlets))):
            row["overflow"] = self.pool.add(overflow)

    def induction(self, row: Any, loop: int, element: ElementInstance, name: str) -> None:
        """Fill the row at rest of induction `name` of the loop at hub place `loop`."""
        spec = element.spec.inductions[name]
        row["kind"] = INDUCTION
        row["position"] = math.floor(spec.at_m / element.spec.pitch_m + 0.5) % element.spec.carriers
        row["deck"] = spec.deck - 1 if spec.deck is not None else -1
        row["back"] = self.number_of[loop]

    def _chute(self, row: Any, spec: Any, element: ElementInstance, place: int) -> None:
        row["machines"] = 1
        row["pack"] = spec.capacity if spec.capacity is not None else UNLIMITED
        row["reset"] = spec.reset_carriers
        row["open"] = 1
        if spec.container is not None:
            self._from_stock(row, spec.container.stock)
            row["kind"] = CONTAINER
            row["bag_size"] = spec.container.size
            row["most_grams"] = grams(spec.container.limit_kg) if spec.container.limit_kg is not None else -1
            row["law"] = self.seconds(spec.container.change)
            row["crew"] = self.crew_of[spec.container.crew] if spec.container.crew is not None else -1
            row["max_wait"] = ticks(spec.container.max_wait_s) if spec.container.max_wait_s is not None else -1

    def _bag(self, row: Any, spec: Any, element: ElementInstance, place: int) -> None:
        row["machines"] = 1
        row["pack"] = 0
        row["open"] = 1
        row["still"] = 1
        row["bag_size"] = spec.size
        row["most_grams"] = grams(spec.limit_kg) if spec.limit_kg is not None else -1
        row["max_wait"] = ticks(spec.max_wait_s) if spec.max_wait_s is not None else -1
        self._from_stock(row, spec.stock)

    def _from_stock(self, row: Any, name: str | None) -> None:
        """A container that comes from a stock is closed at the begin, and waits for its first bag."""
        if name is not None:
            row["stock"] = self.stock_of[name]
            row["open"], row["asked"], row["idle"] = 0, 1, 1

    def _unbag(self, row: Any, spec: Any, element: ElementInstance, place: int) -> None:
        row["machines"] = 1
        row["open"] = 1

    def _staging(self, row: Any, spec: Any, element: ElementInstance, place: int) -> None:
        row["pack"] = spec.capacity if spec.capacity is not None else UNLIMITED
        row["first"] = self.pool.room(3 * len(self.hub.destinations) * (1 + max(tiers(self.hub))))

    def _sink(self, row: Any, spec: Any, element: ElementInstance, place: int) -> None:
        row["lose"] = spec.rejected is not None
