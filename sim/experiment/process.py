"""A process of its own for work: how it begins, what it leaves to its parent, and that signals do not tear it while it does."""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any


@contextlib.contextmanager
def signals_wait() -> Iterator[None]:
    """While processes are begun, keep a signal that would end the program waiting until they are; the second one is impatient and does not wait.

    Half begun a process would print where it was, or leave the parent with words for it that nobody takes. In the processes signals wait for good:
    of Ctrl-C and a closing terminal all of them hear, and what it means is left to the parent.
    """
    if not hasattr(signal, "pthread_sigmask") or threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []

    def later(number: int, frame: Any) -> None:
        heard.append(number)
        if len(heard) > 1:
            restore()
            signal.raise_signal(number)

    def restore() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for number, handler in handlers.items():
            signal.signal(number, handler)

    kept = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    handlers = {number: signal.signal(number, later) for number in kept if signal.getsignal(number) is not signal.SIG_IGN}
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, kept)
    try:
        resource_tracker.ensure_running()  # a process of multiprocessing; to begin it lets signals in again
        signal.pthread_sigmask(signal.SIG_BLOCK, kept)
        yield
    finally:
        restore()
        if len(heard) == 1:
            signal.raise_signal(heard[0])


def start_worker() -> None:
    """Leave Ctrl-C to the parent, and end when the parent has died without saying so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def watch() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()


def begin(work: Callable[..., None], *arguments: Any) -> tuple[Connection, BaseProcess]:
    """Begin a process that does `work(link, *arguments)`; return the other end of the link, and the process. When it dies the link ends."""
    # spawn: a forked copy of a process with threads (progress bar, numba) may hang
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_begun, args=(work, there, *arguments))
    with signals_wait(), _apart_from_the_script():
        process.start()
    there.close()
    return here, process


@contextlib.contextmanager
def _apart_from_the_script() -> Iterator[None]:
    """Let a process begin without running the user's script once more, as spawn would: all it needs can be imported by name.

    So a script or notebook may call us at its top level, without the guard of `if __name__ == "__main__"`.
    """
    script = sys.modules["__main__"]
    kept: dict[str, Any] = {name: script.__dict__.pop(name) for name in ("__file__", "__spec__") if name in script.__dict__}
    script.__dict__["__spec__"] = None
    try:
        yield
    finally:
        script.__dict__.pop("__spec__")
        script.__dict__.update(kept)


def _begun(work: Callable[..., None], link: Connection, *arguments: Any) -> None:
    start_worker()
    work(link, *arguments)
