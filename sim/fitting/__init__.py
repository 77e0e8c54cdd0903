"""From an operator's history of vehicles to the figures of a scenario, each with the observations behind it.

history      the table: who came when, with what; and what is wrong with it, row by row
laws         the laws of sim.scenario.laws as curves: distribution, quantile, estimate
choice       which law a column obeys: the criterion, how well it fits, how sure its figures are
days         the shape of a day and of a week, days that stand out, days that were cut off
mixes        shares of classes and destinations, and whether the two hang together
fit          all of it in order: fit(history) -> Fit
compare      what the fitted scenario would show of what the history shows
fragment     a Fit as a scenario file that runs
words        a Fit as a table for the terminal
"""

from .fit import Fit, SourceFit, fit
from .fragment import fragment
from .history import History, read_history
from .words import table

__all__ = ["Fit", "History", "SourceFit", "fit", "fragment", "read_history", "table"]
