"""A study told as text, and what it would come to."""

import json
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sim.results.printable import printable
from sim.results.summary import span, table
from sim.results.texts import text

if TYPE_CHECKING:
    from sim.experiment.found import Found
    from sim.experiment.plan import Plan
    from sim.experiment.studies import Estimate

ROWS = 40
"""points shown"""
REASONS = 5
"""failures of which the reason is shown"""


def as_text(found: "Found", unreadable: dict[int, str], lang: str) -> str:
    """A study as text: how far it is, points with means, sensitivities, the best points, what failed."""
    from sim.experiment.account import failures, rows_of

    plan, study = found.plan, found.plan.file.study
    done = sum(len(setting.done) for setting in found.settings)
    waiting = sum(setting.waiting for setting in found.settings)
    head = text(lang, "study", title=study.title or plan.file.path.stem, kind=study.design.kind, name=plan.name)
    lines = [head, text(lang, "study_so_far", points=f"{len(found.settings):,}", of=f"{plan.layout.n:,}", done=f"{done:,}", failed=f"{found.failed:,}")]
    if waiting:
        lines.append(text(lang, "study_waiting", n=f"{waiting:,}"))
    lines += [f"  {note}" for note in plan.layout.notes]
    best = found.best()
    rows = [row for row in rows_of(found.means()) if row["runs"]]
    if best:
        rows.sort(key=lambda row: (row["point"] not in best, row["point"]))
        lines += ["", text(lang, "study_front" if len(study.aims) > 1 else "study_best", points=", ".join(map(str, best)))]
    elif study.aims and (nearest := found.nearest()) is not None:
        lines += ["", text(lang, "study_none", point=nearest)]
    if rows:
        lines += ["", *_points(found, rows[:ROWS], lang)]
        if len(rows) > ROWS:
            lines.append(text(lang, "study_more", n=f"{len(rows) - ROWS:,}", study=plan.file.path))
    lines += _sensitivity(found, lang)
    failed = failures(found, unreadable)
    if failed:
        lines.append("")
    for each in failed[:REASONS]:
        where = "" if each["replication"] is None else text(lang, "study_replication", n=each["replication"])
        reason = each["reason"] + (text(lang, "study_replay", command=each["replay"]) if each["replay"] else "")
        lines.append(text(lang, "study_failed", point=each["point"], where=where, reason=reason))
    if len(failed) > REASONS:
        lines.append(text(lang, "study_failed_more", n=f"{len(failed) - REASONS:,}"))
    return printable("\n".join(lines) + "\n")


def _points(found: "Found", rows: list[dict[str, Any]], lang: str) -> list[str]:
    factors = list(found.plan.file.study.factors)
    header = [text(lang, "study_point"), *factors, text(lang, "study_runs")]
    for name in found.shown:
        header.append(_headed(found, name))
    cells = []
    for row in rows:
        line = [str(row["point"]), *(value_told(row[name]) for name in factors), str(row["runs"])]
        for name in found.shown:
            half = row.get(f"{name} +-")
            line.append(value_told(row[name]) + (f" ± {value_told(half)}" if half is not None and half == half else ""))
        cells.append(line)
    return table(header, cells)


def _headed(found: "Found", name: str) -> str:
    costs = found.plan.file.study.costs
    return f"{name} [{costs[name].unit}]" if name in costs else name


def _sensitivity(found: "Found", lang: str) -> list[str]:
    from sim.experiment.account import rows_of

    columns, remarks = found.sensitivity()
    rows = rows_of(columns)
    lines = []
    for figure in dict.fromkeys(row["figure"] for row in rows):
        of = [row for row in rows if row["figure"] == figure]
        names = [name for name in columns if name not in ("figure", "factor") and any(row[name] is not None for row in of)]
        cells = [[row["factor"], *(value_told(row[name]) for name in names)] for row in of]
        lines += ["", text(lang, "study_matters", figure=_headed(found, figure)), *table([text(lang, "study_factor"), *names], cells)]
    return lines + ([""] if remarks else []) + remarks


def value_plain(value: Any) -> Any:
    """A cell of any kind that a database knows, as JSON knows it: bytes in hexadecimal, times as text; what is no number or infinite as None."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        return {str(value_plain(key)): value_plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple | set):
        return [value_plain(entry) for entry in value]
    if isinstance(value, bytes | bytearray | memoryview):
        return value.hex()
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def value_told(value: Any) -> str:
    """A cell: numbers to five digits, several values as JSON."""
    value = value.item() if hasattr(value, "item") and getattr(value, "ndim", 0) == 0 else value
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "-"
    if isinstance(value, bool) or not isinstance(value, int | float):
        found = value_plain(value)
        return found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
    if isinstance(value, int):
        return f"{value:,}"
    if abs(value) >= 1e15:
        return f"{value:.5g}"
    if abs(value) >= 1e5:
        return f"{value:,.0f}"
    return f"{value:,.5g}" if abs(value) < 1000 else f"{value:,.1f}"


def estimate_as_record(plan: "Plan", estimate: "Estimate") -> dict[str, Any]:
    """What a study would come to, as JSON values."""
    return {
        "study": plan.name,
        "of_points": plan.layout.n,
        "notes": plan.layout.notes,
        "runs": estimate.runs,
        "runs_at_most": plan.last > plan.first or plan.file.study.design.kind == "optimise",
        "known": estimate.known,
        "points_looked_at": estimate.looked_at,
        "run_s": estimate.run_s,
        "timed": estimate.timed,
        "workers": estimate.workers,
        "left_s": estimate.left_s,
    }


def estimate_as_text(plan: "Plan", estimate: "Estimate", lang: str) -> str:
    """What a study would come to, as text."""
    most = text(lang, "study_at_most") if plan.last > plan.first or plan.file.study.design.kind == "optimise" else ""
    known = f"{estimate.known:,}" if estimate.looked_at >= plan.layout.n else text(lang, "study_at_least", n=f"{estimate.known:,}", points=estimate.looked_at)
    lines = [
        text(lang, "study_runs_of", points=f"{plan.layout.n:,}", most=most, each=f"{plan.last:,}", runs=f"{estimate.runs:,}"),
        *(f"  {note}" for note in plan.layout.notes),
        text(lang, "study_known", n=known),
        text(lang, "study_timed" if estimate.timed else "study_from_store", run=span(estimate.run_s)),
        text(lang, "study_left", left=span(estimate.left_s), n=estimate.workers),
    ]
    return printable("\n".join(lines) + "\n")
