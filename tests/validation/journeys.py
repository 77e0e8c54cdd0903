"""Journeys of parcels, kept in memory while a run goes on, and what can be read from them."""

from typing import Any

import numpy as np


class Journeys:
    """A trace: takes the journal of a run piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[dict[str, np.ndarray]] = []
        self.columns: dict[str, np.ndarray] = {}

    def write(self, columns: dict[str, np.ndarray]) -> None:
        """Take one piece of the journal: entries, and the closings of bags."""
        keep = np.isin(columns["event"], ("entered", "bagged"))
        piece = {name: np.asarray(columns[name])[keep] for name in ("source", "vehicle", "place", "element", "time_s")}
        self._pieces.append(piece | {"is_bagged": (columns["event"] == "bagged")[keep]})

    def close(self, names: Any) -> "Journeys":
        """Join the pieces; `names` are those of the elements in order."""
        self.number = {str(name): i for i, name in enumerate(names)}
        if self._pieces:
            self.columns = {name: np.concatenate([piece[name] for piece in self._pieces]) for name in self._pieces[0]}
        self._pieces = []
        return self

    def entries(self, *elements: str, bagged: bool = False) -> tuple[np.ndarray, np.ndarray]:
        """Return (parcel keys, times [s]) of the entries into any of `elements`, or of the closings of bags there, by key: source, then arrival, then place."""
        c = self.columns
        chosen = np.isin(c["element"], [self.number[name] for name in elements]) & (c["is_bagged"] == bagged)
        source, vehicle, place = (c[name][chosen].astype(np.int64) for name in ("source", "vehicle", "place"))
        keys = (source << 50) + (vehicle << 14) + place
        order = np.argsort(keys, kind="stable")
        return keys[order], c["time_s"][chosen][order]

    def spans(self, begin: str, *ends: str, since_s: float = 0.0, source: str | None = None) -> np.ndarray:
        """Return the times from entering `begin` to entering any of `ends` [s] of parcels that entered `begin` at `since_s` or later, in order of arrival."""
        keys, came = self.entries(begin)
        gone_keys, gone = self.entries(*ends)
        at = np.searchsorted(keys, gone_keys)
        chosen = came[at] >= since_s
        if source is not None:
            chosen &= gone_keys >> 50 == self.number[source]
        return gone[chosen] - came[at[chosen]]

    def inside(self, begin: str, *ends: str, since_s: float, until_s: float) -> np.ndarray:
        """Return the share of the time from `since_s` to `until_s` with 0, 1, 2 ... parcels between entering `begin` and entering any of `ends`."""
        came, gone = self.entries(begin)[1], self.entries(*ends)[1]
        times = np.concatenate([came, gone])
        steps = np.concatenate([np.ones(len(came), np.int64), -np.ones(len(gone), np.int64)])
        order = np.argsort(times, kind="stable")
        times, numbers = times[order], np.cumsum(steps[order])
        spans = np.diff(np.clip(np.append(times, until_s), since_s, until_s))
        # between events of one instant a number may be passed through for no time: even -1
        lasts = spans > 0
        return np.bincount(numbers[lasts], weights=spans[lasts]) / (until_s - since_s)
