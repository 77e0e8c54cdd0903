"""All of it over the ranges of the coefficients: typical, interval, and which coefficient matters most."""

import math
from typing import Any

import numpy as np

from sim.results.run import Run
from sim.scenario import Hub
from sim.stats.intervals import interval

from .coefficients import Coefficient, coefficients, drawn, typical
from .energy import energy
from .land import MU_M2, Values, land
from .money import money
from .needs import Needs, needs

DRAWS = 4000
SHARE = 0.9
"""of the draws inside the interval that is told"""
AIMS = ("land_mu", "kwh_per_1000", "cost_cny_per_parcel")
"""of which the coefficients that matter are told"""
BY_THE_PARCEL = ("kwh_per_1000", "co2_kg_per_1000", "cost_cny_per_parcel")
"""of the main figures"""


def site(run: Run, hub: Hub) -> dict[str, Any]:
    """Return land, people, energy, carbon and money of a hub and a run of it, as plain values; figures are {typical, low, high}, 90 % of the draws.

    The interval is that of the coefficients alone: the noise of the simulation is not in it.
    """
    known = coefficients(hub)
    need = needs(run, hub)
    values = drawn(known, DRAWS)
    of = land(need, values, hub.scenario.site)
    used = energy(need, of, values)
    cost = money(need, of, used, values)
    named = {name for each in need.machines for name in known if name.startswith(f"{each.name}.")} | {name for name in known if "." not in name}
    thousand = max(need.parcels_per_day / 1000, 1e-9)
    return {
        "scenario": run.scenario,
        "digest": run.digest,
        "scale": hub.scale,
        "draws": DRAWS,
        "share": SHARE,
        "figures": {
            "land_m2": _ends(of.site),
            "land_mu": _ends(of.mu),
            "building_m2": _ends(of.building),
            "mu_per_10k": _ends(of.mu / (need.parcels_per_day / 1e4)) if need.parcels_per_day else None,
            "building_m2_per_10k": _ends(of.building / (need.parcels_per_day / 1e4)) if need.parcels_per_day else None,
            "hours_per_day": _ends(cost.hours_per_day),
            "parcels_per_hour_of_work": _ends(need.parcels_per_day / np.maximum(cost.hours_per_day, 1e-9)),
            "kwh_per_day": _ends(used.total_kwh),
            "kwh_per_1000": _ends(used.total_kwh / thousand),
            "pv_kwh_per_day": _ends(used.pv_kwh),
            "pv_used_share": _ends(used.pv_used_kwh / np.maximum(used.pv_kwh, 1e-9)),
            "co2_kg_per_1000": _ends(used.co2_kg / thousand),
            "capital_cny": _ends(sum(cost.capital.values())),  # type: ignore[arg-type]
            "cost_cny_per_parcel": _ends(cost.per_parcel),
        },
        "hours": (run.horizon_s - run.warm_up_s) / 3600,
        "parcels_per_day": need.parcels_per_day,
        "peak_per_h": need.peak_per_h,
        "places": {name: {"needed": needed, "has": has} for name, (needed, has) in (need.doors | {"chutes": need.chutes}).items()},
        "staged": need.staged,
        "site_parts_m2": {name: _ends(part) for name, part in of.parts.items()},
        "floor_parts_m2": {name: _ends(part) for name, part in of.floor.items()},
        "rules": _rules(of.ratios, hub),
        "storeys": {str(n): _ends(land(need, values, hub.scenario.site, n).mu) for n in (1, 2, 3, 4)},
        "storeys_wished": hub.scenario.site.storeys,
        "people": {name: {key: each.tolist() for key, each in series.items()} for name, series in need.people.items()},
        "machines": [
            {"name": each.name, "number": each.number, "powered": each.powered, "kwh_per_day": _ends(used.machines_kwh[each.name])} for each in need.machines
        ],
        "kwh_by_hour": used.by_hour_kwh[:, 0].tolist(),
        "pv_kwh_by_hour": used.pv_by_hour_kwh[:, 0].tolist(),
        "capital_cny": {name: _ends(each) for name, each in cost.capital.items()},
        "yearly_cny": {name: _ends(each) for name, each in cost.yearly.items()},
        "matters": {aim: _tornado(need, hub, known, sorted(named), aim) for aim in AIMS},
        "coefficients": [_told(known[name]) for name in sorted(named)],
        "scorecard": dict(hub.scenario.site.scorecard),
    }


