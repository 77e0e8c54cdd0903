"""Loop sorters; a unit of time is that in which a carrier takes the place of the one before it."""

from typing import Any

from system import SINK, System, View, exponential, law, station, stream

CELL_S = 0.5


def ring(carriers: int, inductions: dict[str, int], chutes: dict[str, tuple[int, list[str] | None]], **rest: Any) -> dict[str, Any]:
    """A loop of 1 m and 2 m/s, with positions in carriers."""
    return {
        "kind": "loop_sorter",
        "pitch_m": 1.0,
        "speed_m_s": 2.0,
        "carriers": carriers,
        "inductions": {name: {"at_m": at} for name, at in inductions.items()},
        "outlets": [{"chute": name, "at_m": at, "destinations": for_whom} for name, (at, for_whom) in chutes.items()],
        **rest,
    }


def chutes(*names: str) -> dict[str, Any]:
    """Chutes that never fill, and the way out."""
    return {name: {"kind": "chute", "to": "out"} for name in names} | {"out": SINK}


def poisson(to: str, rate: float, **rest: Any) -> dict[str, Any]:
    return stream(to, exponential(rate, CELL_S), **rest)


def alike(n: int) -> dict[str, float]:
    """Return n destinations of one share, d1 and so on."""
    return {f"d{i + 1}": 1 / n for i in range(n)}


def _banks(inductions: int, mixes: list[dict[str, float] | None], zone: int = 6, **rest: Any) -> dict[str, Any]:
    """Inductions equally far apart, each followed by a chute just before the next, and all streams saturated."""
    names = range(inductions)
    elements: dict[str, Any] = {f"heap_{i}": stream(f"loop.in_{i}", mix={"destinations": mixes[i]} if mixes[i] else {}) for i in names}
    elements["loop"] = ring(
        inductions * zone,
        {f"in_{i}": i * zone for i in names},
        {f"bank_{i}": (i * zone + zone - 1, [f"d{i + 1}"]) for i in names},
        **rest,
    )
    return elements | chutes(*(f"bank_{i}" for i in names))


def saturated(p: dict[str, Any]) -> list[System]:
    """L01, L02, L13: capacity as parcels for each carrier that passes a point; failed passes, or mixes that lean to the bank next to come."""
    n, zone = p["inductions"], 6
    fail = {"divert_fail": p["fail_prob"]} if "fail_prob" in p else {}
    mixes: list[dict[str, float] | None] = [None] * n
    if "theta" in p:
        mixes = [{f"d{i + 1}": p["theta"] + 0.0} | {f"d{j + 1}": (1 - p["theta"]) / (n - 1) for j in range(n) if j != i} for i in range(n)]

    def measure(v: View) -> dict[str, float]:
        out, again = v.get("loop", "left"), v.get("loop", "recirculated")
        shares = [v.get(f"loop.in_{i}", "entered") for i in range(n)]
        factor = out / v.time
        return {
            "capacity_factor": factor,
            "items_per_hour": factor * 3600 * p.get("speed_m_s", 1.0) / p.get("pitch_m", 1.0),
            "share_per_induction": shares[0] / sum(shares),
            "mean_chute_passes": (out + again) / out,
            # the chute lies one carrier before the end of its zone
            "mean_zones": (v.get("loop", "stay_mean_s") + 1) / zone,
            "recirc_fraction_of_passes": again / (out + again),
        }

    more = {"destinations": alike(n)}
    return [System(_banks(n, mixes, zone, **fail), measure, 200 * n, more, unit_s=CELL_S)]


def one_saturated_one_poisson(p: dict[str, Any]) -> list[System]:
    """L14."""
    elements = _banks(2, [None, None])
    elements["heap_1"] = poisson("loop.in_1", p["x2"])

    def measure(v: View) -> dict[str, float]:
        x1, x2 = (v.get(f"loop.in_{i}", "entered") / v.time for i in range(2))
        return {"x1": x1, "total": x1 + x2}

    return [System(elements, measure, 4000, {"destinations": alike(2)}, unit_s=CELL_S)]


def _thinned(q: float, second: dict[str, Any], first: dict[str, Any] | None = None) -> dict[str, Any]:
    """Induction b sees each carrier empty with probability q, independently: a fills every carrier, and the share q of it leaves before b.

    a sits at 0, its chute x at 2, b at 5 (so that the carrier behind the one at b has passed x too), the chute y of all others at 7.
    """
    elements = {"heap": stream("loop.a", mix={"destinations": {"x": q, "y": 1 - q}}, **(first or {})), "come": second}
    return elements | {"loop": ring(10, {"a": 0, "b": 5}, {"to_x": (2, ["x"]), "to_y": (7, ["y"])})} | chutes("to_x", "to_y")


