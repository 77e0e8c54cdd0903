"""What a run found, as plain aligned text for people, in English or Chinese."""

import math
import unicodedata

import numpy as np

from . import bottleneck
from .families import Family, families, row, singles, state_shares
from .hours import busiest, clock, period
from .printable import printable
from .record import rows as as_rows
from .run import STATES, Run
from .texts import text

MOST_ROWS = 40  # more elements than this are shown with their copies together


def width(words: str) -> int:
    """Columns the text takes on a terminal: a Chinese character takes two [1]."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in words)


def pad(words: str, columns: int, right: bool = False) -> str:
    """The text filled up with blanks to a number of terminal columns."""
    blanks = " " * max(0, columns - width(words))
    return blanks + words if right else words + blanks


def table(header: list[str], rows: list[list[str]], left: int = 1) -> list[str]:
    """Aligned lines; the first `left` columns are flush left, the others flush right."""
    widths = [max(width(line[column]) for line in [header, *rows]) for column in range(len(header))]
    lines = ["  ".join(pad(cell, widths[i], right=i >= left) for i, cell in enumerate(line)) for line in [header, *rows]]
    return ["  " + line.rstrip() for line in lines]


def span(seconds: float) -> str:
    """A length of time for people: `95 s`, `38.2 min`, `5.12 h`, `-` for nan."""
    if not math.isfinite(seconds):
        return "-"
    if seconds < 120:
        return f"{seconds:.3g} s"
    return f"{seconds / 60:.1f} min" if seconds < 7200 else f"{seconds / 3600:.2f} h"


def _figure(value: float, form: str = ",.1f") -> str:
    return format(value, form) if math.isfinite(value) else "-"


def _has_departures(run: Run) -> bool:
    """Tell whether the scenario has any: they leave from outbound doors, and nothing else does."""
    return "outbound_door" in run.elements["kind"]


def _makes_bags(run: Run) -> bool:
    """Tell whether parcels became bags in the hub: then fewer units went on from a chute or bag than had left it."""
    sent = np.bincount(run.flows["from"], run.flows["units"], len(run.elements["name"]))
    return bool((run.elements["left"] > sent)[np.isin(run.elements["kind"], ("chute", "bag"))].any())


def _reason(reason: str, lang: str) -> str:
    """Why parcels were rejected: the user's own words, or that there was no room, which stands in English in a run."""
    no_room = text("en", "no_room", name="")
    return text(lang, "no_room", name=reason.removeprefix(no_room)) if reason.startswith(no_room) else reason


def _parcels(run: Run, lang: str) -> list[str]:
    offered = run.parcels["offered"]

    def line(label: str, count: int, of: int) -> list[str]:
        return [label, f"{count:,}", f"{100 * count / of:.2f} %" if of else ""]

    rows = [[text(lang, "offered"), f"{offered:,}", ""]]
    departs = _has_departures(run)
    for name in ("dispatched", "held", "rejected") if departs else ("dispatched", "rejected"):
        rows.append(line(text(lang, name), run.parcels[name], offered))
        if name == "rejected":
            rows += [line(f"  {_reason(reason, lang)}", count, offered) for reason, count in run.rejected.items()]
    rows.append(line(text(lang, "inside"), run.parcels["inside"], offered))
    if departs:
        rows.append(line(text(lang, "late"), run.parcels["late"], run.promised))
    return [text(lang, "parcels"), *table(["", "", ""], rows)[1:]]


def _flow(run: Run, lang: str) -> list[str]:
    hours = (run.horizon_s - run.warm_up_s) / 3600
    rows = [[text(lang, "throughput"), f"{run.throughput_per_day:,.0f} {text(lang, 'per_day')}"]]
    if hours < 24:  # or the pace of an evening would be read as the work of a day
        rows[0] = [text(lang, "pace"), text(lang, "in_hours", parcels=run.parcels["dispatched"], hours=hours, per_h=run.throughput_per_day / 24)]
    for label, column in (("peak_in", "unloaded"), ("peak_out", "dispatched")):
        start_s, flow = busiest(run, column)
        if math.isfinite(start_s):
            rows.append([text(lang, label), f"{flow:,.0f} {text(lang, 'per_hour')}, {period(run, start_s, start_s + 3600)}"])
    if math.isfinite(run.dwell_s["mean"]):
        figures = f"{text(lang, 'mean')} {span(run.dwell_s['mean'])}, " + ", ".join(f"{name} {span(run.dwell_s[name])}" for name in ("p50", "p95", "p99"))
    else:
        figures = text(lang, "no_dispatch")
    rows.append([text(lang, "dwell"), figures])
    if _has_departures(run):
        share = run.on_time_share
        rows.append([text(lang, "on_time"), f"{100 * share:.2f} %" if math.isfinite(share) else text(lang, "no_promise")])
    return [text(lang, "flow"), *table(["", ""], rows, left=2)[1:]]


