"""How the people of a pool are divided among its crews. All answer how many each crew gets, in the order of the crews."""

from collections.abc import Sequence

from .views import Crew


def stay(crews: Sequence[Crew], now_s: float) -> list[int]:
    """Nobody moves (PHYSICS 6.13)."""
    return [crew.roster for crew in crews]


def by_backlog(crews: Sequence[Crew], now_s: float) -> list[int]:
    """Whoever is free goes where most people are wanted, one by one; whom nobody wants goes back to the own crew."""
    gets = [crew.at_least for crew in crews]
    spare = sum(crew.roster for crew in crews) - sum(gets)
    for aims in ([crew.at_work + crew.wanted for crew in crews], [crew.roster for crew in crews]):
        while spare > 0:
            short = max(range(len(crews)), key=lambda i: (aims[i] - gets[i], -i))
            if aims[short] <= gets[short]:
                break
            gets[short] += 1
            spare -= 1
    return gets
