"""Benchmarks that prove the work they timed. `python -m benchmarks` runs all of them and writes RESULTS.md beside this file.

campus    a day of ten million parcels; the fast engine against the reference
week      seven days against one: memory follows what is inside
field     M/M/1 and a tandem of ten, beside SimPy and cimba, in turns
growth    time against the number of parcels
runs      many runs: what one costs beside the engine's own time, one core and two, ten thousand, a store of a hundred thousand
start     from the start of the process to the first event

Run on their own, with tables beside the scenarios they run:
published       hubs of the world, against what is published of them
configurations  line configurations of one hub side by side
country         a year of all large centres, planned from what was measured

child     one run in a process of its own: what most of them are made of
rivals    the two textbook models in hubsim, SimPy and cimba
tables    medians, verdicts on goals, Markdown
machine   what it ran on
"""
