"""Compiled code is kept; where it is damaged, cannot be kept, or is not ours, it is compiled anew, and nothing else happens."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.kernels import cache

ROOT = Path(__file__).parents[2]
CALL = "from sim.kernels import laws; print(laws.ln(2.0), len(laws.ln.stats.cache_hits))"


def called(home: Path, first: str = "pass") -> tuple[str, bool]:
    """Call one kernel in a new process with its cache under `home`: what it returns, and whether its code was kept. `first` is run before."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(home)}
    done = subprocess.run([sys.executable, "-c", f"{first}; {CALL}"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    value, hits = done.stdout.split()
    return value, hits != "0"


def kept(home: Path) -> Path:
    """The one file of that kernel."""
    (path,) = home.rglob("*.code")
    return path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with one kernel in it."""
    home = tmp_path_factory.mktemp("home")
    assert not called(home)[1]
    return home


def garble(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def be_a_folder(path: Path) -> None:
    path.unlink()
    (path / "x").mkdir(parents=True)


@pytest.mark.parametrize("damage", [garble, truncate, empty, be_a_folder])
def test_damaged_code_is_compiled_anew_and_replaced(home, damage):
    assert called(home) == ("0.6931471805599453", True)
    damage(kept(home))
    assert called(home) == ("0.6931471805599453", False)
    assert called(home) == ("0.6931471805599453", True)
    assert [path.suffix for path in kept(home).parent.iterdir()] == [".code"]


def test_code_of_another_kernel_is_not_taken(tmp_path):
    cache.seal(tmp_path / "a.code", b"code")
    (tmp_path / "b.code").write_bytes((tmp_path / "a.code").read_bytes())
    assert cache.unsealed(tmp_path / "a.code") == b"code"
    assert cache.unsealed(tmp_path / "b.code") is None and cache.unsealed(tmp_path / "c.code") is None


def test_a_full_disk_leaves_nothing_and_is_no_reason_to_fail(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(cache.os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        cache.seal(tmp_path / "a.code", b"code")
    assert list(tmp_path.iterdir()) == []
    # a limit on the size of a file stands for the disk
    assert called(tmp_path, "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))") == ("0.6931471805599453", False)
    assert not list(tmp_path.rglob("*.code*"))


def test_where_nothing_can_be_kept_it_runs(tmp_path):
    file = tmp_path / "file"
    file.touch()
    assert called(file, f"import tempfile; tempfile.tempdir = {str(file)!r}") == ("0.6931471805599453", False)
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_is_not_ours_alone_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(cache.tempfile, "tempdir", str(tmp_path))
    place = cache.folder()
    assert place.is_relative_to(tmp_path / "home") and place.stat().st_mode & 0o777 == 0o700
    place.chmod(0o777)
    spare = cache.folder()
    assert spare.parent == tmp_path / f"hubsim-{os.getuid()}" and spare.parent.stat().st_mode & 0o777 == 0o700
    spare.rmdir()
    spare.symlink_to(tmp_path)
    assert cache.folder() is None
    spare.unlink()
    monkeypatch.setattr(cache.os, "getuid", lambda: spare.parent.stat().st_uid + 1)
    (tmp_path / f"hubsim-{cache.os.getuid()}").mkdir(mode=0o700)  # made by somebody else, ahead of us
    assert cache.folder() is None
