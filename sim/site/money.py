"""What it costs to build and to run, by the year and by the parcel."""

from dataclasses import dataclass

import numpy as np

from .coefficients import equipment
from .energy import Energy
from .land import Land, Values
from .needs import Needs


def annuity(price: np.ndarray, rate: np.ndarray, years: np.ndarray) -> np.ndarray:
    """Return the yearly payment that repays `price` over `years` at interest `rate` [1/y]: price r / (1 - (1 + r)^-n); price / n at rate 0.

    >>> annuity(np.array([1000.0]), np.array([0.05]), np.array([10.0])).round(2).tolist()
    [129.5]
    >>> annuity(np.array([1000.0]), np.array([0.0]), np.array([10.0])).tolist()
    [100.0]
    """
    safe = np.where(rate > 0, rate, 1.0)
    return np.where(rate > 0, price * safe / -np.expm1(-years * np.log1p(safe)), price / years)


@dataclass(frozen=True)
class Money:
    """Arrays of shape (draws,) [CNY]."""

    capital: dict[str, np.ndarray]
    """machines, building, ground, land, panels"""
    yearly: dict[str, np.ndarray]
    """people, electricity, upkeep, and the annuity of each capital as capital_NAME"""
    per_parcel: np.ndarray
    hours_per_day: np.ndarray
    """of work: crews, people at machines without a crew, leaders [h]"""


def money(need: Needs, of: Land, used: Energy, values: Values) -> Money:
    """Return capital, cost a year, and cost a parcel; vehicles, their power and drivers are not in it, be they electric or not."""
    machines = sum(values[f"{each.name}.price_cny"] * each.powered for each in need.machines) * values["installation"]
    capital = {
        "machines": machines,
        "building": of.building * values["building_price"],
        "ground": (of.site - of.parts["footprint"] - of.parts["green"]) * values["ground_price"],
        "land": of.mu * values["land_price"],
        "panels": of.parts["footprint"] * values["pv_roof"] * values["pv_kwp"] * 1000 * values["pv_price"],
    }
    lives = {"machines": "life_machines", "building": "life_building", "ground": "life_building", "land": "life_land", "panels": "life_pv"}
    alone = sum(each.busy_h.sum() * each.unmanned / each.number * equipment()[each.name]["people"] for each in need.machines if each.number)
    hours = (need.paid_h + alone) * (1 + values["lead"])
    days = values["days"]
    yearly = {
        "people": hours * values["wage"] * days * values["mean_day"],
        "electricity": used.bought_kwh * values["power_price"] * days * values["mean_day"],
        "upkeep": machines * values["upkeep"],
        **{f"capital_{name}": annuity(price, values["interest"], values[lives[name]]) for name, price in capital.items()},
    }
    parcels = need.parcels_per_day * days * values["mean_day"]
    total = sum(yearly.values())
    per_parcel = np.where(parcels > 0, total / np.where(parcels > 0, parcels, 1.0), np.nan)
    return Money(capital, yearly, per_parcel, hours + 0 * total)
