"""What can be wrong with a scenario, and where: places, problems, and the one exception the reader raises."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, NamedTuple

MAX_SHOWN = 50


class Place(NamedTuple):
    """Where something stands in a file the user wrote; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


Where = Callable[..., Place]
"""Where a field stands, by its path; with key=True its name, not its value."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong (or, as a warning, doubtful), where it stands, and what to do about it."""

    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}:{self.column}: {self.message}"
        return f"{text}; {self.hint}" if self.hint else text


class ScenarioError(Exception):
    """A scenario (or a file it names) cannot be used; `problems` lists every reason found."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems: list[Problem] = sorted(set(problems))
        super().__init__(self.problems)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:MAX_SHOWN]]
        left = len(self.problems) - len(lines)
        return "\n".join([*lines, f"and {left:,} more"] if left > 0 else lines)


def error(place: Place, message: str, hint: str = "") -> Problem:
    """Return a problem that makes the scenario unusable."""
    return Problem(*place, one_line(message), one_line(hint))


def warning(place: Place, message: str, hint: str = "") -> Problem:
    """Return a problem the user should know of, though the scenario can be run."""
    return Problem(*place, one_line(message), one_line(hint), "warning")


def one_line(text: str) -> str:
    """Return `text` on one line without control characters: what a user wrote must not forge lines of a report."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def short(value: object, width: int = 60) -> str:
    """Return `value` as the user would recognise it, quoted if it is text, cut to `width` characters."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = one_line(str(value))
    text = text if len(text) <= width else text[: width - 3] + "..."
    return f"'{text}'" if isinstance(value, str) else text


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """Return a hint with the nearest of `names`, or all of them if they are few, or nothing."""
    known = [str(name) for name in names]
    near = get_close_matches(word[:200], known, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{near[0]}'?"
    if 0 < len(known) <= 24:
        return "there is: " + ", ".join(known)
    return ""
