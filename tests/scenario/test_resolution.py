"""Figures at and beyond the ends of what the engines can count."""

import pytest

from sim import layout
from sim.plant import compile_plant
from sim.scenario import resolution

COME = "interarrival: {law: exponential, mean_s: 50}"
BELT = "belt: {kind: conveyor, length_m: 5, speed_m_s: 1, spacing_m: 1, to: out}"
LOOP = """
loop: {kind: loop_sorter, speed_m_s: 2, pitch_m: 0.5, carriers: 40, inductions: {in: {at_m: 0}}, outlets: [{chute: gate, at_m: 5}]}
gate: {kind: chute, to: out}
"""


def hub(desk, change: tuple[str, str]) -> str:
    """Return a hub of a station, a belt and a loop with one text exchanged."""
    text = desk.elements(
        f"come: {{kind: stream, {COME}, to: desk}}\n"
        "cars: {kind: source, vehicles_per_day: 4, load: {law: deterministic, value: 5}, to: door}\n"
        "door: {kind: door, changeover: {law: deterministic, value_s: 9}, rate_per_h: [900], to: loop.in}\n"
        "desk: {kind: station, rate_per_h: 100, to: belt}\n" + BELT + LOOP + "out: {kind: sink}",
        "warm_up_h: 1\n",
    )
    assert change[0] in text
    return text.replace(*change)


def test_both_count_alike():
    assert resolution.TICKS_PER_S == layout.TICKS_PER_S


def exchange(field: str, old: str, new: str) -> tuple[str, str]:
    return f"{field}: {old}", f"{field}: {new}"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (exchange("spacing_m", "1", "4e-7"), "hub.yaml:9:64: 'spacing_m' must be at least 0.0001, not 4e-07"),
        (exchange("spacing_m", "1", "1e-300"), "'spacing_m' must be at least"),
        (exchange("length_m", "5", "1e9"), "'length_m' must be at most 1e+06"),
        (exchange("length_m: 5, speed_m_s", "1", "1e-9"), "'speed_m_s' must be at least 0.001"),
        (exchange("speed_m_s", "2", "4e-7"), "'speed_m_s' must be at least 0.001"),
        (exchange("pitch_m", "0.5", "1e-6"), "'pitch_m' must be at least 0.001"),
        (exchange("rate_per_h", "[900]", "[1e-300]"), "must be at least 0.001, not 1e-300"),
        (exchange("rate_per_h", "100", "1e-300"), "'rate_per_h' must be at least 0.001"),
        (exchange("vehicles_per_day", "4", "1e-300"), "'vehicles_per_day' must be at least 0.001"),
        (exchange("horizon_h", "24", "1e-12"), "hub.yaml:2:12: 'horizon_h' must be at least 1e-06"),
        (exchange("warm_up_h", "1", "23.99999999999"), "hub.yaml:3:12: the warm-up of 24 h leaves nothing of the 24 h simulated"),
        ((COME, "interarrival: {law: geometric, step_s: 1, p: 1e-15}"), "'p' must be at least 1e-09"),
        ((COME, "per_day: 9, profile: {hourly: [" + ", ".join("0" * 24) + "]}"), "'profile': the weights must not all be 0"),
        (exchange("speed_m_s: 2, pitch_m", "0.5", "0.5, note: x"), ""),
        (("speed_m_s: 2, pitch_m: 0.5", "speed_m_s: 9.999999, pitch_m: 0.5, lap_limit: null"), ""),
        (("horizon_h: 24", "horizon_h: 20000"), ""),
        (("speed_m_s: 2, pitch_m: 0.5, carriers: 40", "speed_m_s: 9.999999, pitch_m: 0.500001, carriers: 400"), ""),
    ],
)
def test_told_where_it_stands(desk, change, said):
    if said:
        assert said in desk.faults(hub(desk, change))
    else:
        assert compile_plant(desk.hub(hub(desk, change)))


def test_too_many_digits_for_a_long_run(desk):
    text = hub(desk, exchange("horizon_h", "24", "2000")).replace("speed_m_s: 2, pitch_m: 0.5", "speed_m_s: 9.999999, pitch_m: 0.500001")
    assert "hub.yaml:10:40: 'loop': 9.999999 m/s over 0.500001 m has too many digits for 2000 h; round them to millimetres" in desk.faults(text)


def test_no_line_holds_too_many_parcels(desk):
    """The engines keep room for as many of the shortest parcels as a line can hold."""
    line = "line: {kind: line_sorter, length_m: 1e4, speed_m_s: 1, gap_m: 0, outlets: [{chute: c, at_m: 1}], to: out}\nc: {kind: chute, to: out}\n"
    text = desk.elements(f"come: {{kind: stream, {COME}, to: line}}\n" + line + "out: {kind: sink}", "classes: {p: {share: 1, length_m: [0.01, 1]}}\n")
    assert len(compile_plant(desk.hub(text)).pool) < 5_000_000
    assert "must be at least 0.01, not 0.0001" in desk.faults(text.replace("0.01", "1e-4"))


@pytest.mark.parametrize("length", ["1e-4", "1e6"])
@pytest.mark.parametrize("speed", ["0.001", "20"])
@pytest.mark.parametrize("spacing", ["1e-4", "100"])
def test_belts_at_the_ends_of_the_ranges_are_compiled(desk, length, speed, spacing):
    belt = f"belt: {{kind: conveyor, length_m: {length}, speed_m_s: {speed}, spacing_m: {spacing}, to: out}}"
    assert 0 < compile_plant(desk.hub(hub(desk, (BELT, belt)))).elements.transit.max() < 2**60
