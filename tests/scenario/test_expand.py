"""Copies, groups, ways."""

import pytest

from sim.scenario import Ref, read

GROUPS = """\
title: t
horizon_h: 24
destinations: {count: 4}
elements:
  come: {kind: source, vehicles_per_day: 4, load: {law: deterministic, value: 5}, to: hall.door}
  far: {kind: sink}
groups:
  hall:
    repeat: 2
    elements:
      door: {kind: door, count: 2, changeover: {law: deterministic, value_s: 9}, rate_per_h: [900], to: belt}
      belt: {kind: conveyor, count: 2, length_m: 9, speed_m_s: 1, spacing_m: 1, to: loop.in}
      loop:
        kind: loop_sorter
        speed_m_s: 2
        pitch_m: 0.5
        carriers: 40
        inductions: {in: {at_m: 0}}
        outlets: [{chute: chute, from_m: 5, to_m: 15}, {chute: bad, at_m: 18}]
        no_read: 0.1
        reject: bad
      chute: {kind: chute, count: 3, to: far}
      bad: {kind: chute, to: far}
"""


def test_order_and_names(desk):
    hub = desk.hub(GROUPS)
    hall = ["door[1]", "door[2]", "belt[1]", "belt[2]", "loop", "chute[1]", "chute[2]", "chute[3]", "bad"]
    assert [each.name for each in hub.elements] == ["come", "far", *(f"hall[{n}].{name}" for n in (1, 2) for name in hall)]
    door = hub.elements[hub.index("hall[2].door[2]")]
    assert (door.label, door.group, door.group_index, door.copy, door.path) == ("hall.door", "hall", 2, 2, ("groups", "hall", "elements", "door"))
    assert (door.place.line, door.place.column) == (11, 7)


def test_ways(desk):
    hub = desk.hub(GROUPS)

    def names(name, key):
        return [hub.elements[ref.index].name for ref in hub.elements[hub.index(name)].ways[key]]

    assert names("come", "to") == ["hall[1].door[1]", "hall[1].door[2]", "hall[2].door[1]", "hall[2].door[2]"]
    assert names("hall[2].door[2]", "to") == ["hall[2].belt[2]"]
    assert hub.elements[hub.index("hall[1].belt[2]")].ways["to"] == (Ref(hub.index("hall[1].loop"), "in"),)
    assert names("hall[2].loop", "outlets.0") == ["hall[2].chute[1]", "hall[2].chute[2]", "hall[2].chute[3]"]
    assert names("hall[2].loop", "outlets.1") == names("hall[2].loop", "reject") == ["hall[2].bad"]
    assert names("hall[1].chute[1]", "to") == ["far"]


@pytest.mark.parametrize("scale", [0.01, 0.3, 0.5, 1.5, 3, 77])
def test_a_scaled_hub_is_whole(desk, scale):
    hub = desk.hub(GROUPS, scale)
    assert hub.elements[0].spec.vehicles_per_day == pytest.approx(4 * scale)
    assert all(0 <= ref.index < len(hub.elements) for each in hub.elements for refs in each.ways.values() for ref in refs)
    reached = {ref.index for each in hub.elements for refs in each.ways.values() for ref in refs}
    assert reached == set(range(1, len(hub.elements)))
    assert sum(each.spec.kind == "loop_sorter" for each in hub.elements) == max(1, int(2 * scale + 0.5))


@pytest.mark.parametrize("scale", [0, -1, 101, float("nan"), float("inf")])
def test_scales_out_of_range(desk, scale):
    with pytest.raises(Exception, match="the scale must be"):
        desk.hub(GROUPS, scale)


