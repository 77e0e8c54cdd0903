"""A report of the campus as PDF, from the start of the process, beside the simulation it tells of."""

import re
import tempfile
from pathlib import Path
from statistics import median

from .start import timed
from .tables import Section, at_most, spread

GOAL_S = 10.0
"""for a report of twenty pages"""
SCENARIO = "scenarios/jieyang_campus.yaml"


def pages(pdf: bytes) -> int:
    """Return how many pages a PDF says that it has: the largest count of its page tree."""
    return max(int(count) for count in re.findall(rb"/Count (\d+)", pdf))


def bench(quick: bool = False) -> Section:
    """Write the files of a run of the campus, then make its report several times in both languages."""
    scale, rounds = ("0.01", 1) if quick else ("0.1", 5)
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / "run"
        run = [timed("-m", "sim", "run", SCENARIO, "--scale", scale, "--out", str(folder), "--no-figures")]
        seconds: dict[str, list[tuple[float, float]]] = {f"run at scale {scale}, files without figures": run}
        found: dict[str, set[bytes]] = {}
        for lang in ("zh", "en"):
            for number in range(rounds):
                out = Path(room) / f"{lang}{number}.pdf"
                seconds.setdefault(f"report, {lang}", []).append(timed("-m", "sim", "report", str(folder), "--lang", lang, "--out", str(out)))
                found.setdefault(lang, set()).add(out.read_bytes())
    assert all(len(each) == 1 for each in found.values())
    count = {lang: pages(next(iter(each))) for lang, each in found.items()}
    slowest = max(median(wall for wall, _ in seconds[f"report, {lang}"]) for lang in found)
    per_twenty = slowest * 20 / max(20, *count.values())
    return Section(
        name="report",
        title="A report",
        words=f"`hubsim report` of a run of the campus at scale {scale}, from the start of the process to the PDF on disk. "
        "CPU s is what the process itself worked.",
        header=["what", "seconds", "CPU s"],
        rows=[[name, *(spread(values) for values in zip(*pairs, strict=True))] for name, pairs in seconds.items()],
        proved=f"every repetition gave the same bytes; {count['zh']} pages in Chinese, {count['en']} in English.",
        headline=f"a report of {count['zh']} pages takes {slowest:.1f} s.",
        goals=[at_most("twenty pages", per_twenty, GOAL_S, " s")],
        facts={"report_s": slowest, "pages": float(count["zh"])},
    )
