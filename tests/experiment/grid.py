"""A Dask scheduler and its workers, each a real process on a free port, that can be killed."""

import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120.0


def free_port() -> int:
    """Return a port nobody listens to."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def until(true: Any, what: str) -> None:
    """Wait until `true()` is."""
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, f"in vain for {PATIENCE_S:g} s: {what}"
        time.sleep(0.05)


class Grid:
    """A scheduler, and as many workers as were begun."""

    def __init__(self, folder: Path, sources: Path = ROOT):
        self._folder, self._sources = folder, sources
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.workers: list[subprocess.Popen[bytes]] = []
        host, port = self.address.removeprefix("tcp://").split(":")
        self.scheduler = self._start("dask_scheduler", "--host", host, "--port", port, "--no-dashboard", "--no-show")
        until(self._listens, "the scheduler")

    def add(self, n: int = 1, sources: Path | None = None) -> None:
        """Begin workers; `sources` is the checkout they find hubsim in."""
        for _ in range(n):
            words = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(self._folder), "--death-timeout", f"{PATIENCE_S:g}")
            self.workers.append(self._start("dask_worker", self.address, *words, sources=sources))

    @contextmanager
    def never_empty(self) -> Iterator[None]:
        """Begin a worker whenever none is left."""
        over = threading.Event()

        def watch() -> None:
            while not over.wait(0.05):
                if all(worker.poll() is not None for worker in self.workers):
                    self.add()

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()

    def kill_one(self, chance: random.Random) -> None:
        """Kill a worker as the system does when memory runs out; where it stands nobody knows."""
        alive = [worker for worker in self.workers if worker.poll() is None]
        worker = chance.choice(alive)
        worker.kill()
        worker.wait()

    def end(self) -> None:
        """Leave nothing behind."""
        for process in [*self.workers, self.scheduler]:
            process.kill()
            process.wait()

    def _start(self, module: str, *words: str, sources: Path | None = None) -> "subprocess.Popen[bytes]":
        path = {"PYTHONPATH": str(sources or self._sources), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
        command = [sys.executable, "-m", f"distributed.cli.{module}", *words]
        with (self._folder / "grid.log").open("ab") as log:
            return subprocess.Popen(command, cwd=self._folder, env={**os.environ, **path}, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def _listens(self) -> bool:
        host, port = self.address.removeprefix("tcp://").split(":")
        with socket.socket() as caller:
            return caller.connect_ex((host, int(port))) == 0
