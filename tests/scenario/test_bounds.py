"""What would take memory without bound is refused before anything runs, with the arithmetic."""

import pickle

import pytest

COME = "interarrival: {law: exponential, mean_s: 50}"


@pytest.mark.parametrize(
    ("come", "place", "words"),
    [
        (f"{COME}, batch: {{law: deterministic, value: 1e9}}", "4:", "1,000,000,000 parcels arrive at once from 'come', more than 10,000,000"),
        ("saturated: true", "4:", "infinitely many parcels would come at once; give 'desk' a buffer, or give 'come' a limit"),
        ("per_day: 1e9", "5:", "would wait at the end, more than 50,000,000"),
    ],
)
def test_refused_before_it_fills_the_memory(desk, queue, come, place, words):
    said = desk.faults(queue.replace(COME, come))
    assert f"hub.yaml:{place}" in said
    assert words in said


@pytest.mark.parametrize("come", ["saturated: true, limit: 100", f"{COME}, batch: {{law: deterministic, value: 1e6}}, limit: 3"])
def test_much_but_bounded_is_taken(desk, queue, come):
    assert desk.hub(queue.replace(COME, come)).elements


def test_a_buffer_bounds_a_saturated_stream(desk, queue):
    assert desk.hub(queue.replace(COME, "saturated: true").replace("kind: station", "kind: station, buffer: 1")).elements


def test_a_hub_can_go_to_another_process(desk, queue):
    hub = desk.hub(queue)
    assert pickle.loads(pickle.dumps(hub)).scenario == hub.scenario
