"""Figures of the ground among those of a run: land, floor, work, energy, carbon and cost, at typical coefficients (sim.site).

They go back to what the fingerprint of a hub leaves out, for it moves no parcel: the scenario's `site`, what equipment its elements are, and what sim.site
reckons with. So a hub of which they are asked is named after these too (`identity.fingerprint`): a changed wage has other runs.
"""

import functools
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from .outcome import FIGURES

if TYPE_CHECKING:
    from sim.results.run import Run
    from sim.scenario import Hub

GROUND = ("land_mu", "building_m2", "hours_per_day", "kwh_per_1000", "co2_kg_per_1000", "cost_cny_per_parcel")
"""names of the figures, of the hub at the scale it was run; they are reckoned only if one of them is asked for"""
RECKONING = "coefficients.py needs.py land.py energy.py money.py site.py coefficients.yaml equipment.yaml".split()
"""what of sim/site/ decides them"""


def names(hub: "Hub") -> list[str]:
    """Return the names of all figures that may be asked of a run of a hub, these included."""
    return [*FIGURES, *GROUND, *(f"on_time_share.{name}" for name in hub.classes)]


def figures(run: "Run", hub: "Hub") -> dict[str, float]:
    """Return the figures of GROUND; nan where they are by the parcel and none was dispatched."""
    from sim.site.site import main_figures

    return main_figures(run, hub)


def digest(hub: "Hub") -> str:
    """Ten hexadecimal digits over all that the figures depend on beside the run."""
    equipment = [(each.name, named) for each in hub.elements if (named := getattr(each.spec, "equipment", None)) is not None]
    return hashlib.sha256(json.dumps([_reckoning(), hub.scenario.site.model_dump(mode="json"), equipment]).encode()).hexdigest()[:10]


@functools.cache
def _reckoning() -> str:
    found = hashlib.sha256()
    for name in RECKONING:
        found.update(name.encode() + b"\0" + (Path(__file__).parents[1] / "site" / name).read_bytes())
    return found.hexdigest()
