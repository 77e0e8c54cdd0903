"""A Fit as a scenario: what was found with the observations behind each figure, and below it a stand-in for the hub, so that the file runs."""

import json
import math
from collections.abc import Iterator

from ..scenario.document import as_yaml
from ..scenario.moments import STRETCH
from .choice import DIFFERENT, ENOUGH, LawFit
from .days import SPECIAL, WEEKS
from .fit import Fit, SourceFit, free
from .mixes import Shares
from .words import law_words

DOOR_PER_H, CHANGEOVER_S = 1400, 720
"""of the stand-in: two workers at a door, catalogue door_loose (B), and its 12 min between vehicles (M)"""
MOST_SHARES = 20_000
"""shares of all sources together: a file of more is nothing to read"""


def fragment(fit: Fit, title: str) -> str:
    """Return the text of a scenario file. `title` names the history."""
    return "\n".join([*_head(fit), *_calendar(fit), *_parcels(fit), *_elements(fit), *_stand_in(fit, title)]) + "\n"


def _head(fit: Fit) -> Iterator[str]:
    history, days = fit.history, fit.days
    yield f"# Fitted by `hubsim fit` to {_one_line(history.shown)}: {len(history.load):,} vehicles, {int(history.load.sum()):,} parcels{_span(fit)}."
    yield "# n is the number of observations behind a figure; [a, b] holds it with 95 %; (M) is an assumption, which the history does not tell."
    yield "#"
    yield "# To use it for your hub, either write `extends: THIS_FILE` at the top of a scenario that says the rest (its own doors, `doors: null` for the"
    yield "# stand-in below, and `to:` of each source), or copy the sources into yours."
    yield ""
    if days.start_h:
        yield f'start: "{days.start_h:02d}:00" # after the quietest three hours of the day; a day of the calendar begins here'
    if days.cut_days:
        yield f"# {days.cut_days} day(s) at the edge with {days.cut_off:,} vehicles are not counted as days: only a part of them is in the history (M)."
    if len(days.counts) == 1:
        yield "# One day only: how days differ is not known. That this one is a usual day is an assumption (M)."
    yield from _associations(fit)


def _span(fit: Fit) -> str:
    dates = fit.days.dates
    if dates:
        return f", {len(dates)} days, {dates[0].isoformat()} to {dates[-1].isoformat()}"
    return f", {len(fit.days.counts)} day(s) without a date"


def _associations(fit: Fit) -> Iterator[str]:
    for each in fit.associations:
        where = " within senders" if each.within else ""
        words = f"# {each.first} x {each.second}{where}: Cramer's V {each.v:.2f} ({each.by_chance:.2f} by chance, p {each.p:.2f}; n = {each.parcels:,} parcels"
        yield f"{words} in {each.rows:,} rows)."
    if fit.of_class:
        yield "# The destination of a parcel hangs on its class, in all sources alike (M): see the classes."
    elif any({each.first, each.second} == {"class", "destination"} for each in fit.associations):
        yield "# Class and destination of a parcel are drawn independently within a source: only what differs from source to source is kept (M)."


def _calendar(fit: Fit) -> Iterator[str]:
    days = fit.days
    if not days.dates:
        yield "# calendar: the history has no dates, so weekdays are not known."
        return
    if days.weekdays is None and not days.special:
        if days.p is None:
            yield f"# calendar: {len(days.counts)} days are too few to know the week; it takes {WEEKS}. Every day is alike (M)."
        else:
            yield f"# calendar: no difference between weekdays can be told from chance (F test, p = {days.p:.2f}, n = {len(days.counts)} days)."
        return
    yield "calendar:"
    yield f'  first_day: "{days.dates[0].isoformat()}" # of the history'
    if days.weekdays is not None:
        numbers = ", ".join(f"{each:.3f}" for each in days.weekdays)
        yield f"  weekdays: [{numbers}] # Monday to Sunday; n = {len(days.counts) - len(days.special)} days, F test p = {days.p:.2g}"
    if days.special:
        shown = ", ".join(f'"{day.isoformat()}": {factor:.2f}' for day, factor in days.special.items())
        yield f"  days: {{{shown}}} # n = 1 each: days that stand out from at least {SPECIAL}"


def _parcels(fit: Fit) -> Iterator[str]:
    if fit.classes is not None:
        yield f"classes: # {_behind(fit.classes)}. How long they are the history does not say: 0.3 m (M), set length_m"
        keeps = len(fit.of_class) * (len(fit.destinations.shares) if fit.destinations is not None else 0) <= MOST_SHARES
        for name, share in fit.classes.shares.items():
            yield f"  {_key(name)}:"
            yield f"    share: {share:.6f}"
            if name in fit.of_class and keeps:
                yield f"    destinations: {_listed(fit.of_class[name])}"
    if fit.destinations is not None:
        yield f"destinations: # {_behind(fit.destinations)}"
        for name, share in fit.destinations.shares.items():
            yield f"  {_key(name)}: {share:.6f}"


def _listed(shares: Shares) -> str:
    listed = ", ".join(f"{_key(name)}: {share:.6f}" for name, share in shares.shares.items())
    return f"{{{listed}}} # {_behind(shares)}"


