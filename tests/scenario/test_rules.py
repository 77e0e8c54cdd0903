"""Each rule of a consistent scenario, broken once."""

import pytest

from sim.plant import compile_plant

HEAD = """\
title: t
horizon_h: 24
classes: {small: {share: 0.5}, large: {share: 0.5}}
destinations: {north: 0.5, south: 0.5}
crews: {men: {size: 2}}
elements:
"""
LOSS = "failures: [{every: {law: exponential, mean_s: 5000}, repair: {law: exponential, mean_s: 60}, servers: 2}]"
PARTS = {
    "come": "{kind: source, vehicles_per_day: 4, load: {law: deterministic, value: 5}, to: yard}",
    "yard": "{kind: yard, capacity: 3, to: door}",
    "door": "{kind: door, crew: men, changeover: {law: deterministic, value_s: 9}, rate_per_h: [900], to: belt}",
    "belt": "{kind: conveyor, length_m: 9, speed_m_s: 1, spacing_m: 1, to: split}",
    "split": "{kind: diverter, by: class, routes: {small: loop.in, large: join}}",
    "other": "{kind: stream, per_day: 9, to: join}",
    "join": "{kind: merge, to: desk}",
    "desk": "{kind: station, rate_per_h: 100, to: floor}",
    "loop": "{kind: loop_sorter, speed_m_s: 2, pitch_m: 0.5, carriers: 40, inductions: {in: {at_m: 0}}, "
    "outlets: [{chute: a, at_m: 5, destinations: [north]}, {chute: b, at_m: 6}]}",
    "a": "{kind: chute, to: floor}",
    "b": "{kind: chute, to: floor}",
    "floor": "{kind: staging, to: dock}",
    "dock": "{kind: outbound_door, rate_per_h: [100]}",
}
TAIL = "departures:\n  night: {destinations: each, doors: dock, cut_offs: ['20:00'], capacity: 100}\n"


def text(changes=(), **parts) -> str:
    """Return the sound hub with some elements replaced, added, or (None) taken out, then with texts exchanged."""
    body = "".join(f"  {name}: {spec}\n" for name, spec in {**PARTS, **parts}.items() if spec is not None)
    whole = HEAD + body + TAIL
    for old, new in changes:
        assert old in whole
        whole = whole.replace(old, new)
    return whole


def test_the_hub_the_rules_are_tried_on_is_sound(desk):
    assert desk.hub(text()).warnings == []


