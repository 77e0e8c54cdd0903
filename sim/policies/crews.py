"""Who of those that ask gets the free people of a crew. All answer an index; the first of the list asked first."""

from collections.abc import Sequence

from .views import Job


def first_come(jobs: Sequence[Job], now_s: float) -> int:
    """Who asked first (PHYSICS 6.3)."""
    return 0


def largest_load(jobs: Sequence[Job], now_s: float) -> int:
    """The vehicle with most parcels; of equals, who asked first."""
    return max(range(len(jobs)), key=lambda i: (jobs[i].load, -i))


def soonest_cut_off(jobs: Sequence[Job], now_s: float) -> int:
    """The work whose cut-off is next; of equals, who asked first."""
    return min(range(len(jobs)), key=lambda i: (jobs[i].cut_off_s, i))
