"""Let the tests here find the made-up history."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