def test_scaling_keeps_load_and_people_alike(desk):
    text = desk.elements(
        """
        come: {kind: source, schedule: ["08:00", "09:00"], load: {law: uniform, low: 10, high: 20}, to: yard}
        yard: {kind: yard, capacity: 10, to: door}
        door: {kind: door, count: 4, crew: men, changeover: {law: deterministic, value_s: 9}, rate_per_h: [900], to: desk}
        desk: {kind: station, servers: 6, service: {law: exponential, mean_s: 4}, failures: [FAIL], to: out}
        out: {kind: sink}
        """,
        "crews: {men: {shifts: [{start: 07:00, until: 12:00, size: 8}]}}\n".replace("07:00", '"07:00"').replace("12:00", '"12:00"'),
    ).replace("count: 4", "count: 1")
    text = text.replace("FAIL", "{every: {law: exponential, mean_s: 9000}, repair: {law: exponential, mean_s: 60}, servers: 4}")
    hub = desk.hub(text, 0.5)
    assert (hub.elements[0].spec.load.low, hub.elements[1].spec.capacity, hub.elements[3].spec.servers) == (5, 5, 3)
    assert hub.scenario.crews["men"].shifts[0].size == 4
    assert hub.elements[3].spec.failures[0].servers == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("to: belt}", "to: bell}", "there is no element 'bell'; did you mean 'belt'?"),
        ("to: loop.in}", "to: loop.inn}", "the loop 'hall.loop' has no induction 'inn'; did you mean 'in'?"),
        ("to: loop.in}", "to: loop}", "'hall.loop' is a loop, which is entered by an induction; write one of: loop.in"),
        ("belt: {kind: conveyor, count: 2", "belt: {kind: conveyor, count: 3", "2 copies cannot lead to 3 copies of 'hall.belt'; make both counts equal"),
        ("to: hall.door}", "to: hall}", "'hall' is a group, not an element; name one of its elements: hall.door"),
        ("to: hall.door}", "to: 'hall[3].door'}", "the group 'hall' is there only 2 times"),
        ("to: hall.door}", "to: hall.dor}", "there is no element 'dor' in the group 'hall'; did you mean 'hall.door'?"),
        ("to: belt}", "to: 'belt[7]'}", "there is only 2 of 'hall.belt'"),
        ("to: belt}", "to: belt..x}", "'belt..x' is not a name"),
        ("to: belt}", "to: belt.x}", "'hall.belt' is a conveyor, which has no parts"),
        ("  far: {kind: sink}", "  far: {kind: sink}\n  hall: {kind: sink}", "there is a group and an element called 'hall'"),
        ("repeat: 2", "repeat: 1000", "the horizon"),
    ],
)
def test_names_that_lead_nowhere(desk, old, new, said):
    text = GROUPS.replace(old, new)
    if said == "the horizon":
        text = text.replace("count: 3", "count: 9999")
        said = "elements, more than 200000"
    assert said in desk.faults(text)


def test_one_copy_can_be_named(desk):
    hub = desk.hub(GROUPS.replace("to: hall.door}", "to: 'hall[2].door[1]'}"))
    assert [hub.elements[ref.index].name for ref in hub.elements[0].ways["to"]] == ["hall[2].door[1]"]


def test_outside_one_of_several_copies_must_be_named(desk):
    text = GROUPS.replace("  far: {kind: sink}", "  far: {kind: sink}\n  more: {kind: stream, per_day: 5, to: hall.chute}")
    assert "'hall.chute' is there in 2 copies of its group, and only one way is meant here; name one: hall[1].chute" in desk.faults(text)


def test_departures_for_each(desk):
    text = GROUPS.replace("  far: {kind: sink}", "  far: {kind: staging, to: dock}\n  dock: {kind: outbound_door, count: 2, rate_per_h: [100]}")
    text += "departures:\n  night: {destinations: each, doors: dock, cut_offs: ['20:00'], spread_min: 60, capacity: 100}\n"
    hub = desk.hub(text)
    assert [(each.name, each.destinations, each.early_min) for each in hub.departures] == [
        ("night.d1", ("d1",), 60.0),
        ("night.d2", ("d2",), 40.0),
        ("night.d3", ("d3",), 20.0),
        ("night.d4", ("d4",), 0.0),
    ]
    assert [hub.elements[door].name for door in hub.departures[0].doors] == ["dock[1]", "dock[2]"]


def test_reading_is_deterministic(desk):
    path = desk.write(GROUPS)
    assert read(path) == read(path)


def test_a_single_class_and_destination_by_default(desk, queue):
    hub = desk.hub(queue)
    assert [tuple(each) for each in hub.destinations] == [("all", 1.0)]
    assert list(hub.classes) == ["parcel"]
