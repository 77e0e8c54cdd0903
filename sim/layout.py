"""The integers a hub is made of: kinds, reasons, and the columns of every table.

`sim.plant` fills these tables from a scenario; the engines read them. Times are ticks, lengths micrometres, -1 means none.
"""

import numpy as np

TICKS_PER_S = 1_000_000
HOUR = 3_600 * TICKS_PER_S
DAY = 24 * HOUR
NEVER = np.int64(2**62)
"""A time after every other."""

HISTOGRAM = 64 * 512 + 1024
"""Places of the dwell histogram: 512 bins for each doubling, up to the longest time."""

# -- kinds of element ------------------------------------------------------------------------------------------------------
SOURCE, YARD, MERGE, DIVERTER, STREAM, DOOR, CONVEYOR, STATION, INDUCTION, CHUTE, CONTAINER, UNBAG, STAGING, SINK, LANE = range(15)
LINE, LOOP, LOADER, ROBOTS, CREW, STOCK = range(15, 21)
ACTS_ALONE = LINE
"""From this kind on an element may have something to do though nobody waits for it."""

# -- rules of a merge, disciplines of a station, routers -------------------------------------------------------------------
FIFO, PRIORITY, ALTERNATING, GAP = range(4)
PREEMPTIVE = 2
BY_CLASS, BY_DESTINATION, BY_SHARE, SHORTEST = range(4)

# -- reasons for which the kernels stop and control is asked, in the order in which control answers ------------------------
DOOR_EMPTY, LOADER_FULL, FAILED_WORKING, FAILED_PARCELS = range(4)
REASON_OF_ELEMENT = 2**32
"""A reason is kind x REASON_OF_ELEMENT + element, so that sorting orders them."""

# -- what `run` returns ----------------------------------------------------------------------------------------------------
REACHED, ASKED, GROW, FLUSH, YIELDED = range(5)

# -- events of the journal -------------------------------------------------------------------------------------------------
ENTERED, LOST, ABOARD, BAGGED, PUT_BACK, UNBAGGED = range(6)

# -- purposes of random numbers --------------------------------------------------------------------------------------------
DRAW_PARCEL, DRAW_ARRIVAL, DRAW_BATCH, DRAW_SERVICE, DRAW_SHARE, DRAW_READ, DRAW_CODING, DRAW_DIVERT, DRAW_CHANGE, DRAW_FAILURE, DRAW_REPAIR = range(11)
DRAW_VEHICLE, DRAW_LOAD, DRAW_LATENESS, DRAW_CHANGEOVER, DRAW_THINNING = range(11, 16)
DRAW_ABSENCE = DRAW_CHANGE
"""All sixteen are taken. The source of a change is nobody, that of an absence a roster: no draw is made twice."""
TURN_CHANGEOVER, TURN_CLOSING, TURN_OUT, TURN_BACK, TURN_GATE, TURN_BUILD, TURN_STRIP = range(7)
"""What a draw of DRAW_CHANGEOVER is for."""

# -- laws ------------------------------------------------------------------------------------------------------------------
DETERMINISTIC, EXPONENTIAL, UNIFORM, TRIANGULAR, GAMMA, LOGNORMAL, WEIBULL, GEOMETRIC, EMPIRICAL = range(9)

# -- which failures of an element stop only some of its servers (a sum) -----------------------------------------------------
BY_WORK, BY_PARCELS = 1, 2

# -- marks of a unit -------------------------------------------------------------------------------------------------------
TWO_CARRIERS, IS_BAG, CODED, TOO_WARM = 1, 2, 4, 8


def _table(*columns: str, real: str = "") -> np.dtype:
    return np.dtype([(name, np.float64 if name in real.split() else np.int64) for line in columns for name in line.split()])


LAW = _table("form first n", "a b c", real="a b c")
"""A law: form; a, b, c its figures [ticks or counts]; values and cumulated weights (of 2^53) from pool[first] on."""

WAY = _table("target feeder units")
"""An arrow: the element it leads to, the feeder number there (PHYSICS 2.6), and how many units have gone this way."""

ROUTER = _table("by owner first n")
"""A diverter: pool[first:first + n] holds ways; an entry below -1 is the router -entry - 2. By share, pool[first + n: first + 2n] holds the cumulated
shares of 2^53."""

FAILURE = _table("element working every every_parcels repair crew anew servers")
"""A way to fail: `every` and `every_parcels` are laws or -1; working: its clock is time at work; servers: how many of a station's stop, 0: all."""

VEHICLE = _table("source number arrival load mix lots lots_end")
"""A vehicle: its parcels are drawn from mix `mix`, or listed in lots[lots:lots_end]."""

LOT = _table("destination kind parcels")
"""Parcels alike in a manifest: -1 is to be drawn."""

MIX = _table("destinations classes")
"""Where a mix keeps its cumulated shares (of 2^32) in the pool: for each class the place of one entry a destination; one entry a class."""

