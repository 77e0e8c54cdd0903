"""One module a chapter: `chapter(dossier, say) -> Chapter`; one that has nothing to say has no blocks.

answer         the question, the answer and its confidence, the main figures: all on the first page
configuration  what was simulated, drawn and as a table
flows          where parcels went
day            the day by the hour
limits         what stops it, in order; what to change
compared       other configurations beside it, and the land each takes
land, people, energy, cost   (matters: which coefficients move them most)
bad_day        what happens when something goes wrong
omitted        what the model leaves out
evidence       sources and status of what went in, checks, versions, digests, how to do it again
"""
