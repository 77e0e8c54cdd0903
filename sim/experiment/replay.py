"""The command that does one run of many again, alone and before one's eyes."""

import json
import shlex
from collections.abc import Mapping
from typing import Any

from .task import Task


def replay(scenario: str, task: Task, changes: Mapping[str, Any] | None = None, demand: float = 1.0, scale: float = 1.0) -> str:
    """Return the words for a shell: `hubsim run` of a scenario file with `changes` (value by dotted path) at a multiple of its demand and its scale."""
    words = ["hubsim", "run", scenario, "--seed", str(task.seed), "--replication", str(task.replication)]
    words += [word for path, value in (changes or {}).items() for word in ("--set", f"{path}={json.dumps(value, ensure_ascii=False)}")]  # JSON is YAML
    words += [word for name, value in (("--demand", demand), ("--scale", scale)) if value != 1.0 for word in (name, repr(float(value)))]
    return shlex.join(words + (["--engine", task.engine] if task.engine != "fast" else []))
