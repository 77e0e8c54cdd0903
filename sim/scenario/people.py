"""Rules of crews, failures and time."""

from collections.abc import Iterator

from .elements import Chute, Door, OutboundDoor, Station, Stream
from .ingredients import Crew, Shift
from .mixes import parts
from .moments import mean
from .problems import Problem, Where, did_you_mean, error, short, warning
from .resolution import ticks
from .schema import Scenario

MAX_BATCH = 10_000_000
"""parcels that may arrive at once: about 1 GB"""

MANY_FAILURES = 1_000_000
NO_MACHINES = ("source", "stream", "yard", "merge", "diverter", "staging", "sink")

DAY = 1440


def minutes(clock: str) -> int:
    """Return a time of day in minutes after midnight."""
    return int(clock[:2]) * 60 + int(clock[3:])


def uses(scenario: Scenario) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """Yield (crew, trade, path of the field that names it)."""
    trades = ((Door, "doors"), (OutboundDoor, "doors"), (Station, "stations"))
    for _, path, spec in parts(scenario):
        for kind, trade in trades:
            if isinstance(spec, kind) and spec.crew is not None:
                yield spec.crew, trade, (*path, "crew")
        if isinstance(spec, Chute) and spec.container is not None and spec.container.crew is not None:
            yield spec.container.crew, "containers", (*path, "container", "crew")
        for number, failure in enumerate(spec.failures):
            if failure.crew is not None:
                yield failure.crew, "repairs", (*path, "failures", number, "crew")


