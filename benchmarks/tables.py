"""From measurements to Markdown: medians, verdicts on goals, tables."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Section:
    """One benchmark told: its name, what was done, a table, what was proved."""

    name: str
    title: str
    words: str
    header: Sequence[str]
    rows: list[list[str]]
    proved: str
    headline: str
    """one sentence for the README"""
    goals: list[str] = field(default_factory=list)
    facts: dict[str, float] = field(default_factory=dict)
    """the figures behind the table, for tests and programs"""

    def markdown(self) -> str:
        """Return the section as Markdown."""
        table = [self.header, ["---"] + ["---:"] * (len(self.header) - 1), *self.rows]
        lines = [
            f"## {self.title}",
            "",
            self.words,
            "",
            *("| " + " | ".join(row) + " |" for row in table),
            "",
            f"**In short:** {self.headline}",
            "",
            f"Proved: {self.proved}",
        ]
        if self.goals:
            lines += ["", *(f"- {goal}" for goal in self.goals)]
        return "\n".join(lines) + "\n"


def spread(values: Sequence[float], form: str = ",.2f") -> str:
    """Return "min - median - max" of several runs."""
    if len(values) == 1:
        return f"{values[0]:{form}}"
    return " - ".join(f"{value:{form}}" for value in (min(values), statistics.median(values), max(values)))


def at_most(what: str, value: float, goal: float, unit: str = "") -> str:
    """Return the verdict on a goal not to be exceeded."""
    verdict = "met" if value <= goal else f"missed by {value / goal - 1:.0%}"
    return f"goal: {what} at most {goal:g}{unit}; measured {value:.3g}{unit}: **{verdict}**"


def at_least(what: str, value: float, goal: float, unit: str = "") -> str:
    """Return the verdict on a goal to be reached."""
    verdict = "met" if value >= goal else f"missed by {1 - value / goal:.0%}"
    return f"goal: {what} at least {goal:g}{unit}; measured {value:.3g}{unit}: **{verdict}**"
