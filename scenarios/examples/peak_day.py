"""The operator's peak day: more people at the doors, more doors, or both? Run it with: python scenarios/examples/peak_day.py

The three days around the eleventh of November at the hub of a brand (peak_day.yaml, a tenth of it), four ways to meet them, on the same chance.
"""

from pathlib import Path

import sim

SCENARIO = Path(__file__).parents[1] / "peak_day.yaml"
SCALE = 0.1  # demand and plant, of the hub in full [1]
PEOPLE = 1.5  # unloaders of every shift, as a multiple of today's [1] (an assumption)
DOORS = 42  # inbound doors, each with its X-ray; 28 today (an assumption)
DELTA = 0.02  # a difference of two parcels in a hundred is worth knowing [1]
BY = "on_time_share"  # of the promised parcels, those aboard when their vehicle leaves [1]


shifts = sim.load(SCENARIO).scenario.crews["unloaders"].shifts
people = {f"crews.unloaders.shifts.{number}.size": round(PEOPLE * shift.size) for number, shift in enumerate(shifts)}
doors = {f"groups.hall.elements.{name}.count": DOORS for name in ("door", "xray")}
changes = {"as it is": {}, "more people": people, "more doors": doors, "both": people | doors}

found = sim.compare({name: sim.load(SCENARIO, SCALE, change) for name, change in changes.items()}, BY, delta=DELTA)

print(found.table.to_string(index=False))
best, order = found.rows[0].name, [row.name for row in found.rows]
print(f"\n{best} is the best; told apart from it on the same chance: {', '.join(row.name for row in found.rows if row.apart)}")
# doors alone bring little: nobody is there to unload at them
assert best == "both"
assert order.index("more people") < order.index("more doors")
