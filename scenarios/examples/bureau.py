"""The bureau's question: does this campus reach ten million parcels a day, how sure is that, what stops it?

Shows: sim.verdict, its answer, its tables. Scenario: the campus, a made-up hub of 16 halls, at a tenth of its size, which is good for a first answer in
some minutes; with SCALE 1 the answer that is laid on a table, in about an hour. Another hub: python bureau.py SCENARIO TARGET SCALE
"""

import sys
from pathlib import Path

import sim

CAMPUS = Path(__file__).parent.parent / "jieyang_campus.yaml"
scenario, target, scale = sys.argv[1:4] if len(sys.argv) > 3 else (CAMPUS, "10e6", "0.1")
TARGET = float(target)  # [parcels/day], of the hub in full
SCALE = float(scale)  # [1]

answer = sim.verdict(scenario, TARGET, scale=SCALE, store="results/store")  # run it again: it goes on where it was

capacity = answer.capacity
print(f"{answer.verdict} at {answer.confidence:.0%} confidence")
print(f"capacity {capacity.estimate:,.0f} parcels a day, from {capacity.low:,.0f} to {capacity.high:,.0f}")
print("chance to carry the target: {:.0%} (from {:.0%} to {:.0%})".format(*capacity.chance(TARGET)))
for name, table in answer.frames().items():
    print(f"\n{name}\n{table.head(10).to_string(index=False)}")

assert capacity.low <= capacity.estimate <= capacity.high
assert (answer.verdict == "reachable") == (capacity.low >= TARGET)
