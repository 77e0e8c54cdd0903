"""Workers of a Dask cluster. CLUSTERS.md beside this file shows how to begin one.

Runs go out in batches of about BATCH_S. When a worker dies, Dask does its batches again elsewhere, as often as the scheduler's setting allowed-failures
says (3, unless it was given another). What was at more dying workers than that comes back. Dask does not say which of its batches a worker was at and which
only waited there, so a worker says what it begins, and waits until the scheduler has heard it: a batch that was never begun is innocent, and goes out again.
One that was begun is done run by run, for all but one of them are innocent, and a run that was begun alone when its worker died again and again is the culprit.
"""

import asyncio
import contextlib
import json
import logging
import pickle
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from .batch import Answers, has_own_policies, work
from .identity import model_version
from .outcome import Failed, Outcome
from .pool import Killed
from .task import Shelf, Task

if TYPE_CHECKING:
    from sim.scenario import Hub

BATCH_S = 0.5
"""how long a batch should take [s]: a hundred times what it takes to hand it out"""
LARGEST = 200
"""runs in a batch at most"""
AHEAD = 2
"""batches a worker has at hand, so that it need not wait for the next"""
LOOK_S = 2.0
"""how often the cluster is asked for its workers [s]"""

Job = tuple[Task, "Hub"]


class ClusterError(Exception):
    """A cluster cannot be used, or not any more; the text is for the user."""


class Cluster:
    """Workers of the Dask cluster whose scheduler is at `address`: tcp://host:port, tls://host:port, or the scheduler's file, *.json.

    Certificates and all else are as Dask is configured. Each worker process does one run at a time. Raises ClusterError if there is no Dask here, if no
    scheduler answers within `patience_s`, if it has no workers for `workers_s`, and if a worker has another version of hubsim.
    """

    def __init__(self, address: str, *, patience_s: float = 10.0, workers_s: float = 120.0):
        self._address, self._workers_s = address, workers_s
        self._client = _client(address, patience_s)
        self._begun = 0
        self._waiting: list[Job] = []
        self._under_way: dict[str, tuple[Any, list[Job]]] = {}  # the future, for Dask forgets what nobody holds, and its runs
        self._ended: SimpleQueue[Any] = SimpleQueue()
        self._alone: set[Task] = set()
        self._packed: Shelf[bytes] = Shelf()
        self._carried: dict[str, int] = {}
        self._begins: Counter[str] = Counter()  # of each batch under way, how often a worker has begun it
        self._in_a_batch = 1
        self._workers = 0
        self._looked = self._seen = time.monotonic()
        try:
            self._client.subscribe_topic(self._client.id, self._hear)
            with contextlib.suppress(TimeoutError):
                self._client.wait_for_workers(1, timeout=workers_s)
            self._look()
            self._check_versions()
        except BaseException:
            self.end()
            raise

    @property
    def size(self) -> int:
        """How many runs may be under way; more when workers come, fewer when they go."""
        return max(1, self._workers) * AHEAD * self._in_a_batch

    def begin(self, task: Task, hub: "Hub") -> None:
        """Begin a run, with the next batch."""
        if task in self._alone:
            self._submit([(task, hub)])
            return
        self._waiting.append((task, hub))
        if len(self._waiting) >= self._in_a_batch:
            self._submit_waiting()

    def wait(self) -> list[tuple[Task, Outcome | Failed]]:
        """Return what has ended since, at least one; waits for it. Raises ClusterError when the cluster has gone."""
        while True:
            self._submit_waiting()
            answers = list(self._answers(self._drain()))
            if time.monotonic() - self._looked > LOOK_S:
                self._look()
            if answers:
                return answers

    def __enter__(self) -> "Cluster":
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the cluster."""
        self.end()

    def end(self) -> None:
        """Give up what is under way, and leave the cluster; what others do there goes on."""
        with contextlib.suppress(Exception):
            self._client.close(timeout=LOOK_S)

    # -- out ---------------------------------------------------------------------------------------------------------------

    def _submit_waiting(self) -> None:
        while self._waiting:
            self._submit(self._waiting[: self._in_a_batch])
            del self._waiting[: self._in_a_batch]

    def _submit(self, jobs: list[Job], with_hubs: bool = False) -> None:
        hubs = {}
        for name, hub in {task.hub: hub for task, hub in jobs}.items():
            # the first batches carry it, as many as there are workers; one that has not got it will say so
            if with_hubs or self._carried.get(name, 0) < self._workers:
                self._carried[name] = self._carried.get(name, 0) + 1
                hubs[name] = self._pack(name, hub)
        packed = pickle.dumps(([task for task, _ in jobs], hubs, BATCH_S * 2))
        self._begun += 1
        key = f"{self._client.id}-{self._begun}"
        with self._reaching():
            future = self._client.submit(_work, model_version(), packed, self._client.id, key, key=key, pure=False)
            future.add_done_callback(self._ended.put)
        self._under_way[key] = (future, jobs)

    def _pack(self, name: str, hub: "Hub") -> bytes:
        if name not in self._packed:
            # a worker stands in another folder; its own policies are looked for beside the scenario
            self._packed.put(name, pickle.dumps(replace(hub, files=[str(Path(file).resolve()) for file in hub.files]) if has_own_policies(hub) else hub))
        return self._packed.take(name)

    # -- in ----------------------------------------------------------------------------------------------------------------

    def _drain(self) -> list[Any]:
        """What has ended, at least one if that does not take long."""
        futures = []
        with contextlib.suppress(Empty):
            futures.append(self._ended.get(timeout=LOOK_S / 4))
            while True:
                futures.append(self._ended.get_nowait())
        return futures

    def _answers(self, futures: list[Any]) -> Iterator[tuple[Task, Outcome | Failed]]:
        futures = [future for future in futures if future.key in self._under_way]
        together: dict[str, bytes] = {}
        with contextlib.suppress(Exception):  # one by one, then
            finished = [future for future in futures if future.status == "finished"]
            together = dict(zip((future.key for future in finished), self._client.gather(finished), strict=True))
        for future in futures:
            packed = together[future.key] if future.key in together else self._result(future)
            _, jobs = self._under_way.pop(future.key)
            begins = self._begins.pop(future.key, 0)
            yield from self._killed(jobs, begins) if packed is None else self._done(jobs, pickle.loads(packed))

    def _hear(self, event: tuple[float, str]) -> None:
        """A worker begins a batch. It is heard before the batch comes back, for both come by the scheduler, in order."""
        self._begins[event[1]] += 1

    def _result(self, future: Any) -> bytes | None:
        """The result of a future; None if it was at too many workers that died."""
        from distributed import CancelledError, KilledWorker

        with self._reaching():
            try:
                packed: bytes = future.result()
                return packed
            except KilledWorker:
                return None
            except (CancelledError, OSError, RuntimeError):
                raise
            except Exception as error:
                raise ClusterError(f"a worker of {self._address} cannot be used: {_line(error)}") from None

    def _done(self, jobs: list[Job], answers: Answers) -> Iterator[tuple[Task, Outcome | Failed]]:
        found, seconds = answers
        missing = []
        for (task, hub), answer in zip(jobs, found, strict=False):
            if answer is None:
                missing.append((task, hub))
            else:
                self._alone.discard(task)
                yield task, answer
        if missing:
            self._submit(missing, with_hubs=True)
        else:
            self._in_a_batch = max(1, min(LARGEST, int(BATCH_S * len(found) / max(seconds, 1e-6)), 4 * self._in_a_batch))
        self._waiting[:0] = jobs[len(found) :]

    def _killed(self, jobs: list[Job], workers: int) -> Iterator[tuple[Task, Outcome | Failed]]:
        """What becomes of runs that came back, when so many workers died at them."""
        if not workers:
            self._submit(jobs)
            return
        if len(jobs) == 1:
            yield jobs[0][0], Killed("its worker was killed (out of memory?)" if workers == 1 else f"{workers} workers were killed (out of memory?)")
            return
        for job in jobs:
            self._alone.add(job[0])
            self._submit([job])

    # -- the cluster itself ------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _reaching(self) -> Iterator[None]:
        """Whatever goes wrong here is the cluster's fault."""
        from distributed import CancelledError

        try:
            yield
        except CancelledError:
            raise ClusterError(self._gone("it has taken back what was under way")) from None
        except (OSError, RuntimeError) as error:
            raise ClusterError(self._gone(_line(error))) from None

    def _gone(self, why: str) -> str:
        return f"the cluster at {self._address} has gone: {why}; what was done is kept, the same command goes on from there"

    def _look(self) -> None:
        """Ask for the workers, and give up when there have been none for long."""
        if self._client.status != "running":
            raise ClusterError(self._gone("its scheduler does not answer any more"))
        with self._reaching():
            self._workers = len(self._client.nthreads())
        self._looked = time.monotonic()
        if self._workers:
            self._seen = self._looked
        elif self._looked - self._seen >= self._workers_s:
            raise ClusterError(
                f"the scheduler at {self._address} has had no workers for {self._workers_s:g} s: begin some with `dask worker {self._address} --nthreads 1`; "
                "what was done is kept"
            )

    def _check_versions(self) -> None:
        """Raise ClusterError if a worker that is there has another hubsim, or none."""
        with self._reaching():
            found = self._client.run(model_version, on_error="return")
        for worker, version in sorted(found.items()):
            if version != model_version():
                there = f"has hubsim {version}" if isinstance(version, str) else f"has no such hubsim ({_line(version)})"
                raise ClusterError(f"the worker at {worker} {there}, and here is {model_version()}: install the same on both")


