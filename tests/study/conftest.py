"""Studies of the first hub, written in the folder of a test."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Write a study of first_hub.yaml, which lies beside it; the words go below scenario and scale."""
    shutil.copy(ROOT / "scenarios" / "first_hub.yaml", tmp_path)

    def written(words: str) -> Path:
        place = tmp_path / "study.yaml"
        place.write_text(f"scenario: first_hub.yaml\nscale: 0.1\n{words}", encoding="utf-8")
        return place

    return written
