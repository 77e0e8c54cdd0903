"""The roster and the law: which limit on working time a shift exceeds. The limits are data, in labour.yaml."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from .document import parse, read_text
from .ingredients import Shift
from .people import DAY, minutes
from .problems import Problem, Where, error
from .schema import Scenario

FILE = Path(__file__).with_name("labour.yaml")
WEEKS_A_MONTH = 52 / 12


@cache
def load_laws() -> dict[str, Any]:
    """Return title, source, status and limits of each law by its name. Raise ScenarioError if the built-in file is damaged."""
    return parse(read_text(FILE), FILE.name).plain()  # type: ignore[no-any-return]


def hours_of(shift: Shift) -> float:
    """Return how long the people of a shift work, breaks not counted [h]."""

    def after(clock: str) -> int:
        return (minutes(clock) - minutes(shift.start)) % DAY

    away = {minute for start, until in shift.breaks for minute in range(after(start), after(until))}
    return (after(shift.until) - len(away)) / 60


def rosters_are_lawful(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """No shift asks more of its people than the law allows. Crews of a constant size have no roster and are not judged."""
    if scenario.labour_law == "none":
        return
    law = load_laws()[scenario.labour_law]
    for name, crew in scenario.crews.items():
        for number, shift in enumerate(crew.shifts or []):
            found = next(_broken(shift, law["limits"]), None)
            if found is not None:
                field, figures, limit, hint = found
                words = f"the shift {shift.start}-{shift.until} of '{name}' is unlawful by {law['limits'][limit]['rule']}, {law['title']}: {figures}"
                yield error(where("crews", name, "shifts", number, *field), words, f"{hint}; labour_law: none where it does not hold")


def _broken(shift: Shift, limits: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str, str, str]]:
    """Yield (field, figures, limit, hint) for each limit that is exceeded."""

    def most(limit: str) -> float:
        return float(limits[limit]["value"])

    hours, days = hours_of(shift), shift.days_per_week
    daily = max(0.0, hours - most("day_h"))
    if daily > most("overtime_day_h"):
        figures = f"{hours:g} h of work, of which {daily:g} h are overtime; at most {most('overtime_day_h'):g} h a day"
        yield ("until",), figures, "overtime_day_h", "split it, or give longer breaks"
    if 7 - days < most("rest_days"):
        figures = f"{7 - days} days of rest a week; at least {most('rest_days'):g}"
        yield ("days_per_week",), figures, "rest_days", "let each person work fewer days a week"
    monthly = max(daily * days, hours * days - most("week_h"), 0.0) * WEEKS_A_MONTH
    if monthly > most("overtime_month_h"):
        figures = f"{hours:g} h on {days} days a week are {monthly:.0f} h of overtime a month; at most {most('overtime_month_h'):g}"
        yield ("until",), figures, "overtime_month_h", "split it into shorter shifts, or lower days_per_week"


RULES = (rosters_are_lawful,)