def sites(runs: list[Run], hub: Hub) -> dict[str, Any]:
    """Return the record of the first of several replications, and beside it the noise of the simulation.

    `noise`: of each figure, at typical coefficients, the 95 % interval of its mean over the replications, {low, high}; empty for a single one.
    """
    record = site(runs[0], hub)
    each = [{name: ends["typical"] for name, ends in site(run, hub)["figures"].items() if ends} for run in runs[1:]]
    each.insert(0, {name: ends["typical"] for name, ends in record["figures"].items() if ends})
    noise = {}
    for name in each[0] if len(runs) > 1 else ():
        mean, half = interval(np.array([figures[name] for figures in each if name in figures]))
        noise[name] = {"low": mean - half, "high": mean + half}
    return record | {"replications": len(runs), "noise": noise}


def main_figures(run: Run, hub: Hub) -> dict[str, float]:
    """Return the main figures at typical coefficients, without draws; nan for what is by the parcel if none was dispatched."""
    need = needs(run, hub)
    found = aims(need, hub, typical(coefficients(hub)))
    return found if need.parcels_per_day else found | dict.fromkeys(BY_THE_PARCEL, math.nan)


def _ends(draws: np.ndarray) -> dict[str, float]:
    low, high = np.quantile(draws, [(1 - SHARE) / 2, (1 + SHARE) / 2])
    return {"typical": float(draws[0]), "low": float(low), "high": float(high)}


def _told(each: Coefficient) -> dict[str, Any]:
    return {key: getattr(each, key) for key in ("name", "unit", "low", "typical", "high", "status", "source", "en", "zh")}


def _rules(ratios: dict[str, np.ndarray], hub: Hub) -> list[dict[str, Any]]:
    rules = hub.scenario.site.rules
    found = []
    for name, draws in ratios.items():
        rule = getattr(rules, name)
        value = float(draws[0])
        kept = (rule.least is None or value >= rule.least - 1e-9) and (rule.most is None or value <= rule.most + 1e-9)
        found.append({"name": name, "value": _ends(draws), "least": rule.least, "most": rule.most, "kept": kept, "source": rule.source})
    return found


def _tornado(need: Needs, hub: Hub, known: dict[str, Coefficient], names: list[str], aim: str) -> list[dict[str, Any]]:
    """Return the ten coefficients whose range moves `aim` most, each alone: the aim at its low and at its high."""

    def at(name: str, end: float) -> float:
        return aims(need, hub, typical(known, **{name: end}))[aim]

    bars: list[dict[str, Any]] = [{"name": name, "at_low": at(name, known[name].low), "at_high": at(name, known[name].high)} for name in names]
    return sorted(bars, key=lambda bar: -abs(bar["at_high"] - bar["at_low"]))[:10]


def aims(need: Needs, hub: Hub, values: Values) -> dict[str, float]:
    """Return the main figures for one set of coefficients, each of shape (1,)."""
    of = land(need, values, hub.scenario.site)
    used = energy(need, of, values)
    cost = money(need, of, used, values)
    per_day = max(need.parcels_per_day, 1e-9)
    return {
        "land_mu": float(of.site[0]) / MU_M2,
        "building_m2": float(of.building[0]),
        "hours_per_day": float(cost.hours_per_day[0]),
        "kwh_per_1000": float(used.total_kwh[0]) / per_day * 1000,
        "co2_kg_per_1000": float(used.co2_kg[0]) / per_day * 1000,
        "cost_cny_per_parcel": float(cost.per_parcel[0]),
    }
