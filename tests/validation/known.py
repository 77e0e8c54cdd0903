"""The known answers: cases.yaml, read once."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
NOT_SHOWN = {
    "Q01": r"asyvar_.*",
    "Q08": r"P_all_up|mean_waiting|crew_util",
    "G01": r"sigma",
    "B04": r"EC2",
    "T16": r"isolated_eff_.",
    "T18": r"isolated_eff_.",
    "L06": r"memoryless_no_wait_rates.*|no_wait_total",
    "L07": r"fixed_point_.*|(block_prob|orbit)_exp_.*|.*_se",
    "L15": r"attempt_rate_needed_.*",
}
"""Expected numbers that a run does not show, by the first letters of the case; README.md says why."""


@cache
def cases() -> dict[str, dict[str, Any]]:
    """Return all cases by their id."""
    text = (HERE / "cases.yaml").read_text(encoding="utf-8")
    return {case["id"]: case for case in yaml.safe_load(text)["cases"]}


def params(case: str) -> dict[str, Any]:
    return cases()[case]["params"]


def expected(case: str) -> dict[str, float]:
    """Return the expected numbers by name; lists are taken apart as name[0], name[1] ..."""
    flat: dict[str, float] = {}
    for name, value in cases()[case]["expected"].items():
        if isinstance(value, list):
            flat |= {f"{name}[{i}]": entry for i, entry in enumerate(value)}
        elif isinstance(value, int | float) and not isinstance(value, bool):
            flat[name] = float(value)
    return flat


def not_shown(case: str) -> set[str]:
    """Return the names of the expected numbers of a case that a run does not show."""
    pattern = NOT_SHOWN.get(case[:3])
    return {name for name in expected(case) if pattern and re.fullmatch(pattern, name)}
