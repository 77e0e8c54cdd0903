"""The made-up history that ships as scenarios/history.csv, drawn from laws that are stated here: python tests/fitting/made_history.py FILE."""

import csv
import datetime
import sys

import numpy as np

FIRST_DAY = datetime.datetime(2026, 5, 4)  # a Monday
WEEK = (1.2, 1.15, 1.0, 1.0, 0.95, 0.9, 0.8)
DESTINATIONS = ("长三角", "珠三角", "京津冀", "西南")
CLASSES = ("袋装", "纸箱")
FACTORIES = {
    "服装厂": {
        "a_day": 5.0,
        "hours": {16: 1, 17: 2, 20: 4, 21: 5, 22: 3, 23: 1},
        "load": lambda chance: chance.gamma(1 / 0.4**2, 700 * 0.4**2),
        "late_s": lambda chance: chance.exponential(720),
        "destinations": (0.45, 0.15, 0.25, 0.15),
        "bag": 0.9,
    },
    "五金塑料厂": {
        "a_day": 4.0,
        "hours": {11: 3, 12: 1, 17: 4, 18: 4},
        "load": lambda chance: chance.uniform(200, 500),
        "late_s": lambda chance: chance.exponential(480),
        "destinations": (0.25, 0.45, 0.15, 0.15),
        "bag": 0.3,
    },
    "小家电厂": {
        "a_day": 3.0,
        "hours": {14: 3, 15: 3, 16: 3, 19: 2},
        "load": lambda chance: chance.lognormal(np.log(300) - np.log(1 + 0.5**2) / 2, np.sqrt(np.log(1 + 0.5**2))),
        "late_s": lambda chance: chance.exponential(600),
        "destinations": (0.3, 0.2, 0.25, 0.25),
        "bag": 0.05,
    },
}
HEAD = ["车次", "客户", "计划到达时间", "到达时间", "目的地", "类别", "件数"]


def rows(days: int = 14, seed: int = 1, factories: dict = FACTORIES) -> list[list]:
    """Vehicles of all factories, with up to three lots each; times as datetime, to the minute."""
    chance = np.random.default_rng(seed)
    found = []
    trip = 0
    for day in range(days):
        for name, factory in factories.items():
            hours, weights = list(factory["hours"]), np.array(list(factory["hours"].values()), dtype=float)
            for _ in range(int(factory["a_day"] * WEEK[day % 7] + chance.random())):
                trip += 1
                planned = FIRST_DAY + datetime.timedelta(days=day, hours=int(chance.choice(hours, p=weights / weights.sum())), minutes=int(chance.integers(60)))
                late = datetime.timedelta(minutes=int(factory["late_s"](chance) / 60 + 0.5))
                load = max(1, int(factory["load"](chance) + 0.5))
                lots = chance.multinomial(load, [0.5, 0.3, 0.2])
                for parcels in lots[lots > 0]:
                    kind = CLASSES[0] if chance.random() < factory["bag"] else CLASSES[1]
                    destination = DESTINATIONS[int(chance.choice(4, p=factory["destinations"]))]
                    found.append([f"T{trip:04d}", name, planned, planned + late, destination, kind, int(parcels)])
    return found


def as_text(row: list) -> list[str]:
    """A row as a CSV holds it."""
    return [f"{cell:%Y-%m-%d %H:%M}" if isinstance(cell, datetime.datetime) else str(cell) for cell in row]


if __name__ == "__main__":
    with open(sys.argv[1], "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEAD, *map(as_text, rows())])