MERGE_BY_GAP = "{kind: merge, rule: gap, gap_s: 3, to: desk}"
CASES = [
    ("3:1", [("large: {share: 0.5}", "large: {share: 0.4}")], {}, "the shares of the classes sum to 0.9, not 1"),
    ("4:1", [("south: 0.5", "south: 0.6")], {}, "the shares of the destinations sum to 1.1, not 1"),
    ("11:", [("small: loop.in", "smal: loop.in")], {}, "unknown class 'smal'; did you mean 'small'?"),
    ("11:", [("small: loop.in, large: join", "large: loop.in")], {}, "the diverter 'split' has no way for class small"),
    ("15:", [("[north]", "[noth]")], {}, "unknown destination 'noth'; did you mean 'north'?"),
    ("15:", [("at_m: 6}", "at_m: 6, destinations: [north]}")], {}, "destination 'north' has two outlets on 'loop'"),
    ("15:", [("at_m: 6}", "at_m: 6, destinations: []}")], {}, "'loop' has no chute for destination south"),
    ("15:", [("at_m: 6}", "at_m: 20}")], {}, "20 m is beyond the end of 'loop', which is 40 carriers x 0.5 m = 20 m long"),
    (
        "15:",
        [("inductions: {in: {at_m: 0}", "inductions: {in: {at_m: 0}, also: {at_m: 0.1}")],
        {},
        "the inductions 'in' and 'also' of 'loop' are at the same carrier",
    ),
    (
        "15:",
        [("pitch_m: 0.5", "pitch_m: 0.5, lap_limit: 3, reject: dump")],
        {"dump": "{kind: chute, to: floor}"},
        "the reject chute 'dump' has no place on 'loop'",
    ),
    ("15:", [("chute: b", "chute: a")], {}, "the chute 'a' hangs twice on 'loop'"),
    ("15:", [("chute: b", "chute: desk")], {}, "an outlet leads to 'desk', which is a station; it must lead to chute"),
    ("8:", [("to: door}", "to: belt}")], {}, "the yard 'yard' leads to 'belt', which is a conveyor; it must lead to door"),
    ("18:", [("to: dock}", "to: desk}")], {}, "the staging 'floor' leads to 'desk', which is a station; it must lead to outbound_door"),
    ("14:", [("100, to: floor", "100, to: come")], {}, "the station 'desk' leads to 'come', which is a source; it must lead to something that carries parcels"),
    ("20:3", [], {"spare": "{kind: sink}"}, "nothing leads to 'spare' from any source or stream"),
    (
        "20:3",
        [("100, to: floor", "100, to: ring")],
        {"ring": "{kind: conveyor, length_m: 1, speed_m_s: 1, spacing_m: 1, to: ring}"},
        "what enters 'ring' can never leave the hub",
    ),
    ("13:3", [], {"join": "{kind: diverter, by: shortest_queue, among: [desk, join]}"}, "'join' leads round a circle of merges and diverters"),
    ("13:3", [], {"join": "{kind: merge, to: join2}", "join2": "{kind: merge, to: desk}"}, "the merge 'join' leads into another merge, 'join2'"),
    ("12:", [("per_day: 9, to: join", "per_day: 9, to: desk")], {}, "'other' leads into 'desk' past the merge in front of it"),
    ("13:", [("merge, to", "merge, order: [other], to")], {}, "'split' leads into the merge 'join', but is not in its order"),
    ("13:", [("merge, to", "merge, order: [other, split, a], to")], {}, "'a' does not lead into the merge 'join'"),
    ("13:", [], {"join": MERGE_BY_GAP}, "the first feeder of the merge 'join' is 'split', a diverter; by rule gap it must be a conveyor"),
    ("9:", [("crew: men", "crew: man")], {}, "unknown crew 'man'; did you mean 'men'?"),
    ("14:", [("rate_per_h: 100", "rate_per_h: 100, crew: men")], {}, "the crew 'men' serves doors already and cannot serve stations too"),
    ("5:9", [("size: 2", "size: 0")], {}, "the crew 'men' has nobody at any time"),
    ("5:", [("size: 2", "shifts: [{start: '08:00', until: '08:00', size: 2}]")], {}, "the shift ends at 08:00, when it starts"),
    (
        "5:",
        [("size: 2", "shifts: [{start: '22:00', until: '06:00', size: 2, breaks: [['05:30', '06:30']]}]")],
        {},
        "the break 05:30-06:30 is not inside the shift",
    ),
    (
        "5:",
        [("size: 2", "shifts: [{start: '20:00', until: '08:00', size: 2, days_per_week: 2}]")],
        {},
        "'men' is unlawful by Art. 41, Labour Law of the People's Republic of China: 12 h of work, of which 4 h are overtime; at most 3 h a day",
    ),
    (
        "5:",
        [("size: 2", "shifts: [{start: '20:00', until: '08:00', size: 2, breaks: [['00:00', '01:00']]}]")],
        {},
        "Art. 41, Labour Law of the People's Republic of China: 11 h on 5 days a week are 65 h of overtime a month; at most 36",
    ),
    ("5:", [("size: 2", "shifts: [{start: '20:00', until: '01:00', size: 2, days_per_week: 7}]")], {}, "by Art. 38, Labour Law"),
    (
        "6:",
        [("2}}\n", "2}, all: {size: 1}}\npools: {hands: {crews: [men, man]}}\n")],
        {},
        "unknown crew 'man'; did you mean 'men'?",
    ),
    ("6:", [("2}}\n", "2}, all: {size: 1}}\npools: {hands: {crews: [men, men]}}\n")], {}, "the crew 'men' is in the pool 'hands' already"),
    ("6:", [("2}}\n", "2}, all: {size: 1}}\npools: {hands: {crews: [men, all], policy: backlog}}\n")], {}, "there is no move policy 'backlog'"),
    (
        "5:",
        [("size: 2", "size: 2, fatigue: {after_h: 8, loss_per_h: 0.1}")],
        {},
        "fatigue counts from the shifts of the crew 'men', and it has a constant size",
    ),
    ("5:", [("size: 2", "size: 2, night: {start: '22:00', until: '22:00', pace: 0.8}")], {}, "the night ends at 22:00, when it starts"),
    ("15:", [("carriers: 40,", "carriers: 40, overflow: floor,")], {}, "the overflow chute 'floor' has no place on 'loop'; add an outlet for it"),
    ("15:", [("carriers: 40,", "carriers: 40, carrier_plan: evenl,")], {}, "there is no carrier_plan policy 'evenl'"),
    ("3:12", [("horizon_h: 24", "horizon_h: 24\nwarm_up_h: 24")], {}, "the warm-up of 24 h leaves nothing of the 24 h simulated"),
    (
        "12:",
        [("per_day: 9", "interarrival: {law: deterministic, value_s: 0}")],
        {},
        "infinitely many parcels arrive at once from 'other'; write saturated: true",
    ),
    ("18:3", [("destinations: each", "destinations: [north]")], {}, "parcels for south are stranded on 'floor': no departure takes them"),
    ("21:", [("doors: dock", "doors: desk")], {}, "'desk' is a station, not an outbound_door"),
    ("21:", [("'20:00']", "'20:00'], accepts_min: 1260")], {}, "no parcel can be promised the departure 'night'"),
    ("21:", [("destinations: each", "destinations: [north, south], spread_min: 5")], {}, "spread_min is for the departures of many destinations"),
    ("21:", [("destinations: each", "destinations: [nort, south]")], {}, "unknown destination 'nort'; did you mean 'north'?"),
    ("7:", [("to: yard}", "mix: {classes: {smal: 1}}, to: yard}")], {}, "unknown class 'smal'"),
    ("7:", [("to: yard}", "mix: {classes: {small: 0.9}}, to: yard}")], {}, "the shares of the classes of 'come' sum to 0.9, not 1"),
]


