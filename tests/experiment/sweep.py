"""A sweep with the made-up engine, to be killed: python sweep.py STORE RUNS HUB ACKNOWLEDGED, where HUB is JSON and ACKNOWLEDGED a file for identities."""

import base64
import json
import sys

from made_engine import perform

import sim.store.store
from sim.experiment.desk import Desk
from sim.experiment.known import InStore
from sim.experiment.pool import Pool
from sim.experiment.task import Task
from sim.store import open_store

VERSION = "made"

if __name__ == "__main__":
    place, runs, words, acknowledged = sys.argv[1:]
    hub = json.loads(words)
    hub["packed"] = base64.b64decode(hub["packed"])
    sim.store.store.MOVED = 40 * len(hub["packed"])  # often, so that kills hit it too
    with open_store(place, VERSION) as store, Pool(2, perform) as pool, open(acknowledged, "a") as out:
        desk = Desk(pool, InStore(store))
        store.add_study("kills", {})
        for replication in range(int(runs)):
            task = Task("h", 1, replication, tables=("elements",))
            desk.add(task, lambda: hub)
        store.add_members("kills", [(0, 1, replication, "fast", Task("h", 1, replication).identity) for replication in range(int(runs))])
        for task, _ in desk.results():
            print(task.identity, file=out, flush=True)