def shown(run: Run) -> list[Family]:
    """The rows of the element table: single elements, or families if there are more than `MOST_ROWS`."""
    return singles(run) if len(run.elements["name"]) <= MOST_ROWS else families(run)


def _elements(run: Run, lang: str) -> list[str]:
    chosen = shown(run)
    together = any(len(family.members) > 1 for family in chosen)
    header = [text(lang, "element"), *([text(lang, "number")] if together else []), text(lang, "units"), *(text(lang, state) for state in STATES)]
    header += [text(lang, name) for name in ("queue_mean", "queue_max", "wait_mean")]
    lines = []
    for family in chosen:
        columns = row(run, family)
        shares = state_shares(columns)
        line = [family.name, *([f"{len(family.members):,}"] if together else []), f"{columns['entered']:,.0f}"]
        line += [_figure(100 * shares[state]) for state in STATES]
        lines.append([*line, _figure(columns["queue_mean"]), _figure(columns["queue_max"], ",.0f"), _figure(columns["wait_mean_s"])])
    remark = ["  " + text(lang, "bags")] if _makes_bags(run) else []
    return [text(lang, "families" if together else "elements"), *table(header, lines), *remark]


def _recirculation(run: Run, lang: str) -> list[str]:
    lines = []
    for family in families(run):
        if family.kind != "loop_sorter":
            continue
        columns = row(run, family)
        names = {"full": "chute_full", "reset": "chute_reset", "failed": "divert_failed", "unread": "unread"}
        counts = {key: int(columns[name]) for key, name in names.items()}
        units, passes = int(columns["entered"]), int(columns["recirculated"])
        share = 100 * passes / units if units else 0.0
        lines.append("  " + text(lang, "recirculation_row", name=family.label, passes=passes, units=units, share=share, **counts))
    return [text(lang, "recirculation"), *lines] if lines else []


def _classes(run: Run, lang: str) -> list[str]:
    if not run.classes:
        return []
    known = as_rows(run.classes)
    names = ["unloaded", "dispatched", *(["weight"] if any(each["dispatched_t"] for each in known) else []), "rejected", "on_time", "dwell"]
    names += ["too_warm"] if any(each["too_warm"] for each in known) else []
    lines = []
    for each in known:
        share = f"{100 * each['on_time'] / each['promised']:.2f} %" if each["promised"] else "-"
        cells = {"weight": f"{each['dispatched_t']:,.1f} t", "on_time": share, "dwell": span(each["dwell_mean_s"])}
        lines.append([each["name"], *(cells.get(name) or f"{each[name]:,}" for name in names)])
    return [text(lang, "classes"), *table([text(lang, "class"), *(text(lang, name) for name in names)], lines)]


def _departures(run: Run, lang: str) -> list[str]:
    columns = run.departures
    left = np.isfinite(columns["left_s"])
    if not left.any():
        return []
    promised, on_time = columns["promised"], columns["on_time"]
    promising = left & (promised > 0)
    full = promising & (on_time >= promised)
    lines = ["  " + text(lang, "departures_row", n=int(left.sum()), full=int(full.sum()), promising=int(promising.sum()))]
    short = np.flatnonzero(promising & ~full)
    for number in short[np.argsort(on_time[short] / promised[short], kind="stable")][:5]:
        moment = columns["cut_off_s"][number]
        when = clock(run, float(moment), ends=True) if math.isfinite(moment) else text(lang, "full_leaver")
        figures = {"on_time": int(on_time[number]), "promised": int(promised[number]), "share": 100 * on_time[number] / promised[number]}
        lines.append("  " + text(lang, "worst", name=str(columns["name"][number]), clock=when, **figures))
    return [text(lang, "departures"), *lines]


def _from_begin(run: Run, lang: str, heading: str) -> str:
    """Return a heading of what is counted from the begin of the run on, though there is a warm-up."""
    return text(lang, heading) + (text(lang, "from_begin") if run.warm_up_s else "")


