"""Scenario to Plant: frozen integer arrays, the only thing an engine reads.

compile    all of it in order: compile_plant(hub) -> Plant
pool       the integer pool, laws and mixes as rows
arrows     ways through merges and diverters, ranks
machines   each kind of element as a row
timetable  departures and what is promised
lanes      lanes between hubs
seasons    the factor of each day by the calendar
windows    times of day, events, and when vehicles may drive
"""

from .arrows import PlantError
from .compile import Plant, compile_plant

__all__ = ["Plant", "PlantError", "compile_plant"]
