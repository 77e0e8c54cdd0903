"""One writer: a lock of the operating system on a file, which ends with the process however that ends."""

import contextlib
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

from .faults import StoreError

FAR = 1 << 30
"""where Windows locks a byte: what it locks cannot be read, and the file says who writes"""


@contextlib.contextmanager
def only_writer(place: Path) -> Iterator[None]:
    """Be the only process that writes the store at `place`. Raises StoreError, which names the process that does."""
    handle = os.open(place / "writer.lock", os.O_RDWR | os.O_CREAT, 0o666)
    try:
        try:
            _lock(handle)
        except OSError:
            holder = os.pread(handle, 200, 0).decode("utf-8", "replace").strip() if hasattr(os, "pread") else ""
            raise StoreError(f"another hubsim writes {place} ({holder or 'it has just begun'}); wait for it or end it, or take another folder") from None
        os.ftruncate(handle, 0)
        os.write(handle, f"process {os.getpid()} on {socket.gethostname()}, since {time.strftime('%Y-%m-%d %H:%M:%S')}\n".encode())
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    """Take the lock, or raise OSError at once."""
    if os.name == "nt":
        import msvcrt

        os.lseek(handle, FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        os.lseek(handle, 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


NETWORK = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "afs", "ceph", "glusterfs", "lustre", "gpfs", "beegfs")


def on_network(place: Path, mounts: Path = Path("/proc/self/mounts")) -> bool:
    """Tell whether a folder lies on a disk of the network, as far as the system says so (Linux does)."""
    try:
        lines = [line.split(" ") for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines()]
    except OSError:
        return False
    here = place.resolve()
    holding = [(len(point), kind) for _, point, kind, *_ in lines if here.is_relative_to(point.replace("\\040", " "))]
    return bool(holding) and max(holding)[1].startswith(NETWORK)
