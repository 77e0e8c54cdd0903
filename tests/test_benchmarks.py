"""The benchmarks prove the work they time: their quick form passes all its own assertions. Nothing here depends on the clock."""

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import growth, machine
from benchmarks.tables import at_least, at_most, spread

QUICK = """
import sys
from importlib import import_module

section = import_module(f"benchmarks.{sys.argv[1]}").bench(quick=True)
assert section.name == sys.argv[1]
assert section.rows and all(len(row) == len(section.header) for row in section.rows)
print(section.markdown())
"""


@pytest.mark.parametrize("name", ["campus", "week", "field", "growth", "start", "runs", "report"])
def test_quick_form_proves_its_work(name):
    """Each in a process of its own: another simulator does not compile where hubsim has run before."""
    done = subprocess.run([sys.executable, "-c", QUICK, name], cwd=Path(__file__).parents[1], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("## ")


def test_verdicts():
    assert at_most("x", 1.0, 1.1).endswith("**met**")
    assert at_most("x", 2.2, 1.1).endswith("**missed by 100%**")
    assert at_least("x", 75, 150, "x").endswith("**missed by 50%**")
    assert spread([3.0, 1.0, 2.0]) == "1.00 - 2.00 - 3.00"


def test_the_slope_of_a_power_law_is_its_exponent():
    assert growth.slope([(10.0**k, 7e-9 * 10.0 ** (1.1 * k)) for k in range(3, 9)]) == pytest.approx(1.1)


def test_the_machine_is_described_without_paths():
    assert not any(word.startswith("/") for word in machine.describe().split())
