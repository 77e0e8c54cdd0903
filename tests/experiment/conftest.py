"""Let the tests here, and the processes they begin, find the made-up engine."""

import os
import sys
from pathlib import Path

HERE = str(Path(__file__).parent)
sys.path.insert(0, HERE)
os.environ["PYTHONPATH"] = os.pathsep.join([HERE, str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])])
