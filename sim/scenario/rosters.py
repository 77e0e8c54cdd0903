"""Rules of pace: who tires, learns or works at night has a roster that says when."""

from collections.abc import Iterator

from .problems import Problem, Where, error, warning
from .schema import Scenario


def paces_have_rosters(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Fatigue and learning count from shifts, and a night has some length."""
    for name, crew in scenario.crews.items():
        for field in ("fatigue", "learning"):
            if crew.size is not None and getattr(crew, field) is not None:
                words = f"{field} counts from the shifts of the crew '{name}', and it has a constant size"
                yield error(where("crews", name, field), words, f"give shifts instead of size, or leave {field} out")
        if crew.night is not None and crew.night.start == crew.night.until:
            yield error(where("crews", name, "night", "until"), f"the night ends at {crew.night.until}, when it starts", "give another time")


def casual_workers_learn(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Casual workers and learning go together; a shift to which nobody comes is doubtful."""
    for name, crew in scenario.crews.items():
        shifts = crew.shifts or []
        if crew.learning is not None and shifts and not any(shift.casual for shift in shifts):
            yield warning(where("crews", name, "learning"), f"nobody in the crew '{name}' is casual, so nobody learns", "give a shift a share casual")
        for number, shift in enumerate(shifts):
            if shift.casual > 0 and crew.learning is None:
                at = where("crews", name, "shifts", number, "casual")
                yield warning(at, f"casual workers of the crew '{name}' are as fast as others from the first day", "give the crew learning")
            if shift.absence == 1:
                yield warning(where("crews", name, "shifts", number, "absence"), "nobody comes to this shift: all are absent", "a share: 0.05 is one in twenty")


RULES = (paces_have_rosters, casual_workers_learn)
