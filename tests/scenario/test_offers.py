"""Nothing comes, too much comes, or what comes without end is not made to wait."""

import pytest

from sim.scenario import ScenarioError

COME = "interarrival: {law: exponential, mean_s: 50}"
CARS = """
cars: {kind: source, vehicles_per_day: 4, load: {law: deterministic, value: 5}, to: door}
door: {kind: door, changeover: {law: deterministic, value_s: 9}, rate_per_h: [900], to: out}
out: {kind: sink}
"""


def warned(hub) -> str:
    return "\n".join(str(problem) for problem in hub.warnings)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (COME, f"{COME}, first_s: 1e9", "hub.yaml:4:79: nothing comes from 'come' before 1e+09 s, and only 24 h are simulated"),
        (COME, f"{COME}, batch: {{law: deterministic, value: 0.4}}", "hub.yaml:4:77: no parcel comes from 'come': 0.4 at most, rounded to 0"),
        ("mean_s: 50", "mean_s: 1e9", "hub.yaml:3:1: no parcel is to be expected in the 24 h simulated; let more come"),
        ("mean_s: 50", "mean_s: 5e-4", "about 172,800,000 parcels come in 24 h: the run takes long"),
    ],
)
def test_a_stream(desk, queue, old, new, said):
    limited = queue.replace("kind: station,", "kind: station, buffer: 5,")
    assert warned(desk.hub(limited)) == ""
    assert said in warned(desk.hub(limited.replace(old, new)))


def test_a_source(desk):
    text = desk.elements(CARS)
    assert "hub.yaml:4:51: no parcel comes from 'cars': 0.4 at most" in warned(desk.hub(text.replace("value: 5}", "value: 0.4}")))
    late = text.replace("value: 5}", "value: 5}, lateness: {law: deterministic, value_s: 1e9}")
    assert "hub.yaml:4:93: vehicles of 'cars' are late by 1e+09 s on average, and only 24 h are simulated" in warned(desk.hub(late))
    assert "hub.yaml:4:42: about 1,000,000,000 vehicles come in 24 h, more than 5,000,000" in desk.faults(text.replace("per_day: 4", "per_day: 1e9"))


def test_a_scale_at_which_nothing_comes_or_too_much(desk):
    text = desk.elements(CARS)
    assert "no parcel is to be expected in the 24 h simulated at a scale of 1e-09" in warned(desk.hub(text, 1e-9))
    desk.hub(text.replace("per_day: 4", "per_day: 1e6"))
    with pytest.raises(ScenarioError, match="about 100,000,000 vehicles come"):
        desk.hub(text.replace("per_day: 4", "per_day: 1e6"), 100)


def test_vehicles_that_leave(desk):
    text = desk.elements(
        """
        come: {kind: stream, per_day: 90, to: floor}
        floor: {kind: staging, to: dock}
        dock: {kind: outbound_door, rate_per_h: [100]}
        """
    )
    text += "departures:\n  night: {destinations: each, doors: dock, cut_offs: ['20:00'], vehicles: 9000, capacity: 100}\n"
    assert desk.hub(text)
    assert "'vehicles' must be at most 10000, not 1000000" in desk.faults(text.replace("9000", "1000000"))
    said = desk.faults(text.replace("horizon_h: 24", "horizon_h: 5000"))
    assert "hub.yaml:8:75: about 1,890,000 vehicles leave in 5000 h, more than 1,000,000" in said


SATURATED = "come: {kind: stream, saturated: true, to: next}\nout: {kind: sink}\n"
STATION = "{kind: station, service: {law: deterministic, value_s: 1}, to: out}"


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        (
            f"next: {{kind: bag, size: 5, to: desk}}\ndesk: {STATION}",
            "'desk' takes any number: infinitely many parcels would come at once; give 'desk' a buffer",
        ),
        (f"next: {{kind: merge, to: desk}}\ndesk: {STATION}", "'desk' takes any number"),
        ("next: {kind: merge, to: out}", "'out' takes any number: infinitely many parcels would come at once; put a station that takes time between"),
        ("next: {kind: diverter, by: shortest_queue, among: [out, desk]}\ndesk: " + STATION.replace("to", "buffer: 1, to"), "'out' takes any number"),
        ("next: {kind: station, buffer: 0, service: {law: deterministic, value_s: 0}, to: out}", "'out' takes any number"),
        ("next: {kind: chute, to: desk}\ndesk: " + STATION.replace("to", "buffer: 1, to"), "give 'next' a capacity"),
        ("next: {kind: station, buffer: 0, full: lose, rate_per_h: 9, to: out}", "parcels are lost before 'next': it would lose without end"),
        ("next: {kind: diverter, by: share, shares: {out: 0.5, desk: 0.5}}\ndesk: " + STATION.replace("to", "buffer: 1, to"), ""),
        ("next: {kind: chute, capacity: 3, to: desk}\ndesk: " + STATION.replace("to", "buffer: 1, to"), ""),
        ("next: {kind: conveyor, length_m: 1, speed_m_s: 1, spacing_m: 1, to: out}", ""),
    ],
)
def test_a_saturated_stream_is_made_to_wait(desk, rest, said):
    text = desk.elements(SATURATED + rest)
    if said:
        faults = desk.faults(text)
        assert said in faults
        assert "hub.yaml:4:45: 'come' always has one more waiting" in faults
    else:
        assert desk.hub(text).warnings == []


def test_saturated_streams_into_a_floor_without_bounds(desk):
    text = desk.elements("come: {kind: stream, saturated: true, to: floor}\nfloor: {kind: staging, to: dock}\ndock: {kind: outbound_door, rate_per_h: [100]}\n")
    text += "departures:\n  night: {destinations: each, doors: dock, when_full: true, capacity: 100}\n"
    assert "'floor' takes any number: infinitely many parcels would come at once; give 'floor' a capacity" in desk.faults(text)
    assert desk.hub(text.replace("kind: staging", "kind: staging, capacity: 9"))
