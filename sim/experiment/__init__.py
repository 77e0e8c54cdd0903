"""Many runs: `replications` of one scenario in full, and any number of runs of which the main figures are kept.

identity      what determines a run, as a name
outcome       what is kept of it;  ground: land, energy and cost among its figures, if they are asked for
task          one run to do, and doing it: what a worker gets
pool          workers of this machine (process: how one begins)
cluster       workers of a Dask cluster (batch: several runs as one piece of work); how to begin one: CLUSTERS.md
desk          where runs are ordered, and what happens if one is lost
known         what is known of runs: in a store, or in memory
office        a desk with all that belongs to it
replay        the command that does a run again
origin        where a run comes from;  evidence: the folder of a run with all that a report needs
observations  a figure of several hubs, replication by replication
compare       which of several hubs is best, and which differ at all
precision     replications until a mean is known well enough
replications  the same scenario again and again, each run whole

designs       which points a study visits (fractional: two-level fractions;  optimise: points chosen by what was found)
sensitivity   which factors matter: Morris, Sobol, main effects
aims          costs, means, and by how much limits are missed
plan          a study checked, laid out and named
source        its points, one after another
sweep         a study carried out at the desk
found         what it has found, from the store (frames: as DataFrames and files)
account       a study as plain values: what commands print and a report is made of
studies       from a study's file to what it has found; what it would come to
"""
