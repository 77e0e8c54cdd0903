"""Several replications told: as JSON values, as text, as files."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.experiment.replications import Failed, indicators, over
from sim.results.printable import printable
from sim.results.record import dumps, plain, record
from sim.results.run import Run
from sim.results.summary import table
from sim.results.texts import text
from sim.results.writer import write_checksums, write_csv

README = """The files of several replications of one scenario with hubsim.

summary.txt: mean of each indicator over the replications, and the half-width of its 95 % confidence interval (Student's t)
run.json: the same, and every replication in full, for programs
replications.csv: one row a replication; *_s in seconds, *_share as a fraction of 1, the others in parcels
replication-0, replication-1 ...: the files of each, explained in their README.txt; figures are drawn for the first only
"""

README_ZH = """hubsim 对同一场景多次重复仿真的结果文件。

summary.txt: 各指标在各次重复间的均值,及其 95 % 置信区间(Student t)的半宽
run.json: 同样内容及每次重复的全部数据,供程序读取
replications.csv: 每次重复一行;*_s 单位为秒,*_share 为比例(1 为全部),其余为包裹数
replication-0、replication-1 …: 各次重复的文件,见其中的 README.txt;仅第一次绘图
"""


def as_record(scenario: str, engine: str, results: list[Run | Failed]) -> dict[str, Any]:
    """All replications as one JSON object: replications in order, failed ones apart, and the summary over them."""
    runs = [result for result in results if isinstance(result, Run)]
    return plain(
        {
            "scenario": scenario,
            "engine": engine,
            "seed": runs[0].seed if runs else None,
            "replications": [record(run) for run in runs],
            "failed": [{"replication": result.replication, "reason": result.reason} for result in results if isinstance(result, Failed)],
            "summary": over(runs),
        }
    )


def figure(name: str, value: float | None) -> str:
    if value is None or not math.isfinite(value):
        return "-"
    return f"{value:,.4f}" if name.endswith(("_share", "_mu", "_per_parcel")) else f"{value:,.1f}"


def as_text(facts: dict[str, Any], lang: str) -> str:
    """The summary over the replications as an aligned table."""
    done, failed = len(facts["replications"]), facts["failed"]
    head = text(lang, "replications", done=done, n=done + len(failed), scenario=facts["scenario"], engine=facts["engine"], seed=facts["seed"])
    header = [text(lang, name) for name in ("indicator", "mean", "half_width")]
    rows = [[name, figure(name, entry["mean"]), figure(name, entry["half_width_95"])] for name, entry in facts["summary"].items()]
    lines = [head, *table(header, rows)]
    lines += [text(lang, "failed_one", number=entry["replication"], reason=entry["reason"]) for entry in failed]
    return printable("\n".join(lines) + "\n")


def write(facts: dict[str, Any], results: list[Run | Failed], folder: Path, lang: str, write_one: Callable[[Run, Path, bool], None]) -> None:
    """Write all files into `folder`; `write_one(run, folder, figures)` writes those of one replication."""
    runs = [result for result in results if isinstance(result, Run)]
    (folder / "README.txt").write_text(README_ZH if lang == "zh" else README, encoding="utf-8")
    (folder / "summary.txt").write_text(as_text(facts, lang), encoding="utf-8")
    (folder / "run.json").write_text(dumps(facts, indent=1) + "\n", encoding="utf-8")
    rows = [{"replication": run.replication, "digest": run.digest, **indicators(run)} for run in runs]
    write_csv(folder / "replications.csv", {name: [row[name] for row in rows] for name in (rows[0] if rows else ())})
    for run in runs:
        part = folder / f"replication-{run.replication}"
        part.mkdir()
        write_one(run, part, run is runs[0])
    write_checksums(folder)
