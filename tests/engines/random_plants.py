"""Plants at random: from the ends of a hub upstream, one stage before the other, with ties on purpose (times are multiples of half a second)."""

import random
from typing import Any

from sim.policies import SHIPPED


class Builder:
    """Builds one scenario from one integer."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.rng = random.Random(number)
        self.elements: dict[str, Any] = {}
        self.crews: dict[str, Any] = {}
        self.departures: dict[str, Any] = {}
        self.may_bag = self.rng.random() < 0.6
        self.lanes = 0
        self.n_destinations = self.rng.randint(1, 5)
        self.classes = {f"c{i}": 1.0 for i in range(self.rng.randint(1, 3))}

    # -- pieces ------------------------------------------------------------------------------------------------------------

    def add(self, kind: str, **fields: Any) -> str:
        name = f"{kind}{len(self.elements)}"
        self.elements[name] = {"kind": kind, **fields}
        return name

    def time(self, mean: float) -> dict[str, Any]:
        """A law of about this mean [s]."""
        half = round(mean * 2) / 2 or 0.5
        return self.rng.choice(
            [
                {"law": "deterministic", "value_s": half},
                {"law": "exponential", "mean_s": mean},
                {"law": "uniform", "low_s": 0, "high_s": 2 * mean},
                {"law": "triangular", "low_s": 0, "mode_s": mean, "high_s": 2 * mean},
                {"law": "gamma", "mean_s": mean, "cv": self.rng.choice([0.5, 1.5])},
                {"law": "lognormal", "mean_s": mean, "cv": 0.7},
                {"law": "weibull", "scale_s": mean, "shape": 1.5},
                {"law": "geometric", "step_s": 0.5, "p": min(1.0, 0.5 / mean)},
                {"law": "empirical", "values_s": [half, 2 * half, 0], "weights": [3, 1, 1]},
            ]
        )

    def crew(self, trade: str, size: int) -> str:
        """A crew of this trade: constant, or in shifts with a break in which nobody is there."""
        name = f"{trade}{len(self.crews)}"
        if self.rng.random() < 0.5:
            self.crews[name] = {"size": size}
        else:
            self.crews[name] = {"shifts": [{"start": "00:00", "until": "08:00", "size": size, "breaks": [["00:05", "00:08"]]}]}
        return name

    def failures(self) -> dict[str, Any]:
        """Sometimes ways to fail."""
        if self.rng.random() < 0.6:
            return {}
        modes: list[dict[str, Any]] = []
        if self.rng.random() < 0.5:
            modes.append({"every": self.time(200), "clock": "calendar"})
        if self.rng.random() < 0.5:
            modes.append({"every": self.time(60), "clock": "working"})
        if self.rng.random() < 0.5:
            modes.append({"every_parcels": {"law": "geometric", "step": 1, "p": 0.02}})
        for mode in modes:
            mode["repair"] = self.time(self.rng.choice([5, 20]))
            mode["mode"] = self.rng.choice(["resume", "repeat"])
            if self.rng.random() < 0.3:
                mode["crew"] = self.crew("repair", 1)
        return {"failures": modes}

    # -- ends --------------------------------------------------------------------------------------------------------------

    def lane(self) -> str:
        """A second hub, and the lane that leads to it; whatever comes may be a bag."""
        behind = self.conveyor(self.add("unbag", to=self.station(self.add("sink"))) if self.rng.random() < 0.5 else self.end())
        crew = {"crew": self.crew("unloading", 2)} if self.rng.random() < 0.5 else {}
        doors = self.add("door", count=self.rng.randint(1, 2), changeover=self.time(10), rate_per_h=[3600, 7200], to=behind, **crew, **self.failures())
        gate = self.add("yard", capacity=1, to=doors) if self.rng.random() < 0.5 else doors
        return self.add("lane", travel=self.time(60), to=gate)

    def end(self) -> str:
        if self.rng.random() < 0.5:
            return self.add("sink")
        crew = {"crew": self.crew("loading", self.rng.randint(1, 3))} if self.rng.random() < 0.5 else {}
        doors = self.add("outbound_door", count=self.rng.randint(1, 3), rate_per_h=self.rng.sample([1800, 3600, 7200], 2), **crew, **self.failures())
        if self.rng.random() < 0.5:
            self.elements[doors]["changeover"] = self.time(10)
        which = {"cut_offs": ["00:06", "00:12", "00:18"], "accepts_min": self.rng.choice([0, 2, 4]), "when_full": self.rng.random() < 0.5}
        if self.rng.random() < 0.3:
            which = {"when_full": True}
        self.departures[f"out{len(self.departures)}"] = {
            "destinations": self.rng.choice(["each", [f"d{i + 1}" for i in range(self.n_destinations)]]),
            "doors": doors,
            "capacity": self.rng.choice([15, 60, 500]),
            "vehicles": self.rng.randint(1, 2),
            **which,
        }
        if self.rng.random() < 0.4 and self.lanes < 2:
            name = f"out{len(self.departures) - 1}"
            self.lanes += 1
            self.departures[name]["lane"] = self.lane()
        return self.add("staging", to=doors, **({"capacity": 50} if self.rng.random() < 0.3 else {}))

    # -- stages ------------------------------------------------------------------------------------------------------------

    def stage(self, to: str) -> str:
        """Put one stage before `to` and return what leads into it."""
        kinds = [self.conveyor, self.station, self.parallel, self.line, self.loop, self.robots, self.bag, self.unbag, self.branch, self.rework]
        return self.rng.choice(kinds)(to)

    def conveyor(self, to: str) -> str:
        return self.add("conveyor", length_m=self.rng.choice([3, 10]), speed_m_s=self.rng.choice([0.5, 1, 2]), spacing_m=self.rng.choice([0.5, 1]),
                        accumulating=self.rng.random() < 0.5, to=to, **self.failures())  # fmt: skip

    def station(self, to: str) -> str:
        fields: dict[str, Any] = {"servers": self.rng.randint(1, 3), "service": self.time(1.0)}
        fields["discipline"] = self.rng.choice(["fifo", "priority", "preemptive"])
        if self.rng.random() < 0.7:
            fields["buffer"] = self.rng.choice([0, 1, 5])
            fields["full"] = self.rng.choice(["block", "block", "lose"])
        if self.rng.random() < 0.3:
            fields["crew"] = self.crew("desk", 2)
        if self.rng.random() < 0.3:
            fields["service_by_class"] = {"c0": self.time(2.0)}
        return self.add("station", to=to, **fields, **self.failures())

    def parallel(self, to: str) -> str:
        """Two ways side by side that merge again."""
        after = self.rng.choice([self.conveyor, self.station])(to)
        rule = self.rng.choice(["fifo", "priority", "alternating", "gap"])
        merge = self.add("merge", rule=rule, to=after)
        a, b = self.conveyor(merge), self.station(merge)
        if rule == "gap":
            self.elements[merge]["gap_s"] = 1.0
            self.elements[merge]["order"] = [a, b]
            if self.elements[after].get("full") == "lose":
                self.elements[after]["full"] = "block"
        return self.divert([a, b])

    def divert(self, among: list[str]) -> str:
        by = self.rng.choice(["class", "destination", "share", "shortest_queue"])
        if by == "share":
            first = self.rng.choice([0.25, 0.5])
            return self.add("diverter", by=by, shares=dict(zip(among, [first, 1 - first], strict=True)))
        if by == "shortest_queue":
            return self.add("diverter", by=by, among=among)
        return self.add("diverter", by=by, routes={"c0" if by == "class" else "d1": among[0]}, otherwise=among[1])

    def branch(self, to: str) -> str:
        return self.divert([self.conveyor(to), self.station(self.end())])

    def rework(self, to: str) -> str:
        """One in five goes back once more, and perhaps again."""
        back = self.add("conveyor", length_m=5, speed_m_s=1, spacing_m=0.5, to="?")
        again = self.add("diverter", by="share", shares={to: 0.8, back: 0.2})
        desk = self.station(again)
        self.elements[back]["to"] = desk
        return self.conveyor(desk)

    def chute(self, to: str, count: int) -> str:
        fields: dict[str, Any] = {"capacity": self.rng.choice([1, 3, 20]), "count": count, "reset_carriers": self.rng.choice([0, 0, 2])}
        if self.may_bag and self.rng.random() < 0.7:
            fields["container"] = {"size": self.rng.choice([1, 4, 10]), "change": self.time(8.0)}
            if self.rng.random() < 0.5:
                fields["container"]["crew"] = self.crew("attendants", 2)
            if self.rng.random() < 0.5:
                fields["container"]["max_wait_s"] = 40
        return self.add("chute", to=to, **fields, **self.failures())

    def line(self, to: str) -> str:
        count = self.rng.randint(1, 3)
        chute, self.may_bag = self.chute(to, count), False
        return self.add("line_sorter", length_m=12, speed_m_s=self.rng.choice([1, 2]), gap_m=self.rng.choice([0, 0.4]), divert_fail=self.rng.choice([0, 0.1]),
                        outlets=[{"chute": chute, "from_m": 2, "to_m": 12}], to=self.conveyor(to), **self.failures())  # fmt: skip

    def robots(self, to: str) -> str:
        """Robots that carry to one or two rows of chutes."""
        near, self.may_bag = self.chute(to, self.rng.randint(1, 3)), False
        outlets: list[dict[str, Any]] = [{"chute": near, "from_m": 2, "to_m": 8}]
        if self.rng.random() < 0.5:
            outlets.append({"chute": self.chute(to, 1), "at_m": 5, "destinations": ["d1"]})
        fields: dict[str, Any] = {"slowdown": self.rng.choice([0, 0.5]), "places": self.rng.choice([1, 4])}
        if self.rng.random() < 0.5:
            fields["charging"] = {"after_min": 0.5, "lasts_min": self.rng.choice([0.2, 1]), **({"chargers": 1} if self.rng.random() < 0.5 else {})}
        return self.add("robot_field", robots=self.rng.choice([1, 3, 8]), speed_m_s=self.rng.choice([1, 2]), handling=self.time(2.0), outlets=outlets,
                        **fields, **self.failures())  # fmt: skip

    def loop(self, to: str) -> str:
        carriers, decks = self.rng.choice([8, 15]), self.rng.randint(1, 2)
        chutes, was = self.chute(to, self.rng.randint(1, 4)), self.may_bag
        self.may_bag = False
        reject = self.add("chute", capacity=5, to="?")
        self.may_bag = was and "container" not in self.elements[chutes]
        name = f"loop_sorter{len(self.elements)}"
        self.elements[name] = {
            "kind": "loop_sorter", "speed_m_s": self.rng.choice([1.0, 1.8]), "pitch_m": 0.5, "carriers": carriers, "decks": decks,
            "inductions": {"a": {"at_m": 0}, "b": {"at_m": 2, **({"deck": decks} if self.rng.random() < 0.5 else {})}, "again": {"at_m": 3.5}},
            "outlets": [{"chute": chutes, "from_m": 0.5, "to_m": 3}, {"chute": reject, "at_m": 3.5}],
            "no_read": self.rng.choice([0, 0.2]), "divert_fail": self.rng.choice([0, 0.1]), "reject": reject, **self.failures(),
        }  # fmt: skip
        if self.rng.random() < 0.5:
            self.elements[name]["coding"] = {"delay": self.time(6.0), "solved": 0.6}
        if self.rng.random() < 0.7:
            self.elements[name]["lap_limit"] = self.rng.randint(1, 3)
        self.may_bag = False
        self.elements[reject]["to"] = self.add("station", service=self.time(3.0), to=f"{name}.again")
        return self.divert([self.conveyor(f"{name}.a"), self.station(f"{name}.b")])

    def unbag(self, to: str) -> str:
        """Bags are opened here, so that there may be others upstream."""
        self.may_bag = True
        return self.bag(self.conveyor(self.add("unbag", to=to))) if self.rng.random() < 0.5 else self.conveyor(self.add("unbag", to=to))

    def bag(self, to: str) -> str:
        if not self.may_bag:
            return self.station(to)
        self.may_bag = False
        return self.add("bag", size=self.rng.choice([2, 6]), to=to, **({"max_wait_s": 15} if self.rng.random() < 0.5 else {}))

    # -- the whole ---------------------------------------------------------------------------------------------------------

    def arrivals(self, to: str) -> None:
        kind = self.rng.choice(["poisson", "even", "batch", "saturated", "day", "vehicles"])
        if kind == "vehicles":
            crew = {"crew": self.crew("unloading", self.rng.randint(1, 3))} if self.rng.random() < 0.6 else {}
            doors = self.add("door", count=self.rng.randint(1, 3), changeover=self.time(20), rate_per_h=[1200, 2400], to=to, **crew, **self.failures())
            if self.rng.random() < 0.5:
                self.elements[doors]["closing"] = self.time(10)
            yard = self.add("yard", capacity=self.rng.randint(1, 3), to=doors)
            self.add("source", vehicles_per_day=self.rng.choice([700, 1400]), load={"law": "uniform", "low": 0, "high": 60}, lateness=self.time(60),
                     to=self.rng.choice([yard, yard, doors]))  # fmt: skip
            if self.elements[f"source{len(self.elements) - 1}"]["to"] == doors:
                del self.elements[yard]
            return
        fields: dict[str, Any] = {
            "poisson": {"interarrival": {"law": "exponential", "mean_s": 2.0}},
            "even": {"interarrival": {"law": "deterministic", "value_s": 1.5}},
            "batch": {"interarrival": self.time(20), "batch": {"law": "uniform", "low": 1, "high": 20}},
            "saturated": {"saturated": True},
            "day": {"per_day": 40_000, "profile": {"hourly": [1, 3] * 12}},
        }[kind]
        target = self.elements[to]
        is_endless = target["kind"] == "station" and target.get("buffer") is None
        if kind == "saturated" and (is_endless or target["kind"] in ("sink", "bag", "staging", "diverter", "merge")):
            fields = {"interarrival": {"law": "deterministic", "value_s": 1.0}}
        if "saturated" not in fields and self.rng.random() < 0.3:
            fields["full"] = "lose"
        if self.rng.random() < 0.2:
            fields["limit"] = 100
        self.add("stream", to=to, **fields)

    def events(self) -> dict[str, Any]:
        """What goes wrong, in half of the plants; from a stream of its own, so that the plant is what it is without."""
        rng = random.Random(self.number + 2**32)
        events: dict[str, Any] = {}
        stoppable = [
            name
            for name, fields in self.elements.items()
            if fields["kind"] in ("door", "conveyor", "station", "loop_sorter", "line_sorter", "robot_field", "chute", "outbound_door")
        ]
        sources = [name for name, fields in self.elements.items() if fields["kind"] == "source"]
        for number in range(rng.randint(0, 3)):
            fields: dict[str, Any] = {"at": rng.choice(["00:00", "00:02", "00:05", "00:09"]), "lasts_min": rng.choice([0.5, 2, 6])}
            kind = rng.choice(["stop", "stop", "close", "surge"])
            if kind == "stop":
                fields |= {"what": rng.sample(stoppable, min(len(stoppable), 2)), "share": rng.choice([0.5, 1])}
            elif kind == "surge":
                fields |= {"sources": sources, "factor": rng.choice([0, 0.5, 2.5])}
            else:
                fields |= {"arrivals": sources, "departures": list(self.departures)}
            if (kind == "stop" and stoppable) or (kind == "surge" and sources) or (kind == "close" and (sources or self.departures)):
                events[f"event{number}"] = {"kind": kind, **fields}
        return events

    def policies(self) -> dict[str, str]:
        """Who decides, in half of the plants otherwise than by the rules; from a stream of its own."""
        rng = random.Random(self.number + 2**33)
        chosen = ("vehicle", "door", "crew", "leave") if rng.random() < 0.5 else ()
        return {decision: rng.choice(list(SHIPPED[decision])) for decision in chosen}

    def classify(self, classes: dict[str, Any]) -> None:
        """Parcels that go to other places by class, that must be kept cold, that have departures of their own; from a stream of its own."""
        rng = random.Random(self.number + 2**34)
        names = list(self.classes)
        if rng.random() < 0.3:
            weights = [rng.random() for _ in range(self.n_destinations)]
            classes[names[0]]["destinations"] = {f"d{i + 1}": weight / sum(weights) for i, weight in enumerate(weights)}
        rooms = [name for name, fields in self.elements.items() if fields["kind"] not in ("source", "yard", "merge", "diverter", "sink")]
        if rng.random() < 0.3 and rooms:
            for name in rng.sample(rooms, max(1, len(rooms) // 3)):
                self.elements[name]["cold"] = True
            classes[names[-1]]["cold_limit_min"] = rng.choice([0, 0.1, 1])
        weigh = random.Random(self.number + 2**37)
        if weigh.random() < 0.3:
            for name in names:
                classes[name]["weight_kg"] = weigh.choice([[1, 1], [0.2, 3], [2, 9]])
            for fields in self.elements.values():
                filler = fields if fields["kind"] == "bag" else fields.get("container")
                if filler is not None and weigh.random() < 0.7:
                    filler["limit_kg"] = weigh.choice([4, 12.5])
            for departure in self.departures.values():
                if weigh.random() < 0.6:
                    departure["payload_kg"] = weigh.choice([40, 100, 400])
        if rng.random() < 0.4 and len(names) > 1:
            for title, departure in list(self.departures.items()):
                departure["classes"] = names[:1]
                self.departures[f"{title}_rest"] = departure | {"classes": rng.choice([names[1:], names])}

    def stocks(self) -> dict[str, Any]:
        """Bags that are reusable, and few; from a stream of its own."""
        rng = random.Random(self.number + 2**35)
        fillers = [each for each in self.elements.values() if each["kind"] == "bag"]
        fillers += [each["container"] for each in self.elements.values() if "container" in each]
        if not fillers or rng.random() < 0.4:
            return {}
        for each in fillers:
            if rng.random() < 0.8:
                each["stock"] = "bags"
        returns = {"at": ["00:04", "00:08", "00:11"], "after_h": rng.choice([0, 0.05, 5]), "lost": rng.choice([0, 0.3])}
        return {"bags": {"size": rng.choice([1, 5, 20]), **({"returns": returns} if rng.random() < 0.8 else {})}}

    def people(self) -> None:
        """How fast people are and who is absent, in half of the plants; from a stream of its own."""
        rng = random.Random(self.number + 2**40)
        if rng.random() < 0.5:
            return
        for crew in self.crews.values():
            if rng.random() < 0.5:
                crew["night"] = {"start": "00:04", "until": rng.choice(["00:05", "00:09"]), "pace": rng.choice([0.5, 0.7])}
            for shift in crew.get("shifts", ()):
                # It has begun before the run, so that people are tired, or not, or become so.
                shift |= {"start": rng.choice(["00:00", "22:30"]), "until": "04:00", "casual": rng.choice([0, 0.5, 1]), "absence": rng.choice([0, 0.3])}
                crew["fatigue"] = {"after_h": rng.choice([0, 1]), "loss_per_h": 0.2}
                crew["learning"] = {"first": 0.6, "days": rng.choice([1, 3])}

    def pools(self) -> dict[str, Any]:
        """All crews in one pool or two, in half of the plants; from a stream of its own."""
        rng = random.Random(self.number + 2**42)
        names = list(self.crews)
        rng.shuffle(names)
        if rng.random() < 0.5 or len(names) < 2:
            return {}
        for crew in self.crews.values():
            crew["moves"] = rng.choice([0, 0.5, 1])
        parts = [names[:2], names[2:]] if len(names) > 3 and rng.random() < 0.5 else [names]
        return {
            f"pool{i}": {"crews": part, "every_min": rng.choice([1, 2.5]), "policy": rng.choice(["stay", "by_backlog", "by_backlog"])}
            for i, part in enumerate(parts)
        }

    def loops(self) -> None:
        """Reserved carriers and overflow chutes, in half of the plants; from a stream of its own."""
        rng = random.Random(self.number + 2**43)
        for name, fields in list(self.elements.items()):
            if fields["kind"] != "loop_sorter" or rng.random() < 0.5:
                continue
            fields["carrier_plan"] = rng.choice(["any_carrier", "evenly"])
            if rng.random() < 0.7:
                over = self.add("chute", capacity=rng.choice([1, 3]), to=f"{name}.over")
                fields["inductions"]["over"] = {"at_m": rng.choice([1, 3])}
                fields["outlets"].append({"chute": over, "at_m": rng.choice([0.5, 2.5, 3])})
                fields |= {"overflow": over, "overflow_plan": rng.choice(["to_overflow", "to_overflow", "round_again"])}

    def losses(self) -> None:
        """Failures that leave some servers at work, in half of the plants; from a stream of its own."""
        rng = random.Random(self.number + 2**44)
        if rng.random() < 0.5:
            return
        for fields in self.elements.values():
            if fields["kind"] == "station" and fields.get("servers", 1) > 1:
                if rng.random() < 0.5:
                    repair = {"law": "deterministic", "value_s": 20}
                    again = {"every": {"law": "exponential", "mean_s": 60}, "repair": repair, "mode": rng.choice(["resume", "repeat"])}
                    fields["failures"] = [*fields.get("failures", []), again]
                for failure in fields.get("failures", []):
                    if rng.random() < 0.7:
                        failure["servers"] = rng.randint(1, fields["servers"] - 1)

    def haulage(self) -> dict[str, Any]:
        """Windows, gates, shared roads, fleets and load units, in half of the plants; from a stream of its own."""
        rng = random.Random(self.number + 2**41)
        if rng.random() < 0.5:
            return {}
        time, self.rng = self.rng, rng  # laws are drawn from this stream too
        elements = self.elements.values()
        lanes, yards, sources = ([each for each in elements if each["kind"] == kind] for kind in ("lane", "yard", "source"))
        for lane in lanes:
            lane["distance_km"] = rng.choice([1, 2.5])
            if rng.random() < 0.5:
                lane["travel_by_hour"] = [{"start": clock, "travel": self.time(60)} for clock in rng.sample(["00:00", "00:07", "00:11", "13:00"], 2)]
                del lane["travel"]
            if rng.random() < 0.5:
                lane["load_unit"] = {"kind": "cage", "size": rng.choice([1, 4, 15]), "build": self.time(10), "strip": self.time(5)}
                lane["handling_places"] = rng.randint(1, 3)
        for yard in yards:
            if rng.random() < 0.5:
                yard["gate"] = {"lanes": rng.randint(1, 2), "service": self.time(15)}
        for each in [*sources, *lanes, *self.departures.values()]:
            if rng.random() < 0.5:
                each["vehicle_class"] = rng.choice(["day", "night"])
            if rng.random() < 0.5:
                each["road"] = rng.choice(["wide", "narrow"])
        for departure in self.departures.values():
            if "lane" in departure and rng.random() < 0.7:
                departure["fleet"] = rng.choice(["vans", "trucks"])
        self.rng = time
        return {
            "vehicle_classes": {"day": {"windows": [["00:00", "00:05"], ["00:07", "12:00"]]}, "night": {"windows": [["22:00", "00:02"], ["00:09", "00:30"]]}},
            "roads": {"wide": {"vehicles_per_h": 600}, "narrow": {"vehicles_per_h": 60}},
            "fleets": {
                "vans": {"vehicles": 2, "electric": {"range_km": rng.choice([5, 12]), "kwh_per_km": 0.3, "chargers": 1, "charger_kw": 60}},
                "trucks": {"vehicles": rng.randint(1, 3)},
            },
        }

    def scenario(self) -> dict[str, Any]:
        entry = self.end()
        for _ in range(self.rng.randint(1, 4)):
            entry = self.stage(entry)
        if self.elements[entry]["kind"] == "diverter":
            entry = self.conveyor(entry)
        for _ in range(self.rng.randint(1, 2)):
            self.arrivals(entry)
        self.people()
        self.losses()
        self.loops()
        share = 1 / len(self.classes)
        classes = {
            name: {"share": share, "priority": i % 2, "length_m": [0.2, 0.2 + 0.3 * i], "two_carriers": self.rng.choice([0, 0.3])}
            for i, name in enumerate(self.classes)
        }
        self.classify(classes)
        return {
            "title": "a plant at random",
            "horizon_h": self.rng.choice([0.2, 0.3]),
            "seed": self.rng.randint(0, 2**40),
            "classes": classes,
            "destinations": {"count": self.n_destinations, "zipf": 0.5},
            "crews": self.crews,
            "stocks": self.stocks(),
            "elements": self.elements,
            "departures": self.departures,
            "pools": self.pools(),
            "events": self.events(),
            "policies": self.policies(),
            **self.haulage(),
        }


def random_scenario(number: int) -> dict[str, Any]:
    """Return the scenario of this number."""
    return Builder(number).scenario()
