"""The peak of memory is that of this program, not of the one that started it."""

import subprocess
import sys
from pathlib import Path

import pytest

from sim.results.memory import STATUS, peak_memory_mb


def test_the_peak_is_read_in_kilobytes(tmp_path: Path) -> None:
    status = tmp_path / "status"
    status.write_text("Name:\thubsim\nVmPeak:\t  999999 kB\nVmHWM:\t  307200 kB\n")
    assert peak_memory_mb(status) == 300


@pytest.mark.parametrize("words", [None, "Name:\thubsim\n", "VmHWM:\tmuch kB\n"])
def test_without_that_file_the_system_is_asked(tmp_path: Path, words: str | None) -> None:
    status = tmp_path / "status"
    if words is not None:
        status.write_text(words)
    assert 1 < peak_memory_mb(status) < 100_000


@pytest.mark.skipif(not STATUS.exists(), reason="only Linux says it apart from the parent's")
def test_a_large_parent_does_not_make_its_child_look_large() -> None:
    child = "from sim.results.memory import peak_memory_mb; print(peak_memory_mb())"
    parent = f"import subprocess, sys; b = bytearray(b'x') * (400 << 20); subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    done = subprocess.run([sys.executable, "-c", parent], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert float(done.stdout) < 300