FAILURE = "{every_parcels: {law: deterministic, value: 9}, repair: {law: deterministic, value_s: 9}}"
CASES += [
    ("13:", [("kind: merge", f"kind: merge, failures: [{FAILURE}]")], {}, "'join' is a merge, no machine, and cannot fail; leave out its failures"),
    ("14:", [("rate_per_h: 100", f"rate_per_h: 100, failures: [{FAILURE}, {FAILURE}]")], {}, "'desk' has a second failure by parcels; join them into one"),
    ("15:", [("in: {at_m: 0}", "in: {at_m: 0, deck: 2}")], {}, "'loop' has no deck 2"),
    (
        "20:3",
        [],
        {"b": "{kind: chute, container: {size: 5}, to: sack}", "sack": "{kind: bag, size: 9, to: floor}"},
        "bags come to 'sack', which would bag them again; lead them past it",
    ),
    (
        "12:",
        [("per_day: 9, to: join", "per_day: 9, full: lose, to: loop.more"), ("inductions: {in: {at_m: 0}", "inductions: {in: {at_m: 0}, more: {at_m: 9}")],
        {},
        "the stream 'other', which loses, leads straight onto the loop 'loop'; put a station or conveyor between",
    ),
    (
        "13:",
        [],
        {
            "main": "{kind: stream, per_day: 9, to: track}",
            "track": "{kind: conveyor, length_m: 9, speed_m_s: 1, spacing_m: 1, to: join}",
            "join": "{kind: merge, rule: gap, gap_s: 3, order: [track, other, split], to: line}",
            "line": "{kind: line_sorter, length_m: 9, speed_m_s: 1, gap_m: 1, outlets: [{chute: c, at_m: 3}], to: desk}",
            "c": "{kind: chute, to: floor}",
        },
        "'join' merges by gap into 'line', which has a gap of its own; put a conveyor between",
    ),
    (
        "11:",
        [],
        {
            "split": "{kind: diverter, by: shortest_queue, among: [loop.in, again]}",
            "again": "{kind: diverter, by: class, routes: {small: join, large: join}}",
        },
        "'split' chooses by shortest queue, but 'again' is a diverter, where nothing waits; put a conveyor before it",
    ),
]


