"""Let the tests here find the workers that do no run, of the tests of experiment."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "experiment"))
