"""Progress goes to a terminal; a log hears of it now and then."""

import io
import sys

from sim.cli import progress
from sim.kernels import cache


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_no_terminal_no_bar(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress.simulated(3600.0, 0.0) as advance, progress.counted(3) as count:
        assert advance is None and count is None
    assert sys.stderr.getvalue() == ""


def test_a_terminal_shows_clock_share_and_pace(monkeypatch):
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with progress.simulated(86_400.0, 72_000.0) as advance:
        advance(43_200.0, parcels=5_000)
    assert "2d 08:00" in screen.getvalue() and "50 %" in screen.getvalue() and "parcels/s" in screen.getvalue()
    with progress.simulated(86_400.0, 72_000.0) as advance:
        advance(14_400.0)
    assert "24:00" in screen.getvalue() and "2d 00:00" not in screen.getvalue()
    with progress.counted(4) as count:
        count(3)
    assert "3/4" in screen.getvalue()


def test_a_terminal_is_told_of_compiling(monkeypatch, tmp_path):
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(cache, "PLACE", tmp_path)
    progress.warn_if_cold()
    assert screen.getvalue() == "compiling once, about ten seconds; kept for next time\n"
    monkeypatch.setattr(cache, "PLACE", None)
    progress.warn_if_cold()
    assert screen.getvalue().endswith("compiling, about ten seconds; no folder was found to keep it in\n")
    monkeypatch.setattr(cache, "PLACE", tmp_path)
    (tmp_path / "instant.code").write_bytes(b"code")
    progress.warn_if_cold()
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    (tmp_path / "instant.code").unlink()
    progress.warn_if_cold()
    assert screen.getvalue().count("\n") == 2 and sys.stderr.getvalue() == ""


def test_a_log_hears_of_each_phase_and_of_a_long_one_now_and_then(monkeypatch, capsys):
    clock = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(progress.sys.stderr, "isatty", lambda: False)
    with progress.phases() as line:
        for at, phase, done in ((1, "capacity", 0), (2, "capacity", 1), (299, "capacity", 8), (301, "capacity", 9), (302, "limit 1", 10), (601, "limit 1", 20)):
            clock[0] = at
            line(phase, done)
    assert capsys.readouterr().err.splitlines() == ["capacity: 0 runs, 1 s", "capacity: 9 runs, 301 s", "what binds 1: 10 runs, 302 s"]