KLASS = _table("priority shortest span two cold_limit lightest weight_span")
"""A class: priority, shortest length and span [um], share of two carriers (of 2^32), longest time outside the cold room [ticks, -1: any], least weight and
span [g]."""

CLASS_LEDGER = "unloaded dispatched rejected dwell_sum too_warm grams".split()
"""What is counted of each class of parcels: parcels, ticks, and grams dispatched."""
UNLOADED, DISPATCHED, REJECTED, DWELL_SUM, WARMED, GRAMS = range(6)

_NARROW = {
    **dict.fromkeys("kind lossy rule queued is_ready still open priority_rule".split(), np.int16),
    **dict.fromkeys(
        "lap_limit reject grams most_grams carriers decks n position rank back on manned pace law out jam_left asked partial failure_working waiting "
        "router way is_down busy idle blocked off machines "
        "last_feeder bag_size saturated cold hub stock ready_head ready_tail block filled queue_tail newest second third fourth".split(),
        np.int32,
    ),
}

ELEMENT = np.dtype(
    [
        (name, _NARROW.get(name, np.int64))
        for line in (
            # Each line is one line of the cache, 64 bytes: an ordinary move reads four to six of the fifteen of an element, and the hot lines of a
            # hub of 6,000 elements fit the second-level cache. In the order of meaning it read a
            # dozen.
            # whoever acts, and who waits for it
            "kind lossy rule queued is_ready still rank back failure_working waiting router way is_down waiting_first waiting_last count",
            "main entry fail since busy idle blocked off machines last_feeder jam_left out",
            "entered left stay inside_area queue_area inside_max queue_max queue",
            "t_busy t_starved t_blocked t_idle t_off pack head tail",
            # belts and lines
            "transit headway tick shift frozen last_in last_out seq",
            # stations
            "first on manned pace law law_by_class wait waits stays t_down",
            # chutes and bags
            "open priority_rule bag_size ready_head ready_tail block filled sum_in queue_tail newest second third fourth grams max_wait",
            # loops and lines
            "line_n outlets sort_plan speed gap length divert_fail recirculated",
            "carriers decks n position num den done_tick deck reserved overflow",
            # a robot field has in gap its slowdown [millionths], in reset the time of a charge, in max_wait the drive before one, in limit its chargers
            "no_read coding solved lap_limit reject reset full_passes reset_passes most_grams",
            # doors and loaders
            "vehicle place left_to_do interval paused remaining lot lot_left",
            "staging departure hand aboard limit lose lost failed_passes",
            # seldom
            "batch saturated cold thinning mix arrivals pending unread hub stock",
            "crew asked partial asked_at asks_next changes last_minor main_line worked",
            "n_outlets rate_first n_rates workers changeover closing capacity failure_parcels",
        )
        for name in line.split()
    ],
    align=True,
)

LEDGER = (
    "entered left lost t_busy t_idle t_starved t_blocked t_down t_off inside_area inside_max queue_area queue_max stay wait waits "
    "recirculated full_passes reset_passes failed_passes unread count"
).split()
"""The counts and integrals of an element that both engines report."""

SERIES = ("entered", "t_busy", "t_blocked", "t_off")
"""Those of them that are looked at through the run."""

UNIT = np.dtype(
    # The first line of the cache is all that a move along belts and stations needs; the second serves sorters, priorities and the end of the journey.
    [(name, np.int32) for name in "source vehicle place at way next waits_next chute destination".split()]
    + [("klass", np.int8), ("marks", np.int8), ("turns", np.int16)]
    + [(name, np.int64) for name in "entered ready due born order".split()]
    + [(name, np.int32) for name in "members block promised carrier laps length priority turns_closed".split()]
    + [("warm_since", np.int64), ("stock", np.int32), ("grams", np.int32)],
    align=True,
)
"""A parcel or bag inside the hub."""

MEMBER = np.dtype(
    [(name, np.int32) for name in "source vehicle place promised".split()]
    + [("born", np.int64)]
    + [(name, np.int32) for name in "next fourth destination length".split()]
    + [("klass", np.int8), ("marks", np.int8), ("turns", np.int16)],
    align=True,
)
"""A parcel in a bag: what remains to be known of it. Members of one bag are chained by `next`, and `fourth` is the fourth after."""

JOURNAL = np.dtype(
    [("source", np.int32), ("vehicle", np.int32), ("place", np.int32), ("element", np.int32), ("event", np.int32), ("time", np.int64)], align=True
)

GLOBAL = np.dtype(
    [("digest", np.uint64), ("key0", np.uint64), ("key1", np.uint64)]
    + [
        (name, np.int64)
        for name in (
            "now begun replication n_elements leaf bits latest work_first n_work route_first n_route reason_first n_reason element_of_rank "
            "free n_free reserve member_free n_member_free journal n_journal orders "
            "born born_at_streams dispatched rejected dwell_sum dwell_n hist "
            "timetable destinations n_destinations on_time promised departures classes acts tiers tier_of by_class cold weighs"
        ).split()
    ]
)