@pytest.mark.parametrize(("place", "changes", "parts", "said"), CASES, ids=[case[3][:50] for case in CASES])
def test_broken_rule(desk, place, changes, parts, said):
    faults = desk.faults(text(changes, **parts))
    assert any(line.startswith(f"hub.yaml:{place}") and said in line for line in faults.splitlines()), faults


def test_nothing_arrives_or_leaves(desk):
    said = desk.faults("title: t\nhorizon_h: 1\nelements:\n  a: {kind: conveyor, length_m: 1, speed_m_s: 1, spacing_m: 1, to: a}\n")
    assert "nothing ever arrives; add an element of kind source or stream" in said
    assert "nothing ever leaves; add a sink" in said


def test_a_gap_longer_than_the_main_feeder(desk):
    parts = {
        "main": "{kind: stream, per_day: 9, to: track}",
        "track": "{kind: conveyor, length_m: 2, speed_m_s: 1, spacing_m: 1, to: join}",
        "join": "{kind: merge, rule: gap, gap_s: 3, order: [track, other, split], to: desk}",
    }
    assert "the gap is 3 s, but 'track' takes only 2 m / 1 m/s = 2 s" in desk.faults(text(**parts))
    assert desk.hub(text([("length_m: 2", "length_m: 4")], **parts)).elements


def warned(desk, changes=(), **parts) -> str:
    return "\n".join(str(each) for each in desk.hub(text(changes, **parts)).warnings)


def test_doubtful_figures_are_warnings(desk):
    assert "nobody asks for the crew 'idle'" in warned(desk, [("crews: {", "crews: {idle: {size: 1}, ")])
    fails = "rate_per_h: 100, failures: [{every: {law: exponential, mean_s: 5}, repair: {law: exponential, mean_s: 60}}]"
    assert "'desk' is down more than up: a repair takes 60 s" in warned(desk, [("rate_per_h: 100,", fails + ",")])
    many = fails.replace("mean_s: 5}", "mean_s: 1e-4}").replace("mean_s: 60}", "mean_s: 1e-7}")
    assert "'desk' fails about 863,136,863 times in 24 h: the run takes long" in warned(desk, [("rate_per_h: 100,", many + ",")])
    whole = "shifts: [{start: '18:00', until: '22:00', size: 2, breaks: [['18:00', '20:00'], ['20:00', '22:00']]}]"
    assert "breaks leave nothing of the shift 18:00-22:00" in warned(desk, [("{size: 2}", "{" + whole + "}")])
    new = "shifts: [{start: '18:00', until: '22:00', size: 2, casual: 0.5}]"
    assert "casual workers of the crew 'men' are as fast as others" in warned(desk, [("{size: 2}", "{" + new + "}")])
    old = "shifts: [{start: '18:00', until: '22:00', size: 2, absence: 1}], learning: {first: 0.6, days: 5}"
    assert "nobody in the crew 'men' is casual, so nobody learns" in warned(desk, [("{size: 2}", "{" + old + "}")])
    assert "nobody comes to this shift: all are absent" in warned(desk, [("{size: 2}", "{" + old + "}")])
    assert "the crew 'men' is in no pool, so nobody of it moves" in warned(desk, [("{size: 2}", "{size: 2, moves: 0.5}")])
    assert "'loop' diverts nothing: all passes fail" in warned(desk, [("pitch_m: 0.5,", "pitch_m: 0.5, divert_fail: 1,")])
    assert "no cut-off of 'night' lies within the 5 h" in warned(desk, [("horizon_h: 24", "horizon_h: 5")])


@pytest.mark.parametrize(
    "roster",
    [
        "shifts: [{start: '20:00', until: '08:00', size: 2, days_per_week: 2, breaks: [['00:00', '01:00']]}]",
        "shifts: [{start: '20:00', until: '04:30', size: 2, days_per_week: 6, breaks: [['00:00', '00:30']]}]",
        "shifts: [{start: '20:00', until: '05:00', size: 2}]",
    ],
)
def test_overtime_within_its_limits_is_lawful(desk, roster):
    assert warned(desk, [("{size: 2}", "{" + roster + "}")]) == ""


