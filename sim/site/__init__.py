"""Land, people, energy, carbon and money of a hub, reckoned from what a run of it did.

coefficients   figures with unit, range, source and status (coefficients.yaml, equipment.yaml), the user's own in their place, and draws from them
needs          what a run needed: places by quantiles of their use, people by the hour, machine time
land           from needs to a building and its site, and the rules of planners
energy         machines hour by hour, the building, panels on the roof, vehicles, CO2
money          what it costs to build and to run, a parcel
site           all of it over the ranges of the coefficients: typical, interval, and which coefficient matters most
told, tables   in words; as sheets for Excel

Every function of land, energy and money takes the coefficients as arrays of draws, shape (draws,), and gives arrays of that shape.
"""
