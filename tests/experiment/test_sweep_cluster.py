"""A study on a Dask cluster finds what it finds on one machine."""

import sys

import pytest

pytest.importorskip("distributed")

from grid import Grid

import sim


@pytest.mark.skipif(sys.platform == "win32", reason="the scheduler of these tests is ended by signals")
def test_the_same_digests(tmp_path, write):
    study = write("scale: 0.1\nfactors: {demand: {values: [1, 2]}}\ndesign: {kind: grid}\nreplications: 3\n")
    here = sim.sweep(study, tmp_path / "here", workers=1)
    grid = Grid(tmp_path)
    try:
        grid.add(1)
        there = sim.sweep(study, tmp_path / "there", cluster=grid.address)
    finally:
        grid.end()
    assert there.runs["digest"].tolist() == here.runs["digest"].tolist() and len(set(here.runs["digest"])) == 6
    assert here.means["runs"].tolist() == [3, 3] and there.failed == 0
