"""What can be said for sure from arrays of numbers: confidence, warm-up, precision, selection among configurations. Pure functions; no engine.

intervals    of a mean, a difference, a share, a quantile of normal values; several at once
always       of a mean, right whenever one looks
quantiles    of any law, from order statistics
warm_up      what to leave out at the start: MSER-5, Welch's moving average
batches      of the mean of one long run
precision    how many replications or observations are enough
samples      what selection takes; the largest mean is the best
kn           the best one, fully sequentially, also under common random numbers: KN, KN++
rinott       the best one in two stages
pcs          how likely the largest mean is the best one
ocba         where a budget does most to find it
screening    which can be given up at once
told_apart   which two differ at all
"""
