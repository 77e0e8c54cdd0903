"""What the program does first, before anything that takes time is imported: it opens its ears to signals and its streams to whatever may come."""

import os
import signal
import sys
import time

INTERRUPTED = 130
PAUSE_S = 2.0
SOON_S, AGAIN_S = 0.05, 2.5
SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
stopped_by: list[int] = []
"""signals that have ended the program"""


def stop_on_signals() -> None:
    """Let Ctrl-C, a polite kill and a terminal that closes end the program with a word, exit code 130, and everything unfinished removed.

    As an exit, not as KeyboardInterrupt: the library of the command line takes that for an error of its own. A signal stays without effect where
    it has none, as Ctrl-C in the background of a shell script, and for two seconds after another one, while what is unfinished is removed.
    """
    last = -PAUSE_S

    def stop(number: int, frame: object) -> None:
        nonlocal last
        if time.monotonic() < last + PAUSE_S:
            return
        if hasattr(signal, "SIGALRM"):
            signal.signal(signal.SIGALRM, stop)
            if _calls_back(frame):
                signal.setitimer(signal.ITIMER_REAL, SOON_S)
                return
        last = time.monotonic()
        is_first = not stopped_by
        stopped_by.append(number)
        if hasattr(signal, "SIGALRM"):
            # should the exit be lost after all, it is tried again
            signal.setitimer(signal.ITIMER_REAL, AGAIN_S)
        try:
            if is_first:
                os.write(2, b"interrupted\n")  # not by print, which may be what was interrupted
        finally:  # also if nobody listens any more
            raise SystemExit(INTERRUPTED)

    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop)


def _calls_back(frame: object) -> bool:
    """Tell whether the compiler has called Python back: an exit that is raised in there is lost, and told with a traceback."""
    while frame is not None:
        code = getattr(frame, "f_code", None)
        if code is not None and f"{os.sep}llvmlite{os.sep}" in code.co_filename:
            return True
        frame = getattr(frame, "f_back", None)
    return False


def be_deaf() -> None:
    """Take no more signals: the program is about to end, and an exit within the end would be told with a traceback."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "SIGALRM"):
        signal.setitimer(signal.ITIMER_REAL, 0)


def open_streams() -> None:
    """Give the program the streams it was started without, as a daemon may be, and let none of them fail at a letter it cannot show.

    Otherwise the next file that is opened would get the number of a stream, and what is said would be written into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # takes the lowest number that is free: this one
    for number, name in ((1, "stdout"), (2, "stderr")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace", closefd=False))
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
