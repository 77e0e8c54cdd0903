"""Does a hub reach a number of parcels a day, how sure is that, what stops it, and what is the shortest way there.

rules        when a demand is carried: the rules of REACHING.md, applied to one run
case         a scenario at any demand, over repeated days
runs         the runs of a verdict: ordered, judged, counted
threshold    the largest demand that holds in one replication: widened, then halved
capacity     the largest demand that holds, over replications, with its interval; and the chance to carry a demand
levers       what of a hub there can be more of
relief       what helps a demand that does not hold, tried out
rounding     what a scaled hub has of each thing, beside what it would have in proportion
limits       what binds first, second, third
changes      the shortest list of changes that carries a demand
verdict      all of it in order
day          the run at the target that a report shows
told         a verdict in words;  tables: as sheets for Excel
"""
