"""Figures as they stand in a report."""

from sim.document.numbers import large


def test_the_unit_follows_a_bracket_without_a_blank():
    assert large(80_000, "zh", "件") == "80,000（8 万）件" and large(900, "zh", "件") == "900 件"
    assert large(80_000, "en", "件") == "80,000" and large(None, "zh", "件") == "– 件"
