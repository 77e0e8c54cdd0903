"""Let the tests here, and the processes they begin, find the made-up engine."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = str(Path(__file__).parent)
sys.path.insert(0, HERE)
os.environ["PYTHONPATH"] = os.pathsep.join([HERE, str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])])


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Write a study of first_hub.yaml, which lies beside it; the words go below scenario."""
    shutil.copy(Path(__file__).parents[2] / "scenarios" / "first_hub.yaml", tmp_path)

    def written(words: str) -> Path:
        place = tmp_path / "study.yaml"
        place.write_text(f"scenario: first_hub.yaml\n{words}", encoding="utf-8")
        return place

    return written
