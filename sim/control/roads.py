"""Roads that vehicles of several hubs share: one enters each headway, in the order of coming (PHYSICS 6.9)."""

from collections import deque


class Road:
    """A stretch that takes so many vehicles an hour, and who has waited for it."""

    def __init__(self, headway: int) -> None:
        self.headway = headway
        """[ticks]"""
        self.free_at = 0
        self.turns: deque[int] = deque()
        """when those who wait enter, rising [ticks]"""
        self.vehicles = 0
        self.wait_sum = 0
        self.wait_max = 0
        self.queue_max = 0

    def take(self, now: int) -> int:
        """Return how long a vehicle that comes now waits until it enters [ticks]."""
        enters = max(now, self.free_at)
        self.free_at = enters + self.headway
        while self.turns and self.turns[0] <= now:
            self.turns.popleft()
        if enters > now:
            self.turns.append(enters)
        self.queue_max = max(self.queue_max, len(self.turns))
        self.vehicles += 1
        self.wait_sum += enters - now
        self.wait_max = max(self.wait_max, enters - now)
        return enters - now
