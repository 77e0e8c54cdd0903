"""The command that does one run of many again, alone and before one's eyes."""

import json
import shlex
from collections.abc import Mapping
from typing import Any

from .task import Task


def replay(scenario: str, task: Task, changes: Mapping[str, Any] | None = None, demand: float = 1.0, scale: float = 1.0) -> str:
    """Return the words for a shell: `hubsim run` of a scenario file with `changes` (value by dotted path) at a multiple of its demand and its scale."""
    options = {"--seed": task.seed, "--replication": task.replication, "--demand": _unless_one(demand), "--scale": _unless_one(scale)}
    return command("run", scenario, options | {"--engine": task.engine if task.engine != "fast" else None}, changes)


def command(name: str, scenario: str, options: Mapping[str, Any], changes: Mapping[str, Any] | None = None, flags: tuple[str, ...] = ()) -> str:
    """Return the words for a shell of a command of hubsim on a scenario file; options that are None are left out."""
    words = ["hubsim", name, scenario]
    words += [word for option, value in options.items() if value is not None for word in (option, _written(value))]
    words += [word for path, value in (changes or {}).items() for word in ("--set", f"{path}={json.dumps(value, ensure_ascii=False)}")]  # JSON is YAML
    return shlex.join([*words, *flags])


def _unless_one(factor: float) -> float | None:
    return float(factor) if factor != 1.0 else None


def _written(value: Any) -> str:
    """A value as people write it: no .0 behind a whole number."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
