"""hubsim beside SimPy and cimba on two textbook models, in turns A B C A B C, so that all suffer the same noise.

Processor time, not wall time: all three work on one core, and what else the machine does must not count.
"""

import time
from statistics import median

from .rivals import STAY, with_cimba, with_hubsim, with_simpy
from .tables import Section, spread

MODELS = {"M/M/1": 1, "tandem of ten": 10}


def takes_part(make, customers: int, desks: int):
    """Return the model, or None if its library is not installed."""
    try:
        return make(customers, desks)
    except ImportError:
        return None


def bench(quick: bool = False) -> Section:
    """Time each model with each tool, in turns, compiled before."""
    rounds = 1 if quick else 5
    rows, facts, proofs, headlines = [], {}, [], []
    for name, desks in MODELS.items():
        customers = (20_000 if quick else 1_000_000) // (1 if desks == 1 else 5)
        tools = {"hubsim": with_hubsim, "SimPy": with_simpy, "cimba": with_cimba}
        models = {tool: model for tool, make in tools.items() if (model := takes_part(make, customers, desks))}
        small = {tool: make(1000, desks) for tool, make in tools.items() if tool in models}
        for model in small.values():
            model(0)
        seconds: dict[str, list[float]] = {tool: [] for tool in models}
        means: dict[str, list[float]] = {tool: [] for tool in models}
        for turn in range(rounds):
            for tool, model in models.items():
                begun = time.process_time()
                served, mean = model(turn + 1)
                seconds[tool].append(time.process_time() - begun)
                means[tool].append(mean)
                assert served == customers, (tool, served)
        theory = STAY * desks
        events = customers * (1 + desks)
        for tool in models:
            mean = sum(means[tool]) / rounds
            # one run of 1,000,000 lies within 3 % of the theory in 95 of 100 seeds
            assert abs(mean / theory - 1) < (0.25 if quick else 0.04), (name, tool, mean)
            rate = events / median(seconds[tool])
            relative = {other: median(seconds[other]) / median(seconds[tool]) for other in models}
            others = [f"{relative[other]:.2f}" if other in relative else "-" for other in ("SimPy", "cimba")]
            rows.append([f"{name}, {tool}", f"{customers:,}", spread(seconds[tool], ",.3f"), f"{rate:,.0f}", *others, f"{mean:.1f}"])
            facts |= {f"{name}, {tool}": rate, f"{name}, {tool}, mean": mean}
        versus = [f"{median(seconds[other]) / median(seconds['hubsim']):.2g} times {other}" for other in ("SimPy", "cimba") if other in models]
        headlines.append(f"{name}: {events / median(seconds['hubsim']) / 1e6:.1f} million events/s, " + " and ".join(versus))
        proofs.append(f"{name}: each run served {customers:,} customers; theory says {theory:.0f} s")
    return Section(
        name="field",
        title="Beside SimPy and cimba",
        words=f"One process, one core; the tools take turns, {rounds} rounds after a small run that compiles. "
        "A logical event is an arrival or the end of a service. SimPy: a process a customer, a resource a desk. cimba: a process a desk, a store before it. "
        "hubsim: a scenario; all its statistics, the digest and random numbers keyed to each customer are included. "
        "Columns `x SimPy`, `x cimba`: how many times as fast.",
        header=["model, tool", "customers", "CPU s", "events/s", "x SimPy", "x cimba", "mean time in system s"],
        rows=rows,
        proved="; ".join(proofs) + ".",
        headline="; ".join(headlines) + ".",
        facts=facts,
    )
