"""Puts runs with tables into a store until no file may grow any more: python full_disk.py STORE BYTES; says each run it was told is kept."""

import resource
import signal
import sys

import numpy as np
from made import made

import sim.store.store
from sim.store import DiskFull, open_store, parts

sim.store.store.MOVED = 30_000
place, most = sys.argv[1], int(sys.argv[2])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
chance = np.random.default_rng(1)
try:
    with open_store(place, "v") as store:
        for n in range(3000):
            store.put(made(n, tables={"elements": parts.pack({"x": chance.random(200)})}))
            print(n, flush=True)
except DiskFull as error:
    print(error, file=sys.stderr)
    sys.exit(2)
