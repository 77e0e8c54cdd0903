"""A Fit as a table for the terminal: what, how many observations, which law, its figures, how well it fits, the next best."""

from ..results.summary import width
from ..results.texts import text
from .choice import LawFit
from .fit import Fit
from .mixes import Shares

MOST_SHARES = 6


def law_words(law: LawFit, with_intervals: bool = False) -> str:
    """Return the figures of a law, as mean 900 [880, 920], cv 0.3 [0.28, 0.32]."""
    if law.law == "empirical":
        return f"{min(law.figures['values']):g} .. {max(law.figures['values']):g}"
    parts = []
    for name, value in law.figures.items():
        bounds = law.intervals.get(name) if with_intervals else None
        parts.append(f"{name} {value:g}" + (f" [{bounds[0]:.4g}, {bounds[1]:.4g}]" if bounds else ""))
    return ", ".join(parts)


def table(fit: Fit, lang: str = "en") -> str:
    """Return the table, and below it what it does not know."""
    rows = [[text(lang, key) for key in ("fit_what", "number", "fit_law", "fit_figures", "fit_good", "fit_next")]]
    rows += _days(fit, lang)
    for source in fit.sources:
        label = f"{source.name} " if fit.by_sender else ""
        rows.append([f"{label}{text(lang, 'fit_vehicles')}", f"{source.vehicles:,}", "", f"{source.per_day:.4g}", "", ""])
        rows.append(_law_row(f"{label}{text(lang, 'fit_load')}", source.load, lang))
        if source.lateness is not None:
            rows.append(_law_row(f"{label}{text(lang, 'fit_lateness')}", source.lateness, lang))
        if fit.by_sender:
            rows += _shares(f"{label}{text(lang, 'fit_classes')}", source.classes, lang)
            rows += _shares(f"{label}{text(lang, 'fit_destinations')}", source.destinations, lang)
    rows += _shares(text(lang, "fit_classes"), fit.classes, lang)
    rows += _shares(text(lang, "fit_destinations"), fit.destinations, lang)
    for name, shares in fit.of_class.items():
        rows += _shares(f"{name} {text(lang, 'fit_destinations')}", shares, lang)
    for each in fit.associations:
        what = f"{text(lang, 'fit_' + each.first)} x {text(lang, 'fit_' + each.second)}"
        what += f", {text(lang, 'fit_within')}" if each.within else ""
        chance = text(lang, "fit_by_chance", chance=each.by_chance, p=each.p)
        rows.append([what, f"{each.parcels:,}", "", f"V {each.v:.2f}", chance, ""])
    return "\n".join([*_aligned(rows), "", *remarks(fit, lang)])


def _days(fit: Fit, lang: str) -> list[list[str]]:
    days = fit.days
    low, high = days.interval
    rows = [[text(lang, "fit_per_day"), f"{len(days.counts):,}", "", f"{days.per_day:.4g}" + (f" [{low:.4g}, {high:.4g}]" if low == low else ""), "", ""]]
    if days.p is not None:
        figures = ", ".join(f"{each:.2f}" for each in days.weekdays) if days.weekdays else text(lang, "fit_alike")
        rows.append([text(lang, "fit_week"), f"{len(days.counts) - len(days.special):,}", "", figures, f"F p {days.p:.2g}", ""])
    rows += [[day.isoformat(), "1", "", f"x {factor:.2f}", "", ""] for day, factor in days.special.items()]
    return rows


def _law_row(what: str, law: LawFit, lang: str) -> list[str]:
    good = f"KS {law.distance:.3f}, p {law.p:.2f}" if law.distance is not None and law.p is not None else ""
    if law.why == "rejected":
        good = f"{law.best}: {good}"
    if law.why in ("few", "constant", "rejected"):
        good = f"{text(lang, 'fit_' + law.why)}" + (f" ({good})" if good else "")
    behind = f"{law.others[0][0]} +{law.others[0][1]:.1f}" if law.others and law.why == "chosen" else ""
    return [what, f"{law.n:,}", law.law, law_words(law, with_intervals=True), good, behind]


def _shares(what: str, shares: Shares | None, lang: str) -> list[list[str]]:
    if shares is None:
        return []
    shown = [f"{name} {100 * share:.1f} %" for name, share in list(shares.shares.items())[:MOST_SHARES]]
    left = len(shares.shares) - len(shown)
    return [[what, f"{shares.parcels:,}", "", ", ".join(shown) + (f", {text(lang, 'others', n=left)}" if left > 0 else ""), "", ""]]


def remarks(fit: Fit, lang: str) -> list[str]:
    """Return in words how laws were chosen and what the history does not tell."""
    days, found = fit.days, [text(lang, "fit_criterion")]
    if len(days.counts) == 1:
        found.append(text(lang, "fit_one_day"))
    elif days.p is None:
        found.append(text(lang, "fit_no_week", n=len(days.counts)))
    if days.cut_days:
        found.append(text(lang, "fit_cut", n=days.cut_days, vehicles=days.cut_off))
    if fit.several or fit.small:
        found.append(text(lang, "fit_others", small=fit.small, several=fit.several))
    if fit.history.renamed:
        found.append(text(lang, "fit_renamed", n=fit.history.renamed))
    if any((each.first, each.second) == ("class", "destination") for each in fit.associations):
        found.append(text(lang, "fit_of_class" if fit.of_class else "fit_independent"))
    return found


def _aligned(rows: list[list[str]]) -> list[str]:
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [" " * (widths[1] - width(cell)) + cell if column == 1 else cell + " " * (widths[column] - width(cell)) for column, cell in enumerate(row)]
        lines.append("  ".join(cells).rstrip())
    return lines
