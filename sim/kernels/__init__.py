"""Numba lives here: whatever merely moves.

    chance.py    keyed random numbers          laws.py      laws of chance, the same bits everywhere
    calendar.py  who is due next               units.py     parcels and bags: identity, waiting lists, the journal
    belts.py     conveyors and line sorters    stations.py  servers and their queue
    chutes.py    chutes, bags, attendants      loops.py     loop sorters
    floor.py     doors, streams, staging       instant.py   completions, choices, the run between two decisions
    orders.py    what control may tell it

Kernels change the arrays of `sim.plant` in place and return nothing but what control must know.
"""
