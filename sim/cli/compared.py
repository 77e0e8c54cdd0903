"""A comparison told: as JSON values, as text, as columns."""

import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sim.results.printable import printable
from sim.results.record import plain
from sim.results.summary import table
from sim.results.texts import text

if TYPE_CHECKING:
    from sim.experiment.compare import Comparison
    from sim.results.workbook import Sheet


def as_record(found: "Comparison") -> dict[str, Any]:
    """A comparison as one JSON object; values in the unit of the figure, null where something is not known."""
    names = ("figure", "most", "method", "confidence", "delta", "seed", "engine", "outcome", "chance", "runs")
    pairs = [{**pair._asdict(), "first": first, "second": second} for first, second, pair in found.each_two]
    record = {**{name: getattr(found, name) for name in names}, "survivors": found.survivors}
    return dict(plain({**record, "configurations": [asdict(row) for row in found.rows], "pairs": pairs}))


def columns(found: "Comparison") -> dict[str, list[Any]]:
    """One row a configuration, by rank."""
    rows = [asdict(row) for row in found.rows]
    return {name: [row[name] for row in rows] for name in rows[0]}


def sheets(found: "Comparison", lang: str) -> dict[str, "Sheet"]:
    """The configurations, and each two of them, as sheets by name; values in the unit of the figure."""
    from sim.store.export import header

    unit = header(found.figure).partition(" [")[2].rstrip("]")
    pairs = as_record(found)["pairs"]
    two: dict[str, list[Any]] = {name: [pair[name] for pair in pairs] for name in (pairs[0] if pairs else ())}
    measured = ("mean", "half_width", "difference", "difference_half_width")
    names = ("比较", "两两比较") if lang == "zh" else ("configurations", "pairs")
    return {
        name: {column: (unit if column in measured else "", values) for column, values in table.items()}
        for name, table in zip(names, (columns(found), two), strict=True)
    }


def as_text(found: "Comparison", lang: str) -> str:
    """A comparison as text: what is the best and how sure, the table, what is not told apart."""
    confidence, best = 100 * found.confidence, found.rows[0].name
    order = text(lang, "compared_most" if found.most else "compared_least")
    comma = "、" if lang == "zh" else ", "
    facts = {
        "name": best,
        "names": comma.join(found.survivors),
        "confidence": confidence,
        "delta": figure(found.delta),
        "chance": 100 * found.chance,
        "n": max(row.replications for row in found.rows),
    }
    alike = [row.name for row in found.rows[1:] if not row.apart]
    head = "apart_only" if found.outcome == "undecided" and not alike else found.outcome
    lines = [text(lang, f"compared_{head}", **facts)]
    if alike or head != "apart_only":
        lines.append(text(lang, "compared_alike", name=best, names=comma.join(alike)) if alike else text(lang, "compared_all_apart", name=best))
    header = [text(lang, name) for name in ("compared_rank", "compared_name", "mean")]
    header += [f"± {confidence:g} %", *(text(lang, f"compared_{name}") for name in ("n", "difference")), f"± {confidence:g} %", text(lang, "compared_apart")]
    rows = []
    for row in found.rows:
        line = [str(row.rank), row.name, figure(row.mean), figure(row.half_width), f"{row.replications:,}"]
        apart = text(lang, "compared_yes" if row.apart else "compared_no")
        rows.append([*line, *(["", "", ""] if row.rank == 1 else [figure(row.difference), figure(row.difference_half_width), apart])])
    lines += ["", text(lang, "compared", figure=found.figure, order=order, seed=found.seed, runs=found.runs), *table(header, rows, left=2), ""]
    lines.append(text(lang, "compared_pairs", n=len(found.each_two), apart=sum(pair.apart for _, _, pair in found.each_two), confidence=confidence))
    return printable("\n".join(lines) + "\n")


def figure(value: float) -> str:
    """A value to five digits; whole from ten thousand on."""
    if not math.isfinite(value):
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1e4 else f"{value:,.5g}"
