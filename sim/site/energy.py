"""Electricity hour by hour, panels on the roof, vehicles, and what carbon they make."""

import math
from dataclasses import dataclass

import numpy as np

from .land import Land, Values
from .needs import DAY_H, Needs

SUN = np.maximum(0.0, np.sin((np.arange(DAY_H) + 0.5 - 6) / 12 * math.pi))
"""share of a mean day's sunshine in each hour: half a sine from 6 to 18 h (an assumption)"""
SUN_SHARE = SUN / SUN.sum()
YEAR_D = 365


@dataclass(frozen=True)
class Energy:
    """A day; arrays of shape (draws,) unless said."""

    machines_kwh: dict[str, np.ndarray]
    """by equipment"""
    building_kwh: np.ndarray
    vehicles_kwh: float
    """electric fleets"""
    by_hour_kwh: np.ndarray
    """machines and building, shape (24, draws)"""
    pv_by_hour_kwh: np.ndarray
    """panels on the roof, shape (24, draws)"""
    pv_used_kwh: np.ndarray
    """of these, used in the hour they come"""
    vehicles_co2_kg: np.ndarray
    grid_co2_kg: np.ndarray

    @property
    def total_kwh(self) -> np.ndarray:
        """Machines and building."""
        return self.by_hour_kwh.sum(axis=0)

    @property
    def pv_kwh(self) -> np.ndarray:
        """From the panels."""
        return self.pv_by_hour_kwh.sum(axis=0)

    @property
    def bought_kwh(self) -> np.ndarray:
        """Of machines and building, from the grid."""
        return self.total_kwh - self.pv_used_kwh

    @property
    def co2_kg(self) -> np.ndarray:
        """Grid and vehicles; a surplus of panels that is fed in is not set against it."""
        return self.grid_co2_kg + self.vehicles_co2_kg


def energy(need: Needs, of: Land, values: Values) -> Energy:
    """Return the energy of a day like that of the run: each machine running, idle or stopped as it was; panels on the roof of the building."""
    machines = {}
    hours = np.zeros((DAY_H, len(of.site)))
    for each in need.machines:
        kw = values[f"{each.name}.kw"]
        load = np.outer(each.busy_h, kw) + np.outer(each.idle_h, kw * values[f"{each.name}.idle"])
        machines[each.name] = load.sum(axis=0)
        hours += load
    building = of.building * values["building_kwh"] / YEAR_D
    hours += building / DAY_H
    panels = of.parts["footprint"] * values["pv_roof"]
    pv = np.outer(SUN_SHARE, panels * values["pv_yield"] / YEAR_D)
    used = np.minimum(pv, hours).sum(axis=0)
    electric = sum(each["kwh"] for each in need.fleets.values() if math.isfinite(each["kwh"]))
    diesel_km = sum(each["km"] for each in need.fleets.values() if not math.isfinite(each["kwh"]))
    grid = (hours.sum(axis=0) - used + electric) * values["grid"]
    return Energy(machines, building, electric, hours, pv, used, diesel_km * values["diesel_use"] * values["diesel"], grid)
