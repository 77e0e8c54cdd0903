"""Many runs: `replications` of one scenario in full, and any number of runs of which the main figures are kept.

identity      what determines a run, as a name
outcome       what is kept of it
task          one run to do, and doing it: what a worker gets
pool          workers of this machine (process: how one begins)
cluster       workers of a Dask cluster (batch: several runs as one piece of work); how to begin one: CLUSTERS.md
desk          where runs are ordered, and what happens if one is lost
known         what is known of runs: in a store, or in memory
office        a desk with all that belongs to it
replay        the command that does a run again
observations  a figure of several hubs, replication by replication
compare       which of several hubs is best, and which differ at all
replications  the same scenario again and again, each run whole
"""