TWO = {"destinations": {"x": 0.5, "y": 0.5}}


def induction_queue(p: dict[str, Any]) -> list[System]:
    """L04."""
    elements = _thinned(p["q"], poisson("loop.b", p["lam"], mix={"destinations": {"y": 1.0}}))

    def measure(v: View) -> dict[str, float]:
        return {"W_to_load": v.get("come", "stay_mean_s"), "Lq": v.get("come", "inside_mean")}

    relaxed = 20 * (2 - p["q"]) / p["q"] / (1 - (p["lam"] / p["q"]) ** 0.5) ** 2
    return [System(elements, measure, relaxed, TWO, unit_s=CELL_S)]


def two_carriers(p: dict[str, Any]) -> list[System]:
    """L09: parcels of two carriers without end; the cells between two loadings are those until a run of two empty ones has passed."""
    small, big = ({"classes": {"small": s, "big": 1.0 - s}} for s in (1.0, 0.0))
    elements = _thinned(p["q"], stream("loop.b", mix={"destinations": {"y": 1.0}, **big}))
    elements["heap"]["mix"] |= small
    classes = {"small": {"share": 1.0}, "big": {"share": 0.0, "two_carriers": 1.0}}

    def measure(v: View) -> dict[str, float]:
        return {"E_cells": v.time / v.get("loop.b", "entered")}

    return [System(elements, measure, 500, {**TWO, "classes": classes}, unit_s=CELL_S)]


def small_ring(p: dict[str, Any]) -> list[System]:
    """L05: arrivals half-way between two ticks, so that they board at the next one at the earliest; a chute is the finite queue before an induction."""
    n = len(p["induction_pos"])
    elements: dict[str, Any] = {}
    for i, rate in enumerate(p["arrival_p"]):
        elements[f"come_{i}"] = stream(f"queue_{i}", law("geometric", CELL_S, step=1, p=rate), first_s=CELL_S / 2, full="lose")
        elements[f"queue_{i}"] = {"kind": "chute", "capacity": p["queue_cap"], "to": f"loop.in_{i}"}
    places = {f"out_{i}": (at, [f"d{i + 1}"]) for i, at in enumerate(p["chute_pos"])}
    elements["loop"] = ring(p["M"], {f"in_{i}": at for i, at in enumerate(p["induction_pos"])}, places, divert_fail=p["fail_prob"])

    def measure(v: View) -> dict[str, float]:
        found = {
            "throughput": v.get("loop", "left") / v.time,
            "occupancy": v.get("loop", "inside_mean") / p["M"],
            "recirc_per_tick": v.get("loop", "recirculated") / v.time,
        }
        for i in range(n):
            came = v.get(f"queue_{i}", "entered") / v.time
            # after the arrivals, in the second half of a cell, the queue is longer by what came in
            found |= {f"loss[{i}]": v.get(f"queue_{i}", "lost") / v.time, f"queue_after_arrival[{i}]": v.get(f"queue_{i}", "inside_mean") + came / 2}
        return found

    return [System(elements | chutes(*places), measure, 1000, {"destinations": alike(len(p["chute_pos"]))}, unit_s=CELL_S)]


def inductors(p: dict[str, Any]) -> list[System]:
    """L06: people side by side, each with a heap, who prepare for a geometric number of carriers and then wait for an empty one."""
    n = len(p["g"])
    elements: dict[str, Any] = {}
    for i, g in enumerate(p["g"]):
        elements |= {f"heap_{i}": stream(f"person_{i}"), f"person_{i}": station(f"loop.in_{i}", law("geometric", CELL_S, step=1, p=g), buffer=0)}
    elements["loop"] = ring(n + 4, {f"in_{i}": i for i in range(n)}, {"all": (n + 2, None)})

    def measure(v: View) -> dict[str, float]:
        rates = [v.get(f"person_{i}", "left") / v.time for i in range(n)]
        return {f"rates[{i}]": rate for i, rate in enumerate(rates)} | {"total": sum(rates)}

    return [System(elements | chutes("all"), measure, 500, {"destinations": {"d": 1.0}}, unit_s=CELL_S)]


