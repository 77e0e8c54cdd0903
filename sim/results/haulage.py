"""What yards, gates, roads and lanes saw of vehicles, and what fleets did: plain figures by name."""

from collections import Counter
from typing import Any

from ..layout import TICKS_PER_S


def yards(plant: Any, control: Any) -> dict[str, dict[str, float]]:
    """Return, by yard, how many vehicles came and how long those that got a door waited for it [s], and at its gate if it has one; after the warm-up."""
    out = {}
    for yard in control.inbound.yards.values():
        figures = {
            "vehicles": yard.vehicles,
            "wait_mean_s": yard.wait_sum / max(1, yard.given) / TICKS_PER_S,
            "wait_max_s": yard.wait_max / TICKS_PER_S,
            "inside_max": yard.inside_max,
            "outside_max": yard.outside_max,
        }
        if yard.entrance.gate >= 0:
            figures["gate_busy_share"] = yard.gate_busy / yard.entrance.gate_lanes / (plant.horizon - plant.warm_up)
            figures["gate_wait_mean_s"] = yard.gate_wait_sum / max(1, yard.gate_vehicles) / TICKS_PER_S
            figures["gate_wait_max_s"] = yard.gate_wait_max / TICKS_PER_S
        out[yard.entrance.name] = figures
    return out


def roads(plant: Any, control: Any) -> dict[str, dict[str, float]]:
    """Return, by road, how many vehicles came to it, how long they waited for their turn [s], and how much of its time was taken [1]."""
    return {
        name: {
            "vehicles": road.vehicles,
            "wait_mean_s": road.wait_sum / max(1, road.vehicles) / TICKS_PER_S,
            "wait_max_s": road.wait_max / TICKS_PER_S,
            "queue_max": road.queue_max,
            "waiting_end": sum(enters > plant.horizon for enters in road.turns),
            "used_share": min(1.0, road.vehicles * road.headway / plant.horizon),
        }
        for name, road in control.roads.items()
    }


def fleets(control: Any) -> dict[str, dict[str, float]]:
    """Return, by fleet, its vehicles, their trips and way [km], what they did all together [s], and how many departures had none by their cut-off."""
    return {
        name: {
            "vehicles": len(fleet.vehicles),
            "trips": fleet.trips,
            "driven_km": fleet.driven / 1000,
            "used_kwh": fleet.driven / 1000 * fleet.electric.kwh_per_km if fleet.electric is not None else float("nan"),
            "charges": fleet.charges,
            "none_found": fleet.none_found,
            **{f"{state}_s": ticks / TICKS_PER_S for state, ticks in fleet.spent().items()},
        }
        for name, fleet in control.fleets.items()
    }


def lanes(plant: Any, control: Any) -> dict[str, dict[str, Any]]:
    """Return, by lane, its mode, what has come over it, how full its vehicles were [1], and how long they took from the door to the gate [s]."""
    return {
        plant.names[lane]: {
            "mode": plant.lanes[lane].mode,
            "vehicles": log.vehicles,
            "parcels": log.parcels,
            "load_units": log.load_units,
            "filled_share": log.parcels / log.room if log.room else float("nan"),
            "time_mean_s": log.time / log.vehicles / TICKS_PER_S if log.vehicles else float("nan"),
        }
        for lane, log in control.inbound.lanes.items()
    }


def onto_lanes(plant: Any, control: Any, left: Any) -> dict[tuple[int, int], int]:
    """Return how many units went from each outbound door onto each lane, `left` being how many left each door: by the parcels of vehicles that have gone."""
    parcels: dict[int, Counter[int]] = {}
    for vehicle in control.outbound.left:
        if vehicle.door >= 0:
            parcels.setdefault(vehicle.door, Counter())[plant.departures[vehicle.departure].lane] += vehicle.parcels
    return {
        (door, lane): round(int(left[door]) * count / by_lane.total())
        for door, by_lane in parcels.items()
        for lane, count in by_lane.items()
        if lane >= 0 and count
    }
