"""What `hubsim fit` found, drawn over what it was found from: hours, loads, lateness, days, shares."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.fitting import Fit
from sim.fitting.choice import LawFit
from sim.fitting.compare import arrivals, chances, mixed

from .style import COLOURS, THOUSANDS, Look

MOST_LOADS = 4
MOST_BARS = 12
BLACK = COLOURS[6]
BAR = COLOURS[5]


def fitted(fit: Fit, look: Look) -> Figure:
    """One panel for each thing found: bars are the history, lines and marks what the fitted scenario has instead."""
    panels: list[tuple[Any, ...]] = [(_hours, fit), (_days, fit)]
    panels += [(_law, source.loads, source.load, "load", source.name) for source in fit.sources[:MOST_LOADS]]
    if all(source.lateness is not None for source in fit.sources):
        panels.append((_lateness, fit))
    panels += [(_shares, fit, what) for what in ("destinations", "classes") if getattr(fit, what) is not None]
    rows = -(-len(panels) // 2)
    figure = Figure(figsize=(11, 3.0 * rows + 0.6), layout="constrained")
    figure.suptitle(look.text("fit_title", file=look.name(fit.history.shown.replace("\\", "/").rpartition("/")[2])), x=0.01, ha="left")
    for number, (draw, *what) in enumerate(panels, 1):
        draw(figure.add_subplot(rows, 2, number), look, *what)
    return figure


def _titled(axes: Axes, look: Look, title: str, ordinate: str, abscissa: str = "") -> None:
    axes.set_title(title, loc="left", fontsize=10)
    axes.set_ylabel(ordinate)
    axes.set_xlabel(abscissa)
    axes.legend(frameon=False, fontsize=8)


def _hours(axes: Axes, look: Look, fit: Fit) -> None:
    """Vehicles that came in each hour, senders on top of each other, and the expectation of all."""
    total = sum(source.vehicles for source in fit.sources)
    below = np.zeros(24)
    for number, source in enumerate(fit.sources):
        label = look.name(source.name, 20) if fit.by_sender else look.text("fit_observed")
        shown = label if number < 8 else None
        axes.bar(np.arange(24) + 0.5, 100 * source.came / total, bottom=below, width=0.9, color=COLOURS[(5 + number) % 6 if number else 5], label=shown)
        below += 100 * source.came / total
    expected = sum(arrivals(source) * source.vehicles for source in fit.sources) / total
    axes.stairs(100 * expected, np.arange(25), baseline=None, color=BLACK, linewidth=1.6, label=look.text("fit_fitted"))
    axes.set_xticks(range(0, 25, 3), [f"{hour:02d}:00" for hour in range(0, 25, 3)])
    axes.set_xlim(0, 24)
    _titled(axes, look, look.text("fit_hours_title"), look.text("fit_hours_axis"), look.text("hour") + " [h:min]")


def _days(axes: Axes, look: Look, fit: Fit) -> None:
    """Vehicles of each day; where the week is known, each day above its weekday."""
    days = fit.days
    if days.dates and len(days.counts) >= 7:
        weekday = np.array([day.weekday() for day in days.dates])
        spread = np.array([np.sum(weekday[:place] == weekday[place]) for place in range(len(weekday))])
        places = weekday + 0.5 + 0.5 * (spread / max(spread.max(), 1) - 0.5)
        axes.plot(places, days.counts, "o", color=BAR, markeredgecolor=COLOURS[0], markersize=5, label=look.text("fit_observed"))
        expected = days.per_day * np.array(days.weekdays or np.ones(7))
        axes.stairs(expected, np.arange(8), baseline=None, color=BLACK, linewidth=1.6, label=look.text("fit_fitted"))
        axes.set_xticks(np.arange(7) + 0.5, look.text("fit_week_days").split())
        abscissa = ""
    else:
        number = np.arange(1, len(days.counts) + 1)
        axes.bar(number, days.counts, width=0.8, color=BAR, label=look.text("fit_observed"))
        axes.axhline(days.per_day, color=BLACK, linewidth=1.6, label=look.text("fit_fitted"))
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_xlim(0, len(days.counts) + 1)
        abscissa = look.text("fit_date_axis")
    axes.set_ylim(0, 1.3 * max(days.counts.max(), 1))
    _titled(axes, look, look.text("fit_days_title"), look.text("fit_days_axis"), abscissa)


def _law(axes: Axes, look: Look, values: np.ndarray, law: LawFit, what: str, name: str) -> None:
    """The histogram of a column and the probability of the same bins by its law."""
    _bins(axes, look, values.astype(float), lambda edges: chances(law, edges), 1.0)
    axes.xaxis.set_major_formatter(THOUSANDS)
    title = look.text(f"fit_{what}_title", name=look.name(name, 20))
    _titled(axes, look, f"{title}: {law.law}, n = {law.n:,}", look.text("fit_bin_axis"), look.text(f"fit_{what}_axis"))


def _lateness(axes: Axes, look: Look, fit: Fit) -> None:
    """Lateness of all vehicles, and that of all sources' laws together."""
    total = sum(source.vehicles for source in fit.sources)

    def expected(edges: np.ndarray) -> np.ndarray:
        parts = [chances(source.lateness, edges + source.early_s) * source.vehicles for source in fit.sources if source.lateness is not None]
        return np.sum(parts, axis=0) / total

    _bins(axes, look, np.concatenate([source.delays for source in fit.sources]), expected, 60.0)
    laws = list(dict.fromkeys(source.lateness.law for source in fit.sources if source.lateness is not None))
    _titled(axes, look, f"{look.text('fit_late_title')}: {', '.join(laws)}, n = {total:,}", look.text("fit_bin_axis"), look.text("fit_late_axis"))


