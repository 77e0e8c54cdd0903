"""The factor of each day of a run by its calendar (PHYSICS 3.1, 6.1)."""

from ..kernels.laws import exp, ln
from ..scenario import Hub
from ..scenario.calendar import of_day


def factors(hub: Hub) -> list[float]:
    """Return the demand of each day of the run over that of a mean day [1], one day more than the run has; all 1 without a calendar.

    Growth is exp(years x ln(1 + growth)) with the sums of PHYSICS 9, so that every machine has the same vehicles.
    """
    days = int(hub.scenario.horizon_h // 24) + 2
    calendar = hub.scenario.calendar
    if calendar is None:
        return [1.0] * days
    found = []
    for day in range(days):
        factor, years = of_day(calendar, day)
        found.append(factor * exp(years * ln(1.0 + calendar.yearly_growth)) if calendar.yearly_growth != 0 else factor)
    return found
