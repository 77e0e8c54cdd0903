"""Let the tests here find the made-up run of the tests of results."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "results"))
