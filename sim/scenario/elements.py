"""Every kind of element, from sources to sinks: its fields, their units, ranges and meaning."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from .fields import Clock, Count, Duration, Length, Name, Part, Policy, Rate, Share, Target, exactly_one
from .ingredients import Failure, Mix, Profile
from .laws import CountLaw, TimeLaw
from .transport import Gate, LoadUnit, TravelFrom


class Element(Part):
    """What all elements share."""

    count: Count = Field(default=1, description="how many of it, side by side; name[1], name[2] ... [1]")
    failures: list[Failure] = Field(default=[], description="ways in which it stops")
    cold: bool = Field(default=False, description="inside the cold room, or refrigerated: the time of cold parcels here does not count as outside")
    equipment: Name | None = Field(default=None, description="what it is by sim/site/equipment.yaml: area, power, price; by its kind if left out")
    note: str | None = Field(default=None, description="source and status of its figures")


class Source(Element):
    """Vehicles with loads. Give a timetable, a number a day with a profile, or a manifest."""

    kind: Literal["source"]
    vehicles_per_day: Rate | None = Field(default=None, description="mean number of vehicles a day [1]")
    profile: Profile | None = Field(default=None, description="shape of the day; even if left out")
    schedule: list[Clock] | None = Field(default=None, min_length=1, description="arrival of each vehicle, every day")
    manifest: str | None = Field(default=None, min_length=1, description="CSV, XLSX or Parquet file beside the scenario")
    load: CountLaw | None = Field(default=None, description="parcels in one vehicle [1]")
    lateness: TimeLaw | None = Field(default=None, description="delay after the planned arrival [s]")
    mix: Mix = Mix()
    vehicle_class: Name | None = Field(default=None, description="whose access windows hold for its vehicles; they may come at any time if left out")
    road: Name | None = Field(default=None, description="the shared road that its vehicles take to come in; none is narrow if left out")
    to: Target = Field(description="yard, or the doors")

    @model_validator(mode="after")
    def _one(self) -> "Source":
        exactly_one(self, "vehicles_per_day", "schedule", "manifest")
        if self.manifest is None and self.load is None:
            raise ValueError("load is missing: how many parcels are in a vehicle?")
        if self.profile is not None and self.vehicles_per_day is None:
            raise ValueError("profile needs vehicles_per_day")
        return self


class Stream(Element):
    """Parcels that come one by one (or in batches) without a vehicle."""

    kind: Literal["stream"]
    interarrival: TimeLaw | None = Field(default=None, description="time between arrivals [s]")
    per_day: Rate | None = Field(default=None, description="Poisson arrivals a day, following `profile` [1]")
    profile: Profile | None = Field(default=None, description="shape of the day; even if left out")
    saturated: Literal[True] | None = Field(default=None, description="always one more waiting")
    first_s: float = Field(default=0.0, ge=0, le=1e9, description="nothing arrives before this time [s]")
    batch: CountLaw | None = Field(default=None, description="parcels in each arrival; 1 if left out [1]")
    limit: Count | None = Field(default=None, description="number of arrivals after which it ends [1]")
    full: Literal["wait", "lose"] = Field(default="wait", description="what an arrival does when the next element is full")
    mix: Mix = Mix()
    to: Target

    @model_validator(mode="after")
    def _one(self) -> "Stream":
        exactly_one(self, "interarrival", "per_day", "saturated")
        if self.profile is not None and self.per_day is None:
            raise ValueError("profile needs per_day")
        if self.saturated and (self.full == "lose" or self.batch is not None):
            raise ValueError("a saturated stream waits, one parcel at a time: leave out full and batch")
        return self


class Lane(Element):
    """The way between two hubs: vehicles of a departure travel it with what is in them, and are unloaded at its end."""

    kind: Literal["lane"]
    mode: Literal["road", "rail", "air"] = Field(default="road", description="what goes on it: trucks, trains or aircraft")
    travel: TimeLaw | None = Field(default=None, description="from the outbound door to the gate of the next hub [s]")
    travel_by_hour: list[TravelFrom] | None = Field(
        default=None, min_length=1, max_length=96, description="the same by the time of day at which a vehicle sets out"
    )
    distance_km: Annotated[float, Field(ge=0.001, le=20_000)] | None = Field(default=None, description="its length; electric vehicles must know it [km]")
    load_unit: LoadUnit | None = Field(default=None, description="what parcels travel in; loose if left out")
    handling_places: Count = Field(default=1, description="load units that are built, or stripped, at the same time [1]")
    vehicle_class: Name | None = Field(default=None, description="whose access windows hold at its end; vehicles may come at any time if left out")
    road: Name | None = Field(default=None, description="the shared road on which it ends; none is narrow if left out")
    to: Target = Field(description="yard, or the doors, of the next hub")

    @model_validator(mode="after")
    def _one(self) -> "Lane":
        exactly_one(self, "travel", "travel_by_hour")
        if self.mode != "road" and self.road is not None:
            raise ValueError(f"what goes by {self.mode} takes no road: leave out road")
        if self.load_unit is None and "handling_places" in self.model_fields_set:
            raise ValueError("handling_places are for load units: give it a load_unit")
        return self


class Yard(Element):
    """Vehicles wait here for a door. When it is full they queue on the road outside."""

    kind: Literal["yard"]
    capacity: Count = Field(description="vehicles that may wait [1]")
    gate: Gate | None = Field(default=None, description="what vehicles pass before it; it is open if left out")
    to: Target = Field(description="the doors")


class Door(Element):
    """A dock position: a vehicle backs in, a crew unloads it onto the next element, it leaves."""

    kind: Literal["door"]
    changeover: TimeLaw = Field(description="from the call to the first parcel: back in, open, deploy the belt [s]")
    closing: TimeLaw | None = Field(default=None, description="after the last parcel: close and leave; none if left out [s]")
    rate_per_h: list[Rate] = Field(min_length=1, max_length=20, description="parcels unloaded by 1, 2, ... workers; shows the diminishing return [parcels/h]")
    crew: Name | None = Field(default=None, description="who unloads; always manned by the full number if left out")
    workers: Count | None = Field(default=None, description="workers asked for a vehicle; as many as rate_per_h lists if left out [persons]")
    to: Target

    @model_validator(mode="after")
    def _workers(self) -> "Door":
        if self.workers is not None and self.workers > len(self.rate_per_h):
            raise ValueError(f"{self.workers} workers, but rate_per_h says only what up to {len(self.rate_per_h)} do")
        return self


class Conveyor(Element):
    """A belt: first in, first out; finite; when its head cannot leave, it fills (accumulating) or stops."""

    kind: Literal["conveyor"]
    length_m: Length = Field(description="entry to exit [m]")
    speed_m_s: Annotated[float, Field(ge=0.001, le=20)] = Field(description="belt speed [m/s]")
    spacing_m: Annotated[float, Field(ge=1e-4, le=100)] = Field(description="least distance between two parcels' fronts [m]")
    accumulating: bool = Field(default=True, description="parcels close up behind a waiting head; else the whole belt stops")
    to: Target


class Station(Element):
    """Servers side by side with a queue before them: X-ray lane, singulator, DWS, coding desk."""

    kind: Literal["station"]
    servers: Count = Field(default=1, description="places that work at the same time [1]")
    service: TimeLaw | None = Field(default=None, description="time for one parcel [s]")
    rate_per_h: Rate | None = Field(default=None, description="parcels of one server; a steady rate instead of a law [parcels/h]")
    service_by_class: dict[Name, TimeLaw] = Field(default={}, description="time for parcels of these classes instead [s]")
    buffer: Annotated[int, Field(ge=0, le=100_000_000)] | None = Field(
        default=None, description="parcels that may wait before the servers; unlimited if left out [1]"
    )
    full: Literal["block", "lose"] = Field(default="block", description="who comes when the buffer is full waits upstream, or is lost")
    discipline: Literal["fifo", "priority", "preemptive"] = Field(default="fifo", description="who is next; preemptive interrupts and later resumes")
    crew: Name | None = Field(default=None, description="one person a server; servers without one are off")
    to: Target

    @model_validator(mode="after")
    def _one(self) -> "Station":
        exactly_one(self, "service", "rate_per_h")
        return self


class Merge(Element):
    """Several feeders into one element; a point without length or place."""

    kind: Literal["merge"]
    rule: Literal["fifo", "priority", "alternating", "gap"] = Field(default="fifo", description="who goes next")
    order: list[Target] | None = Field(default=None, description="feeders from first to last; the file's order if left out")
    gap_s: Duration | None = Field(default=None, description="rule gap: time the first feeder (a conveyor) must leave free [s]")
    to: Target

    @model_validator(mode="after")
    def _gap(self) -> "Merge":
        if (self.rule == "gap") != (self.gap_s is not None):
            raise ValueError("rule gap and gap_s go together")
        return self


class Diverter(Element):
    """A branch without length or place: each parcel is told its way as soon as it is ready to leave."""

    kind: Literal["diverter"]
    by: Literal["class", "destination", "share", "shortest_queue"]
    routes: dict[Name, Target] | None = Field(default=None, description="by class or destination: the way of each")
    shares: dict[Target, Share] | None = Field(default=None, description="by share: the fraction of each way; must sum to 1 [1]")
    among: list[Target] | None = Field(default=None, min_length=1, description="by shortest_queue: the ways, the first wins a tie")
    otherwise: Target | None = Field(default=None, description="by class or destination: the way of those not named in routes")

    @model_validator(mode="after")
    def _fits(self) -> "Diverter":
        need = {"class": "routes", "destination": "routes", "share": "shares", "shortest_queue": "among"}[self.by]
        for name in ("routes", "shares", "among"):
            if (getattr(self, name) is not None) != (name == need):
                raise ValueError(f"a diverter by {self.by} takes {need}, and no other list of ways")
        if self.otherwise is not None and need != "routes":
            raise ValueError(f"a diverter by {self.by} has no otherwise")
        if self.shares is not None and abs(sum(self.shares.values()) - 1) > 1e-6:
            raise ValueError(f"the shares sum to {sum(self.shares.values()):g}, not 1")
        return self


class Induction(Part):
    """Where parcels come onto a loop; elements name it as `loop.induction`."""

    at_m: Annotated[float, Field(ge=0, le=1e5)] = Field(description="distance along the loop; rounded to a whole carrier [m]")
    deck: Annotated[int, Field(ge=1, le=4)] | None = Field(default=None, description="the one deck it serves; any free one, lowest first, if left out [1]")


class Outlet(Part):
    """Where a chute hangs on a loop or line sorter, and for whom."""

    chute: Target = Field(description="name of the chute element")
    at_m: Annotated[float, Field(ge=0, le=1e5)] = Field(description="distance along the sorter [m]")
    destinations: list[Name] | None = Field(default=None, description="destinations sorted to it")


class ChuteRow(Part):
    """A chute element with `count`, spread evenly from one position to another."""

    chute: Target = Field(description="name of the chute element")
    from_m: Annotated[float, Field(ge=0, le=1e5)] = Field(description="position of the first [m]")
    to_m: Annotated[float, Field(ge=0, le=1e5)] = Field(description="position of the last [m]")


class Coding(Part):
    """Video coding of parcels whose code was not read, while they travel on the loop."""

    delay: TimeLaw = Field(description="from induction until the coder's answer [s]")
    solved: Share = Field(description="share solved; the others go to the reject chute [1]")


class LoopSorter(Element):
    """A closed track of carriers with inductions and chutes at stated positions (cross-belt, tilt-tray)."""

    kind: Literal["loop_sorter"]
    speed_m_s: Annotated[float, Field(ge=0.001, le=10)] = Field(description="speed of the carriers [m/s]")
    pitch_m: Annotated[float, Field(ge=0.001, le=10)] = Field(description="distance between carrier centres [m]")
    carriers: Annotated[int, Field(ge=2, le=20_000)] = Field(description="carriers on one deck [1]")
    decks: Annotated[int, Field(ge=1, le=4)] = Field(default=1, description="loops above each other over the same chutes [1]")
    inductions: dict[Name, Induction] = Field(min_length=1, max_length=64)
    outlets: list[Outlet | ChuteRow] = Field(min_length=1, description="chutes; destinations not named go to the rest, by sort_plan")
    sort_plan: Policy = Field(default="dealt", description="which chute the destinations get that no outlet names")
    no_read: Share = Field(default=0.0, description="share whose code is not read at induction [1]")
    coding: Coding | None = Field(default=None, description="what happens to them; straight to the reject chute if left out")
    divert_fail: Share = Field(default=0.0, description="share of passes at the own chute that fail [1]")
    lap_limit: Annotated[int, Field(ge=1, le=1000)] | None = Field(default=None, description="failed passes after which a parcel goes to the reject chute [1]")
    reject: Target | None = Field(default=None, description="chute for unread parcels and those beyond the lap limit")
    carrier_plan: Policy = Field(default="any_carrier", description="which carriers each induction may take")
    overflow: Target | None = Field(default=None, description="chute for parcels that found their own full; they are to be sorted again")
    overflow_plan: Policy = Field(default="to_overflow", description="which chute takes what found another full")

    @model_validator(mode="after")
    def _reject(self) -> "LoopSorter":
        if (self.no_read > 0 or self.lap_limit is not None) and self.reject is None:
            raise ValueError("no_read or lap_limit need a reject chute: which?")
        return self


class LineSorter(Element):
    """A straight sorter (shoe, narrow belt, swing arm, wheel): a parcel needs its length and a gap."""

    kind: Literal["line_sorter"]
    length_m: Annotated[float, Field(ge=0.001, le=10_000)] = Field(description="entry to the end [m]")
    speed_m_s: Annotated[float, Field(ge=0.001, le=10)] = Field(description="speed of the line [m/s]")
    gap_m: Annotated[float, Field(ge=0, le=10)] = Field(description="free distance behind each parcel [m]")
    outlets: list[Outlet | ChuteRow] = Field(min_length=1, description="chutes; destinations not named go to the rest, by sort_plan")
    sort_plan: Policy = Field(default="dealt", description="which chute the destinations get that no outlet names")
    divert_fail: Share = Field(default=0.0, description="share of passes that fail [1]")
    to: Target = Field(description="where a parcel goes that was not diverted: chute full, or failed")


class Charging(Part):
    """How robots are charged."""

    after_min: Annotated[float, Field(gt=0, le=100_000)] = Field(description="time driven after which a robot that is back is charged [min]")
    lasts_min: Annotated[float, Field(gt=0, le=100_000)] = Field(description="time at the charger [min]")
    chargers: Count | None = Field(default=None, description="robots charged at the same time; all if left out [1]")


class RobotField(Element):
    """Robots that carry a parcel each from a loading place to its chute, and come back."""

    kind: Literal["robot_field"]
    robots: Annotated[int, Field(ge=1, le=2000)] = Field(description="robots on the field [1]")
    speed_m_s: Annotated[float, Field(ge=0.001, le=10)] = Field(description="speed of a robot that is alone [m/s]")
    handling: TimeLaw = Field(description="time to load a parcel and to tip it, of each trip [s]")
    slowdown: Annotated[float, Field(ge=0, le=100)] = Field(
        default=0.0, description="how much longer a drive takes when all robots are out; in between, in proportion [1]"
    )
    charging: Charging | None = Field(default=None, description="robots never need charging if left out")
    places: Count = Field(default=10, description="parcels that may wait at the loading place [1]")
    outlets: list[Outlet | ChuteRow] = Field(min_length=1, description="chutes; `at_m` is how far a robot drives to it from the loading place")
    sort_plan: Policy = Field(default="dealt", description="which chute the destinations get that no outlet names")


class Container(Part):
    """A bag, cage or pallet that is filled at a chute, and changed by an attendant."""

    size: Annotated[int, Field(ge=1, le=10_000)] = Field(description="parcels in it [1]")
    change: TimeLaw | None = Field(default=None, description="time to take it away and hang a new one; none if left out [s]")
    crew: Name | None = Field(default=None, description="attendants, one for a change; always there if left out")
    limit_kg: Annotated[float, Field(gt=0, le=100_000)] | None = Field(
        default=None, description="closed when what is in it weighs so much; any weight if left out [kg]"
    )
    max_wait_s: Duration | None = Field(default=None, description="closed this long after its first parcel even if not full [s]")
    stock: Name | None = Field(default=None, description="the reusable bags it is taken from; any number of new ones if left out")


class Chute(Element):
    """A place behind a sorter. Without a container parcels go on one by one; with one, as a bag."""

    kind: Literal["chute"]
    capacity: Annotated[int, Field(ge=1, le=1_000_000)] | None = Field(
        default=None, description="parcels it holds besides the open container; unlimited if left out [1]"
    )
    reset_carriers: Annotated[int, Field(ge=0, le=100)] = Field(default=0, description="carriers after an accepted parcel that cannot discharge into it [1]")
    container: Container | None = None
    to: Target


class Bag(Element):
    """n parcels become one unit that is sorted, moved and loaded as one."""

    kind: Literal["bag"]
    size: Annotated[int, Field(ge=1, le=10_000)] = Field(description="parcels in it [1]")
    limit_kg: Annotated[float, Field(gt=0, le=100_000)] | None = Field(
        default=None, description="closed when what is in it weighs so much; any weight if left out [kg]"
    )
    max_wait_s: Duration | None = Field(default=None, description="closed this long after its first parcel even if not full [s]")
    stock: Name | None = Field(default=None, description="the reusable bags it is taken from; any number of new ones if left out")
    to: Target


class Unbag(Element):
    """Where a bag is opened: its parcels go on one by one, the first that went in first. The time it takes is that of the station before it."""

    kind: Literal["unbag"]
    to: Target


class Staging(Element):
    """Floor where units wait for their vehicle, a row for each destination."""

    kind: Literal["staging"]
    capacity: Annotated[int, Field(ge=1, le=100_000_000)] | None = Field(default=None, description="units on the floor; unlimited if left out [1]")
    to: Target = Field(description="the outbound doors")


class OutboundDoor(Element):
    """Dock positions where vehicles are loaded from the staging floor."""

    kind: Literal["outbound_door"]
    changeover: TimeLaw | None = Field(default=None, description="from the call to the first unit; none if left out [s]")
    rate_per_h: list[Rate] = Field(min_length=1, max_length=20, description="units loaded by 1, 2, ... workers [units/h]")
    crew: Name | None = Field(default=None, description="who loads; always manned by the full number if left out")
    workers: Count | None = Field(default=None, description="workers asked for a vehicle [persons]")

    @model_validator(mode="after")
    def _workers(self) -> "OutboundDoor":
        if self.workers is not None and self.workers > len(self.rate_per_h):
            raise ValueError(f"{self.workers} workers, but rate_per_h says only what up to {len(self.rate_per_h)} do")
        return self


class Sink(Element):
    """Where a parcel has left the hub."""

    kind: Literal["sink"]
    rejected: str | None = Field(default=None, min_length=1, max_length=64, description="parcels here count as rejected, for this reason")


AnyElement = Annotated[
    Source
    | Stream
    | Lane
    | Yard
    | Door
    | Conveyor
    | Station
    | Merge
    | Diverter
    | LoopSorter
    | LineSorter
    | RobotField
    | Chute
    | Bag
    | Unbag
    | Staging
    | OutboundDoor
    | Sink,
    Field(discriminator="kind"),
]