def _bins(axes: Axes, look: Look, values: np.ndarray, expected: Any, unit: float) -> None:
    """Bars of the observed shares of about as many bins as the root of n, up to 40, whose edges lie between the values that can occur."""
    different = np.unique(values)
    grain = float(np.diff(different).min()) if len(different) > 1 else unit
    wide = max(1, round((different[-1] - different[0]) / grain / np.clip(1.5 * np.sqrt(len(values)), 6, 40)))
    edges = np.arange(different[0] - grain / 2, different[-1] + wide * grain, wide * grain)
    observed = np.histogram(values, edges)[0] / len(values)
    axes.bar(edges[:-1] / unit, 100 * observed, width=np.diff(edges) / unit, align="edge", color=BAR, edgecolor="white", label=look.text("fit_observed"))
    axes.stairs(100 * expected(edges), edges / unit, baseline=None, color=BLACK, linewidth=1.6, label=look.text("fit_fitted"))
    axes.set_ylim(bottom=0)


def _shares(axes: Axes, look: Look, fit: Fit, what: str) -> None:
    """The largest shares of parcels, and what the sources of the fitted scenario make of them together."""
    observed, expected = getattr(fit, what).shares, mixed(fit, what)
    names = list(observed)[:MOST_BARS]
    places = np.arange(len(names))
    axes.bar(places, [100 * observed[name] for name in names], width=0.7, color=BAR, label=look.text("fit_observed"))
    axes.plot(places, [100 * expected[name] for name in names], "_", color=BLACK, markersize=22, markeredgewidth=1.6, label=look.text("fit_fitted"))
    axes.set_xticks(places, [look.name(name, 12) for name in names], rotation=0 if len(names) <= 6 else 45)
    axes.set_xlim(-0.6, max(len(names), 3) - 0.4)
    left = len(observed) - len(names)
    title = look.text(f"fit_{what}") + (f" ({look.text('others', n=left)})" if left else "")
    _titled(axes, look, f"{title}, n = {getattr(fit, what).parcels:,}", look.text("fit_share_axis"))