def test_another_law_may_hold(desk):
    long = "{shifts: [{start: '20:00', until: '19:00', size: 2, days_per_week: 7}]}"
    assert warned(desk, [("{size: 2}", long), ("horizon_h: 24", "horizon_h: 24\nlabour_law: none")]) == ""


def test_overload_is_told_with_the_arithmetic(desk):
    assert "desk: 1 server x 100/h = 100/h, but 209/h come in the busiest hour (00:00); in 24 h it can do 2,400, but 5,005 come; it never catches up" in warned(
        desk, [("per_day: 9, ", "per_day: 5000, "), ("value: 5}", "value: 2.5}")]
    )
    door = [("vehicles_per_day: 4", "vehicles_per_day: 4000"), ("crew: men, ", ""), ("crews: {men: {size: 2}}\n", "")]
    assert "door: 1 door x " in warned(desk, door)
    evening = "hourly: [" + "0, " * 19 + "1" + ", 0" * 4 + "]"
    said = warned(desk, [("per_day: 9, ", f"per_day: 500, profile: {{{evening}}}, ")])
    assert "desk: 1 server x 100/h = 100/h, but 500/h come in the busiest hour (19:00)" in said
    assert "a queue builds up then, and is worked off later" in said
    assert warned(desk, [("per_day: 9, ", "per_day: 2300, ")]) == ""
    assert warned(desk, [("per_day: 9, ", "saturated: true, "), ("rate_per_h: 100,", "rate_per_h: 100, buffer: 9,")]) == ""


def test_people_of_a_pool_count_where_they_may_go(desk):
    """One server needs one person at most, two desks two; the one person of the crew is helped by the pool, if he of it can do the work."""
    busy = [("rate_per_h: 100", "rate_per_h: 100, servers: 2, crew: few"), ("per_day: 9, ", "per_day: 3000, ")]

    def pool(moves):
        return [*busy, ("2}}\n", f"2}}, few: {{size: 1}}, more: {{size: 1, moves: {moves}}}}}\npools: {{hands: {{crews: [few, more]}}}}\n")]

    assert "1 manned server x 100/h" in warned(desk, pool(0))
    assert "1 manned server x 100/h" not in warned(desk, pool(1))


def test_recirculation_is_allowed(desk):
    parts = {"a": "{kind: chute, to: back}", "back": "{kind: diverter, by: share, shares: {again: 0.5, floor: 0.5}}"}
    parts["again"] = "{kind: conveyor, length_m: 9, speed_m_s: 1, spacing_m: 1, to: loop.two}"
    assert desk.hub(text([("inductions: {in: {at_m: 0}", "inductions: {in: {at_m: 0}, two: {at_m: 8}")], **parts)).warnings == []


def test_loops_that_share_the_destinations(desk):
    """A loop needs no chute for a destination that another loop sorts."""
    loop = "{kind: loop_sorter, speed_m_s: 2, pitch_m: 0.5, carriers: 40, inductions: {in: {at_m: 0}}, outlets: [{chute: %s, at_m: 5, destinations: [%s]}]}"
    lines = f"""
        come: {{kind: stream, per_day: 90, to: split}}
        split: {{kind: diverter, by: destination, routes: {{n: one.in, s: two.in}}}}
        one: {loop % ("a", "n")}
        two: {loop % ("b", "s")}
        a: {{kind: chute, to: out}}
        b: {{kind: chute, to: exit}}
        out: {{kind: sink}}
        exit: {{kind: sink}}
        """
    assert compile_plant(desk.hub(desk.elements(lines, "destinations: {n: 0.5, s: 0.5}\n"))).ways is not None
    assert "'one' has no chute for destination s" in desk.faults(
        desk.elements(lines.replace("n: one.in, s: two.in", "n: two.in, s: one.in"), "destinations: {n: 0.5, s: 0.5}\n")
    )