def full_chute(p: dict[str, Any]) -> list[System]:
    """L07: a chute and its server hold K; who finds them full comes again after a lap of 10 or 50 service times. A unit is a service time of 10 s."""

    def system(lap: int) -> System:
        elements = {
            "come": stream("loop.in", exponential(p["lam"])),
            "loop": ring(100 * lap, {"in": 0}, {"chute": (2, None)}) | {"pitch_m": 0.2},
            "chute": {"kind": "chute", "capacity": p["K"] - 1, "to": "desk"},
            "desk": station("out", exponential(p["mu"]), buffer=0),
            "out": SINK,
        }
        elements["loop"]["outlets"] = [{"chute": "chute", "at_m": 0.4}]

        def measure(v: View) -> dict[str, float]:
            full = v.get("loop", "chute_full")
            return {f"sim_block_prob_DET_T{lap}": full / (full + v.get("chute", "entered"))}

        return System(elements, measure, 100 * lap / (1 - p["lam"] / p["mu"]) ** 0.5, {"destinations": {"d": 1.0}})

    return [system(10), system(50)]


def lap_limit(p: dict[str, Any]) -> list[System]:
    """L10."""
    fail, limit = 1 - p["success"], p["R"]
    loop = ring(8, {"in": 0}, {"own": (2, ["d"]), "other": (4, [])}, divert_fail=fail, lap_limit=limit, reject="other")
    elements = {"heap": stream("loop.in"), "loop": loop} | chutes("own", "other")

    def measure(v: View) -> dict[str, float]:
        rejected = v.get("other", "entered")
        out = rejected + v.get("own", "entered")
        # passes at the reject chute fail as well, which is not asked here: fail / (1 - fail) for each parcel that leaves there
        at_own = v.get("loop", "recirculated") - rejected * fail / (1 - fail) + v.get("own", "entered")
        return {"P_reject": rejected / out, "mean_attempts": at_own / out}

    return [System(elements, measure, 500, {"destinations": {"d": 1.0}}, unit_s=CELL_S)]


def reset(p: dict[str, Any]) -> list[System]:
    """L15: every carrier full, the share p for chute c; who comes too soon goes to the reject chute, so that no attempt is a second one."""

    def system(share: float, names: tuple[str, str, str]) -> System:
        loop = ring(10, {"in": 0}, {"c": (2, ["c"]), "o": (4, ["o"]), "other": (6, [])}, lap_limit=1, reject="other")
        elements = {"heap": stream("loop.in"), "loop": loop} | chutes("c", "o", "other")
        elements["c"]["reset_carriers"] = p["r"]

        def measure(v: View) -> dict[str, float]:
            taken, refused = v.get("c", "entered"), v.get("loop", "chute_reset")
            return dict(zip(names, (refused / (taken + refused), taken / v.time, (taken + refused) / taken), strict=True))

        return System(elements, measure, 500, {"destinations": {"c": share, "o": 1 - share}}, unit_s=CELL_S)

    accept = 0.05
    # p / (1 + r p) is accepted
    more = accept / (1 - p["r"] * accept)
    return [system(p["p"], ("block_prob", "accepted_per_tray", "-")), system(more, ("-", "0p05", "mean_passes_at_accept_0p05"))]


def gap_merge(p: dict[str, Any]) -> list[System]:
    """L08: a Poisson main line without length of its parcels, and a minor one that waits for a gap: parcels far apart, then a heap. A unit is 10 s."""
    main = {"kind": "conveyor", "length_m": 30.0 * p["tau"], "speed_m_s": 1.0, "spacing_m": 0.0001, "to": "merge"}

    def system(minor: dict[str, Any], measure: Any) -> System:
        elements = {
            "come": stream("main", exponential(p["q"])),
            "main": main,
            "minor": minor,
            "merge": {"kind": "merge", "rule": "gap", "gap_s": 10.0 * p["tau"], "order": ["main", "minor"], "to": "belt"},
            "belt": {"kind": "conveyor", "length_m": 1.0, "speed_m_s": 1.0, "spacing_m": 0.0001, "to": "out"},
            "out": SINK,
        }
        return System(elements, measure, 20 * (p["tau"] + 1 / p["q"]))

    apart = 20 * (1 / p["q"] + p["tau"])
    return [
        system(stream("merge", law("uniform", low=0.8 * apart, high=1.2 * apart)), lambda v: {"E_wait_isolated": v.get("minor", "stay_mean_s")}),
        system(stream("merge"), lambda v: {"capacity_minor": v.get("minor", "left") / v.time}),
    ]
