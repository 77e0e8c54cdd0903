"""Charts of a run: flow, queues, use of machine time, dwell, departures."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.results.families import families, row, state_shares
from sim.results.hours import per_hour
from sim.results.run import STATES, Run

from .style import COLOURS, STATE_COLOURS, STATE_HATCHES, THOUSANDS, Look, axes_of, clock_axis, nothing

MOST_QUEUES = 8
MOST_BARS = 45
LINES = ("-", "--", "-.", ":")


def flow(run: Run, look: Look) -> Figure:
    """Parcels unloaded, dropped into chutes and dispatched in each hour, as steps."""
    figure, axes = axes_of(8, 4, look.text("flow_title"))
    hours = per_hour(run)
    edges = np.append(hours["start_s"], hours["end_s"][-1]) / 3600
    for number, name in enumerate(("unloaded", "sorted", "dispatched")):
        if name == "sorted" and not hours[name].any():
            continue  # a hub without chutes
        rate = hours[name] / (hours["end_s"] - hours["start_s"]) * 3600
        axes.stairs(rate, edges, baseline=None, color=COLOURS[number], linewidth=1.8, linestyle=LINES[number], label=look.text(name))
    clock_axis(axes, run, look)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(THOUSANDS)
    axes.set_ylabel(look.text("flow_axis"))
    axes.grid(axis="y", color="#E5E5E5")
    axes.legend(frameon=False, ncols=3, loc="upper left")
    axes.set_ylim(0, axes.get_ylim()[1] * 1.12)
    return figure


def queues(run: Run, look: Look) -> Figure:
    """Units inside over time, for the eight families in which there were most at one time."""
    figure, axes = axes_of(8, 4.5, look.text("queue_title"))
    series = [(run.inside[:, family.members].sum(axis=1), family) for family in families(run) if family.kind not in ("sink", "source")]
    series = sorted((entry for entry in series if entry[0].size and entry[0].max() > 0), key=lambda entry: -entry[0].max())[:MOST_QUEUES]
    if not series:
        nothing(axes, look)
        return figure
    for number, (inside, family) in enumerate(series):
        style: dict[str, Any] = {"color": COLOURS[number % len(COLOURS)], "linestyle": LINES[number % len(LINES)], "linewidth": 1.4}
        axes.plot(run.sample_times_s / 3600, inside, label=look.name(family.label, 28), **style)
    clock_axis(axes, run, look)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(THOUSANDS)
    axes.set_ylabel(look.text("units_inside"))
    axes.grid(axis="y", color="#E5E5E5")
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1.01, 1.0))
    return figure


def states(run: Run, look: Look) -> Figure:
    """Share of machine time in each state, a bar a family; beyond 45 families those that worked most."""
    shown = [(family, state_shares(row(run, family))) for family in families(run) if family.kind not in ("merge", "diverter", "sink", "source")]
    shown = [entry for entry in shown if np.isfinite(entry[1]["busy"])]
    left_out = max(0, len(shown) - MOST_BARS)
    if left_out:
        kept = sorted(range(len(shown)), key=lambda place: -shown[place][1]["busy"])[:MOST_BARS]
        shown = [shown[place] for place in sorted(kept)]
    title = look.text("states_title") + (f" ({look.text('others', n=left_out)})" if left_out else "")
    figure, axes = axes_of(8, 1.6 + 0.24 * max(4, len(shown)), title)
    if not shown:
        nothing(axes, look)
        return figure
    places = np.arange(len(shown))
    start = np.zeros(len(shown))
    for state in STATES:
        share = np.array([100 * shares[state] for _, shares in shown])
        look_of_bar: dict[str, Any] = {"color": STATE_COLOURS[state], "hatch": STATE_HATCHES.get(state), "edgecolor": "#888888", "linewidth": 0.3}
        axes.barh(places, share, left=start, height=0.75, label=look.text(state), **look_of_bar)
        start += share
    axes.set_yticks(places, [look.name(family.label, 34) for family, _ in shown])
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set_xlim(0, 100)
    axes.set_xlabel(look.text("share_axis"))
    figure.legend(*axes.get_legend_handles_labels(), frameon=False, ncols=6, loc="outside lower center")
    return figure


def dwell(run: Run, look: Look) -> Figure:
    """Distribution of the dwell in eighty equal bins up to about the 99.8th percentile, with p50, p95 and p99."""
    figure, axes = axes_of(8, 4, look.text("dwell_title"))
    total = run.dwell_counts.sum()
    if not total:
        nothing(axes, look)
        return figure
    so_far = np.concatenate(([0], np.cumsum(run.dwell_counts))) / total
    end = max(float(np.interp(0.998, so_far, run.dwell_edges_s)), 1.1 * run.dwell_s["p99"])
    edges = np.linspace(min(0.0, float(run.dwell_edges_s[0])), end, 81)
    share = 100 * np.diff(np.interp(edges, run.dwell_edges_s, so_far))
    axes.stairs(share, edges / 60, fill=True, color=COLOURS[5])
    top = share.max()
    for number, name in enumerate(("p50", "p95", "p99")):
        minutes = run.dwell_s[name] / 60
        axes.axvline(minutes, color=COLOURS[number], linestyle=LINES[number], linewidth=1.4)
        # each mark a line lower than the one before, so that close ones do not overprint
        axes.text(minutes, top * (1.22 - 0.08 * number), f" {look.text(name)} {minutes:,.1f} min", color=COLOURS[number], va="top")
    axes.set_ylim(0, top * 1.25)
    axes.set_xlim(0, end / 60)
    axes.set_xlabel(look.text("dwell_axis"))
    axes.set_ylabel(look.text("dwell_share"))
    return figure


def departures(run: Run, look: Look) -> Figure:
    """Promised parcels aboard and left behind, by time of leaving, in bars of a quarter of an hour or more."""
    figure, axes = axes_of(8, 4, look.text("departures_title"))
    columns = run.departures
    known = np.isfinite(columns["left_s"]) & (columns["promised"] > 0)
    if not known.any():
        nothing(axes, look)
        return figure
    hours = columns["left_s"][known] / 3600
    first, last = np.floor(hours.min()), np.floor(hours.max()) + 1
    step = next(step for step in (0.25, 0.5, 1, 2, 4, 8, 24, 168, 1e9) if (last - first) / step <= 72)
    edges = np.arange(first, last + step, step)
    aboard = np.histogram(hours, edges, weights=columns["on_time"][known])[0]
    behind = np.histogram(hours, edges, weights=(columns["promised"] - columns["on_time"])[known])[0]
    bars: dict[str, Any] = {"width": 0.86 * step, "align": "edge", "linewidth": 0}
    axes.bar(edges[:-1], aboard, color=COLOURS[0], label=look.text("aboard"), **bars)
    axes.bar(edges[:-1], behind, bottom=aboard, color=COLOURS[1], hatch="..", label=look.text("left_behind"), **bars)
    clock_axis(axes, run, look, max(0.0, first - step), last + step)
    axes.yaxis.set_major_formatter(THOUSANDS)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylabel(look.text("promised_axis"))
    axes.set_ylim(0, 1.18 * (aboard + behind).max())
    axes.legend(frameon=False, ncols=2, loc="upper left")
    return figure
