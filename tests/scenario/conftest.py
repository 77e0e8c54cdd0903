"""Helpers: write a scenario, read it, collect what is said about it."""

from pathlib import Path
from textwrap import dedent

import pytest

from sim.scenario import Hub, ScenarioError, read

QUEUE = """\
title: a queue
horizon_h: 24
elements:
  come: {kind: stream, interarrival: {law: exponential, mean_s: 50}, to: desk}
  desk: {kind: station, service: {law: exponential, mean_s: 40}, to: out}
  out: {kind: sink}
"""


class Desk:
    """A folder in which scenarios are written and read."""

    def __init__(self, folder: Path):
        self.folder = folder

    def write(self, text: str, name: str = "hub.yaml") -> Path:
        path = self.folder / name
        path.write_text(dedent(text), encoding="utf-8")
        return path

    def hub(self, text: str, scale: float = 1.0, **more) -> Hub:
        return read(self.write(text), scale, **more)

    def faults(self, text: str) -> str:
        """Return the messages about a scenario, paths cut to file names."""
        with pytest.raises(ScenarioError) as caught:
            read(self.write(text))
        return str(caught.value).replace(f"{self.folder}/", "")

    def elements(self, lines: str, head: str = "") -> str:
        """Return a scenario with these elements, indented by two."""
        body = "".join(f"  {line}\n" for line in dedent(lines).strip().splitlines())
        return f"title: t\nhorizon_h: 24\n{dedent(head)}elements:\n{body}"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def queue() -> str:
    return QUEUE
