"""Shares that sum to one, and Cramer's V against an independent computation."""

import numpy as np
import pytest
from scipy.stats.contingency import association

from sim.fitting.mixes import associated, shares_of


def test_shares_sum_to_one_with_six_decimals():
    places, parcels = np.array([0, 1, 2, -1]), np.array([1, 1, 1, 5])
    shares = shares_of(places, parcels, np.array([0, 0, 1, 2]), ("a", "b", "c", "unused"))
    assert sum(round(share * 1e6) for share in shares.shares.values()) == 1_000_000
    assert (shares.parcels, shares.vehicles, shares.unknown, list(shares.shares)) == (3, 2, 5, ["a", "b", "c"])
    assert shares_of(np.array([-1]), np.array([4]), np.array([0]), ()) is None


def test_v_is_cramers():
    chance = np.random.default_rng(1)
    a, b, parcels = chance.integers(3, size=500), chance.integers(4, size=500), chance.integers(1, 9, 500)
    b[:200] = a[:200]
    table = np.zeros((3, 4))
    np.add.at(table, (a, b), parcels)
    found = associated(a, b, parcels, ("class", "destination"))
    assert found.v == pytest.approx(association(table.astype(int), method="cramer"))
    assert found.p == 0.01 and found.by_chance < 0.15 and (found.parcels, found.rows) == (parcels.sum(), 500)


def test_one_tells_the_other_or_nothing():
    a = np.arange(300) % 3
    assert associated(a, a, np.ones(300, dtype=int), ("class", "destination")).v == pytest.approx(1)
    assert associated(a, a // 3, np.ones(300, dtype=int), ("class", "destination")) is None
    chance = np.random.default_rng(5)
    loose = associated(chance.integers(3, size=2000), chance.integers(3, size=2000), np.ones(2000, dtype=int), ("class", "destination"))
    assert loose.v < 0.06 and loose.p > 0.05


def test_what_only_the_sender_brings_about_is_gone_within_senders():
    chance = np.random.default_rng(6)
    sender = np.arange(2000) % 2
    kind = (chance.random(2000) < np.where(sender, 0.9, 0.1)).astype(int)
    destination = (chance.random(2000) < np.where(sender, 0.8, 0.2)).astype(int)
    parcels = np.ones(2000, dtype=int)
    whole = associated(kind, destination, parcels, ("class", "destination"))
    within = associated(kind, destination, parcels, ("class", "destination"), sender)
    assert whole.v > 0.4 and whole.p == 0.01
    assert within.v < 0.06 and within.p > 0.05 and within.within == "sender"
