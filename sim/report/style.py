"""How all figures look: colours a colour-blind reader tells apart, fonts that have the glyphs, files that are the same every time."""

import contextlib
import functools
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.results.hours import clock
from sim.results.printable import printable
from sim.results.run import Run
from sim.results.texts import text

# no yellow among them: it is too light for a line on white
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#7A7A7A")
STATE_COLOURS = {"busy": "#0072B2", "idle": "#56B4E9", "starved": "#DDDDDD", "blocked": "#D55E00", "down": "#333333", "off": "#FFFFFF"}
STATE_HATCHES = {"off": "///", "blocked": ".."}

NOTHING = "nothing to show"
"""label, which is not drawn, of axes without data"""
THOUSANDS = FuncFormatter(lambda value, _: f"{value:,.0f}")
FONTS = Path(__file__).with_name("fonts")
CHINESE_FONT = "Noto Sans SC"  # comes with hubsim, in mainland shapes
LATIN_FONT = "DejaVu Sans"  # comes with matplotlib
SALT = "hubsim"  # of the identifiers in an SVG file, which are random without it


@functools.cache
def letters() -> frozenset[int]:
    """Code points that a figure can draw, after the fonts of hubsim have been made known to matplotlib."""
    for file in sorted(FONTS.glob("*.otf")):
        font_manager.fontManager.addfont(file)
    found = [font_manager.get_font(font_manager.findfont(name)).get_charmap() for name in (LATIN_FONT, CHINESE_FONT)]
    return frozenset().union(*found)


@dataclass(frozen=True)
class Look:
    """Language of the figures of one report."""

    lang: str

    def text(self, key: str, **figures: object) -> str:
        """A text of `sim.results.texts`."""
        return text(self.lang, key, **figures)

    def word(self, words: Mapping[str, tuple[str, str]], key: str, **figures: object) -> str:
        """A text of a figure's own words, (English, Chinese) by key, with `figures` filled in."""
        return words[key][self.lang == "zh"].format(**figures)

    def name(self, words: str, limit: int = 60) -> str:
        """A name the user gave, with a question mark for what no font can draw, cut to `limit` characters."""
        words = printable(words)
        words = words if len(words) <= limit else words[: limit - 1] + "…"
        return "".join(letter if ord(letter) in letters() else "?" for letter in words)

    @contextlib.contextmanager
    def settings(self) -> Iterator[None]:
        """matplotlib's settings for these figures, for the time of the block."""
        letters()  # or matplotlib does not know the font
        fonts = [CHINESE_FONT, LATIN_FONT] if self.lang == "zh" else [LATIN_FONT, CHINESE_FONT]
        figures: Any = {"svg.hashsalt": SALT, "text.parse_math": False, "axes.unicode_minus": False, "font.family": fonts, "font.size": 9.0}
        figures |= {"axes.spines.top": False, "axes.spines.right": False, "axes.titlesize": 11.0, "hatch.linewidth": 0.4}
        with matplotlib.rc_context():
            matplotlib.rcdefaults()  # or a user's matplotlibrc would change the bytes
            matplotlib.rcParams.update(figures)
            yield


def look_for(lang: str) -> Look:
    """The look for a language."""
    return Look(lang)


def save(figure: Figure, stem: Path) -> None:
    """Write stem.svg, without a date, and stem.png."""
    for ending in ("svg", "png"):
        save_as(figure, stem.with_suffix(f".{ending}"), ending)


def save_as(figure: Figure, path: Path, form: str) -> None:
    """Write `path` as svg, without a date, or as png, whatever its name ends in."""
    extra: dict[str, Any] = {"metadata": {"Date": None}} if form == "svg" else {"dpi": 120, "metadata": {"Software": None}}
    figure.savefig(path, format=form, **extra)


def svg_of(draw: Callable[[Look], Figure], lang: str) -> str:
    """Return the text of an SVG file of what `draw` draws, without a date."""
    look, found = look_for(lang), io.StringIO()
    with look.settings():
        draw(look).savefig(found, format="svg", metadata={"Date": None})
    return found.getvalue()


def axes_of(width: float, height: float, title: str) -> tuple[Figure, Axes]:
    """A figure of so many inches with one pair of axes."""
    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(title, loc="left")
    return figure, axes


def panels_of(run: Run, look: Look, names: list[str], size: tuple[float, float], title: str, unit: str) -> tuple[Figure, list[Axes]]:
    """A figure of so many inches with a pair of axes for each name, one below the other, over the time of the run; they count whole things from 0."""
    figure = Figure(figsize=size, layout="constrained")
    panels = list(figure.subplots(len(names), 1, sharex=True, squeeze=False)[:, 0])
    for axes, name in zip(panels, names, strict=True):
        axes.set_title(name, loc="left", fontsize=9)
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.yaxis.set_major_formatter(THOUSANDS)
        axes.grid(axis="y", color="#E5E5E5")
        axes.set_axisbelow(True)
        axes.tick_params(labelbottom=axes is panels[-1])
    clock_axis(panels[-1], run, look)
    figure.supylabel(unit, fontsize=9)
    figure.suptitle(title, fontsize=11, x=0.01, ha="left")
    return figure, panels


def clock_axis(axes: Axes, run: Run, look: Look, first: float = 0.0, last: float | None = None) -> None:
    """Ticks of a time axis in hours after the start of the run, at round times of day, from `first` to `last` (the end of the run)."""
    last = run.horizon_s / 3600 if last is None else last
    steps = (1 / 60, 1 / 12, 1 / 4, 1 / 2, 1, 2, 3, 6, 12, 24, 48, 168, 720, 2160)
    step = next((step for step in steps if (last - first) / step <= 13), (last - first) / 10)
    start = run.start_clock_s / 3600
    begin = -(-(start + first) // step) * step - start
    ticks = [begin + n * step for n in range(int((last - begin) / step + 1e-9) + 1)]
    # the day stands below the time, or neighbours would touch; where a tick is a day, midnight begins it
    labels = ["\n".join(reversed(clock(run, tick * 3600 + 1e-6, ends=step < 24).split())) for tick in ticks]
    axes.set_xticks(ticks, labels)
    axes.set_xlim(first, last)
    axes.set_xlabel(f"{look.text('hour')} [h:min]")


def is_empty(figure: Figure) -> bool:
    """Whether `nothing` was said in a figure."""
    return any(axes.get_label() == NOTHING for axes in figure.axes)


def nothing(axes: Axes, look: Look) -> None:
    """Say that there is nothing to show."""
    axes.set_axis_off()
    axes.set_label(NOTHING)
    axes.text(0.5, 0.5, look.text("nothing"), ha="center", va="center", transform=axes.transAxes)
