"""What one run has found: totals, tables and series, each column with its type, unit and meaning.

`Run` is what both engines return, and all that summary, figures, files and statistics read.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

# column -> (unit, meaning); one row an element, in the order of the element numbers
ELEMENT_COLUMNS: dict[str, tuple[str, str]] = {
    "name": ("", "name in the scenario, copies as name[2], groups as group[1].name"),
    "kind": ("", "kind of element"),
    "machines": ("1", "servers, doors, belts: what the states below are counted over"),
    "crew": ("", "element of the crew that mans it, empty if none"),
    "entered": ("units", "units that came in after the warm-up"),
    "left": ("units", "units that went on; of a chute or bag the parcels, which go on in bags"),
    "lost": ("parcels", "parcels turned away because it was full, or rejected at this sink"),
    "busy_s": ("machine s", "working; a crew that mans doors or stations has no states of its own: theirs are its"),
    "idle_s": (
        "machine s",
        "door: a vehicle there, but changing or without people; chute: waits for an attendant, or for an empty bag; robot: charged, or waits for a charger",
    ),
    "starved_s": ("machine s", "able to work, nothing there"),
    "blocked_s": ("machine s", "done, but what follows does not accept"),
    "down_s": ("machine s", "failed or under repair"),
    "off_s": ("machine s", "not manned"),
    "inside_mean": ("units", "mean number inside, over time"),
    "inside_max": ("units", "largest number inside"),
    "inside_end": ("units", "number inside at the end"),
    "queue_mean": ("units", "mean number inside that is not in service, over time"),
    "queue_max": ("units", "largest such number"),
    "stay_mean_s": ("s", "mean time from entering to leaving, of those that left; nan for a stock"),
    "wait_mean_s": ("s", "mean time from entering to the start of service; stock: that a container waits for an empty bag"),
    "recirculated": ("passes", "loop: laps taken because the chute did not take the parcel"),
    "chute_full": ("passes", "of these: chute full"),
    "chute_reset": ("passes", "of these: too soon after the last"),
    "divert_failed": ("passes", "of these: the pass failed"),
    "unread": ("parcels", "loop: codes not read at induction"),
    "capacity_per_h": ("units/h", "rate at work without stop, all machines manned; loop: carriers past a point; induction: one a tick; nan: no meaning"),
}

DEPARTURE_COLUMNS: dict[str, tuple[str, str]] = {
    "name": ("", "name in the scenario, with its destination"),
    "door": ("", "outbound door, empty if it got none"),
    "cut_off_s": ("s", "cut-off after the start of the run; nan if it leaves when full"),
    "docked_s": ("s", "when it had its door; nan if it had none"),
    "left_s": ("s", "when it left"),
    "parcels": ("parcels", "aboard"),
    "promised": ("parcels", "promised to it; of a departure with several vehicles all of them in its first row"),
    "on_time": ("parcels", "of these: aboard it, or an earlier one"),
}

CLASS_COLUMNS: dict[str, tuple[str, str]] = {
    "name": ("", "class of parcels"),
    "unloaded": ("parcels", "that came to be at a door or stream; what was inside at the end of the warm-up included"),
    "dispatched": ("parcels", "aboard a vehicle, also one that still stands at its door, or gone through a sink"),
    "dispatched_t": ("t", "their weight; 0 if the class has none"),
    "rejected": ("parcels", "turned away, or gone through a sink that rejects"),
    "dwell_mean_s": ("s", "mean time from unloading to leaving, of those dispatched"),
    "promised": ("parcels", "promised a departure that has left after the warm-up"),
    "on_time": ("parcels", "of these: aboard it, or an earlier one"),
    "too_warm": ("parcels", "outside the cold room for longer at once than their limit; counted once each"),
}

STATES = ("busy", "idle", "starved", "blocked", "down", "off")


@dataclass(frozen=True)
class Bottleneck:
    """What limits the hub in its peak window, and the evidence; found by `sim.results.bottleneck.find`."""

    name: str
    """the element, or the family of its copies as name[*]; the nearest to its limit if nothing binds; empty if nothing worked"""
    kind: str
    members: int
    """elements in the family [1]"""
    binds: bool
    """false: nothing limits the hub, the demand does"""
    why: str
    """one or two sentences with the figures"""
    utilisation: float
    """how much of it was used in the peak window, by the rule of `bottleneck` [1]"""
    from_s: float
    """begin of the peak window, after the start of the run [s]"""
    until_s: float


@dataclass(frozen=True)
class Run:
    """One run of one scenario with one engine, seed and replication."""

    scenario: str
    """name of the scenario file without its folder and ending"""
    title: str
    engine: str
    seed: int
    replication: int
    start_clock_s: float
    """time of day at which the run begins [s]"""
    horizon_s: float
    warm_up_s: float
    parcels: dict[str, int]
    """offered, dispatched, late, held, rejected, inside [parcels], after the warm-up; held: inside at the end, promised departure gone;
    inside: all others inside"""
    rejected: dict[str, int]
    """rejected parcels by reason [parcels]"""
    promised: int
    """parcels whose promised departure has left after the warm-up [parcels]; 0 in a scenario without departures"""
    dwell_s: dict[str, float]
    """mean, p50, p95, p99, from unloading to loading [s]; nan if nothing was dispatched"""
    dwell_edges_s: np.ndarray
    """edges of the bins of the dwell distribution, shape (bins + 1,) [s]"""
    dwell_counts: np.ndarray
    """parcels in each bin, shape (bins,)"""
    elements: dict[str, np.ndarray]
    """ELEMENT_COLUMNS, one row an element"""
    flows: dict[str, np.ndarray]
    """from, to (element numbers), units: how many went each way"""
    sample_times_s: np.ndarray
    """times of the series below, shape (samples,) [s] from the start of the run"""
    inside: np.ndarray
    """units inside each element at the sample times, shape (samples, elements)"""
    entered: np.ndarray
    """units that had entered each element by then, shape (samples, elements)"""
    totals: dict[str, np.ndarray]
    """offered, dispatched, unloaded, rejected, and docked (in vehicles that have come to a door, or of streams): parcels so far at the sample times, each of
    shape (samples,)"""
    busy: np.ndarray
    """machine-seconds busy so far of each element at the sample times, shape (samples, elements) [machine s]"""
    departures: dict[str, np.ndarray]
    """DEPARTURE_COLUMNS, one row a departure"""
    yards: dict[str, dict[str, float]]
    """by yard: vehicles, wait_mean_s, wait_max_s, inside_max, outside_max; with a gate: gate_busy_share [1], gate_wait_mean_s, gate_wait_max_s"""
    digest: str
    """sixteen hexadecimal digits over the journeys of all parcels"""
    wall_s: dict[str, float]
    """setup, simulate, total [s]"""
    peak_memory_mb: float
    docks: dict[str, np.ndarray]
    """doors, outbound_doors: with a vehicle; yard: vehicles in the yards; at the sample times, each of shape (samples,)"""
    people: dict[str, dict[str, np.ndarray]]
    """by crew: present, and of them at_work, in the middle of work [persons]; at the sample times, each of shape (samples,)"""
    blocked: np.ndarray | None = None
    """machine-seconds blocked so far, as `busy`; None if the engine does not keep them"""
    off: np.ndarray | None = None
    """machine-seconds not manned so far, as `busy`; None if the engine does not keep them"""
    classes: dict[str, np.ndarray] = field(default_factory=dict)
    """CLASS_COLUMNS; empty if the scenario names no classes"""
    lanes: dict[str, dict[str, Any]] = field(default_factory=dict)
    """by lane: mode, and of the vehicles that have arrived: vehicles, parcels, load_units (begun; 0 if loose), filled_share [1], time_mean_s (door to gate)"""
    roads: dict[str, dict[str, float]] = field(default_factory=dict)
    """by shared road: vehicles, wait_mean_s, wait_max_s, queue_max, waiting_end [vehicles], used_share [1]"""
    fleets: dict[str, dict[str, float]] = field(default_factory=dict)
    """by fleet: vehicles, trips, driven_km, used_kwh (nan if it is not electric), charges, none_found [departures], and what all its vehicles together
    did, the warm-up included, the sum being vehicles x horizon: idle_s, loading_s, driving_s, unloading_s, waiting_s, charging_s"""
    events: dict[str, np.ndarray] = field(default_factory=dict)
    """EVENT_COLUMNS of sim.results.recovery; empty if nothing happens in the scenario"""
    undisturbed: dict[str, int] = field(default_factory=dict)
    """`parcels` of the twin: the same day without the events; empty if there are none"""

    @property
    def throughput_per_day(self) -> float:
        """Dispatched parcels a day, over the time after the warm-up [parcels/day]."""
        return self.parcels["dispatched"] / (self.horizon_s - self.warm_up_s) * 86_400

    @property
    def on_time_share(self) -> float:
        """Share of the parcels whose promised departure has left that were aboard it [1]; nan if none was promised."""
        return 1 - self.parcels["late"] / self.promised if self.promised else float("nan")
