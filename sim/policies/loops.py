"""Which carriers an induction of a loop may take, and which chute takes what found its own full. All are asked once, before anything moves."""

from collections.abc import Sequence

from .views import Chute


def any_carrier(carriers: int, inductions_m: Sequence[float], length_m: float) -> list[int]:
    """Every induction takes any free carrier (PHYSICS 5.4): -1 for each. The first one after the chutes takes what it can."""
    return [-1] * carriers


def evenly(carriers: int, inductions_m: Sequence[float], length_m: float) -> list[int]:
    """Two carriers for each induction in turn, so that what needs two finds them: each induction has the same share, busy or not."""
    return [carrier // 2 % len(inductions_m) for carrier in range(carriers)]


def to_overflow(chutes: Sequence[Chute], overflow: int, length_m: float) -> list[int]:
    """The overflow chute of the loop for all; where none is named, each chute for its own: round again (PHYSICS 5.6)."""
    return [overflow if overflow >= 0 else chute for chute in range(len(chutes))]


def round_again(chutes: Sequence[Chute], overflow: int, length_m: float) -> list[int]:
    """Nobody takes what found its chute full: it goes round, whatever chute is named."""
    return list(range(len(chutes)))
