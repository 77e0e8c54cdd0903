"""The rules of the physics can be found: each has a number of its own, and what the code cites is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PHYSICS = (ROOT / "sim" / "PHYSICS.md").read_text(encoding="utf-8")
SECTIONS = re.findall(r"^## (\d+) ", PHYSICS, re.MULTILINE)
RULES = [tuple(map(int, number.split("."))) for number in re.findall(r"^(\d+\.\d+) ", PHYSICS, re.MULTILINE)]


def test_rules_are_numbered_in_order():
    assert list(map(int, SECTIONS)) == list(range(1, len(SECTIONS) + 1))
    assert sorted(set(RULES)) == RULES


def test_what_is_cited_exists():
    known = set(SECTIONS) | {f"{section}.{number}" for section, number in RULES}
    for path in (ROOT / "sim").rglob("*.py"):
        for cited in re.findall(r"PHYSICS (\d+(?:\.\d+)?(?:(?:, | and | - |-)\d+\.\d+)*)", path.read_text(encoding="utf-8")):
            for number in re.findall(r"\d+(?:\.\d+)?", cited):
                assert number in known, f"{path.name} cites rule {number}"
    for number in re.findall(r"(?:\(|as )(\d+\.\d+)(?:\)| says)", PHYSICS):
        assert number in known, f"the physics cites rule {number}"
