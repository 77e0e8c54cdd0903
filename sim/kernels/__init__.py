"""Numba lives here: whatever merely moves.

    chance.py    keyed random numbers          laws.py      laws of chance, the same bits everywhere
    calendar.py  who is due next               units.py     parcels and bags: identity, waiting lists, the journal
    belts.py     conveyors and line sorters    stations.py  servers and their queue
    chutes.py    chutes, bags, attendants      loops.py     loop sorters
    robots.py    robot fields                  floor.py     doors, streams, staging
    lanes.py     units between two hubs        stocks.py    reusable bags
    promises.py  departures promised           cold.py      time outside the cold room
    wear.py      failures as kernels see them  leaving.py   aboard, through a sink, or lost
    weights.py   what parcels weigh            orders.py    what control may tell it
    choosing.py  who goes next, by the merge   instant.py   completions, choices, the run
    movers.py    the tables of one run, and the kernels as control sees them
    world.py     all tables behind one name    sight.py     how a compiled kernel sees them
    jit.py       how a kernel is compiled      parts.py     all that Python calls compiled whole, once
    cache.py     where compiled code is kept

Kernels change the arrays of `sim.plant` in place and return nothing but what control must know.
"""
