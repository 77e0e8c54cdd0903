"""A desk with all that belongs to it: workers, and a store or memory for what they find."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from .desk import Desk, Known, Workers
from .known import InMemory, InStore
from .pool import Pool


@contextlib.contextmanager
def workers_of(n: int | None, cluster: str | None) -> Iterator[Workers]:
    """Workers: n processes of this machine, one a processor if None; or those of a Dask cluster. Raises ClusterError."""
    workers: Workers
    if cluster is None:
        workers = Pool(n)
    else:
        from .cluster import Cluster

        workers = Cluster(cluster)
    try:
        yield workers
    finally:
        workers.end()


@contextlib.contextmanager
def open_desk(
    store: str | Path | None = None, workers: int | None = None, note: Callable[[int], None] = lambda n: None, *, cluster: str | None = None
) -> Iterator[Desk]:
    """Give a desk whose runs are done by so many processes (one a processor if None) and kept in the folder `store`, or in memory if None.

    With `cluster`, the address of a Dask scheduler, they are done there. `note(n)` is told how many runs a store that is not empty knows. At the end of
    the block the workers are ended, whatever they are doing. Raises StoreError if the store cannot be used, ClusterError if the cluster cannot.
    """
    with contextlib.ExitStack() as stack:
        known: Known = InMemory()
        if store is not None:
            from sim.store import open_store

            from .identity import model_version

            opened = stack.enter_context(open_store(store, model_version()))
            if n := len(opened.states()):
                note(n)
            known = InStore(opened)
        yield Desk(stack.enter_context(workers_of(workers, cluster)), known)
