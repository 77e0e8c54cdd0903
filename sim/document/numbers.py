"""Figures as people write them: thousands with commas, and in Chinese the large ones in 万 beside it; units in the text around."""

import math
from collections.abc import Mapping


def number(value: float | None) -> str:
    """Return a figure with as many digits as it deserves; a dash for what is not defined."""
    if value is None or not math.isfinite(value):
        return "–"
    size = abs(value)
    return f"{value:,.0f}" if size >= 1000 or value == int(value) else f"{value:,.1f}" if size >= 100 else f"{value:.3g}"


def large(value: float | None, lang: str, unit: str = "") -> str:
    """Return a number of parcels or CNY; in Chinese with 万 beside it from ten thousand on, and the `unit` after it."""
    behind = f" {unit}" if unit and lang == "zh" else ""
    if value is None or not math.isfinite(value):
        return f"–{behind}"
    many = lang == "zh" and abs(value) >= 1e4 and value < 1e8
    return f"{value:,.0f}（{value / 1e4:,.4g} 万）{behind.strip()}" if many else f"{value:,.0f}{behind}"


def share(value: float | None, digits: int = 1) -> str:
    """Return a share [1] in per cent."""
    return "–" if value is None or not math.isfinite(value) else f"{100 * value:.{digits}f} %"


def between(ends: Mapping[str, float | None] | None, lang: str) -> str:
    """Return low to high of a figure that has both."""
    if not ends:
        return ""
    return f"{number(ends['low'])}{'～' if lang == 'zh' else ' to '}{number(ends['high'])}"


def span(seconds: float | None, lang: str) -> str:
    """Return a length of time in the unit that suits it."""
    if seconds is None or not math.isfinite(seconds):
        return "–"
    units = ("秒", "分钟", "小时") if lang == "zh" else ("s", "min", "h")
    if seconds < 120:
        return f"{seconds:.3g} {units[0]}"
    return f"{seconds / 60:.1f} {units[1]}" if seconds < 7200 else f"{seconds / 3600:.2f} {units[2]}"
