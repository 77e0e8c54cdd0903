"""The same physics in plain SimPy, one process a parcel: slow, readable, the judge.

    chance    keyed random numbers and laws in plain Python
    rounds    the SimPy environment with the phases of an instant
    clock     time that can stand still
    parcel    what moves, and its journey
    element   what all elements share: accounting, waiting, the act of accepting
    doors, belts, stations, robots, chutes, stocks, unbag, loops, floor, lanes     the kinds of elements
    movers    all of it, as control sees it

It shares with the fast engine the plant and control, and nothing that moves.
"""
