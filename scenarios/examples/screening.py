"""Which of seven factors of the first hub matter? A screening after Morris, as a researcher would do it from Python.

    python scenarios/examples/screening.py [STORE]

What to expect (seed 1, ten seconds): 80 runs of studies/morris.yaml, none of them if they are in the store already. Then, for the wait at the doors, the
factors in their order: doors before demand before people; belt, chutes and the sorter's missed diverts are less than a hundredth of the first, and are
fixed from there on. Last, the same figure asked of the store in SQL: mean wait by number of doors, which falls with each.
"""

import sys
from pathlib import Path

import sim

STUDY = Path(__file__).parents[1] / "studies" / "morris.yaml"
FIGURE = "door_wait_mean_s"
SMALL = 0.01
"""share of the largest mu_star below which a factor is left as it is"""


def main(store: str = "results/store") -> None:
    """Carry out the study and print what it says."""
    study = sim.sweep(STUDY, store)
    effects = study.sensitivity[study.sensitivity["figure"] == FIGURE].set_index("factor")
    print(effects[["mu_star", "mu_star_conf", "sigma"]].round(1).to_string())
    matter = effects.index[effects["mu_star"] > SMALL * effects["mu_star"].max()]
    print("\nmatter:", ", ".join(matter))
    print("left as they are:", ", ".join(effects.index.difference(matter)), "\n")
    print(
        sim.query(store, f"select doors, avg({FIGURE}) as mean_wait_s from runs where study = '{study.name}' group by doors order by doors")
        .round(1)
        .to_string()
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
