"""A rate in words never reads as nothing, however slow."""

import pytest

import sim
from sim.scenario.rates import rounded

SLOW = """\
title: t
horizon_h: 24
elements:
  come: {kind: source, vehicles_per_day: 200, load: {law: deterministic, value: 5}, to: yard}
  yard: {kind: yard, capacity: 3, gate: {service: {law: deterministic, value_s: 90000}}, to: door}
  door: {kind: door, changeover: {law: deterministic, value_s: 9}, rate_per_h: [900], to: shelf}
  shelf: {kind: station, servers: 30, service: {law: deterministic, value_s: 36000}, to: out}
  out: {kind: sink}
"""


@pytest.mark.parametrize(("rate", "words"), [(12_345.6, "12,346"), (10, "10"), (1.26, "1.3"), (0.12, "0.12"), (0.001, "0.001")])
def test_two_digits_at_least(rate, words):
    assert rounded(rate) == words


def test_the_warning_can_be_checked_by_hand(tmp_path):
    (tmp_path / "slow.yaml").write_text(SLOW)
    said = " ".join(map(str, sim.load(tmp_path / "slow.yaml").warnings))
    assert "30 servers x 0.1/h = 3/h" in said
    assert "the gate of 'yard' takes 0.04 vehicles an hour" in said
