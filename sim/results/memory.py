"""The memory a process has taken."""

import resource
import sys
from pathlib import Path

STATUS = Path("/proc/self/status")


def peak_memory_mb(status: Path = STATUS) -> float:
    """Return the largest memory this process has had [MB], from `status` where the system has such a file.

    Not ru_maxrss where it can be helped: Linux hands it on to a new program, so that a large parent makes every child look large.
    """
    try:
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    except (OSError, ValueError):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (1024 if sys.platform != "darwin" else 1024 * 1024)