def _behind(shares: Shares) -> str:
    unknown = f", {shares.unknown:,} parcels without it are left out" if shares.unknown else ""
    return f"n = {shares.parcels:,} parcels in {shares.vehicles:,} vehicles{unknown}"


def _elements(fit: Fit) -> Iterator[str]:
    yield "elements:"
    if fit.several or fit.small:
        words = f"{fit.small} sender(s) with too few vehicles, and {fit.several} vehicle(s) with parcels of several"
        yield f"  # Without a source of their own: {words}."
    for source in fit.sources:
        yield f"  {_key(source.name)}:"
        yield from (f"    {line}" for line in _source(fit, source))


def _source(fit: Fit, source: SourceFit) -> Iterator[str]:
    days = fit.days
    low, high = days.interval
    part = source.per_day / days.per_day if days.per_day else 1.0
    sure = f", [{low * part:.4g}, {high * part:.4g}]" if math.isfinite(low) else ""
    yield "kind: source"
    yield f"vehicles_per_day: {max(source.per_day, 1e-3):.6g} # n = {source.vehicles:,} vehicles in {len(days.counts)} day(s){sure}"
    yield f"profile: # vehicles {'planned' if source.lateness is not None else 'that came'} in each hour from midnight, n = {source.vehicles:,}"
    yield f"  hourly: {source.hours.tolist()}"
    yield f"# load [parcels]: {_judged(source.load)}"
    yield f"load: {_law(source.load, '')}"
    if source.lateness is not None:
        yield f"# lateness [s]: {_judged(source.lateness)}"
        if source.early_s > 0:
            yield f"# Some vehicles came before their plan, up to {-source.delays.min() / 60:.0f} min: plans are put {source.early_s / 60:.0f} min earlier."
        yield f"lateness: {_law(source.lateness, '_s')}"
    mixes = {"classes": source.classes, "destinations": None if fit.of_class else source.destinations} if fit.by_sender else {}
    shown = {field: shares for field, shares in mixes.items() if shares is not None and len(shares.shares) * len(fit.sources) <= MOST_SHARES}
    if shown:
        yield "mix:"
        for field, shares in shown.items():
            yield f"  {field}: {_listed(shares)}"
    yield f"to: {_stand_ins(fit)[0]}"


def _law(law: LawFit, suffix: str) -> str:
    scaled = STRETCH[law.law]
    figures = [f"{name + suffix if name in scaled else name}: {_plain(value)}" for name, value in law.figures.items()]
    return f"{{law: {law.law}, {', '.join(figures)}}}"


def _plain(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_plain(each) for each in value)}]"
    number = float(value)  # type: ignore[arg-type]
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _judged(law: LawFit) -> str:
    words = f"n = {law.n:,}, mean {law.mean:.5g}"
    if law.why == "few":
        return f"{words}: fewer than {ENOUGH}, or than {DIFFERENT} different ones, so these are the observed values"
    if law.why == "constant":
        return f"{words}: always the same"
    fit = f"KS {law.distance:.3f}, bootstrap p = {law.p:.2f}"
    if law.why == "rejected":
        return f"{words}: no law fits ({law.best}: {fit}), so these are the observed values"
    return f"{words}; {law_words(law, with_intervals=True)}; {fit}; next {_next(law)}"


def _next(law: LawFit) -> str:
    return f"{law.others[0][0]}, BIC +{law.others[0][1]:.1f}" if law.others else "none"


def _stand_in(fit: Fit, title: str) -> Iterator[str]:
    per_h = max(float(sum(source.per_day * source.hours[hour] / source.hours.sum() for source in fit.sources)) for hour in range(24))
    most = max([1.0, *(fit.days.weekdays or ())]) * max([1.0, *fit.days.special.values()])
    loads = max(1.0, float(fit.history.load.mean()))
    doors = max(1, math.ceil(1.3 * most * per_h * (loads / DOOR_PER_H + CHANGEOVER_S / 3600)))
    yield "  # -- a stand-in for the hub, so that this file runs: all of it is assumed (M) ----------------------------------------------"
    door, out = _stand_ins(fit)
    dock = f"changeover: {{law: deterministic, value_s: {CHANGEOVER_S}}}, rate_per_h: [{DOOR_PER_H}]"
    yield f"  {door}: {{kind: door, count: {min(doors, 10_000)}, {dock}, to: {out}}}"
    yield f"  {out}: {{kind: sink}}"
    yield f"title: {json.dumps(_one_line(title)[:200], ensure_ascii=False)}"
    yield f"horizon_h: {168 if fit.days.weekdays is not None else 24}"


def _stand_ins(fit: Fit) -> tuple[str, str]:
    """Return the names of door and way out, which no sender has."""
    taken = [source.name for source in fit.sources]
    return free("doors", taken), free("out", taken)


def _key(name: str) -> str:
    """Return a name as YAML: in quotes where it would be read as something else."""
    return as_yaml([name]).removeprefix("- ").rstrip("\n")


def _one_line(words: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in words)
