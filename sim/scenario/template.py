"""What `hubsim init` writes, and the JSON Schema with which an editor completes and checks a scenario."""

from typing import Any

from .schema import Scenario

TEMPLATE = """\
# A small sorting hub for one evening. Times of day are "HH:MM"; units are in the names of the fields.
title: My first hub
start: "18:00"            # time of day at which the simulation begins
horizon_h: 12             # how long it runs [h]
seed: 1                   # another seed is another evening of the same kind

classes:                  # what kinds of parcels come; the shares sum to 1
  small: {share: 0.8, length_m: [0.15, 0.40]}
  large: {share: 0.2, length_m: [0.40, 0.80]}

destinations: {count: 20, zipf: 0.5}   # d1 .. d20, d1 gets most

crews:
  unloaders: {size: 8}
  baggers: {size: 4}

elements:
  arrivals:               # vehicles with parcels
    kind: source
    vehicles_per_day: 60
    profile: {hourly: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 4, 4, 3, 2, 1]}
    load: {law: uniform, low: 300, high: 600}
    to: unloading

  unloading:              # four doors; each vehicle gets up to two people
    kind: door
    count: 4
    changeover: {law: triangular, low_s: 120, mode_s: 180, high_s: 300}
    rate_per_h: [900, 1500]
    crew: unloaders
    to: belt

  belt:
    kind: conveyor
    length_m: 40
    speed_m_s: 1.5
    spacing_m: 0.8
    to: sorter.in

  sorter:                 # a loop of 200 carriers; each chute takes one destination
    kind: loop_sorter
    speed_m_s: 2.0
    pitch_m: 0.6
    carriers: 200
    inductions:
      in: {at_m: 0}
    outlets:
      - {chute: bagging, from_m: 20, to_m: 80}
      - {chute: rejects, at_m: 100, destinations: []}
    no_read: 0.01
    reject: rejects

  bagging:                # parcels fall into bags, which a bagger changes when they are full
    kind: chute
    count: 20
    capacity: 30
    container: {size: 25, change: {law: exponential, mean_s: 40}, crew: baggers, max_wait_s: 3600}
    to: floor

  rejects: {kind: chute, to: desk}
  desk: {kind: station, servers: 2, service: {law: exponential, mean_s: 20}, to: floor}   # codes read by hand

  floor: {kind: staging, to: loading}

  loading:
    kind: outbound_door
    count: 20
    rate_per_h: [200]     # bags an hour

departures:
  night:
    destinations: each    # one vehicle for every destination
    doors: loading
    cut_offs: ["05:00"]
    accepts_min: 90       # parcels that came 90 minutes before are promised this vehicle
    loading_min: 240
    capacity: 3000
"""


def template() -> str:
    """Return the text of a small commented scenario that validates."""
    return TEMPLATE


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of scenario files, with `extends` and `preset`, which the reader resolves before the models see them."""
    schema = Scenario.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["properties"]["extends"] = {"type": "string", "description": "another scenario file, of which this one states the differences"}
    # the parent may hold what is required here
    schema["if"] = {"required": ["extends"]}
    schema["else"] = {"required": schema.pop("required", [])}
    for part in schema["$defs"].values():
        _allow_preset(part)
    return schema


def _allow_preset(part: dict[str, Any]) -> None:
    properties = part.get("properties", {})
    if "kind" not in properties and part.get("title") not in ("ParcelClass", "Crew", "Departure", "Container"):
        return
    required = part.pop("required", [])
    properties["preset"] = {"type": "string", "description": "name in the catalogue whose fields are taken over"}
    part["if"] = {"required": ["preset"]}
    part["else"] = {"required": required}