def _work(version: str, packed: bytes, topic: str, key: str) -> bytes:
    """`batch.work` at a worker, which says under a topic that it begins."""
    from distributed import get_worker
    from distributed.utils import sync

    worker = get_worker()
    return work(version, packed, lambda: sync(worker.loop, worker.scheduler.log_event, topic=topic, msg=key))


def _client(address: str, patience_s: float) -> Any:
    """A client of the scheduler at an address."""
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError("runs on a cluster need Dask: pip install 'hubsim[cluster]'") from None
    for name in ("distributed.client", "distributed.core", "distributed.comm", "distributed.batched", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what went wrong is said once, as ClusterError
    try:
        scheduler = _in_file(address) if address.endswith(".json") else address
        asyncio.run(_call(scheduler, patience_s))
        return Client(scheduler, timeout=patience_s, set_as_default=False)
    except (OSError, ValueError, TypeError, ImportError) as error:
        raise ClusterError(f"no cluster answers at {address} ({_line(error)}): is `dask scheduler` running there?") from None


def _in_file(path: str) -> str:
    """The address in a scheduler's file."""
    try:
        found: str = json.loads(Path(path).read_text(encoding="utf-8"))["address"]
        return found
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ClusterError(f"{path} is not the file of a scheduler ({_line(error)}); `dask scheduler --scheduler-file {path}` writes it") from None


async def _call(address: str, patience_s: float) -> None:
    """Raise OSError unless somebody there speaks as Dask does; a client alone would wait for ever for one who is silent."""
    from distributed import Security
    from distributed.comm import connect

    async with asyncio.timeout(patience_s):
        comm = await connect(address, timeout=patience_s, **Security().get_connection_args("client"))
        comm.abort()


def _line(error: object) -> str:
    """An error on one line."""
    return " ".join(str(error).split()) or type(error).__name__