def _yard(run: Run, lang: str) -> list[str]:
    lines = []
    for name, yard in run.yards.items():
        figures = {"mean": span(yard["wait_mean_s"]), "max": span(yard["wait_max_s"])}
        counts = {key: int(yard[column]) for key, column in (("vehicles", "vehicles"), ("inside", "inside_max"), ("outside", "outside_max"))}
        # a source that leads straight to doors has a queue on the road, which is always long enough
        key = "yard_row" if name in run.elements["name"] else "road_row"
        lines.append("  " + text(lang, key, name=name.removesuffix(" (road)"), **figures, **counts))
        if "gate_busy_share" in yard:
            gate = {"busy": 100 * yard["gate_busy_share"], "mean": span(yard["gate_wait_mean_s"]), "max": span(yard["gate_wait_max_s"])}
            lines.append("  " + text(lang, "gate_row", **gate))
    return [text(lang, "yard"), *lines] if lines else []


def _lanes(run: Run, lang: str) -> list[str]:
    lines = []
    for name, lane in run.lanes.items():
        if not lane["vehicles"]:
            continue
        units = text(lang, "in_load_units", n=lane["load_units"]) if lane["load_units"] else ""
        words = {"mode": text(lang, lane["mode"]), "load_units": units, "filled": 100 * lane["filled_share"], "time": span(lane["time_mean_s"])}
        lines.append("  " + text(lang, "lane_row", name=name, vehicles=lane["vehicles"], parcels=lane["parcels"], **words))
    return [_from_begin(run, lang, "lanes"), *lines] if lines else []


def _roads(run: Run, lang: str) -> list[str]:
    lines = []
    for name, road in run.roads.items():
        counts = {"vehicles": int(road["vehicles"]), "queue": int(road["queue_max"]), "left": int(road["waiting_end"])}
        figures = {"used": 100 * road["used_share"], "mean": span(road["wait_mean_s"]), "max": span(road["wait_max_s"])}
        lines.append("  " + text(lang, "shared_road_row", name=name, **counts, **figures))
    return [_from_begin(run, lang, "roads"), *lines] if lines else []


def _fleets(run: Run, lang: str) -> list[str]:
    lines = []
    for name, fleet in run.fleets.items():
        of_time = {key[:-2]: 100 * spent / (fleet["vehicles"] * run.horizon_s) for key, spent in fleet.items() if key.endswith("_s")}
        counts = {"vehicles": int(fleet["vehicles"]), "trips": int(fleet["trips"]), "none": int(fleet["none_found"])}
        energy = text(lang, "energy", kwh=fleet["used_kwh"]) if math.isfinite(fleet["used_kwh"]) else ""
        lines.append("  " + text(lang, "fleet_row", name=name, km=fleet["driven_km"], energy=energy, **counts, **of_time))
    return [_from_begin(run, lang, "fleets"), *lines] if lines else []


def _events(run: Run, lang: str) -> list[str]:
    lines = []
    for event in as_rows(run.events) if run.events else []:
        lasting = math.isfinite(event["recovery_s"])
        recovery = text(lang, "recovered", after=span(event["recovery_s"])) if lasting else text(lang, "not_recovered")
        hours = {"begin": clock(run, event["begin_s"]), "end": clock(run, event["end_s"], ends=True)}
        lines.append("  " + text(lang, "event_row", name=event["name"], behind=event["behind_max"], recovery=recovery, **hours))
    if not lines:
        return []
    now, without = run.parcels, run.undisturbed
    late = now["late"] + now["held"] - without["late"] - without["held"]
    return [text(lang, "events"), *lines, "  " + text(lang, "because", dispatched=now["dispatched"] - without["dispatched"], late=late)]


def summary(run: Run, lang: str = "en") -> str:
    """The whole summary, ending in a line feed."""
    head = {"scenario": run.scenario, "engine": run.engine, "seed": run.seed, "replication": run.replication}
    head |= {"hours": run.horizon_s / 3600, "warm_up": run.warm_up_s / 3600, "clock": clock(run, 0.0)}
    blocks = [
        [run.title, text(lang, "run_line", **head)],
        _parcels(run, lang),
        _flow(run, lang),
        _classes(run, lang),
        _elements(run, lang),
        _recirculation(run, lang),
        _departures(run, lang),
        _yard(run, lang),
        _lanes(run, lang),
        _roads(run, lang),
        _fleets(run, lang),
        _events(run, lang),
        [text(lang, "bottleneck"), "  " + bottleneck.find(run, lang).why],
        [text(lang, "cost", wall=run.wall_s["total"], memory=run.peak_memory_mb, digest=run.digest)],
    ]
    return printable("\n\n".join("\n".join(block) for block in blocks if block) + "\n")
