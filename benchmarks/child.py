"""One run in a process of its own: `in_child(...)` asks, `python -m benchmarks.child ORDER` answers in JSON.

A process of its own has a peak memory of its own, and owes nothing to the runs before it.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def in_child(scenario: str, **order: Any) -> dict[str, Any]:
    """Return what a run of `scenario` (a path below the checkout) took and found; `order`: scale, overrides, engine, warm_scale.

    warm_scale: a run of the same scenario at this scale goes before, untimed, so that the compiled kernels are loaded.
    """
    words = json.dumps({"scenario": scenario, **order})
    done = subprocess.run([sys.executable, "-m", "benchmarks.child", words], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{words}: {done.stderr}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def measure(order: dict[str, Any]) -> dict[str, Any]:
    """Do it, and prove that no parcel was lost."""
    import sim
    from sim.results.memory import peak_memory_mb

    engine = order.get("engine", "fast")
    overrides = order.get("overrides")
    if order.get("warm_scale"):
        sim.run(sim.load(order["scenario"], order["warm_scale"]), engine=engine)
    hub = sim.load(order["scenario"], order.get("scale", 1.0), overrides)
    before_mb, before_cpu = peak_memory_mb(), time.process_time()
    run = sim.run(hub, engine=engine)
    cpu = time.process_time() - before_cpu
    parcels = run.parcels
    assert parcels["offered"] == sum(parcels[key] for key in ("dispatched", "held", "rejected", "inside")), parcels
    return {
        "parcels": parcels,
        "digest": run.digest,
        "moves": int(run.elements["entered"].sum()),
        "setup_s": run.wall_s["setup"],
        "simulate_s": run.wall_s["simulate"],
        "cpu_s": cpu,
        "before_mb": before_mb,
        "peak_mb": peak_memory_mb(),
    }


if __name__ == "__main__":
    print(json.dumps(measure(json.loads(sys.argv[1]))))
