"""From needs to a building and its site, and whether planners let it stand there.

The chain is that of the equipment reference 6.2: floor for machines, doors and staging, then storeys, then courts, yard, fire lanes, parking, green.
"""

from dataclasses import dataclass

import numpy as np

from sim.scenario.site import COUNTS_DOUBLE_M, Site

from .coefficients import equipment
from .needs import Needs

MU_M2 = 2000 / 3

Values = dict[str, np.ndarray]


@dataclass(frozen=True)
class Land:
    """A building and its site; arrays of shape (draws,) [m2] unless said."""

    parts: dict[str, np.ndarray]
    """what the site is made of: footprint, courts, yard, fire_lanes, parking, charging, green; they sum to `site`"""
    floor: dict[str, np.ndarray]
    """what the floor is made of: machines, doors, staging, exceptions, support, ramps; they sum to `building`"""
    building: np.ndarray
    """floor of all storeys"""
    site: np.ndarray
    ratios: dict[str, np.ndarray]
    """coverage, plot_ratio, green [1]"""

    @property
    def mu(self) -> np.ndarray:
        """The site [mu]."""
        return self.site / MU_M2


def land(need: Needs, values: Values, wish: Site, storeys: int | None = None) -> Land:
    """Return the land of what was needed, on the storeys wished for, or on `storeys`.

    Doors are on the ground floor, on two sides of the building; upper storeys are reached by ramps. The site is what its parts need, or more where a rule
    sets a most.
    """
    levels = wish.storeys if storeys is None else storeys
    doors = need.doors["doors"][0] + need.doors["outbound_doors"][0]
    machines = sum(values[f"{each.name}.area_m2"] * each.number for each in need.machines if each.name in equipment()) * values["aisles"]
    floor = {"machines": machines, "doors": doors * values["door_pitch"] * values["door_depth"], "staging": need.staged * values["staged_unit"]}
    working = np.add.reduce(list(floor.values()))
    floor |= {"exceptions": working * values["exceptions"], "support": working * values["support"]}
    storey = np.add.reduce(list(floor.values())) / levels
    # what is at the doors cannot go upstairs
    storey = np.maximum(storey, floor["doors"])
    ramps = storey * values["ramps"] * (levels - 1)
    floor["ramps"] = ramps
    footprint = storey + ramps / levels
    frontage = doors * values["door_pitch"]
    court = frontage * values["court_depth"]
    yard = need.doors["yard"][0] * values["yard_place"]
    lanes = 4 * np.sqrt(footprint) * values["fire_lane"]
    parking = need.most_people * values["staff_cars"] * values["car_place"]
    charging = sum(each["chargers"] for each in need.fleets.values()) * values["charging_place"]
    hard = footprint + court + yard + lanes + parking + charging
    building = np.add.reduce(list(floor.values()))
    counted = building * (2.0 if wish.storey_height_m > COUNTS_DOUBLE_M else 1.0)
    rules = wish.rules
    site = hard / (1 - (rules.green.least or 0.0))
    if rules.coverage.most is not None:
        site = np.maximum(site, footprint / rules.coverage.most)
    if rules.plot_ratio.most is not None:
        site = np.maximum(site, counted / rules.plot_ratio.most)
    parts = {"footprint": footprint, "courts": court, "yard": yard, "fire_lanes": lanes, "parking": parking, "charging": charging, "green": site - hard}
    some = np.where(site > 0, site, 1.0)  # what has neither machines nor doors stands on nothing
    ratios = {"coverage": footprint / some, "plot_ratio": counted / some, "green": parts["green"] / some}
    return Land({name: part + 0 * site for name, part in parts.items()}, {name: part + 0 * site for name, part in floor.items()}, building, site, ratios)
