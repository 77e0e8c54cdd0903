"""The known answers: cases.yaml, read once."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


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