def crews_are_known(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Whoever is asked for exists."""
    for crew, _, path in uses(scenario):
        if crew not in scenario.crews:
            yield error(where(*path), f"unknown crew {short(crew)}", did_you_mean(crew, scenario.crews) or "define it under crews")


def crews_have_one_trade(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """A crew serves doors, stations, containers or repairs, not two of these."""
    first: dict[str, str] = {}
    for crew, trade, path in uses(scenario):
        if first.setdefault(crew, trade) != trade:
            yield error(where(*path), f"the crew {short(crew)} serves {first[crew]} already and cannot serve {trade} too", "give each trade a crew of its own")


def crews_are_present(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """A crew that is asked for is there at some time; one that nobody asks for is doubtful."""
    asked = {crew for crew, _, _ in uses(scenario)}
    for name, crew in scenario.crews.items():
        if most(crew) == 0 and name in asked:
            yield error(where("crews", name, key=True), f"the crew {short(name)} has nobody at any time", "give it a size of 1 or more, or leave the crew out")
        if name not in asked:
            yield warning(where("crews", name, key=True), f"nobody asks for the crew {short(name)}", "name it where it works, or remove it")


def most(crew: Crew) -> int:
    """Return the largest number of people that may be present, overlaps added [persons]."""
    return crew.size if crew.size is not None else max(at_hour(crew, hour) for hour in range(24))


def at_hour(crew: Crew, hour: int) -> int:
    """Return the most people present at any minute of an hour of the day, breaks not counted [persons]."""
    if crew.size is not None:
        return crew.size
    shifts = crew.shifts or []
    # People become more only when a shift begins.
    moments = {60 * hour, *(begin for shift in shifts if (begin := minutes(shift.start)) // 60 == hour)}
    return max(sum(shift.size for shift in shifts if _inside(shift, moment)) for moment in moments)


def _inside(shift: Shift, minute: int) -> bool:
    return (minute - minutes(shift.start)) % DAY < (minutes(shift.until) - minutes(shift.start)) % DAY


def shifts_have_length(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """A shift ends at another time than it starts, and its breaks lie inside it."""
    for name, crew in scenario.crews.items():
        for number, shift in enumerate(crew.shifts or []):
            path = ("crews", name, "shifts", number)
            length = (minutes(shift.until) - minutes(shift.start)) % DAY
            if length == 0:
                yield error(where(*path, "until"), f"the shift ends at {shift.until}, when it starts", "for people at all times give the crew a size")
                continue
            away: set[int] = set()
            for each, (start, until) in enumerate(shift.breaks):
                begins, ends = ((minutes(clock) - minutes(shift.start)) % DAY for clock in (start, until))
                away.update(range(begins, ends))
                if begins >= ends or ends > length:
                    at = where(*path, "breaks", each)
                    yield error(at, f"the break {start}-{until} is not inside the shift {shift.start}-{shift.until}", "move it, or leave it out")
            if length <= len(away):
                yield warning(
                    where(*path, "breaks"), f"breaks leave nothing of the shift {shift.start}-{shift.until}", "make them shorter, or leave the shift out"
                )


def warm_up_ends(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Something is left to measure after the warm-up."""
    if ticks(scenario.warm_up_h * 3600) >= ticks(scenario.horizon_h * 3600):
        yield error(where("warm_up_h"), f"the warm-up of {scenario.warm_up_h:g} h leaves nothing of the {scenario.horizon_h:g} h simulated", "make it shorter")


def streams_take_time(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """A stream without a limit has some time between arrivals, else infinitely many come at once."""
    for label, path, spec in parts(scenario):
        if isinstance(spec, Stream) and spec.interarrival is not None and spec.limit is None and mean(spec.interarrival) < 1e-6:
            yield error(where(*path, "interarrival"), f"infinitely many parcels arrive at once from '{label}'", "write saturated: true, or give a limit")


def batches_fit_in_memory(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """All parcels of one arrival are there at once, so their number is bounded."""
    for label, path, spec in parts(scenario):
        if isinstance(spec, Stream) and spec.batch is not None and mean(spec.batch) > MAX_BATCH:
            yield error(
                where(*path, "batch"),
                f"{mean(spec.batch):,.0f} parcels arrive at once from '{label}', more than {MAX_BATCH:,}; at about 100 bytes each they do not fit in memory",
                "let fewer arrive at a time, or let them come in vehicles",
            )


def failures_let_work(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """An element that fails is up for longer than it is down, and for some time at all."""
    for label, path, spec in parts(scenario):
        for number, failure in enumerate(spec.failures):
            at = (*path, "failures", number)
            if failure.every is not None and mean(failure.every) < 1e-6:
                yield error(where(*at, "every"), f"'{label}' fails again the moment it is repaired", "give a mean above 0")
            elif failure.every is not None and mean(failure.repair) > mean(failure.every):
                figures = f"{mean(failure.repair):g} s on average, the time between failures only {mean(failure.every):g} s"
                yield warning(where(*at, "repair"), f"'{label}' is down more than up: a repair takes {figures}", "are both in seconds?")
            if failure.every_parcels is not None and mean(failure.every_parcels) < 0.5:
                yield error(where(*at, "every_parcels"), f"'{label}' jams at every parcel", "give a mean of 1 or more")


def failures_are_not_too_many(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Each failure is an event of its own: a million of one element take a while."""
    for label, path, spec in parts(scenario):
        for number, failure in enumerate(spec.failures):
            if failure.every is not None and (cycle := mean(failure.every) + mean(failure.repair)) > 0:
                times = scenario.horizon_h * 3600 / cycle
                if times > MANY_FAILURES:
                    words = f"'{label}' fails about {times:,.0f} times in {scenario.horizon_h:g} h: the run takes long"
                    yield warning(where(*path, "failures", number, "every"), words, "is it in seconds?")


def only_machines_fail(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """What has no machine cannot fail."""
    for label, path, spec in parts(scenario):
        if spec.failures and spec.kind in NO_MACHINES:
            yield error(where(*path, "failures", key=True), f"'{label}' is a {spec.kind}, no machine, and cannot fail", "leave out its failures")


def failures_have_own_clocks(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """An element has one failure by working time and one by parcels at most: it counts each once."""
    for label, path, spec in parts(scenario):
        counted: set[str] = set()
        for number, failure in enumerate(spec.failures):
            by = "parcels" if failure.every_parcels is not None else "working time" if failure.clock == "working" else ""
            if by in counted:
                yield error(where(*path, "failures", number), f"'{label}' has a second failure by {by}", "join them into one")
            counted |= {by} if by else set()


def some_servers_go_on(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Only of a station some servers may stop, and then not all."""
    for label, path, spec in parts(scenario):
        for number, failure in enumerate(spec.failures):
            at = (*path, "failures", number, "servers")
            if failure.servers is not None and not isinstance(spec, Station):
                yield error(where(*at), f"'{label}' is a {spec.kind} and has no servers that stop one by one", "leave servers out: it stops as a whole")
            elif failure.servers is not None and failure.servers >= spec.servers:
                words = f"{failure.servers} servers of '{label}' stop, and it has {spec.servers}"
                yield error(where(*at), words, "give fewer, or leave servers out if all of it stops")


def spread_is_for_each(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Only cut-offs of many departures can be spread."""
    for title, departure in scenario.departures.items():
        if departure.spread_min > 0 and departure.destinations != "each":
            yield error(where("departures", title, "spread_min"), "spread_min is for the departures of many destinations", "write destinations: each")
        if departure.cut_offs is None:
            for field in ("accepts_min", "spread_min", "loading_min"):
                if field in departure.model_fields_set:
                    yield error(where("departures", title, field), f"{field} counts from a cut-off, and '{title}' has none", "give cut_offs, or leave it out")


RULES = (
    crews_are_known,
    crews_have_one_trade,
    crews_are_present,
    shifts_have_length,
    warm_up_ends,
    streams_take_time,
    batches_fit_in_memory,
    failures_let_work,
    failures_are_not_too_many,
    only_machines_fail,
    failures_have_own_clocks,
    some_servers_go_on,
    spread_is_for_each,
)
