"""Parcels in transit, and how a queue that begins empty fills up."""

from typing import Any

import numpy as np
from system import SAMPLES, SINK, System, View, exponential, station, stream

COPIES = 200


def conveyor(p: dict[str, Any]) -> list[System]:
    """V01: a belt so long and a spacing so small that nobody waits. Looks a transit time apart are independent."""
    elements = {
        "come": stream("belt", exponential(p["lam"], 1.0)),
        "belt": {"kind": "conveyor", "length_m": 2 * p["T"], "speed_m_s": 2.0, "spacing_m": 0.0001, "to": "out"},
        "out": SINK,
    }

    def measure(v: View) -> dict[str, float]:
        seen = v.run.inside[2:-1, v.number("belt")]
        # the mean over time sees more than the looks; the variance around the known mean has no bias
        mean = v.get("belt", "inside_mean")
        return {"mean": mean, "var": float(np.mean((seen - p["lam"] * p["T"]) ** 2)), "P_gt_110": float(np.mean(seen > 110))}

    return [System(elements, measure, 2 * p["T"], unit_s=1.0, limit=(SAMPLES - 2) * p["T"])]


def transient_queue(p: dict[str, Any], times: tuple[float, ...], end: float) -> list[System]:
    """V05: many copies of a queue that begins empty, each looked at at the stated times; `end` is a multiple of 288 steps that hit them all."""
    elements = {
        "come": stream("desk", exponential(p["lam"]), count=COPIES),
        "desk": station("out", exponential(p["mu"]), count=COPIES),
        "out": SINK,
    }

    def measure(v: View) -> dict[str, float]:
        desks = np.flatnonzero(np.char.startswith(v.run.elements["name"], "desk"))
        found = {}
        for time in times:
            at = int(np.flatnonzero(np.isclose(v.run.sample_times_s, time * v.system.unit_s))[0])
            inside = v.run.inside[at, desks]
            found |= {f"EN_t{time:g}": float(inside.mean()), f"P0_t{time:g}": float(np.mean(inside == 0))}
        return found

    return [System(elements, measure, 0.0, limit=end, copies=COPIES / end)]


def day_of_steps(p: dict[str, Any], step: float = 1.0) -> list[float]:
    """Return the mean rate in each step of a day of lb + A sin(2 pi t / 24)."""
    turn = p["period"] / (2 * np.pi)
    marks = np.linspace(0, p["period"], round(p["period"] / step) + 1) / turn
    return (p["lb"] + p["A"] * turn * (np.cos(marks[:-1]) - np.cos(marks[1:])) / step).tolist()


def daily_queue(p: dict[str, Any]) -> list[System]:
    """V03: copies of M(t)/M/s over one day of hourly steps; a unit is an hour."""
    hourly = day_of_steps(p)
    elements = {
        "come": {"kind": "stream", "per_day": sum(hourly), "profile": {"hourly": hourly}, "to": "desk", "count": COPIES},
        "desk": station("out", exponential(p["mu"], 3600.0), servers=p["s"], count=COPIES),
        "out": SINK,
    }

    def measure(v: View) -> dict[str, float]:
        desks = np.flatnonzero(np.char.startswith(v.run.elements["name"], "desk"))
        return {f"E_N_t{hour}": float(v.run.inside[min(12 * hour, len(v.run.inside) - 1), desks].mean()) for hour in (4, 8, 12, 16, 20, 24)}

    return [System(elements, measure, 0.0, unit_s=3600.0, limit=24.0, copies=COPIES / 24.0)]


def expected_of_steps(rates: list[float], mu: float, s: int, hours: tuple[int, ...], room: int = 250, longest: float = 0.05) -> dict[str, float]:
    """Return E N(t) of M(t)/M/s from empty, for a day cut into steps of one rate each: Kolmogorov's equations by uniformisation."""
    numbers = np.arange(room + 1)
    down = mu * np.minimum(numbers, s)
    law = np.zeros(room + 1)
    law[0] = 1.0
    found = {}
    step = 24 / len(rates)
    parts = max(1, round(step / longest))
    for place, rate in enumerate(rates):
        top = rate + mu * s
        for _ in range(parts):
            term, weight = law, np.exp(-top * step / parts)
            law = weight * term
            # the tail of the Poisson law beyond 20 is below 1e-17 for a mean of 1.5
            for k in range(1, 21):
                moved = term * (top - rate - down)
                moved[1:] += term[:-1] * rate
                moved[:-1] += term[1:] * down[1:]
                term = moved / top
                weight *= top * step / parts / k
                law = law + weight * term
        hour = round((place + 1) * step, 6)
        if hour in hours:
            found[f"E_N_t{hour:g}"] = float(law @ numbers)
    return found


def arrivals_by_quarter(p: dict[str, Any]) -> list[System]:
    """S13: Poisson arrivals of a day by hourly steps, counted in quarters of the day."""
    hourly = day_of_steps(p)
    elements = {"come": {"kind": "stream", "per_day": sum(hourly), "profile": {"hourly": hourly}, "to": "out", "count": COPIES}, "out": SINK}

    def measure(v: View) -> dict[str, float]:
        come = np.flatnonzero(np.char.startswith(v.run.elements["name"], "come"))
        so_far = v.run.entered[[0, 72, 144, 216, len(v.run.entered) - 1]][:, come]
        counts = np.diff(so_far, axis=0)
        found = {f"mean_counts[{i}]": float(counts[i].mean()) for i in range(4)} | {"total": float(counts.sum(axis=0).mean())}
        return found | {"dispersion_index": float(np.mean(counts.var(axis=1, ddof=1) / counts.mean(axis=1)))}

    return [System(elements, measure, 0.0, unit_s=3600.0, limit=24.0, copies=COPIES / 24.0)]
