"""What can be said for sure from arrays of numbers: confidence, warm-up, precision, selection among configurations. Pure functions; no engine.

intervals    of a mean, a difference, a share, a quantile of normal values; several at once
quantiles    of any law, from order statistics
warm_up      what to leave out at the start: MSER-5, Welch's moving average
batches      of the mean of one long run
precision    how many replications or observations are enough
"""
