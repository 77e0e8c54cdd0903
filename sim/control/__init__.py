"""SimPy lives here: whatever waits or decides.

    traffic     the vehicles of all sources: when they come, what they bring
    crews       people who are asked for, in turn, by shifts
    docks       yards and doors, inbound and outbound: who gets which door
    inbound     a vehicle's visit: yard, door, crew, unloading
    outbound    a departure: door, crew, loading, cut-off
    roads       roads that vehicles of several hubs share
    fleets      vehicles that come back, and charge
    lanes       between two hubs: load units, travel
    breakdowns  failures and repairs
    roster      who of a crew is there, and how fast they are
    moves       pools of crews: who goes from one to another
    shifts      how many people are there, and whom that concerns
    stocks      reusable bags, and how they come back
    clerk       samples, the end of the warm-up
    seam        one SimPy environment that lets the movers run between two of its events
    decisions   what policies are asked, and told
    happenings  events that stop machines
    control     all of it, started in order

Control speaks to movers (`kernels.movers` or `reference.movers`) and never to a parcel.
"""
