"""What can be said for sure from arrays of numbers: confidence, warm-up, precision, selection among configurations. Pure functions; no engine.

intervals    of a mean, a difference, a share, a quantile of normal values; several at once
quantiles    of any law, from order statistics
"""
