"""What the benchmarks ran on, without names or paths."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def cpu() -> str:
    """Return the model of the processor."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def describe() -> str:
    """Return one line: processor, cores, system, versions."""
    found = []
    for package in ("numpy", "numba", "simpy", "cimba"):
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"no {package}")
    return f"{cpu()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, {', '.join(found)}"
